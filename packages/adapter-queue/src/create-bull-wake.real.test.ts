import { randomUUID } from 'node:crypto'
import { wakeContract } from '@headgate/ports/contracts'
import type { WorkKey } from '@headgate/ports'
import { startRedis } from '@headgate/testbed'
import type { TestRedis } from '@headgate/testbed'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createBullWake } from './create-bull-wake.ts'
import type { BullWake } from './create-bull-wake.ts'
import { makeWakeWorld } from './testing/make-wake-world.ts'

let redis: TestRedis
beforeAll(async () => {
  redis = await startRedis()
}, 60_000)
afterAll(async () => {
  await redis?.stop()
})

const log = { warn: () => undefined }
const opened: BullWake[] = []
const open = (prefix: string): BullWake => {
  const wake = createBullWake({ url: redis.url, prefix, nowMs: Date.now, log })
  opened.push(wake)
  return wake
}
afterEach(async () => {
  await Promise.all(opened.splice(0).map((wake) => wake.close()))
})
const newKey = (kind: WorkKey['kind'] = 'pool'): WorkKey => ({ kind, organizationId: randomUUID(), environmentId: 'env-1', id: randomUUID() })
/** Listens and keeps what it was woken for. */
const listen = async (wake: BullWake, kind: WorkKey['kind'] = 'pool'): Promise<string[]> => {
  const seen: string[] = []
  await wake.listen(kind, 4, async (key) => void seen.push(key.id))
  return seen
}
const patiently = { timeout: 40_000, interval: 50 }
describe('wakes on Redis', () => {
  wakeContract(async () => makeWakeWorld({ sender: redis.url, receiver: redis.url }, log))

  it('a message holds the key and nothing is kept of what was done', async () => {
    const bull = open('kept')
    const key = newKey()
    await bull.wake(key)
    await bull.wake(key, 60_000)
    const jobs = async () => (await redis.command('KEYS', 'kept:kept-pool:*')).split('\n').filter((name) => /:(\d+|pool.*@\d+)$/.test(name))
    const names = await jobs()
    expect(names.length).toBe(2)
    for (const name of names) expect(JSON.parse(await redis.command('HGET', name, 'data'))).toEqual({ key: `pool/${key.organizationId}/env-1/${key.id}` })
    const seen = await listen(bull)
    await expect.poll(() => seen, patiently).toEqual([key.id])
    await expect.poll(async () => (await jobs()).length, patiently).toBe(1)
  })

  it('takes a bounded number of connections: one to send, two for each kind that is listened for', async () => {
    const before = Number(/connected_clients:(\d+)/.exec(await redis.command('INFO', 'clients'))?.[1])
    const bull = open('counted')
    for (const kind of ['pool', 'statement'] as const) {
      const seen = await listen(bull, kind)
      const key = newKey(kind)
      await bull.wake(key)
      await expect.poll(() => seen, patiently).toEqual([key.id])
    }
    await bull.wake(newKey('results'))
    expect(Number(/connected_clients:(\d+)/.exec(await redis.command('INFO', 'clients'))?.[1]) - before).toBe(5)
  })
})
