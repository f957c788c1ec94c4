import type { Tenant } from '@headgate/domain'
import { storageKey } from '@headgate/ports'
import type { WakePort, WorkKey } from '@headgate/ports'

/**
 * Asks the loop to look at a key, and does not wait for the queue: what is lost is found by the scan, and a queue that hangs must hold
 * up no answer.
 */
export function wakeUp(wake: WakePort, kind: WorkKey['kind'], tenant: Tenant, id: string): void {
  wakeKey(wake, { kind, organizationId: tenant.organizationId, environmentId: tenant.environmentId, id })
}

/** The same of all files of an environment. */
export const wakeUpStorage = (wake: WakePort, tenant: Tenant): void => wakeKey(wake, storageKey(tenant))

const wakeKey = (wake: WakePort, key: WorkKey): void => void wake.wake(key, 0).catch(() => undefined)
