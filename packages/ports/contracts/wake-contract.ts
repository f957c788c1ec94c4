import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import type { Listening, WakePort, WorkKey } from '../src/index.ts'

/** A wake port to try. */
export interface WakeUnderTest {
  wake: WakePort
  stop(): Promise<void>
}

const longMs = 20_000

/** What `WakePort` promises. `makeWake` is called once; every test uses its own keys. */
export function wakeContract(makeWake: () => Promise<WakeUnderTest>): void {
  let made: WakeUnderTest
  const listening: Listening[] = []
  beforeAll(async () => {
    made = await makeWake()
  }, 60_000)
  afterAll(async () => {
    await Promise.all(listening.map((one) => one.stop()))
    await made?.stop()
  })
  const key = (kind: WorkKey['kind']): WorkKey => ({ kind, organizationId: crypto.randomUUID(), environmentId: 'env-000001', id: crypto.randomUUID() })
  const until = async (condition: () => boolean) => await vi.waitFor(() => expect(condition()).toBe(true), { timeout: longMs, interval: 20 })

  it('brings a key to who listens for its kind', async () => {
    const seen: WorkKey[] = []
    const others: WorkKey[] = []
    const one = await made.wake.listen('statement', 2, async (woken) => void seen.push(woken))
    const two = await made.wake.listen('pool', 2, async (woken) => void others.push(woken))
    listening.push(one, two)
    const mine = key('statement')
    await made.wake.wake(mine)
    await until(() => seen.length > 0)
    expect(seen[0]).toEqual(mine)
    expect(others).toEqual([])
    await one.stop()
    await two.stop()
  }, longMs)

  it('wakes that came before anybody listened are not lost', async () => {
    const mine = key('results')
    await made.wake.wake(mine)
    const seen: string[] = []
    const one = await made.wake.listen('results', 1, async (woken) => void seen.push(woken.id))
    listening.push(one)
    await until(() => seen.includes(mine.id))
    await one.stop()
  }, longMs)

  it('a wake while its key is being looked at is not lost', async () => {
    const mine = key('statement')
    let looks = 0
    let finish = () => {}
    const first = new Promise<void>((resolve) => {
      finish = resolve
    })
    const one = await made.wake.listen('statement', 4, async (woken) => {
      if (woken.id !== mine.id) return
      looks += 1
      if (looks === 1) await first
    })
    listening.push(one)
    await made.wake.wake(mine)
    await until(() => looks === 1)
    await made.wake.wake(mine)
    finish()
    await until(() => looks >= 2)
    await one.stop()
  }, longMs)

  it('many wakes of one waiting key make few looks', async () => {
    const mine = key('pool')
    for (let count = 0; count < 30; count++) await made.wake.wake(mine)
    let looks = 0
    const one = await made.wake.listen('pool', 1, async (woken) => {
      if (woken.id === mine.id) looks += 1
    })
    listening.push(one)
    const last = key('pool')
    const seen: string[] = []
    const two = await made.wake.listen('pool', 1, async (woken) => {
      if (woken.id === mine.id) looks += 1
      seen.push(woken.id)
    })
    listening.push(two)
    await until(() => looks > 0)
    await made.wake.wake(last)
    await one.stop()
    await until(() => seen.includes(last.id))
    await two.stop()
    expect(looks).toBeLessThanOrEqual(3)
  }, longMs)

  it('a delayed wake comes later, and does not put off one without delay', async () => {
    const late = key('statement')
    const both = key('statement')
    const seen: { id: string; atMs: number }[] = []
    const one = await made.wake.listen('statement', 4, async (woken) => void seen.push({ id: woken.id, atMs: performance.now() }))
    listening.push(one)
    const startMs = performance.now()
    await made.wake.wake(late, 1_000)
    await made.wake.wake(both, 600_000)
    await made.wake.wake(both)
    await until(() => seen.some((look) => look.id === both.id))
    await until(() => seen.some((look) => look.id === late.id))
    expect((seen.find((look) => look.id === late.id)?.atMs ?? 0) - startMs).toBeGreaterThan(900)
    await one.stop()
  }, longMs)

  it('a listener that throws ends only its own turn', async () => {
    const bad = key('results')
    const good = key('results')
    const seen: string[] = []
    const one = await made.wake.listen('results', 1, async (woken) => {
      if (woken.id === bad.id) throw new Error('a bug')
      seen.push(woken.id)
    })
    listening.push(one)
    await made.wake.wake(bad)
    await made.wake.wake(good)
    await until(() => seen.includes(good.id))
    await one.stop()
  }, longMs)

  it('never does more at a time than was asked for', async () => {
    let now = 0
    let most = 0
    let done = 0
    const one = await made.wake.listen('pool', 2, async () => {
      now += 1
      most = Math.max(most, now)
      await new Promise((resolve) => setTimeout(resolve, 30))
      now -= 1
      done += 1
    })
    listening.push(one)
    await Promise.all(Array.from({ length: 8 }, () => made.wake.wake(key('pool'))))
    await until(() => done >= 8)
    expect(most).toBeLessThanOrEqual(2)
    await one.stop()
  }, longMs)

  it('stop waits for the look under way and takes no new one', async () => {
    const mine = key('statement')
    let begun = false
    let ended = false
    const one = await made.wake.listen('statement', 1, async (woken) => {
      if (woken.id !== mine.id) return
      begun = true
      await new Promise((resolve) => setTimeout(resolve, 200))
      ended = true
    })
    listening.push(one)
    await made.wake.wake(mine)
    await until(() => begun)
    await one.stop()
    expect(ended).toBe(true)
  }, longMs)
}
