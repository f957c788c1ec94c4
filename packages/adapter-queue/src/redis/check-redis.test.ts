import { expect, it } from 'vitest'
import { checkRedis, judgeRedis } from './check-redis.ts'

const info = (version: string, policy: string) => `# Server\r\nredis_version:${version}\r\nredis_mode:standalone\r\n# Memory\r\nmaxmemory_policy:${policy}\r\n`

it('says what is too old or may throw keys away, and nothing of a good one', async () => {
  expect(judgeRedis(info('7.0.15', 'noeviction'))).toEqual([])
  expect(judgeRedis(info('6.0.16', 'noeviction'))).toEqual(['Redis is version 6.0.16; the queue needs 6.2 or newer.'])
  expect(judgeRedis(info('8.0.0', 'allkeys-lru')).join()).toMatch(/allkeys-lru and should be noeviction/)
  expect(judgeRedis(`redis_version:6.0.0\r\nvalkey_version:8.1.0\r\n`)).toEqual([])
  expect(await checkRedis({ info: () => Promise.reject(new Error('NOPERM')) })).toEqual([])
})
