import { ok } from '@headgate/domain'
import type { Result } from '@headgate/domain'
import type { Page, PageRequest } from '@headgate/ports'

/** How many there are, as far as `max`: for quotas. */
export async function countAtMost(list: (page: PageRequest) => Promise<Result<Page<unknown>>>, max: number): Promise<Result<number>> {
  let count = 0
  let pageToken: string | undefined
  do {
    const page = await list({ pageSize: 100, ...(pageToken === undefined ? {} : { pageToken }) })
    if (!page.ok) return page
    count += page.value.items.length
    pageToken = page.value.nextPageToken
  } while (pageToken !== undefined && count < max)
  return ok(Math.min(count, max))
}
