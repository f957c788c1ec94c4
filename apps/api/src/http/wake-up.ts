import type { Tenant } from '@headgate/domain'
import type { WakePort, WorkKey } from '@headgate/ports'

/** Asks the loop to look at a key. Best effort: what is lost here is found by its scan. */
export async function wakeUp(wake: WakePort, kind: WorkKey['kind'], tenant: Tenant, id: string): Promise<void> {
  await wake.wake({ kind, organizationId: tenant.organizationId, environmentId: tenant.environmentId, id }, 0).catch(() => undefined)
}
