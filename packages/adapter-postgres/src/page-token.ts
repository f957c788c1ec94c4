import type { Result } from '@headgate/domain'
import { failed, ok } from '@headgate/domain'

/** Where a keyset page ended: the time of its last row and that row's key. */
export interface PagePosition {
  atMs: number
  key: string
}

/**
 * `<time>.<key>`: URL-safe, because keys are ids and DNS-style names. It is no secret, and needs no seal: whatever it says, a list goes on
 * within its own tenant alone.
 */
export const renderPageToken = (position: PagePosition): string => `${position.atMs}.${position.key}`

const form = /^(0|[1-9][0-9]{0,14})\.([A-Za-z0-9._~-]{1,150})$/

/** Any token of the form is a place to go on from, also after its row is gone; `rejected` for what has not the form. */
export function parsePageToken(token: string | undefined): Result<PagePosition | undefined> {
  if (token === undefined || token === '') return ok(undefined)
  const [, atMs, key] = form.exec(token) ?? []
  if (atMs === undefined || key === undefined) return failed('rejected', 'page_token is not one that this list gave out. Start again without it.')
  return ok({ atMs: Number(atMs), key })
}
