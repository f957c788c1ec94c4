import { randomUUID } from 'node:crypto'
import type { WorkKey } from '@headgate/ports'
import { startRedis } from '@headgate/testbed'
import type { StartRedisOptions, TestRedis } from '@headgate/testbed'
import { afterAll, describe, it } from 'vitest'
import { createBullWake } from '../create-bull-wake.ts'
import type { BullWake } from '../create-bull-wake.ts'
import { startListener } from '../testing/start-listener.ts'

/** What may happen to Redis, each test with one of its own and all at the same time, for they mostly wait. */
const servers: TestRedis[] = []
const wakes: BullWake[] = []
afterAll(async () => {
  await Promise.all(wakes.map((wake) => wake.close()))
  await Promise.all(servers.map((server) => server.stop()))
}, 60_000)

const start = async (options?: StartRedisOptions): Promise<TestRedis> => {
  const redis = await startRedis(options)
  servers.push(redis)
  return redis
}
const newKey = (kind: WorkKey['kind'] = 'pool'): WorkKey => ({ kind, organizationId: 'o', environmentId: 'env-1', id: randomUUID() })
/** A wake port with what it said. */
const open = (url: string) => {
  const warnings: string[] = []
  const wake = createBullWake({ url, prefix: 'troubled', nowMs: Date.now, log: { warn: (fields, message) => void warnings.push(`${message} ${JSON.stringify(fields)}`) } })
  wakes.push(wake)
  return { wake, warnings }
}
const listen = async (wake: BullWake, kind: WorkKey['kind'] = 'pool'): Promise<string[]> => {
  const seen: string[] = []
  await wake.listen(kind, 4, async (key) => void seen.push(key.id))
  return seen
}
const pass = (durationMs: number) => new Promise<void>((resolve) => setTimeout(resolve, durationMs))
/** Waits for a condition, doing something each time. */
const until = async (what: string, condition: () => boolean, meanwhile: () => Promise<unknown> = async () => undefined): Promise<void> => {
  for (let turn = 0; turn < 1_000; turn++) {
    await meanwhile()
    if (condition()) return
    await pass(50)
  }
  throw new Error(`${what}: not within 1,000 turns.`)
}
/** Wakes a key again and again, as a scan finds what a lost signal left behind, until it is seen. */
const untilSeen = async (sender: BullWake, seen: string[], key = newKey()): Promise<void> => await until('a new signal is seen', () => seen.includes(key.id), () => sender.wake(key))

describe.concurrent('troubles of Redis', () => {
  it('flushed in the middle, it loses signals and nothing else', async ({ expect }) => {
    const redis = await start()
    const { wake } = open(redis.url)
    const seen = await listen(wake)
    await untilSeen(wake, seen)
    const held = newKey('statement')
    let finish = (): void => undefined
    const wait = new Promise<void>((resolve) => (finish = resolve))
    let looks = 0
    await wake.listen('statement', 1, async () => {
      looks += 1
      if (looks === 1) await wait
    })
    await wake.wake(held)
    await wake.wake(newKey(), 600_000)
    await until('the look begins', () => looks === 1)
    await redis.command('FLUSHALL')
    finish()
    await untilSeen(wake, seen)
    // Nothing of the look that was under way holds its key back.
    await until('the held key is looked at again', () => looks > 1, () => wake.wake(held))
    expect(await redis.command('DBSIZE')).not.toBe('0')
  })

  for (const withoutData of [false, true]) {
    it(`killed, it comes back ${withoutData ? 'without' : 'with'} its data, and every listener with it, without a line in the log for each attempt`, async ({ expect }) => {
      const redis = await start()
      const { wake, warnings } = open(redis.url)
      const seen = await listen(wake)
      await untilSeen(wake, seen)
      const kept = newKey('results')
      await wake.wake(kept)
      await redis.kill9()
      await Promise.all(Array.from({ length: 500 }, () => wake.wake(newKey())))
      // Longer than BullMQ waits for one answer: its own watchdog meddles with the connection then.
      await pass(8_000)
      await redis.restart({ withoutData })
      await untilSeen(wake, seen)
      const late = await listen(wake, 'results')
      if (!withoutData) await until('the kept signal is seen', () => late.includes(kept.id))
      expect(warnings.filter((line) => line.includes('the scan will find its key')).length).toBeLessThan(5)
      expect(warnings.length).toBeLessThan(12)
    })
  }

  it('away from the start, it keeps nobody from starting, and is used when it comes', async ({ expect }) => {
    const redis = await start()
    await redis.kill9()
    const { wake, warnings } = open(redis.url)
    await wake.wake(newKey())
    expect(warnings.join()).toContain('the scan will find its key')
    const seen = await listen(wake)
    await redis.restart()
    await untilSeen(wake, seen)
  })

  it('hanging, it holds nobody up for long, neither in a wake nor in the end', async ({ expect }) => {
    const redis = await start()
    const { wake, warnings } = open(redis.url)
    const seen = await listen(wake)
    await untilSeen(wake, seen)
    redis.pause()
    const { wake: late } = open(redis.url)
    await listen(late)
    await late.wake(newKey())
    await wake.wake(newKey())
    expect(warnings.join()).toContain('Command timed out')
    await late.close()
    redis.unpause()
    await untilSeen(wake, seen)
    redis.pause()
    await wake.close()
    redis.unpause()
  })

  it('the end waits for the look under way and not for a Redis that is away', async ({ expect }) => {
    const redis = await start()
    const { wake } = open(redis.url)
    let finish = (): void => undefined
    const wait = new Promise<void>((resolve) => (finish = resolve))
    let [begun, ended] = [false, false]
    await wake.listen('pool', 1, async () => {
      begun = true
      await wait
      ended = true
    })
    const seen = await listen(wake, 'statement')
    await wake.wake(newKey())
    await until('the look begins', () => begun)
    await redis.kill9()
    await pass(1_500)
    const closed = wake.close().then(() => ended)
    await pass(1_500)
    finish()
    expect(await closed).toBe(true)
    expect(seen).toEqual([])
  })

  it('a server that refuses is asked now and then, not thousands of times a second', async ({ expect }) => {
    const poor = { name: 'poor', password: 'of-poor', rules: ['~*', '+@all', '-eval', '-evalsha'] }
    const redis = await start({ users: [poor] })
    const { wake, warnings } = open(redis.urlOf(poor))
    const seen = await listen(wake)
    const refusals = async (): Promise<number> => Number(/errorstat_NOPERM:count=(\d+)/.exec(await redis.command('INFO', 'errorstats'))?.[1] ?? 0)
    await until('refusals', () => warnings.length > 0)
    await pass(2_000)
    expect(await refusals()).toBeLessThan(500)
    await redis.command('ACL', 'SETUSER', 'poor', '+eval', '+evalsha')
    await untilSeen(wake, seen)
    expect(warnings.length).toBeLessThan(8)
  })

  it('a server that does not even say what it is is tried again until it does', async ({ expect }) => {
    const mute = { name: 'mute', password: 'of-mute', rules: ['~*', '+@all', '-info'] }
    const redis = await start({ users: [mute] })
    const { wake, warnings } = open(redis.urlOf(mute))
    const seen = await listen(wake)
    await until('a refusal', () => warnings.some((line) => line.includes('info')))
    await redis.command('ACL', 'SETUSER', 'mute', '+info')
    await untilSeen(wake, seen)
    expect(warnings.length).toBeLessThan(8)
  })

  it('a server that may throw keys away is named in one line', async ({ expect }) => {
    const redis = await start()
    await redis.command('CONFIG', 'SET', 'maxmemory-policy', 'allkeys-lru')
    const { wake, warnings } = open(redis.url)
    await wake.wake(newKey())
    await until('the line', () => warnings.length > 0)
    expect(warnings).toEqual([expect.stringContaining('maxmemory-policy is allkeys-lru and should be noeviction')])
  })

  it('a listener that was killed in the middle of a look leaves its key to another', async ({ expect }) => {
    const redis = await start()
    const { wake } = open(redis.url)
    const key = newKey()
    const first = await startListener({ url: redis.url, prefix: 'troubled', lookMs: 60_000 })
    await wake.wake(key)
    await until('the look begins', () => first.begun.length === 1)
    await first.kill9()
    // As if the time of its lock had passed, and twice the time between two checks: at its start each listener checks.
    const forget = async (pattern: string): Promise<void> => {
      const names = (await redis.command('KEYS', pattern)).split('\n')
      expect(names.length).toBe(1)
      await redis.command('DEL', ...names)
    }
    await forget('*:lock')
    await forget('*:stalled-check')
    const seen = await listen(wake)
    await expect.poll(() => redis.command('EXISTS', 'troubled:troubled-pool:stalled-check')).toBe('1')
    await forget('*:stalled-check')
    const others = await listen(wake)
    await until('another looks', () => [...seen, ...others].includes(key.id))
  })

  it('over TLS, with a user who may do no more than BullMQ needs; and nobody else gets in', async ({ expect }) => {
    const user = { name: 'headgate', password: 'of-headgate', rules: ['~troubled:*', '+@all', '-@dangerous', '-@admin', '+info'] }
    const redis = await start({ tls: true, password: true, users: [user] })
    const trusting = (url: string) => startListener({ url, prefix: 'troubled', env: { NODE_EXTRA_CA_CERTS: redis.caFile ?? '' } })
    const listener = await trusting(redis.urlOf(user))
    const sender = await trusting(redis.urlOf(user))
    sender.wake('short')
    await until('the look is done', () => [...listener.done, ...sender.done].includes('short'))
    expect([...listener.said, ...sender.said]).toEqual([])

    const stranger = await trusting(redis.urlOf({ ...user, password: 'guessed' }))
    await until('a stranger is refused', () => stranger.said.some((line) => line.includes('WRONGPASS')))
    const wary = await startListener({ url: redis.url, prefix: 'troubled' })
    await until('a server that is not known is not trusted', () => wary.said.some((line) => /certificate/.test(line)))
    expect(stranger.said.join() + wary.said.join()).not.toMatch(new RegExp(`guessed|${new URL(redis.url).password}`))
    await Promise.all([listener, sender, stranger, wary].map((one) => one.kill9()))
  })
})
