import { existsSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startRedis, type TestRedis } from './start-redis.ts'

let plain: TestRedis
let secure: TestRedis

beforeAll(async () => {
  plain = await startRedis()
  secure = await startRedis({ tls: true, password: true, users: [{ name: 'reader', password: 'of-reader', rules: ['~seen:*', '+get'] }] })
})
afterAll(async () => {
  await plain?.stop()
  await secure?.stop()
})

test('what is written outlives a crash of the server, unless it is started without its data', async () => {
  await plain.command('SET', 'a', '1')
  const before = plain.pid()
  await plain.kill9()
  await expect(plain.command('GET', 'a')).rejects.toThrow(/refused/i)
  await plain.restart()
  expect(plain.pid()).not.toBe(before)
  expect(existsSync(`/proc/${before}`)).toBe(false)
  expect(await plain.command('GET', 'a')).toBe('1')
  await plain.restart({ withoutData: true })
  expect(await plain.command('EXISTS', 'a')).toBe('0')
})

test('with TLS, a password and users it lets in who has them', async () => {
  expect(new URL(secure.url).protocol).toBe('rediss:')
  await secure.command('SET', 'seen:a', '1')
  const { password, port } = new URL(secure.url)
  expect(password.length).toBeGreaterThan(20)
  expect(secure.urlOf({ name: 'reader', password: 'of-reader' })).toBe(`rediss://reader:of-reader@localhost:${port}`)
  expect(await secure.command('ACL', 'DRYRUN', 'reader', 'GET', 'seen:a')).toBe('OK')
  expect(await secure.command('ACL', 'DRYRUN', 'reader', 'SET', 'seen:a', '2')).toMatch(/no permissions/)
  await expect(plain.command('NO-SUCH-COMMAND')).rejects.toThrow(/unknown command/)
})
