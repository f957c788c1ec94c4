import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aDemand, aPool, aWorker, nowMs } from '../testing/builders.ts'
import { grantSlots } from './grant-slots.ts'
import { planPool } from './plan-pool.ts'
import type { PoolWorld } from './plan-pool.ts'

const world = (over: Partial<PoolWorld> = {}): PoolWorld => ({
  nowMs,
  pool: aPool(),
  demands: [],
  settings: { slotsPerTaskManager: 4, idleTimeoutMs: 1_800_000, ownIdleTimeoutMs: 30_000, taskManagerIdleTimeoutMs: 120_000, observeEveryMs: 1_000 },
  keepWarm: false,
  stopping: false,
  ...over,
})
const asleep = () => {
  const pool = aPool({ workers: [] })
  return { ...pool, intent: { ...pool.intent, awake: false, taskManagers: 0 } }
}

describe('planPool', () => {
  it('wakes up as a new cluster generation', () => {
    const plan = planPool(world({ pool: asleep(), demands: [aDemand('a', { needsGateway: true })] }))
    expect(plan.intent).toMatchObject({ awake: true, clusterGeneration: 2 })
    expect(plan.actions).toMatchObject([{ kind: 'ensure-workers', clusterGeneration: 2 }])
  })

  it('a lost JobManager ends the generation: the rest is dropped before the next one starts', () => {
    const workers = [aWorker('jobmanager', 1, { state: 'exited' }), aWorker('gateway', 1), aWorker('taskmanager', 1)]
    const plan = planPool(world({ pool: aPool({ workers }), keepWarm: true }))
    expect(plan.intent.clusterGeneration).toBe(2)
    expect(plan.actions).toEqual([{ kind: 'drop-workers', upToGeneration: 1 }])
  })

  it('a JobManager that was there and is listed no more is over as well; one that was never seen is started', () => {
    const wiped = aPool({ workers: [] })
    expect(planPool(world({ pool: { ...wiped, observed: { ...wiped.observed, jobManagerSeen: 1 } }, keepWarm: true })).intent.clusterGeneration).toBe(2)
    expect(planPool(world({ pool: wiped, keepWarm: true })).intent.clusterGeneration).toBe(1)
  })

  it('a lost gateway or TaskManager is replaced within the generation', () => {
    const workers = [aWorker('jobmanager', 1), aWorker('gateway', 1, { state: 'exited' }), aWorker('taskmanager', 1)]
    const plan = planPool(world({ pool: aPool({ workers }), keepWarm: true }))
    expect(plan.intent.clusterGeneration).toBe(1)
    expect(plan.actions).toMatchObject([{ kind: 'ensure-workers', clusterGeneration: 1, taskManagers: 1 }])
  })

  it('decides nothing on an unknown listing', () => {
    const pool = aPool()
    pool.observed.workers = { state: 'unknown', sinceMs: 1 }
    const plan = planPool(world({ pool, demands: [aDemand('a', { slotsAsked: 2 })] }))
    expect(plan.intent).toEqual(pool.intent)
    expect(plan.actions).toEqual([])
  })

  it('gives its processes back after the idle time, not before', () => {
    const pool = aPool()
    pool.intent.idleSinceMs = nowMs - 1_799_000
    expect(planPool(world({ pool })).intent.awake).toBe(true)
    pool.intent.idleSinceMs = nowMs - 1_800_000
    const plan = planPool(world({ pool }))
    expect(plan.intent.awake).toBe(false)
    expect(plan.actions).toEqual([{ kind: 'drop-workers', upToGeneration: 1 }])
  })

  it('TaskManagers follow the granted slots', () => {
    const plan = planPool(world({ demands: [aDemand('a', { slotsAsked: 3 }), aDemand('b', { slotsAsked: 3 })] }))
    expect(plan.intent.taskManagers).toBe(2)
  })

  it('keeps TaskManagers for a while after the last slot was given back, and looks again when that is over', () => {
    const gateway = aWorker('gateway', 1)
    const pool = aPool({ workers: [aWorker('jobmanager', 1), gateway, aWorker('taskmanager', 1)] })
    pool.observed.warmGatewayWorkerId = gateway.workerId
    expect(pool.intent.taskManagers).toBe(1)
    const free = planPool(world({ pool }))
    expect(free.intent).toMatchObject({ taskManagers: 1, slotsFreeSinceMs: nowMs })
    expect(free.wakeAfterMs).toBe(120_000)
    const later = (passedMs: number) => planPool(world({ pool: { ...pool, intent: free.intent }, nowMs: nowMs + passedMs }))
    expect(later(119_000).intent.taskManagers).toBe(1)
    expect(later(120_000).intent.taskManagers).toBe(0)
    expect(later(120_000).actions).toMatchObject([{ kind: 'ensure-workers', taskManagers: 0 }])
    // Used again in between.
    const used = planPool(world({ pool: { ...pool, intent: free.intent }, nowMs: nowMs + 60_000, demands: [aDemand('a', { slotsAsked: 1 })] }))
    expect(used.intent.slotsFreeSinceMs).toBeUndefined()
  })

  it('removes a deleted pool only when its processes are gone', () => {
    expect(planPool(world({ pool: { ...aPool(), deletionRequestedAtMs: 1 } })).actions).toMatchObject([{ kind: 'drop-workers' }])
    expect(planPool(world({ pool: { ...asleep(), deletionRequestedAtMs: 1 } })).actions).toEqual([{ kind: 'remove-pool' }])
  })
})

describe('grantSlots', () => {
  it('first come, first served; a large one is not starved by later small ones', () => {
    const demands = [
      aDemand('a', { slotsAsked: 6, slotsAskedAtMs: 1 }),
      aDemand('b', { slotsAsked: 6, slotsAskedAtMs: 2 }),
      aDemand('c', { slotsAsked: 1, slotsAskedAtMs: 3 }),
    ]
    expect(grantSlots({}, demands, 10)).toEqual({ grants: { a: 6 }, exhausted: ['b', 'c'] })
  })

  it('never grants beyond max_cfu, and never takes back what is held', () => {
    const demand = fc.record({ uid: fc.constantFrom('a', 'b', 'c', 'd', 'e'), slotsAsked: fc.integer({ min: 0, max: 8 }), at: fc.nat(9) })
    fc.assert(
      fc.property(fc.uniqueArray(demand, { selector: (each) => each.uid }), fc.integer({ min: 1, max: 12 }), (draws, maxCfu) => {
        const demands = draws.map((draw) => aDemand(draw.uid, { slotsAsked: draw.slotsAsked, slotsAskedAtMs: draw.at }))
        const first = grantSlots({}, demands, maxCfu)
        expect(Object.values(first.grants).reduce((sum, slots) => sum + slots, 0)).toBeLessThanOrEqual(maxCfu)
        expect(grantSlots(first.grants, demands, 1).grants).toEqual(first.grants)
      }),
    )
  })
})
