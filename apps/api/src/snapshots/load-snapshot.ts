import type { Snapshot, Tenant } from '@headgate/domain'
import type { ApiStore } from '@headgate/ports'
import { missing, problemOf } from '../http/problem.ts'
import type { Problem } from '../http/problem.ts'

/** A snapshot of the environment; what is no id of one is missing, too. */
export async function loadSnapshot(store: Pick<ApiStore, 'loadSnapshot'>, tenant: Tenant, id: string): Promise<Snapshot | Problem> {
  if (!/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(id)) return missing('snapshot', id)
  const loaded = await store.loadSnapshot(tenant, id)
  return loaded.ok ? loaded.value : problemOf(loaded, { noun: 'snapshot', name: id })
}
