import type { Snapshot, SnapshotPolicy, StorageStatement } from '@headgate/domain'
import { describe, expect, it } from 'vitest'
import { judgeRetention } from './judge-retention.ts'

const tenant = { organizationId: 'o', environmentId: 'e' }
const hourMs = 3_600_000
const dayMs = 24 * hourMs
const nowMs = 1_000 * dayMs

const snapshot = (id: string, ageMs: number, change: Partial<Snapshot> = {}): Snapshot => ({
  ...tenant, id, kind: 'savepoint', format: 'native', trigger: 'scheduled', statement: { uid: 'u', name: 'totals', generation: 1 }, spec: { labels: {}, pinned: false }, specVersion: 1,
  state: 'COMPLETED', intent: { failures: 0 }, intentVersion: 1, observed: { uri: `file:///${id}`, completedAtMs: nowMs - ageMs }, createdAtMs: nowMs - ageMs, updatedAtMs: 0, ...change,
})
const statement: StorageStatement = {
  uid: 'u', name: 'totals', class: 'insert', isScratch: false, stopped: false, intent: { slotsAsked: 0, needsGateway: false, stateExpected: true, failures: 0, specVersion: 1 }, observed: { goneGeneration: 0 },
}
const policy = (change: Partial<SnapshotPolicy> = {}): SnapshotPolicy => ({
  ...tenant, name: 'short', format: 'native', keepLast: 2, keepForMs: dayMs, keepAfterDeletionMs: 2 * dayMs, trashMs: dayMs, deletionPaused: false, version: 1, createdAtMs: 0, updatedAtMs: 0, ...change,
})

/** Ids of those that go. */
function going(snapshots: Snapshot[], { statements = [statement], policies = [policy()] }: { statements?: StorageStatement[]; policies?: SnapshotPolicy[] } = {}): string[] {
  return [...judgeRetention({ nowMs, snapshots, statements, policies })].filter(([, verdict]) => !verdict.stays).map(([id]) => id).sort()
}

describe('judgeRetention', () => {
  it('keeps the newest ones and the young ones', () => {
    expect(going([snapshot('a', hourMs), snapshot('b', 2 * hourMs), snapshot('c', 3 * hourMs), snapshot('d', 2 * dayMs), snapshot('e', 3 * dayMs)])).toEqual(['d', 'e'])
    expect(going([snapshot('a', 2 * dayMs), snapshot('b', 3 * dayMs), snapshot('c', 4 * dayMs)])).toEqual(['c'])
  })

  it('never takes the newest good one, whatever the policy says, and does not count a broken one as good', () => {
    const broken = snapshot('a', 2 * dayMs, { observed: { uri: 'file:///a', completedAtMs: nowMs - 2 * dayMs, verifications: [{ atMs: 1, how: 'files', isGood: false, message: '' }] } })
    expect(going([broken, snapshot('b', 3 * dayMs), snapshot('c', 4 * dayMs)], { policies: [policy({ keepLast: 0, keepForMs: 0 })] })).toEqual(['a', 'c'])
  })

  it('takes nothing that is pinned, held by a time, being copied, drilled, or needed by a statement', () => {
    const none = [policy({ keepLast: 0, keepForMs: 0 })]
    const old = (id: string, change: Partial<Snapshot> = {}) => snapshot(id, 10 * dayMs, change)
    const needing: StorageStatement = { ...statement, uid: 'v', name: 'other', intent: { ...statement.intent, rest: 'stopped', restorePoint: { kind: 'savepoint', uri: 'file:/f', generation: 0 } } }
    const all = [
      snapshot('a', 0), old('b', { spec: { labels: {}, pinned: true } }), old('c', { spec: { labels: {}, pinned: false, retainUntilMs: nowMs + 1 } }),
      old('d', { observed: { uri: 'file:///d', drill: { statementUid: 'x', computePoolId: 'p', startedAtMs: 0, isEnding: false } } }), old('e'), old('f'), old('g'),
      old('copy', { trigger: 'exported', copyOf: 'e', state: 'IN_PROGRESS' }),
    ]
    expect(going(all, { statements: [statement, needing], policies: none })).toEqual(['g'])
  })

  it('leaves alone what a person made, until the time that they set', () => {
    const none = [policy({ keepLast: 0, keepForMs: 0 })]
    const manual = (id: string, retainUntilMs?: number) => snapshot(id, 10 * dayMs, { trigger: 'manual', spec: { labels: {}, pinned: false, ...(retainUntilMs === undefined ? {} : { retainUntilMs }) } })
    expect(going([snapshot('a', 0), manual('b'), manual('c', nowMs - 1), manual('d', nowMs + 1)], { policies: none })).toEqual(['c'])
  })

  it('keeps the snapshots of a deleted statement for the time of the policy, then takes all that is not pinned', () => {
    const gone = (id: string, sinceMs: number, change: Partial<Snapshot> = {}) => snapshot(id, 10 * dayMs, { intent: { failures: 0, statementGoneAtMs: nowMs - sinceMs }, ...change })
    expect(going([gone('a', dayMs), gone('b', dayMs, { trigger: 'manual' })], { statements: [] })).toEqual([])
    expect(going([gone('a', 3 * dayMs), gone('b', 3 * dayMs, { trigger: 'manual' }), gone('c', 3 * dayMs, { spec: { labels: {}, pinned: true } })], { statements: [] })).toEqual(['a', 'b'])
  })

  it('goes by the policy of the statement before that of the environment, and by the defaults without any', () => {
    const own = policy({ name: 'own', statementName: 'totals', keepForMs: 30 * dayMs })
    const snapshots = [snapshot('a', dayMs * 5), snapshot('b', dayMs * 6), snapshot('c', dayMs * 8)]
    expect(going(snapshots)).toEqual(['c'])
    expect(going(snapshots, { policies: [policy(), own] })).toEqual([])
    expect(going(snapshots, { policies: [] })).toEqual([])
  })
})
