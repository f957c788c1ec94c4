import type { HandedOverDirectory, Snapshot, StorageMark, StorageStatement } from '@headgate/domain'
import { describe, expect, it } from 'vitest'
import { judgeObject } from './judge-object.ts'
import { createStorageContext } from './storage-context.ts'
import { defaultStorageSettings } from './storage-settings.ts'

const tenant = { organizationId: 'o', environmentId: 'e' }
const root = 'organizations/o/environments/e'
const uid = '11111111-1111-4111-8111-111111111111'
const jobId = 'a'.repeat(32)
const hourMs = 3_600_000
const nowMs = 1_000 * hourMs
const jobDirectory = `${root}/statements/${uid}/checkpoints/${jobId}`

const snapshotOf = (change: Partial<Snapshot>): Snapshot => ({
  ...tenant, id: 's1', kind: 'checkpoint', format: 'native', trigger: 'retained', statement: { uid, name: 'totals', generation: 1 }, spec: { labels: {}, pinned: false }, specVersion: 1,
  state: 'COMPLETED', intent: { failures: 0, directoryKey: `${jobDirectory}/chk-7` }, intentVersion: 1, observed: { uri: `file:///${jobDirectory}/chk-7` }, createdAtMs: 0, updatedAtMs: 0, ...change,
})
const statement = (change: Partial<StorageStatement['intent']> = {}, goneGeneration = 1): StorageStatement => ({
  uid, name: 'totals', class: 'insert', isScratch: false, stopped: false,
  intent: {
    slotsAsked: 0, needsGateway: false, stateExpected: true, failures: 0, specVersion: 1,
    generation: { generation: 1, jobId, computePoolId: 'p', clusterGeneration: 1, parallelism: 1, createdAtMs: 0 }, ...change,
  },
  observed: { goneGeneration },
})
const directory = (change: Partial<HandedOverDirectory> = {}): HandedOverDirectory => ({
  ...tenant, key: jobDirectory, statementUid: uid, statementName: 'totals', generation: 1, handedOverAtMs: 0, isWorthless: false, registeredAtMs: 1, ...change,
})

interface World {
  snapshots?: Snapshot[]
  directories?: HandedOverDirectory[]
  statements?: StorageStatement[]
  marks?: StorageMark[]
  deletions?: { key: string }[]
  confirmed?: string[]
  users?: Snapshot[]
  needed?: string[]
  ageMs?: number
}

function judge(key: string, { snapshots = [], directories = [], statements = [statement()], marks = [], deletions = [], confirmed = [], users = [], needed = [], ageMs = 500 * hourMs }: World = {}) {
  const context = createStorageContext({ tenant, nowMs, settings: defaultStorageSettings, snapshots, directories, statements, marks, deletions, confirmed, needed })
  const { class: own, fate, kind } = judgeObject({ key: `${root}/${key}`, sizeBytes: 1, modifiedMs: nowMs - ageMs }, users, context)
  return `${own} ${kind} ${fate}`
}
const inJob = (part: string) => `statements/${uid}/checkpoints/${jobId}/${part}`

describe('judgeObject: what is never touched', () => {
  it.each([
    ['files of tables', 'files/default/orders/part-0', {}, 'tables table-files keep'],
    ['processes of pools', 'pools/p/generations/1/log/jm.log', {}, 'unknown worker-files keep'],
    ['what nobody knows', 'something/else', {}, 'unknown unknown keep'],
    ['plans of a statement that is there', `statements/${uid}/plans/1.json`, {}, 'live plan keep'],
    ['plans that a snapshot may need', `statements/${uid}/plans/1.json`, { statements: [], snapshots: [snapshotOf({})] }, 'live plan keep'],
    ['checkpoints of a generation that may run', inJob('shared/x'), { statements: [statement({}, 0)] }, 'live checkpoints keep'],
    ['the same, though it was handed over by mistake', inJob('shared/x'), { statements: [statement({}, 0)], directories: [directory()] }, 'live checkpoints keep'],
    ['a directory that was not looked through', inJob('shared/x'), { directories: [directory({ registeredAtMs: undefined })] }, 'kept checkpoints keep'],
    ['a directory with a checkpoint that cannot be read', inJob('shared/x'), { directories: [directory({ frozenBecause: 'x' })] }, 'orphaned frozen keep'],
    ['checkpoints that nobody handed over', inJob('shared/x'), {}, 'orphaned lost-generation keep'],
    ['a savepoint that no snapshot claims', `statements/${uid}/savepoints/1-1/savepoint-x/_metadata`, {}, 'orphaned unknown-savepoint keep'],
    ['an export that no snapshot claims', 'exports/mine/_metadata', {}, 'unknown export keep'],
    ['how a job ended that may run', `pools/p/archive/c/applications/${jobId}/jobs/${jobId}`, { statements: [statement({}, 0)] }, 'records job-record keep'],
  ])('%s', (_what, key, world, verdict) => {
    expect(judge(key, world)).toBe(verdict)
  })
})

describe('judgeObject: files of snapshots', () => {
  const other = snapshotOf({ id: 's2', intent: { failures: 0, directoryKey: `${jobDirectory}/chk-8` } })
  it.each([
    ['complete', {}, 'kept snapshot keep'],
    ['pinned', { spec: { labels: {}, pinned: true } }, 'pinned snapshot keep'],
    ['in the trash', { spec: { labels: {}, pinned: false, trash: { atMs: 0, by: 'user' as const, reason: '' } } }, 'trash snapshot keep'],
    ['given up and not confirmed', { state: 'DELETING' as const }, 'trash snapshot keep'],
    ['not to be read, so that it is nobody’s', { state: 'FAILED' as const }, 'orphaned aborted-checkpoint marked'],
    ['not read back', { state: 'WRITTEN' as const }, 'kept snapshot keep'],
  ])('%s', (_what, change, verdict) => {
    const own = snapshotOf(change)
    expect(judge(inJob('chk-7/_metadata'), { snapshots: [own], directories: [directory()] })).toBe(verdict)
  })

  it('goes with its snapshot, and a file that another one names stays', () => {
    const doomed = snapshotOf({ state: 'DELETING' })
    const world = { snapshots: [doomed, other], directories: [directory()], confirmed: ['s1'] }
    expect(judge(inJob('chk-7/x'), { ...world, users: [doomed] })).toBe('trash snapshot now')
    expect(judge(inJob('chk-7/x'), { ...world, users: [doomed, other] })).toBe('kept snapshot keep')
    expect(judge(inJob('shared/x'), { ...world, users: [doomed] })).toBe('trash shared-state now')
    expect(judge(inJob('shared/x'), { ...world, users: [doomed, other] })).toBe('kept snapshot keep')
    expect(judge(inJob('shared/x'), { ...world, users: [] })).toBe('orphaned unreferenced marked')
  })

  it('of a deleted snapshot nothing goes that lies in the directory of a generation that runs', () => {
    const adopted = snapshotOf({ state: 'DELETING', trigger: 'adopted', intent: { failures: 0, directoryKey: `${root}/imports/a` } })
    expect(judge(inJob('shared/x'), { snapshots: [adopted], statements: [statement({}, 0)], confirmed: ['s1'], users: [adopted] })).toBe('live checkpoints keep')
  })

  it('earlier attempts of a savepoint are remains, its newest is not', () => {
    const id = '22222222-2222-4222-8222-222222222222'
    const attempt = { attempt: 2, triggerId: 't', directoryKey: `${root}/statements/${uid}/snapshots/${id}-2`, startedAtMs: 0, generation: 1, jobId, computePoolId: 'p', clusterGeneration: 1 }
    const running = snapshotOf({ id, trigger: 'manual', state: 'IN_PROGRESS', intent: { failures: 1, attempt } })
    expect(judge(`statements/${uid}/snapshots/${id}-1/savepoint-a/x`, { snapshots: [running] })).toBe('orphaned aborted-attempt marked')
    expect(judge(`statements/${uid}/snapshots/${id}-2/savepoint-a/x`, { snapshots: [running] })).toBe('live attempt keep')
    expect(judge(`statements/${uid}/snapshots/${id}-1/savepoint-a/x`, { snapshots: [running], ageMs: 1_000 })).toBe('orphaned aborted-attempt keep')
  })
})

describe('judgeObject: two snapshots in one directory', () => {
  const adopted = snapshotOf({ id: 's2', trigger: 'adopted' })
  const doomed = snapshotOf({ state: 'DELETING' })

  it.each([[[doomed, adopted]], [[adopted, doomed]]])('a file stays as long as one of them is kept', (snapshots) => {
    expect(judge(inJob('chk-7/_metadata'), { snapshots, directories: [directory()], confirmed: ['s1'] })).toBe('kept snapshot keep')
    expect(judge(inJob('chk-7/_metadata'), { snapshots: [doomed, { ...adopted, state: 'DELETING' }], directories: [directory()], confirmed: ['s1', 's2'] })).toBe('trash snapshot now')
  })

  it('so it is when one lies in the other', () => {
    const outer = snapshotOf({ id: 's2', trigger: 'adopted', intent: { failures: 0, directoryKey: `${root}/imports` } })
    const inner = snapshotOf({ trigger: 'adopted', intent: { failures: 0, directoryKey: `${root}/imports/a` } })
    expect(judge('imports/a/x', { snapshots: [{ ...outer, state: 'DELETING' }, inner], confirmed: ['s2'] })).toBe('kept snapshot keep')
    expect(judge('imports/a/x', { snapshots: [outer, { ...inner, state: 'DELETING' }], confirmed: ['s1'] })).toBe('kept snapshot keep')
    expect(judge('imports/b', { snapshots: [{ ...outer, state: 'DELETING' }, inner], confirmed: ['s2'] })).toBe('trash snapshot now')
  })
})

describe('judgeObject: what was found and could not be read', () => {
  it('keeps everything while it is not known what it names', () => {
    const unread = snapshotOf({ id: 's2', trigger: 'adopted', state: 'WRITTEN', intent: { failures: 0, directoryKey: `${root}/imports/a` } })
    const world = { directories: [directory()], snapshots: [snapshotOf({ state: 'DELETING' }), unread], confirmed: ['s1'] }
    expect(judge(inJob('shared/x'), { ...world, users: [snapshotOf({ state: 'DELETING' })] })).toBe('trash shared-state keep')
    expect(judge(inJob('chk-7/x'), world)).toBe('trash snapshot keep')
    expect(judge(inJob('shared/x'), { ...world, snapshots: [{ ...unread, state: 'COMPLETED' }] })).toBe('orphaned unreferenced marked')
  })

  it('is a person’s where it was adopted', () => {
    const failed = snapshotOf({ trigger: 'adopted', state: 'FAILED', intent: { failures: 0, directoryKey: `${root}/imports/a` } })
    expect(judge('imports/a/_metadata', { snapshots: [failed] })).toBe('unknown unknown keep')
    const savepoint = { ...failed, intent: { failures: 0, directoryKey: `${root}/statements/${uid}/savepoints/1-1/savepoint-x` } }
    expect(judge(`statements/${uid}/savepoints/1-1/savepoint-x/_metadata`, { snapshots: [savepoint] })).toBe('orphaned unknown-savepoint keep')
  })

  it('stays in a directory that is frozen for it', () => {
    expect(judge(inJob('chk-7/_metadata'), { snapshots: [snapshotOf({ state: 'FAILED' })], directories: [directory({ frozenBecause: 'x' })] })).toBe('orphaned frozen keep')
  })

  it('a copy that failed is ours', () => {
    const copy = snapshotOf({ trigger: 'exported', state: 'FAILED', intent: { failures: 0, directoryKey: `${root}/exports/a` } })
    expect(judge('exports/a/x', { snapshots: [copy] })).toBe('orphaned aborted-attempt marked')
  })
})

describe('judgeObject: attempts of a snapshot that is deleted', () => {
  const id = '22222222-2222-4222-8222-222222222222'
  const attempt = { attempt: 2, triggerId: 't', directoryKey: `${root}/statements/${uid}/snapshots/${id}-2`, startedAtMs: 0, generation: 1, jobId, computePoolId: 'p', clusterGeneration: 1 }

  it('go with it, the earlier ones too', () => {
    const doomed = snapshotOf({ id, trigger: 'manual', state: 'DELETING', intent: { failures: 1, attempt } })
    expect(judge(`statements/${uid}/snapshots/${id}-1/savepoint-a/x`, { snapshots: [doomed], confirmed: [id], ageMs: 1_000 })).toBe('trash snapshot now')
    expect(judge(`statements/${uid}/snapshots/${id}-1/savepoint-a/x`, { snapshots: [doomed], ageMs: 1_000 })).toBe('orphaned aborted-attempt keep')
  })

  it('are remains when they turn up afterwards, whichever attempt wrote them', () => {
    const deletions = [{ key: `${root}/statements/${uid}/snapshots/${id}-2` }]
    expect(judge(`statements/${uid}/snapshots/${id}-1/savepoint-a/x`, { deletions })).toBe('orphaned remains marked')
    expect(judge(`statements/${uid}/snapshots/33333333-3333-4333-8333-333333333333-1/savepoint-a/x`, { deletions })).toBe('orphaned unknown-savepoint keep')
  })

  it('a directory that a statement would go on from stays, though its attempt is said to have failed', () => {
    const failed = snapshotOf({ id, trigger: 'manual', state: 'FAILED', intent: { failures: 1, attempt } })
    expect(judge(`statements/${uid}/snapshots/${id}-2/savepoint-a/_metadata`, { snapshots: [failed], needed: [`${root}/statements/${uid}/snapshots/${id}-2/savepoint-a`] })).toBe('kept aborted-attempt keep')
    expect(judge(`statements/${uid}/snapshots/${id}-2/savepoint-a/_metadata`, { snapshots: [failed] })).toBe('orphaned aborted-attempt marked')
  })
})

describe('judgeObject: what is left over', () => {
  it.each([
    ['a checkpoint that was not completed', inJob('chk-9/x'), { directories: [directory()] }, 'orphaned aborted-checkpoint marked'],
    ['the same, young', inJob('chk-9/x'), { directories: [directory()], ageMs: 1_000 }, 'orphaned checkpoints keep'],
    ['what tasks own, while there are snapshots', inJob('taskowned/x'), { directories: [directory()], snapshots: [snapshotOf({})] }, 'kept checkpoints keep'],
    ['what tasks own, after the last one', inJob('taskowned/x'), { directories: [directory()] }, 'orphaned empty-directory marked'],
    ['checkpoints of a drill', inJob('chk-1/_metadata'), { directories: [directory({ isWorthless: true })] }, 'orphaned worthless-checkpoints marked'],
    ['plans of a deleted statement', `statements/${uid}/plans/1.json`, { statements: [] }, 'orphaned plan marked'],
    ['how a job ended long ago', `pools/p/archive/c/applications/${jobId}/jobs/${jobId}`, {}, 'records job-record marked'],
    ['checkpoints of a query that is over', `pools/p/checkpoints/${'b'.repeat(32)}/chk-1/_metadata`, {}, 'orphaned query-checkpoint marked'],
    ['the marker of an emptied directory', `statements/${uid}/plans/`, { statements: [] }, 'orphaned directory marked'],
    ['the marker of one that is not empty to anybody', 'imports/', {}, 'unknown unknown keep'],
    ['what turns up in the place of something deleted', `statements/${uid}/savepoints/1-1/savepoint-x/_metadata`, { deletions: [{ key: `${root}/statements/${uid}/savepoints/1-1` }] }, 'orphaned remains marked'],
  ])('%s', (_what, key, world, verdict) => {
    expect(judge(key, world)).toBe(verdict)
  })

  it('a marker is a unit of its own beside the files of its directory', () => {
    const context = createStorageContext({ tenant, nowMs, settings: defaultStorageSettings, snapshots: [], directories: [directory({ isWorthless: true })], statements: [statement()], marks: [], deletions: [], confirmed: [], needed: [] })
    const unitOf = (key: string): string => judgeObject({ key, sizeBytes: 0, modifiedMs: 0 }, [], context).unitKey
    expect([unitOf(`${jobDirectory}/`), unitOf(`${jobDirectory}/x`)]).toEqual([`${jobDirectory}/`, jobDirectory])
  })
})
