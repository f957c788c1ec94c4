import { expect, it } from 'vitest'
import { parseQueueUrl } from './queue-url.ts'

it.each([
  ['postgres://u:p@h:5432/d', 'postgres'],
  ['postgresql://u:p@h/d?sslmode=require', 'postgres'],
  ['redis://h', 'redis'],
  ['rediss://user:pass@h:6380/2', 'redis'],
])('%s is %s', (url, home) => {
  expect(parseQueueUrl(url)).toEqual({ ok: true, value: home })
})

it('a Postgres behind a PgBouncer is none', () => {
  expect(parseQueueUrl('postgres://u:p@h/d?pgbouncer=true')).toMatchObject({ ok: false, message: expect.stringContaining('PgBouncer') })
  expect(parseQueueUrl('postgres://u:p@h/d?pgbouncer=false')).toMatchObject({ ok: true })
})

it.each(['', 'h:6379', 'http://h', 'redis://h/name', 'redis://u:secret@h:notaport'])("'%s' is none", (url) => {
  const parsed = parseQueueUrl(url)
  expect(parsed).toMatchObject({ ok: false, reason: 'rejected' })
  expect(JSON.stringify(parsed)).not.toContain('secret')
})
