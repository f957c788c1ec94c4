import type { Page, PageRequest } from '@headgate/ports'
import type { RequestContext } from '../http/route.ts'

interface PageQuery {
  page_size?: number
  page_token?: string
}

/** What a list request asks of its store. */
export const pageRequest = (query: PageQuery): PageRequest => ({
  pageSize: query.page_size ?? 10,
  ...(query.page_token === undefined || query.page_token === '' ? {} : { pageToken: query.page_token }),
})

/** A page in the envelope of the wire. */
export function renderPage<T>(
  context: Pick<RequestContext, 'links' | 'path'> & { query: PageQuery },
  envelope: { apiVersion: string; kind: string },
  page: Page<T>,
  render: (item: T) => unknown,
) {
  const { links, path, query } = context
  const first = { ...query, page_token: undefined }
  const pairs = Object.entries(first).filter(([, value]) => value !== undefined)
  const suffix = pairs.length === 0 ? '' : `?${pairs.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`).join('&')}`
  return {
    api_version: envelope.apiVersion,
    kind: `${envelope.kind}List`,
    metadata: {
      first: links.to(`${path}${suffix}`),
      self: query.page_token === undefined || query.page_token === '' ? links.to(`${path}${suffix}`) : links.page(path, query, query.page_token),
      ...(page.nextPageToken === undefined ? {} : { next: links.page(path, query, page.nextPageToken) }),
    },
    data: page.items.map(render),
  }
}

/** Pages over a list that is in memory already: the token is where the next page starts. */
export function pageOfArray<T>(items: readonly T[], request: PageRequest): Page<T> | undefined {
  const token = request.pageToken ?? '0'
  if (!/^\d{1,6}$/.test(token)) return undefined
  const start = Number(token)
  const end = start + request.pageSize
  return { items: items.slice(start, end), ...(end < items.length ? { nextPageToken: String(end) } : {}) }
}
