import type { Snapshot, SnapshotPolicy, Tenant } from '@headgate/domain'
import type { ApiStore, Page, PageRequest, Resources, SnapshotFilter } from '@headgate/ports'
import type { Result } from '@headgate/domain'
import { problemOf } from '../http/problem.ts'
import type { Problem } from '../http/problem.ts'

/** Every snapshot that matches, newest first; `isEnough` ends it early. */
export const listAllSnapshots = (store: Pick<ApiStore, 'listSnapshots'>, tenant: Tenant, filter: SnapshotFilter, isEnough: (found: Snapshot[]) => boolean = () => false): Promise<Snapshot[] | Problem> =>
  listAll(tenant, (page) => store.listSnapshots(tenant, filter, page), isEnough)

/** Every policy of an environment; their number is bounded by the quota. */
export const listAllPolicies = (resources: Pick<Resources, 'snapshotPolicies'>, tenant: Tenant): Promise<SnapshotPolicy[] | Problem> =>
  listAll(tenant, (page) => resources.snapshotPolicies.list(tenant, page), () => false)

async function listAll<T>(tenant: Tenant, list: (page: PageRequest) => Promise<Result<Page<T>>>, isEnough: (found: T[]) => boolean): Promise<T[] | Problem> {
  const found: T[] = []
  let pageToken: string | undefined
  do {
    const page = await list({ pageSize: 100, ...(pageToken === undefined ? {} : { pageToken }) })
    if (!page.ok) return problemOf(page, { noun: 'environment', name: tenant.environmentId })
    found.push(...page.value.items)
    pageToken = page.value.nextPageToken
  } while (pageToken !== undefined && !isEnough(found))
  return found
}
