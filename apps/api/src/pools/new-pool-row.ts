import { newPoolIntent, newPoolObserved, newPoolStatus } from '@headgate/domain'
import type { Pool, PoolSpec, Tenant } from '@headgate/domain'

/** What 0 or no `max_cfu` stands for. */
export const cfuWhenUnset = 10

/** A pool as it is born: PROVISIONED, asleep. */
export const newPoolRow = (tenant: Tenant, id: string, spec: PoolSpec, nowMs: number): Omit<Pool, 'intentVersion' | 'specVersion' | 'updatedAtMs'> => ({
  organizationId: tenant.organizationId,
  environmentId: tenant.environmentId,
  id,
  spec,
  createdAtMs: nowMs,
  intent: newPoolIntent(),
  observed: newPoolObserved(nowMs),
  status: newPoolStatus(),
})
