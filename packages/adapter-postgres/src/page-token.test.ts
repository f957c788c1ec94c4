import { expect, it } from 'vitest'
import { parsePageToken, renderPageToken } from './page-token.ts'

it('comes back as it went out, short and URL-safe', () => {
  for (const key of ['env-a1b2c3', '0b7b2a5c-2f5c-4a54-9d0a-6c4b1d3f0c11', 'a.b-c', 'KEY0000000000000', 'x'.repeat(150)]) {
    const position = { atMs: 1_800_000_000_000, key }
    const token = renderPageToken(position)
    expect(encodeURIComponent(token)).toBe(token)
    expect(token.length).toBeLessThan(255)
    expect(parsePageToken(token)).toEqual({ ok: true, value: position })
  }
  expect(parsePageToken(undefined)).toEqual({ ok: true, value: undefined })
  expect(parsePageToken('')).toEqual({ ok: true, value: undefined })
})

it('refuses what has another form', () => {
  for (const token of ['x', '%%', '.', '1', '1.', '.a', '01.a', '-1.a', '1 .a', '1.a b', '1.a\0', '1.a/b', `1.${'x'.repeat(151)}`, `${'9'.repeat(16)}.a`, '1.a\n']) {
    expect(parsePageToken(token)).toMatchObject({ ok: false, reason: 'rejected' })
  }
})
