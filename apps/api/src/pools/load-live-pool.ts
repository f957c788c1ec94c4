import type { Pool, Tenant } from '@headgate/domain'
import type { ApiStore } from '@headgate/ports'
import { missing, problemOf } from '../http/problem.ts'
import type { Problem } from '../http/problem.ts'

/** A pool that is not being deleted: clients wait for 404 after a deletion, and need not wait for its processes to end. */
export async function loadLivePool(store: Pick<ApiStore, 'loadPool'>, tenant: Tenant, id: string): Promise<Pool | Problem> {
  const loaded = await store.loadPool(tenant, id)
  if (!loaded.ok) return problemOf(loaded, { noun: 'compute pool', name: id })
  return loaded.value.deletionRequestedAtMs === undefined ? loaded.value : missing('compute pool', id)
}
