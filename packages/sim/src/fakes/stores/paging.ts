import { failed, ok } from '@headgate/domain'
import type { Result } from '@headgate/domain'
import type { Page, PageRequest } from '@headgate/ports'
import { copy } from './copy.ts'

/**
 * Cuts a page out of sorted rows. The token names the last row that was given, by its sort key, so that rows which come or go
 * between two pages neither repeat nor hide others.
 */
export function pageOf<T>(sorted: T[], page: PageRequest, sortKey: (row: T) => [number, string], newestFirst: boolean): Result<Page<T>> {
  let rows = sorted
  if (page.pageToken !== undefined && page.pageToken !== '') {
    const after = decode(page.pageToken)
    if (after === undefined) return failed('rejected', 'The page token is not one that this list gave. Start again without a page token.')
    rows = sorted.filter((row) => (newestFirst ? compare(sortKey(row), after) < 0 : compare(sortKey(row), after) > 0))
  }
  const items = rows.slice(0, page.pageSize)
  const last = items.at(-1)
  const more = rows.length > items.length && last !== undefined
  return ok({ items: items.map(copy), ...(more ? { nextPageToken: encode(sortKey(last)) } : {}) })
}

/** Orders sort keys: by time, then by text. */
export const compare = (a: [number, string], b: [number, string]): number => a[0] - b[0] || (a[1] < b[1] ? -1 : a[1] > b[1] ? 1 : 0)

const encode = (key: [number, string]): string => `${key[0]}.${key[1]}`

function decode(token: string): [number, string] | undefined {
  const [, time, text] = /^([0-9]{1,15})\.([A-Za-z0-9._~-]{1,150})$/.exec(token) ?? []
  return time === undefined || text === undefined ? undefined : [Number(time), text]
}
