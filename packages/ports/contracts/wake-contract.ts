import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import type { Listening, WakePort, WorkKey } from '../src/index.ts'

/** A wake port to try, with its time: real, or virtual for a fake. */
export interface WakeUnderTest {
  wake: WakePort
  /** The port's time, in milliseconds. */
  nowMs(): number
  /** Lets that much of it pass. */
  letPass(durationMs: number): Promise<void>
  stop(): Promise<void>
}

const testTimeoutMs = 30_000

/** What `WakePort` promises. `makeWake` is called once; every test uses its own keys. */
export function wakeContract(makeWake: () => Promise<WakeUnderTest>): void {
  let made: WakeUnderTest
  const listening: Listening[] = []
  beforeAll(async () => {
    made = await makeWake()
  }, testTimeoutMs)
  afterEach(async () => {
    await Promise.all(listening.splice(0).map((one) => one.stop()))
  })
  afterAll(async () => {
    await made?.stop()
  })

  const keyOf = (kind: WorkKey['kind']): WorkKey => ({ kind, organizationId: crypto.randomUUID(), environmentId: 'env-000001', id: crypto.randomUUID() })
  const listen = async (kind: WorkKey['kind'], concurrency: number, look: (key: WorkKey) => Promise<void>): Promise<Listening> => {
    const one = await made.wake.listen(kind, concurrency, look)
    listening.push(one)
    return one
  }
  const until = async (condition: () => boolean): Promise<void> => {
    for (let turns = 0; turns < 1_000 && !condition(); turns++) await made.letPass(20)
    expect(condition()).toBe(true)
  }

  it('brings a key to who listens for its kind, and to no other', async () => {
    const seen: WorkKey[] = []
    const others: WorkKey[] = []
    await listen('statement', 2, async (woken) => void seen.push(woken))
    await listen('pool', 2, async (woken) => void others.push(woken))
    const mine = keyOf('statement')
    await made.wake.wake(mine)
    await until(() => seen.length > 0)
    expect(seen[0]).toEqual(mine)
    expect(others).toEqual([])
  }, testTimeoutMs)

  it('wakes that came before anybody listened are not lost', async () => {
    const mine = keyOf('results')
    await made.wake.wake(mine)
    const seen: string[] = []
    await listen('results', 1, async (woken) => void seen.push(woken.id))
    await until(() => seen.includes(mine.id))
  }, testTimeoutMs)

  it('a key can be woken again and again', async () => {
    const mine = keyOf('results')
    let looks = 0
    await listen('results', 1, async () => void (looks += 1))
    for (let round = 1; round <= 4; round++) {
      await made.wake.wake(mine)
      await until(() => looks >= round)
    }
  }, testTimeoutMs)

  it('a wake while its key is being looked at is not lost', async () => {
    const mine = keyOf('statement')
    let looks = 0
    let finish = () => {}
    const first = new Promise<void>((resolve) => {
      finish = resolve
    })
    await listen('statement', 4, async (woken) => {
      if (woken.id !== mine.id) return
      looks += 1
      if (looks === 1) await first
    })
    await made.wake.wake(mine)
    await until(() => looks === 1)
    for (let count = 0; count < 3; count++) await made.wake.wake(mine)
    finish()
    await until(() => looks >= 2)
  }, testTimeoutMs)

  it('a wake during the look that a look itself made is not lost either', async () => {
    const mine = keyOf('statement')
    let looks = 0
    await listen('statement', 2, async (woken) => {
      if (woken.id !== mine.id) return
      looks += 1
      if (looks < 5) await made.wake.wake(mine, looks % 2 === 0 ? 0 : 30)
    })
    await made.wake.wake(mine)
    await until(() => looks >= 5)
  }, testTimeoutMs)

  it('many wakes of one waiting key make few looks', async () => {
    const mine = keyOf('pool')
    const last = keyOf('pool')
    for (let count = 0; count < 30; count++) await made.wake.wake(mine)
    await made.wake.wake(last)
    const looks: string[] = []
    await listen('pool', 1, async (woken) => void looks.push(woken.id))
    await until(() => looks.includes(last.id) && looks.includes(mine.id))
    expect(looks.filter((id) => id === mine.id).length).toBeLessThanOrEqual(3)
  }, testTimeoutMs)

  it('a delayed wake comes not before its time, and does not put off one without delay', async () => {
    const late = keyOf('statement')
    const both = keyOf('statement')
    const seen: { id: string; atMs: number }[] = []
    await listen('statement', 4, async (woken) => void seen.push({ id: woken.id, atMs: made.nowMs() }))
    const startMs = made.nowMs()
    await made.wake.wake(late, 600)
    await made.wake.wake(both, 600_000)
    await made.wake.wake(both)
    await until(() => seen.some((look) => look.id === both.id))
    await until(() => seen.some((look) => look.id === late.id))
    // Timers of Node may fire a millisecond early.
    expect((seen.find((look) => look.id === late.id)?.atMs ?? 0) - startMs).toBeGreaterThanOrEqual(598)
  }, testTimeoutMs)

  it('a look that throws ends only its own turn', async () => {
    const bad = keyOf('results')
    const good = keyOf('results')
    const seen: string[] = []
    await listen('results', 1, async (woken) => {
      if (woken.id === bad.id) throw new Error('a bug')
      seen.push(woken.id)
    })
    await made.wake.wake(bad)
    await made.wake.wake(good)
    await until(() => seen.includes(good.id))
  }, testTimeoutMs)

  it('never does more at a time than was asked for', async () => {
    let now = 0
    let most = 0
    let done = 0
    await listen('pool', 2, async () => {
      now += 1
      most = Math.max(most, now)
      for (let turn = 0; turn < 20; turn++) await Promise.resolve()
      await new Promise((resolve) => setTimeout(resolve, 5))
      now -= 1
      done += 1
    })
    await Promise.all(Array.from({ length: 8 }, () => made.wake.wake(keyOf('pool'))))
    await until(() => done >= 8)
    expect(most).toBeLessThanOrEqual(2)
  }, testTimeoutMs)

  it('stop waits for the look under way', async () => {
    const mine = keyOf('statement')
    let begun = false
    let ended = false
    let finish = () => {}
    const held = new Promise<void>((resolve) => {
      finish = resolve
    })
    const one = await listen('statement', 1, async (woken) => {
      if (woken.id !== mine.id) return
      begun = true
      await held
      ended = true
    })
    await made.wake.wake(mine)
    await until(() => begun)
    const stopped = one.stop()
    finish()
    await stopped
    expect(ended).toBe(true)
  }, testTimeoutMs)
}
