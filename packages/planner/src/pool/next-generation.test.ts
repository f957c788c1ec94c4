import type { Worker } from '@headgate/domain'
import { describe, expect, it } from 'vitest'
import { aDemand, aPool, aWorker, nowMs } from '../testing/builders.ts'
import { planPool } from './plan-pool.ts'

const day = 24 * 60 * 60_000
const settings = { slotsPerTaskManager: 4, idleTimeoutMs: 1_800_000, ownIdleTimeoutMs: 30_000, taskManagerIdleTimeoutMs: 120_000, observeEveryMs: 1_000 }

/** A pool at work whose present generation is 1. */
function plan(workers: Worker[], over: { successor?: number; startFailedAtMs?: number; isAsked?: boolean } = {}) {
  const pool = aPool({ workers })
  if (over.successor !== undefined) pool.intent.successor = over.successor
  if (over.startFailedAtMs !== undefined) pool.observed.startFailure = { message: 'no room', atMs: over.startFailedAtMs }
  pool.observed.jobManagerSeen = 1
  for (const { role, workerId } of workers) if (role === 'gateway') pool.observed.warmGatewayWorkerId = workerId
  return planPool({ nowMs, pool, demands: [aDemand('a', { slotsAsked: 1 })], settings, keepWarm: false, stopping: false })
}
const generation = (number: number, jobManager: Partial<Worker> = {}, others: Partial<Worker> = {}): Worker[] => [
  aWorker('jobmanager', number, jobManager),
  aWorker('gateway', number, others),
  aWorker('taskmanager', number, others),
]
const expiring = { certificatesUntilMs: nowMs + 20 * day }
const leaving = { isLeaving: true }

describe('a JobManager whose certificates run out', () => {
  it('has a successor within a month, which is prepared beside it while everything of it runs', () => {
    expect(plan(generation(1, { certificatesUntilMs: nowMs + 31 * day })).intent).toMatchObject({ clusterGeneration: 1, successor: undefined })
    const begun = plan(generation(1, { certificatesUntilMs: nowMs + 29 * day }))
    expect(begun.intent).toMatchObject({ clusterGeneration: 1, successor: 2 })
    expect(begun.actions).toEqual([{ kind: 'ensure-workers', clusterGeneration: 2, taskManagers: 1, slotsPerTaskManager: 4, besideOlder: true }])
    expect(plan(generation(1, expiring, { state: 'starting' })).intent).toMatchObject({ clusterGeneration: 1, successor: undefined })
  })

  it('gives way when the successor is ready, and not before', () => {
    const waiting = plan([...generation(1, expiring), ...generation(2, { state: 'starting' })], { successor: 2 })
    expect(waiting).toMatchObject({ intent: { clusterGeneration: 1, successor: 2 }, actions: [] })
    const ready = plan([...generation(1, expiring), ...generation(2)], { successor: 2 })
    expect(ready.intent).toMatchObject({ clusterGeneration: 2, successor: undefined })
    expect(ready.actions).toEqual([{ kind: 'drop-workers', upToGeneration: 1 }])
  })

  it('gives way in its last week, whatever is ready', () => {
    const last = { certificatesUntilMs: nowMs + 6 * day }
    expect(plan(generation(1, last))).toMatchObject({ intent: { clusterGeneration: 2, successor: undefined }, actions: [{ kind: 'drop-workers', upToGeneration: 1 }] })
    expect(plan(generation(1, last), { successor: 2 }).intent).toMatchObject({ clusterGeneration: 2, successor: undefined })
  })

  it('stays while there is no room for both, and room is not asked for all the time', () => {
    expect(plan(generation(1, expiring), { successor: 2, startFailedAtMs: nowMs - 59_000 })).toMatchObject({ intent: { clusterGeneration: 1, successor: 2 }, actions: [] })
    expect(plan(generation(1, expiring), { successor: 2, startFailedAtMs: nowMs - 60_000 }).actions).toMatchObject([{ kind: 'ensure-workers', clusterGeneration: 2 }])
  })

  it('gives way when the JobManager of the successor has ended, which is not started again', () => {
    expect(plan([...generation(1, expiring), aWorker('jobmanager', 2, { state: 'exited' }), aWorker('gateway', 2)], { successor: 2 }).intent).toMatchObject({ clusterGeneration: 2, successor: undefined })
  })

  it('gives way when something of it is missing, as it gets nothing more', () => {
    expect(plan([aWorker('jobmanager', 1, expiring), aWorker('gateway', 1), aWorker('taskmanager', 1, { state: 'exited' })], { successor: 2 }).intent).toMatchObject({ clusterGeneration: 2, successor: undefined })
  })
})

describe('a JobManager that is about to end', () => {
  it('has a successor at once, though all around it is about to end too', () => {
    expect(plan(generation(1, leaving, leaving))).toMatchObject({ intent: { clusterGeneration: 1, successor: 2 }, actions: [{ kind: 'ensure-workers', clusterGeneration: 2, besideOlder: true }] })
    expect(plan([...generation(1, leaving, leaving), ...generation(2, { state: 'starting' })], { successor: 2 }).intent).toMatchObject({ clusterGeneration: 1, successor: 2 })
  })

  it('is followed by it when it has ended: what was begun is gone on with while the rest of the old one ends', () => {
    const over = plan([aWorker('jobmanager', 1, { state: 'exited' }), aWorker('taskmanager', 1, leaving), aWorker('jobmanager', 2, { state: 'starting' })], { successor: 2 })
    expect(over.intent).toMatchObject({ clusterGeneration: 2, successor: undefined })
    expect(over.actions).toMatchObject([{ kind: 'drop-workers', upToGeneration: 1 }, { kind: 'ensure-workers', clusterGeneration: 2, besideOlder: true }])
  })

  it('has none while a generation before it has not ended', () => {
    expect(plan([aWorker('taskmanager', 0, { state: 'unknown' }), ...generation(1, leaving)])).toMatchObject({ intent: { clusterGeneration: 1, successor: undefined } })
  })

  it('on a node that does not answer has none: nobody knows when it ends', () => {
    expect(plan(generation(1, { ...leaving, state: 'unknown' }, { state: 'unknown' }))).toMatchObject({ intent: { clusterGeneration: 1, successor: undefined }, actions: [] })
  })
})

it('a number that was begun with is not used again, and what was begun is dropped', () => {
  const pool = aPool({ workers: [...generation(1), ...generation(2)] })
  Object.assign(pool.intent, { successor: 2, idleSinceMs: nowMs - settings.idleTimeoutMs })
  const asleep = planPool({ nowMs, pool, demands: [], settings, keepWarm: false, stopping: false })
  expect(asleep).toMatchObject({ intent: { awake: false, clusterGeneration: 2, successor: undefined }, actions: [{ kind: 'drop-workers', upToGeneration: 2 }] })
  const deleted = planPool({ nowMs, pool: { ...pool, deletionRequestedAtMs: 1 }, demands: [], settings, keepWarm: false, stopping: false })
  expect(deleted).toMatchObject({ intent: { clusterGeneration: 2, successor: undefined }, actions: [{ kind: 'drop-workers', upToGeneration: 2 }] })
})

it('a JobManager that is listed no more is over, though its successor was seen since', () => {
  const pool = aPool({ workers: generation(2) })
  Object.assign(pool.intent, { successor: 2 })
  pool.observed.jobManagerSeen = 2
  expect(planPool({ nowMs, pool, demands: [aDemand('a', { slotsAsked: 1 })], settings, keepWarm: false, stopping: false }).intent).toMatchObject({ clusterGeneration: 2, successor: undefined })
})

it('a gateway or TaskManager that is about to end, or on a node that does not answer, is replaced before it has ended', () => {
  for (const one of [leaving, { state: 'unknown' as const }]) {
    expect(plan([aWorker('jobmanager', 1), aWorker('gateway', 1, one), aWorker('taskmanager', 1)]).actions).toMatchObject([{ kind: 'ensure-workers', clusterGeneration: 1 }])
    expect(plan([aWorker('jobmanager', 1), aWorker('gateway', 1), aWorker('taskmanager', 1, one)]).actions).toMatchObject([{ kind: 'ensure-workers', clusterGeneration: 1 }])
  }
})
