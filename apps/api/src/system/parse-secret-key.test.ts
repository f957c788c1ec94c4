import { randomBytes } from 'node:crypto'
import { expect, it } from 'vitest'
import { parseSecretKey } from './parse-secret-key.ts'

const key = randomBytes(32)

it.each([
  ['raw', key], ['hex', Buffer.from(`${key.toString('hex')}\n`)], ['base64', Buffer.from(`${key.toString('base64')}\n`)],
])('reads 32 bytes: %s', (_form, content) => {
  const parsed = parseSecretKey(content)
  expect(parsed.ok && Buffer.from(parsed.value).equals(key)).toBe(true)
})

it('refuses anything else, without repeating it', () => {
  const parsed = parseSecretKey(Buffer.from('too short'))
  expect(parsed).toMatchObject({ ok: false, reason: 'rejected' })
  expect(JSON.stringify(parsed)).not.toContain('too short')
})
