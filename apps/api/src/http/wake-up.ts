import type { Tenant } from '@headgate/domain'
import type { WakePort, WorkKey } from '@headgate/ports'

/**
 * Asks the loop to look at a key, and does not wait for the queue: what is lost is found by the scan, and a queue that hangs must hold
 * up no answer.
 */
export function wakeUp(wake: WakePort, kind: WorkKey['kind'], tenant: Tenant, id: string): void {
  wake.wake({ kind, organizationId: tenant.organizationId, environmentId: tenant.environmentId, id }, 0).catch(() => undefined)
}
