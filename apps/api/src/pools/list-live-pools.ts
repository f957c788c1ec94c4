import type { Pool, Tenant } from '@headgate/domain'
import type { ApiStore } from '@headgate/ports'
import { problemOf } from '../http/problem.ts'
import type { Problem } from '../http/problem.ts'

/** Every pool of an environment that is not being deleted; their number is bounded by the quota. */
export async function listLivePools(store: Pick<ApiStore, 'listPools'>, tenant: Tenant): Promise<Pool[] | Problem> {
  const pools: Pool[] = []
  let pageToken: string | undefined
  do {
    const page = await store.listPools(tenant, { pageSize: 100, ...(pageToken === undefined ? {} : { pageToken }) })
    if (!page.ok) return problemOf(page, { noun: 'environment', name: tenant.environmentId })
    pools.push(...page.value.items.filter((pool) => pool.deletionRequestedAtMs === undefined))
    pageToken = page.value.nextPageToken
  } while (pageToken !== undefined)
  return pools
}
