import type { Pool, Tenant } from '@headgate/domain'
import type { ApiStore } from '@headgate/ports'
import { problem, problemOf } from '../http/problem.ts'
import type { Problem } from '../http/problem.ts'

const pointer = '/spec/compute_pool_id'

/** The pool that a statement names, or the default pool of the environment if it names none. 422 when there is none that takes statements. */
export async function choosePool(store: ApiStore, tenant: Tenant, poolId: string | undefined): Promise<Pool | Problem> {
  if (poolId !== undefined && poolId !== '') {
    const pool = await store.loadPool(tenant, poolId)
    if (!pool.ok && pool.reason !== 'not-found') return problemOf(pool, { noun: 'compute pool', name: poolId })
    if (!pool.ok || pool.value.deletionRequestedAtMs !== undefined) {
      return problem(422, { detail: `The compute pool '${poolId}' does not exist in the environment '${tenant.environmentId}'.`, pointer })
    }
    return pool.value
  }
  let pageToken: string | undefined
  do {
    const page = await store.listPools(tenant, { pageSize: 100, ...(pageToken === undefined ? {} : { pageToken }) })
    if (!page.ok) return problemOf(page, { noun: 'environment', name: tenant.environmentId })
    const found = page.value.items.find((pool) => pool.spec.defaultPool && pool.deletionRequestedAtMs === undefined)
    if (found !== undefined) return found
    pageToken = page.value.nextPageToken
  } while (pageToken !== undefined)
  return problem(422, { detail: `The environment '${tenant.environmentId}' has no default compute pool: name one.`, pointer })
}
