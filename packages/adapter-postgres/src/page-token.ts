import type { Result } from '@headgate/domain'
import { failed, ok } from '@headgate/domain'

/** Where a keyset page ended: the time of its last row and that row's key. */
export interface PagePosition {
  atMs: number
  key: string
}

/** Opaque and URL-safe. Keys are at most 150 bytes, so that it stays below 255 characters. */
export const renderPageToken = (position: PagePosition): string =>
  Buffer.from(JSON.stringify([position.atMs, position.key])).toString('base64url')

/** `rejected` for what was not rendered here. */
export function parsePageToken(token: string | undefined): Result<PagePosition | undefined> {
  if (token === undefined || token === '') return ok(undefined)
  const refusal = failed('rejected', 'page_token is not one that this list gave out. Start again without it.')
  if (token.length > 255) return refusal
  try {
    const value: unknown = JSON.parse(Buffer.from(token, 'base64url').toString('utf8'))
    if (!Array.isArray(value) || value.length !== 2) return refusal
    const [atMs, key] = value as unknown[]
    return Number.isSafeInteger(atMs) && typeof key === 'string' && !key.includes('\0') ? ok({ atMs: atMs as number, key }) : refusal
  } catch {
    return refusal
  }
}
