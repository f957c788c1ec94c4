import { expect, it } from 'vitest'
import { parsePageToken, renderPageToken } from './page-token.ts'

it('comes back as it went out, short and URL-safe', () => {
  const position = { atMs: 1_800_000_000_000, key: 'ä'.repeat(70) }
  const token = renderPageToken(position)
  expect(token).toMatch(/^[\w-]{1,255}$/)
  expect(parsePageToken(token)).toEqual({ ok: true, value: position })
  expect(parsePageToken(undefined)).toEqual({ ok: true, value: undefined })
})

it('refuses what it did not render', () => {
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  for (const token of ['x', '%%', encode({}), encode([]), encode([1]), encode(['1', 'a']), encode([1.5, 'a']), encode([1, 'a\0']), encode([1, 'a', 2]), 'A'.repeat(256)]) {
    expect(parsePageToken(token)).toMatchObject({ ok: false, reason: 'rejected' })
  }
})
