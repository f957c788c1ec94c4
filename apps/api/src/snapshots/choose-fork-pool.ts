import type { Pool, Tenant } from '@headgate/domain'
import type { ApiStore } from '@headgate/ports'
import { isProblem, problem, problemOf } from '../http/problem.ts'
import type { Problem } from '../http/problem.ts'
import { choosePool } from '../statements/choose-pool.ts'

/** Where a fork runs: in the pool that is named, else in that of the other statement, else, where that is gone, in the default one. Snapshots do not travel between regions. */
export async function chooseForkPool(store: ApiStore, tenant: Tenant, named: string | undefined, otherPoolId: string): Promise<Pool | Problem> {
  const loaded = await store.loadPool(tenant, otherPoolId)
  if (!loaded.ok && loaded.reason !== 'not-found') return problemOf(loaded, { noun: 'compute pool', name: otherPoolId })
  const other = loaded.ok ? loaded.value : undefined
  if (!named && other !== undefined && other.deletionRequestedAtMs === undefined) return other
  const pool = await choosePool(store, tenant, named)
  if (isProblem(pool)) return pool.faults[0]?.pointer === undefined ? pool : { ...pool, faults: pool.faults.map((fault) => ({ ...fault, pointer: '/compute_pool_id' })) }
  if (other === undefined || (other.spec.region === pool.spec.region && other.spec.cloud === pool.spec.cloud)) return pool
  return problem(422, { detail: `The compute pool '${pool.id}' is in another region than the snapshot. Name one in ${other.spec.cloud} ${other.spec.region}.`, pointer: '/compute_pool_id' })
}
