/** Follows `metadata.next` to the end, or until there are `limit` items. */
export async function everyPage<T>(limit: number, read: (pageToken: string | undefined, pageSize: number) => Promise<{ data: T[]; metadata: { next?: string } }>): Promise<T[]> {
  const items: T[] = []
  let token: string | undefined
  do {
    const page = await read(token, Math.min(100, limit - items.length))
    items.push(...page.data)
    token = pageTokenOf(page.metadata.next)
  } while (token !== undefined && items.length < limit)
  return items.slice(0, limit)
}

/** The token in the address of the next page; undefined at the end. */
export function pageTokenOf(next: string | undefined): string | undefined {
  if (next === undefined || next === '') return undefined
  return new URL(next, 'http://localhost').searchParams.get('page_token') ?? undefined
}
