import type { Pool, Snapshot, Statement } from '@headgate/domain'
import { describe, expect, it } from 'vitest'
import { aGeneration, aJob, aPool, aStatement, aWorker, nowMs, prepared } from '../testing/builders.ts'
import { planSavepoint } from './plan-savepoint.ts'
import type { SavepointSeen } from './plan-savepoint.ts'

const settings = { attemptsMax: 3, retryFirstMs: 1_000, retryMaxMs: 60_000, waitForRunningMs: 60_000, attemptTimeoutMs: 600_000 }
const id = '22222222-2222-4222-8222-2222222222ff'
const generation = aGeneration(1)

const running = (change: Partial<Statement['observed']> = {}): Statement => aStatement('insert', { intent: { generation }, observed: { prepared: prepared(), job: aJob(1, 'RUNNING'), ...change } })
const pool = aPool({ workers: [aWorker('jobmanager', 1)], clusterGeneration: 1 })

const snapshotOf = (change: Partial<Snapshot> = {}): Snapshot => ({
  organizationId: 'o', environmentId: 'e', id, kind: 'savepoint', format: 'native', trigger: 'manual', statement: { uid: 'u', name: 'totals', generation: 1 }, spec: { labels: {}, pinned: false },
  specVersion: 1, state: 'PENDING', intent: { failures: 0 }, intentVersion: 1, observed: {}, createdAtMs: nowMs, updatedAtMs: nowMs, ...change,
})
const plan = (snapshot: Snapshot, seen: SavepointSeen = {}, statement: Statement | undefined = running(), itsPool: Pool | undefined = pool, atMs = nowMs) =>
  planSavepoint({ nowMs: atMs, snapshot, statement, pool: itsPool, seen, settings })

describe('planSavepoint: before Flink is asked', () => {
  it('writes trigger id and directory down with the request', () => {
    const { state, intent, actions } = plan(snapshotOf())
    expect(state).toBe('IN_PROGRESS')
    expect(intent.attempt).toMatchObject({ attempt: 1, triggerId: id.replaceAll('-', ''), directoryKey: expect.stringContaining(`/snapshots/${id}-1`), jobId: generation.jobId })
    expect(actions).toMatchObject([{ kind: 'trigger-savepoint', format: 'native', attempt: intent.attempt }])
  })

  it('a second attempt has another trigger id and another directory', () => {
    const first = plan(snapshotOf()).intent.attempt
    const { intent } = plan(snapshotOf({ intent: { failures: 1, ...(first === undefined ? {} : { attempt: first }) } }))
    expect(intent.attempt?.triggerId).toBe(`${id.replaceAll('-', '').slice(0, -2)}00`)
    expect(intent.attempt?.directoryKey).toContain(`${id}-2`)
  })

  it.each([
    ['the statement is gone', undefined, 'deleted'],
    ['it rests', { ...running(), intent: { ...running().intent, rest: 'stopped' as const } }, 'does not run'],
    ['it is stopping', { ...running(), spec: { ...running().spec, stopped: true } }, 'stopping'],
  ])('fails, saying why: %s', (_what, statement, words) => {
    const planned = planSavepoint({ nowMs, snapshot: snapshotOf(), statement, pool, seen: {}, settings })
    expect(planned).toMatchObject({ state: 'FAILED', actions: [] })
    expect(planned.observed.failure?.message).toContain(words)
  })

  it('waits while the tasks do not run, and not for ever', () => {
    const restarting = running({ job: aJob(1, 'RESTARTING') })
    expect(plan(snapshotOf(), {}, restarting)).toMatchObject({ state: 'PENDING', wakeAfterMs: 1_000 })
    expect(plan(snapshotOf(), {}, restarting, pool, nowMs + 61_000).state).toBe('FAILED')
  })

  it('is cancelled before anything happened', () => {
    expect(plan(snapshotOf({ spec: { labels: {}, pinned: false, cancelRequestedAtMs: 1 } }))).toMatchObject({ state: 'CANCELLED', actions: [] })
  })
})

describe('planSavepoint: an attempt under way', () => {
  const attempt = plan(snapshotOf()).intent.attempt
  const underWay = (change: Partial<Snapshot> = {}) => snapshotOf({ state: 'IN_PROGRESS', intent: { failures: 0, ...(attempt === undefined ? {} : { attempt }) }, ...change })
  const metadata = { uri: 'file:///x/savepoint-a', modifiedMs: nowMs - 5 }
  const empty = { bytes: 10, files: 1 }

  it('is written when its metadata is there, whatever Flink remembers of it', () => {
    for (const status of [{ state: 'completed' as const, uri: metadata.uri }, { state: 'not-found' as const }, undefined]) {
      const planned = plan(underWay(), { ...(status === undefined ? {} : { status }), directory: { ...empty, metadata } })
      expect(planned).toMatchObject({ state: 'WRITTEN', observed: { uri: metadata.uri, completedAtMs: metadata.modifiedMs }, actions: [] })
    }
    expect(plan(underWay(), { status: { state: 'in-progress' }, directory: { ...empty, metadata } }).state).toBe('IN_PROGRESS')
  })

  it('tells how far it is', () => {
    expect(plan(underWay(), { status: { state: 'in-progress' }, directory: empty })).toMatchObject({ state: 'IN_PROGRESS', observed: { progress: { bytes: 10, files: 1 } }, actions: [] })
  })

  it('is asked for again under the same trigger id when Flink does not know it', () => {
    expect(plan(underWay(), { status: { state: 'not-found' }, directory: empty }).actions).toMatchObject([{ attempt }])
    // Unknown is not absent.
    expect(plan(underWay(), { status: { state: 'not-found' } }).actions).toEqual([])
    expect(plan(underWay(), { directory: empty }).actions).toEqual([])
  })

  it('is tried again after a pause that grows, and at last given up with the reason', () => {
    const failed = (failures: number) => plan(underWay({ intent: { failures, ...(attempt === undefined ? {} : { attempt }) } }), { status: { state: 'failed', message: 'disk full' }, directory: empty })
    expect(failed(0)).toMatchObject({ state: 'PENDING', intent: { failures: 1, retryAtMs: nowMs + 1_000 } })
    expect(failed(1)).toMatchObject({ state: 'PENDING', intent: { failures: 2, retryAtMs: nowMs + 2_000 } })
    expect(failed(2)).toMatchObject({ state: 'FAILED', observed: { failure: { message: 'disk full' } } })
  })

  it('has failed when its job is proven gone and nothing was written, and only if that could be looked up', () => {
    const gone = running({ goneGeneration: 1 })
    expect(plan(underWay(), { directory: empty }, gone)).toMatchObject({ state: 'PENDING', intent: { failures: 1 } })
    expect(plan(underWay(), {}, gone).state).toBe('IN_PROGRESS')
    expect(plan(underWay(), { directory: { ...empty, metadata } }, gone).state).toBe('WRITTEN')
  })

  it('is cancelled while nothing complete is there', () => {
    const spec = { labels: {}, pinned: false, cancelRequestedAtMs: 1 }
    expect(plan(underWay({ spec }), { status: { state: 'in-progress' }, directory: empty }).state).toBe('CANCELLED')
    expect(plan(underWay({ spec }), { status: { state: 'completed', uri: metadata.uri }, directory: { ...empty, metadata } }).state).toBe('WRITTEN')
  })
})
