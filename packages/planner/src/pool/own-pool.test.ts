import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { needsOwnPool, newOwnPool, ownPoolIdOf } from '@headgate/domain'
import type { Pool, PoolDemand } from '@headgate/domain'
import { aDemand, aPool, aStatement, aWorker, nowMs } from '../testing/builders.ts'
import { grantSlots, passOnGrants } from './grant-slots.ts'
import { planPool } from './plan-pool.ts'
import type { PoolWorld } from './plan-pool.ts'

const settings = { slotsPerTaskManager: 4, idleTimeoutMs: 1_800_000, ownIdleTimeoutMs: 30_000, taskManagerIdleTimeoutMs: 120_000, observeEveryMs: 1_000 }
const world = (over: Partial<PoolWorld>): PoolWorld => ({ nowMs, pool: aPool(), demands: [], settings, keepWarm: false, stopping: false, ...over })
const elsewhere = (uid: string, over: Partial<PoolDemand> = {}) => aDemand(uid, { elsewhere: `lfcp-1-${uid}`, slotsAsked: 1, slotsAskedAtMs: 1, ...over })
const dedicated = (over: Parameters<typeof aPool>[0] = {}): Pool => {
  const pool = aPool(over)
  return { ...pool, spec: { ...pool.spec, type: 'DEDICATED' } }
}
const ownPool = (over: Parameters<typeof aPool>[0] = {}): Pool => aPool({ id: 'lfcp-1-a', ownOf: { statementUid: 'a', computePoolId: 'lfcp-1' }, ...over })
const asleep = (pool: Pool): Pool => ({
  ...pool,
  intent: { ...pool.intent, awake: false, taskManagers: 0 },
  observed: { ...pool.observed, workers: { state: 'known', seenAtMs: nowMs, value: [] } },
})

describe('a DEDICATED pool', () => {
  it('grants slots to statements that run elsewhere, and stays asleep', () => {
    const plan = planPool(world({ pool: asleep(dedicated()), demands: [elsewhere('a', { slotsAsked: 3 }), elsewhere('b', { slotsAsked: 4 })] }))
    expect(plan.intent).toMatchObject({ grants: { a: 3, b: 4 }, awake: false, taskManagers: 0 })
    expect(plan.status.currentCfu).toBe(7)
    expect(plan.actions).toEqual([])
  })

  it('counts them together with its own ones, and starts TaskManagers for those alone', () => {
    const demands = [elsewhere('a', { slotsAsked: 6 }), aDemand('q', { slotsAsked: 3, slotsAskedAtMs: 2, needsGateway: true }), aDemand('late', { slotsAsked: 2, slotsAskedAtMs: 3 })]
    const plan = planPool(world({ pool: asleep(dedicated()), demands }))
    expect(plan.intent).toMatchObject({ grants: { a: 6, q: 3 }, slotsElsewhere: 6, exhausted: ['late'], awake: true, taskManagers: 1 })
  })

  it('that tries its own statements one at a time holds nobody back elsewhere', () => {
    const pool = dedicated()
    pool.intent.memory = { judgedUpToMs: nowMs - 10_000, culprits: [], isolation: { sinceMs: nowMs - 10_000, queue: ['q1', 'q2'], testMs: 60_000 } }
    const plan = planPool(world({ pool, demands: [elsewhere('a'), aDemand('q1', { slotsAsked: 1, jobId: 'j1' }), aDemand('q2', { slotsAsked: 1 })] }))
    expect(plan.intent.grants).toEqual({ a: 1, q1: 1 })
  })

  it('gives its processes back when only others run elsewhere', () => {
    const pool = dedicated({ grants: { a: 1 } })
    pool.intent.idleSinceMs = nowMs - settings.idleTimeoutMs
    expect(planPool(world({ pool, demands: [elsewhere('a')] }))).toMatchObject({ intent: { awake: false, grants: { a: 1 } }, actions: [{ kind: 'drop-workers' }] })
  })
})

describe('an own pool', () => {
  it('has the TaskManagers that the DEDICATED pool grants, whatever its own max_cfu says', () => {
    const demands = [aDemand('a', { slotsAsked: 12, needsGateway: true })]
    const waiting = planPool(world({ pool: asleep(ownPool()), parent: dedicated(), demands }))
    expect(waiting.intent).toMatchObject({ awake: true, grants: {}, exhausted: [], taskManagers: 0 })
    expect(planPool(world({ pool: ownPool(), parent: dedicated({ grants: { a: 12, b: 1 } }), demands })).intent).toMatchObject({ grants: { a: 12 }, taskManagers: 3 })
    const full = dedicated()
    full.intent.exhausted = ['b', 'a']
    expect(planPool(world({ pool: ownPool(), parent: full, demands })).intent).toMatchObject({ grants: {}, exhausted: ['a'] })
  })

  it('keeps the slots of a job that lives, and no others, when the grant is not seen for a moment', () => {
    const pool = ownPool({ grants: { a: 2 } })
    expect(planPool(world({ pool, parent: dedicated(), demands: [aDemand('a', { slotsAsked: 2, jobId: 'j' })] })).intent).toMatchObject({ grants: { a: 2 } })
    expect(planPool(world({ pool, parent: dedicated(), demands: [aDemand('a', { slotsAsked: 2 })] })).intent).toMatchObject({ grants: {} })
  })

  it('gives its processes back soon after its statement rests, and looks now and then whether it is still needed', () => {
    const pool = ownPool()
    pool.intent.idleSinceMs = nowMs - 29_000
    expect(planPool(world({ pool, parent: dedicated() })).intent).toMatchObject({ awake: true, taskManagers: 1, grants: {} })
    pool.intent.idleSinceMs = nowMs - 30_000
    expect(planPool(world({ pool, parent: dedicated() }))).toMatchObject({ intent: { awake: false }, actions: [{ kind: 'drop-workers' }] })
    expect(planPool(world({ pool: asleep(ownPool()), parent: dedicated() })).wakeAfterMs).toBe(600_000)
  })

  it('is removed when its statement or the DEDICATED pool is gone, after its processes', () => {
    expect(planPool(world({ pool: ownPool(), parent: 'gone', demands: [aDemand('a', { slotsAsked: 1 })] })).actions).toMatchObject([{ kind: 'drop-workers' }])
    expect(planPool(world({ pool: asleep(ownPool()), parent: 'gone' })).actions).toEqual([{ kind: 'remove-pool' }])
  })

  it('is planned on at once: a gateway for one statement is not warmed', () => {
    const workers = [aWorker('jobmanager', 1), aWorker('gateway', 1)]
    const pool = ownPool({ workers })
    pool.intent.taskManagers = 0
    expect(planPool(world({ pool, parent: dedicated(), demands: [aDemand('a', { needsGateway: true })] })).actions).toEqual([])
  })

  it('together they never hold more than the DEDICATED pool may grant', () => {
    const demand = fc.record({ uid: fc.constantFrom('a', 'b', 'c', 'd'), slotsAsked: fc.integer({ min: 0, max: 8 }), at: fc.nat(9) })
    fc.assert(
      fc.property(fc.uniqueArray(demand, { selector: (each) => each.uid }), fc.integer({ min: 1, max: 12 }), (draws, maxCfu) => {
        const parent = grantSlots({}, draws.map((draw) => elsewhere(draw.uid, { slotsAsked: draw.slotsAsked, slotsAskedAtMs: draw.at })), maxCfu)
        const passedOn = draws.flatMap((draw) => Object.values(passOnGrants({}, [aDemand(draw.uid, { slotsAsked: draw.slotsAsked })], parent).grants))
        expect(passedOn.reduce((sum, slots) => sum + slots, 0)).toBeLessThanOrEqual(maxCfu)
      }),
    )
  })
})

describe('who gets an own pool', () => {
  it('INSERTs of a DEDICATED pool; not queries, dry runs, what was refused, or anybody of a shared pool', () => {
    expect(needsOwnPool(dedicated(), aStatement('insert'))).toBe(true)
    for (const none of [aStatement('query'), aStatement('ddl'), aStatement('insert', { dryRun: true }), aStatement('insert', { intent: { rest: 'failed' } })]) expect(needsOwnPool(dedicated(), none)).toBe(false)
    expect(needsOwnPool(aPool(), aStatement('insert'))).toBe(false)
  })

  it('its name fits where names of 63 characters do, with all that Kubernetes appends', () => {
    const id = ownPoolIdOf('lfcp-abc123', '6f2f3a8e-1b2c-4000-8000-000000000001')
    expect(id).toBe('lfcp-abc123-6f2f3a8e1b2c')
    expect(`${id}-9999999-taskmanager-abcdefgh`.length).toBeLessThanOrEqual(63)
    expect(newOwnPool(dedicated(), { uid: 'a' }, 1)).toMatchObject({ id: 'lfcp-1-a', ownOf: { statementUid: 'a', computePoolId: 'lfcp-1' }, spec: { defaultPool: false, type: undefined } })
  })
})
