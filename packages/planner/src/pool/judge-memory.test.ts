import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { MemoryIntent, MemoryLoss, PoolDemand } from '@headgate/domain'
import { aDemand, aPool, aWorker, nowMs } from '../testing/builders.ts'
import { judgeMemory, mayHoldSlots } from './judge-memory.ts'
import { memoryLosses } from './memory-losses.ts'
import { planPool } from './plan-pool.ts'

const demand = (uid: string, startedAtMs = 1, live = true): PoolDemand => aDemand(uid, { slotsAsked: 1, startedAtMs, clusterGeneration: 1, ...(live ? { jobId: `job-${uid}` } : {}) })
const loss = (secondsAgo: number, present: string[], suspects: string[] = []): MemoryLoss => ({ workerId: `tm-${secondsAgo}`, atMs: nowMs - secondsAgo * 1_000, memory: 'Java heap space', present, suspects })
const judge = (losses: MemoryLoss[], demands: PoolDemand[], before?: MemoryIntent, at = nowMs) => judgeMemory({ nowMs: at, losses, demands, before })

describe('who runs the TaskManagers of a pool out of memory', () => {
  it('two losses, or three in more than ten minutes, are no finding', () => {
    const both = ['a', 'b']
    expect(judge([loss(90, both, ['a']), loss(30, both, ['a'])], [demand('a'), demand('b')])).toBeUndefined()
    expect(judge([loss(700, both, ['a']), loss(90, both, ['a']), loss(30, both, ['a'])], [demand('a'), demand('b')])).toBeUndefined()
  })

  it('three times the same task: its statement', () => {
    const losses = [loss(90, ['a', 'b'], ['b']), loss(60, ['a', 'b'], ['b']), loss(30, ['a', 'b'], ['b'])]
    expect(judge(losses, [demand('a'), demand('b')])?.culprits).toMatchObject([{ uid: 'b', how: 'task', losses: 3, sinceMs: nowMs - 90_000, memory: 'Java heap space' }])
    expect(judge(losses, [demand('a'), demand('b')])?.isolation).toBeUndefined()
  })

  it('alone in all of them: it, without other evidence', () => {
    expect(judge([loss(90, ['a']), loss(60, ['a']), loss(30, ['a'])], [demand('a')])?.culprits).toMatchObject([{ uid: 'a', how: 'alone' }])
  })

  it('queries that came and went do not make their neighbour the culprit', () => {
    const found = judge([loss(90, ['a', 'q1']), loss(60, ['a', 'q2']), loss(30, ['a', 'q3'])], [demand('a')])
    expect(found?.culprits).toEqual([])
    expect(found?.isolation?.queue).toEqual(['a'])
  })

  it('without agreement they run one at a time: the most named first, then the newest', () => {
    const losses = [loss(90, ['a', 'b', 'c'], ['a']), loss(60, ['a', 'b', 'c'], ['b']), loss(30, ['a', 'b', 'c'], ['b'])]
    const found = judge(losses, [demand('a', 1), demand('b', 2), demand('c', 9)])
    expect(found?.isolation?.queue).toEqual(['b', 'a', 'c'])
    expect(mayHoldSlots(found, 'b')).toBe(true)
    expect(mayHoldSlots(found, 'a')).toBe(false)
    expect(mayHoldSlots(found, 'new')).toBe(false)
  })

  const isolating = (over: Partial<NonNullable<MemoryIntent['isolation']>> = {}): MemoryIntent => ({
    judgedUpToMs: nowMs - 100_000,
    culprits: [],
    isolation: { sinceMs: nowMs - 100_000, queue: ['a', 'b'], testMs: 60_000, ...over },
  })

  it('the trial begins when no other job is left', () => {
    expect(judge([], [demand('a'), demand('b')], isolating())?.isolation?.aloneSinceMs).toBeUndefined()
    expect(judge([], [demand('a'), demand('b', 1, false)], isolating())?.isolation?.aloneSinceMs).toBe(nowMs)
  })

  it('alone when the TaskManager dies: found. A loss from before, or with another there, does not count', () => {
    const demands = [demand('a'), demand('b', 1, false)]
    const trial = isolating({ aloneSinceMs: nowMs - 20_000 })
    expect(judge([loss(10, ['a'])], demands, trial)).toMatchObject({ culprits: [{ uid: 'a', how: 'alone' }], isolation: undefined })
    expect(judge([loss(30, ['a'])], demands, trial)?.culprits).toEqual([])
    expect(judge([loss(10, ['a', 'b'])], demands, trial)?.culprits).toEqual([])
  })

  it('who runs alone for long enough is cleared, and the next one is tried', () => {
    const found = judge([], [demand('a'), demand('b', 1, false)], isolating({ aloneSinceMs: nowMs - 61_000 }))
    expect(found?.isolation).toMatchObject({ queue: ['b'] })
    expect(found?.isolation?.aloneSinceMs).toBeUndefined()
  })

  it('one that was stopped or deleted meanwhile is passed over', () => {
    expect(judge([], [demand('b')], isolating())?.isolation?.queue).toEqual(['b'])
  })

  it('in vain: all go on; when it happens again soon, the most named or newest one is taken', () => {
    const inVain = judge([], [demand('a')], isolating({ queue: ['a'], aloneSinceMs: nowMs - 61_000 }))
    expect(inVain).toMatchObject({ isolation: undefined, inVainAtMs: nowMs, culprits: [] })
    const at = nowMs + 200_000
    const again = [loss(-100, ['a', 'b']), loss(-110, ['a', 'b']), loss(-120, ['a', 'b'])]
    expect(judge(again, [demand('a', 1), demand('b', 2)], inVain, at)?.culprits).toMatchObject([{ uid: 'b', how: 'newest' }])
  })

  it('always ends: whatever dies when, an isolation is over after every suspect had its time', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ gap: fc.integer({ min: 1, max: 120 }), dies: fc.boolean() }), { minLength: 60, maxLength: 60 }), (steps) => {
        const uids = ['a', 'b', 'c']
        let at = nowMs
        let memory: MemoryIntent | undefined = isolating({ queue: uids })
        const losses: MemoryLoss[] = []
        for (const { gap, dies } of steps) {
          at += gap * 1_000
          const tried: string | undefined = memory?.isolation?.queue[0]
          if (tried === undefined) break
          if (dies) losses.push({ ...loss(0, [tried]), atMs: at })
          memory = judge(losses, uids.map((uid) => demand(uid, 1, uid === tried)), memory, at)
        }
        expect(memory?.isolation === undefined || at < nowMs + 3 * 2 * 200_000).toBe(true)
      }),
    )
  })
})

describe('losses of memory as facts', () => {
  const dead = aWorker('taskmanager', 1, { state: 'exited', exit: { atMs: nowMs - 1_000, reason: 'out-of-memory', message: 'Aborting due to java.lang.OutOfMemoryError: Java heap space', thread: 'Source: x (1/1)#0', jobIds: ['job-a'] } })

  it('each is noted once, with who was there and whose task it was', () => {
    const demands = [demand('a'), demand('b'), demand('late', nowMs), demand('gone', 1, false)]
    const noted = memoryLosses([], [dead], demands, undefined, nowMs)
    expect(noted).toEqual([{ workerId: dead.workerId, atMs: nowMs - 1_000, memory: 'Java heap space', thread: 'Source: x (1/1)#0', suspects: ['a'], present: ['a', 'b'] }])
    expect(memoryLosses(noted, [dead], [], undefined, nowMs)).toBe(noted)
  })

  it('other ends and other processes are none, and after an hour they are forgotten', () => {
    const killed = { ...dead, exit: { atMs: nowMs, reason: 'killed' as const, message: 'x' } }
    expect(memoryLosses([], [killed, { ...dead, role: 'gateway' }], [demand('a')], undefined, nowMs)).toEqual([])
    const noted = memoryLosses([], [dead], [demand('a')], undefined, nowMs)
    expect(memoryLosses(noted, [dead], [], undefined, nowMs + 3_600_000)).toEqual([])
  })
})

describe('a pool that isolates', () => {
  it('grants slots to the one that is tried alone once the jobs of the others are gone, and looks again soon', () => {
    const pool = aPool({ grants: { a: 1, b: 1 } })
    pool.intent.memory = { judgedUpToMs: nowMs - 10_000, culprits: [], isolation: { sinceMs: nowMs - 10_000, queue: ['a', 'b'], testMs: 60_000 } }
    const settings = { slotsPerTaskManager: 4, idleTimeoutMs: 1_800_000, ownIdleTimeoutMs: 30_000, taskManagerIdleTimeoutMs: 120_000, observeEveryMs: 1_000 }
    const before = planPool({ nowMs, pool, demands: [demand('a'), demand('b')], settings, keepWarm: false, stopping: false })
    // Its job may still hold them.
    expect(before.intent.grants).toEqual({ a: 1, b: 1 })
    const plan = planPool({ nowMs, pool, demands: [demand('a'), demand('b', 1, false)], settings, keepWarm: false, stopping: false })
    expect(plan.intent.grants).toEqual({ a: 1 })
    expect(plan.intent.taskManagers).toBe(1)
    expect(plan.wakeAfterMs).toBeLessThanOrEqual(2_000)
  })
})
