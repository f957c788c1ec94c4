import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTestApi } from '../../testing/create-test-api.ts'
import type { Loose, TestApi } from '../../testing/create-test-api.ts'
import { moveStatement } from '../../testing/move-statement.ts'
import { addSnapshot, preparedFact } from '../../testing/new-snapshot.ts'

let api: TestApi
let path: string
beforeEach(async () => {
  api = await createTestApi()
  path = `${api.tenant.headgatePath}/snapshots`
})
afterEach(() => api.close())

const idNumber = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`
const uidOf = (name: string) => [...api.stores.database.statements.values()].find((row) => row.name === name)?.uid ?? ''
const stored = (id: string) => [...api.stores.database.snapshots.values()].find((row) => row.id === id)
const take = (body: object) => api.request('POST', path, { body })
const ofA = () => ({ statement: { uid: uidOf('a'), name: 'a', generation: 3 } })
const detail = (answer: { body: Loose }): string => answer.body.errors[0].detail
const wokenFor = (kind: string) => api.woken.filter((key) => key.kind === kind)

/** A statement with a job. */
async function running(name: string, sql = 'INSERT INTO t SELECT 1', properties: Record<string, string> = {}): Promise<void> {
  await api.request('POST', `${api.tenant.sqlPath}/statements`, { body: { name, spec: { statement: sql, properties } } })
  const generation = { generation: 3, jobId: '1'.repeat(32), computePoolId: api.tenant.poolId, clusterGeneration: 1, parallelism: 1, createdAtMs: 0 }
  await moveStatement(api, name, { status: { phase: 'RUNNING' }, intent: { generation }, observed: { prepared: preparedFact } })
}

describe('POST snapshots', () => {
  it('201 PENDING, with everything that a statement could be made of again; wakes who has it written', async () => {
    await running('a', 'INSERT INTO t SELECT 1', { 'sql.current-database': 'default' })
    api.woken.length = 0
    const answer = await take({ statement_name: 'a', format: 'canonical', labels: { before: 'migration' }, pinned: true, retain_until: '2027-01-01T00:00:00+01:00' })
    expect(answer).toMatchObject({
      status: 201,
      body: {
        spec: { statement_name: 'a', format: 'canonical', labels: { before: 'migration' }, pinned: true, retain_until: '2026-12-31T23:00:00Z' },
        status: { state: 'PENDING', restorable: false, kind: 'savepoint', trigger: 'manual', verifications: [], statement: { name: 'a', uid: uidOf('a'), generation: 3, sql: 'INSERT INTO t SELECT 1' } },
      },
    })
    expect(answer.headers['location']).toBe(answer.body.metadata.self)
    const row = stored(answer.body.id as string)
    expect(row).toMatchObject({ state: 'PENDING', intent: { failures: 0 }, blueprint: { sql: 'INSERT INTO t SELECT 1', properties: { 'sql.current-database': 'default' }, computePoolId: api.tenant.poolId, prepared: preparedFact } })
    expect(wokenFor('savepoint')).toMatchObject([{ id: answer.body.id }])
    expect(wokenFor('storage')).toMatchObject([{ id: api.tenant.environmentId }])
    expect((await api.request('GET', answer.body.metadata.self)).body).toMatchObject({ id: answer.body.id, status: { needed_by: [] } })
  })

  it.each([['PENDING', /Wait until/], ['STOPPING', /stop takes/], ['STOPPED', /resume it/], ['COMPLETED', /no state/], ['FAILED', /list of its snapshots/]] as const)('409 while it is %s, with what to do', async (phase, advice) => {
    await running('a')
    await moveStatement(api, 'a', { status: { phase } })
    const answer = await take({ statement_name: 'a' })
    expect(answer.status).toBe(409)
    expect(detail(answer)).toMatch(advice)
    expect(api.stores.database.snapshots.size).toBe(0)
  })

  it('409 as soon as a stop or a deletion is asked for', async () => {
    await running('a')
    await api.request('PATCH', `${api.tenant.sqlPath}/statements/a`, { body: [{ op: 'replace', path: '/spec/stopped', value: true }] })
    expect(detail(await take({ statement_name: 'a' }))).toMatch(/STOPPING/)
    await api.request('DELETE', `${api.tenant.sqlPath}/statements/a`)
    expect(detail(await take({ statement_name: 'a' }))).toMatch(/DELETING/)
  })

  it('422 for what never has a snapshot, and for a statement that is not there', async () => {
    await running('q', 'SELECT 1')
    await running('b', 'INSERT INTO t SELECT 1', { 'sql.snapshot.mode': 'now' })
    for (const [name, why] of [['q', /no INSERT/], ['b', /batch/], ['nope', /does not exist/]] as const) {
      const answer = await take({ statement_name: name })
      expect([name, answer.status, answer.body.errors[0].source.pointer]).toEqual([name, 422, '/statement_name'])
      expect(detail(answer)).toMatch(why)
    }
  })

  it.each([['a past time', '2020-01-01T00:00:00Z', /over already/], ['a time too far away', '2200-01-01T00:00:00Z', /hundred years/], ['a leap second', '2026-12-31T23:59:60Z', /cannot be read/]])('422 for retain_until at %s', async (_what, until, why) => {
    await running('a')
    const answer = await take({ statement_name: 'a', retain_until: until })
    expect([answer.status, detail(answer)]).toEqual([422, expect.stringMatching(why)])
  })

  it('409 when too many are under way, and not for those that are over', async () => {
    await running('a')
    await addSnapshot(api, { ...ofA(), id: idNumber(1) })
    for (let count = 0; count < 10; count += 1) expect((await take({ statement_name: 'a' })).status).toBe(201)
    const refused = await take({ statement_name: 'a' })
    expect([refused.status, detail(refused)]).toEqual([409, expect.stringMatching(/10 snapshots of 'a' are under way/)])
  })

  it('is repeated under its Idempotency-Key without a second snapshot', async () => {
    await running('a')
    const ask = () => api.request('POST', path, { body: { statement_name: 'a' }, headers: { 'idempotency-key': 'once' } })
    const [first, second] = [await ask(), await ask()]
    expect(second).toMatchObject({ status: 201, body: { id: first.body.id }, headers: { 'idempotent-replayed': 'true' } })
    expect(api.stores.database.snapshots.size).toBe(1)
  })
})

describe('GET snapshots', () => {
  const ids = async (query: string): Promise<number[]> => (await api.request('GET', `${path}?page_size=100&${query}`)).body.data.map((each: Loose) => Number(each.id.slice(-12)))

  it('newest first, page by page, filtered by what a snapshot is', async () => {
    await running('a')
    const [first, second] = ['2026-11-02T10:00:00Z', '2026-11-02T11:00:00Z'].map((text) => Date.parse(text))
    await addSnapshot(api, { ...ofA(), id: idNumber(1), createdAtMs: first ?? 0, spec: { labels: { team: 'x', of: '1' }, pinned: true } })
    await addSnapshot(api, { ...ofA(), id: idNumber(2), createdAtMs: (first ?? 0) + 1, trigger: 'retained', kind: 'checkpoint' })
    await addSnapshot(api, { id: idNumber(3), createdAtMs: second ?? 0, trigger: 'scheduled', state: 'FAILED', spec: { labels: { team: 'x' }, pinned: false } })
    await addSnapshot(api, { ...ofA(), id: idNumber(9) }, api.other)
    expect(await ids('')).toEqual([3, 2, 1])
    expect(await ids('statement_name=a')).toEqual([2, 1])
    expect(await ids('kind=checkpoint')).toEqual([2])
    expect(await ids('trigger=scheduled')).toEqual([3])
    expect(await ids('pinned=true')).toEqual([1])
    expect(await ids('created_after=2026-11-02T10:30:00Z')).toEqual([3])
    expect(await ids('created_before=2026-11-02T10:30:00Z')).toEqual([2, 1])
    expect(await ids('label_selector=team=x')).toEqual([3, 1])
    expect(await ids('label_selector=team=x,of=1')).toEqual([1])
    expect(await ids('statement_name=nope')).toEqual([])
    const page = await api.request('GET', `${path}?page_size=2`)
    expect(page.body.data).toHaveLength(2)
    expect(page.body.data[0].status.statement).toBeUndefined()
    // Whole statements are read one by one.
    expect(page.body.data[1].status.statement).toEqual({ name: 'a', uid: uidOf('a'), generation: 3 })
    const next = await api.request('GET', page.body.metadata.next)
    expect(next.body.data.map((each: Loose) => each.id)).toEqual([idNumber(1)])
  })

  it('each stands in the list of exactly one state', async () => {
    const trash = { atMs: 0, by: 'policy' as const, reason: 'Old.' }
    const states = ['PENDING', 'IN_PROGRESS', 'WRITTEN', 'COMPLETED', 'FAILED', 'CANCELLED', 'DELETING'] as const
    for (const [index, state] of states.entries()) await addSnapshot(api, { id: idNumber(index), state })
    await addSnapshot(api, { id: idNumber(7), state: 'COMPLETED', spec: { labels: {}, pinned: false, trash } })
    const shown: Record<string, number[]> = {}
    for (const state of ['PENDING', 'IN_PROGRESS', 'COMPLETED', 'FAILED', 'CANCELLED', 'TRASHED', 'DELETING']) {
      shown[state] = (await ids(`state=${state}`)).sort()
      const { data } = (await api.request('GET', `${path}?page_size=100&state=${state}`)).body
      for (const each of data) expect(each.status.state).toBe(state)
    }
    expect(shown).toEqual({ PENDING: [0], IN_PROGRESS: [1, 2], COMPLETED: [3], FAILED: [4], CANCELLED: [5], TRASHED: [7], DELETING: [6] })
    expect(await ids('trashed=true')).toEqual(expect.arrayContaining([7]))
    expect(await ids('trashed=false&state=COMPLETED')).toEqual([3])
    expect(await ids('trashed=true&state=COMPLETED')).toEqual([])
  })

  it.each([['state=NOPE', 400], ['kind=both', 400], ['created_after=yesterday', 400], ['created_after=2026-12-31T23:59:60Z', 422], ['label_selector=x', 400], ['page_token=x', 400]])('%s is %i', async (query, status) => {
    expect((await api.request('GET', `${path}?${query}`)).status).toBe(status)
  })
})

describe('GET snapshots/{id}', () => {
  it('shows operators, sizes, whose it is, how it was verified, and who needs it', async () => {
    await running('a')
    const uri = 'file:///data/x/savepoint-1'
    await moveStatement(api, 'a', { intent: { rest: 'stopped', restorePoint: { kind: 'savepoint', uri: 'file:/data/x/savepoint-1/', generation: 3 } }, observed: { goneGeneration: 3 } })
    const base = await addSnapshot(api, { ...ofA(), id: idNumber(1) })
    const verifications = [{ atMs: 1_000, how: 'files' as const, isGood: true, message: 'All there.' }, { atMs: 2_000, how: 'drill' as const, isGood: true, message: 'Restored.' }]
    await addSnapshot(api, { ...ofA(), id: idNumber(1), observed: { ...base.observed, uri, verifications } })
    const { status } = (await api.request('GET', `${path}/${idNumber(1)}`)).body
    expect(status).toMatchObject({
      state: 'COMPLETED', restorable: true, uri, size: { own_bytes: 300, own_files: 2, shared_bytes: 50, shared_files: 1 }, format_version: 5, flink_version: '2.3',
      operators: [{ uid: 'u', name: 'Aggregate', operator_id: '0'.repeat(32), parallelism: 2, max_parallelism: 720, state_bytes: 250 }],
      verifications: [{ how: 'drill', good: true }, { how: 'files', good: true, message: 'All there.' }],
      needed_by: [{ statement_name: 'a', why: 'resume-target' }],
    })
  })

  it('tells why an attempt failed, when the next one begins, and how far one is', async () => {
    const attempt = { attempt: 2, triggerId: '1'.repeat(32), directoryKey: 'k', startedAtMs: 1_000, generation: 1, jobId: '2'.repeat(32), computePoolId: 'p', clusterGeneration: 1 }
    const failure = { attempt: 1, atMs: 500, message: 'No space left.' }
    await addSnapshot(api, { id: idNumber(1), state: 'PENDING', intent: { attempt, failures: 1, retryAtMs: 9_000 }, observed: { failure } })
    await addSnapshot(api, { id: idNumber(2), state: 'IN_PROGRESS', intent: { attempt, failures: 1 }, observed: { progress: { bytes: 17, files: 2, atMs: 2_000 } } })
    await addSnapshot(api, { id: idNumber(3), state: 'FAILED', intent: { attempt, failures: 3 }, observed: { failure } })
    const read = async (number: number): Promise<Loose> => (await api.request('GET', `${path}/${idNumber(number)}`)).body.status
    expect(await read(1)).toMatchObject({ state: 'PENDING', detail: 'Attempt 1 failed: No space left. It is tried again.', retry_at: '1970-01-01T00:00:09Z' })
    expect(await read(2)).toMatchObject({ state: 'IN_PROGRESS', attempt: 2, started_at: '1970-01-01T00:00:01Z', progress: { bytes: 17, files: 2, at: '1970-01-01T00:00:02Z' } })
    expect(await read(3)).toMatchObject({ state: 'FAILED', detail: 'No space left.' })
    expect((await read(3)).progress).toBeUndefined()
  })

  it('404 for one of another organization, and for what is no id', async () => {
    await addSnapshot(api, { id: idNumber(1) }, api.other)
    for (const id of [idNumber(1), 'nope', idNumber(1).toUpperCase(), '%00']) expect((await api.request('GET', `${path}/${id}`)).status).toBe(id === '%00' ? 400 : 404)
    expect((await api.request('GET', `${api.other.headgatePath}/snapshots/${idNumber(1)}`)).status).toBe(404)
  })
})

describe('PATCH snapshots/{id}', () => {
  const change = (spec: object, id = idNumber(1)) => api.request('PATCH', `${path}/${id}`, { body: { spec } })

  it('200: pins, labels and retains; what is absent stays, null removes', async () => {
    await addSnapshot(api, { id: idNumber(1), spec: { labels: { a: '1', b: '2' }, pinned: false } })
    expect((await change({ pinned: true, labels: { b: null, c: '3' }, retain_until: '2027-01-01T00:00:00Z' })).body.spec).toMatchObject({ pinned: true, labels: { a: '1', c: '3' }, retain_until: '2027-01-01T00:00:00Z' })
    expect((await change({ pinned: false })).body.spec).toMatchObject({ pinned: false, labels: { a: '1', c: '3' }, retain_until: '2027-01-01T00:00:00Z' })
    const last = await change({ retain_until: null })
    expect(last.body.spec.retain_until).toBeUndefined()
    expect(last.body.metadata.resource_version).toBe('4')
    expect(wokenFor('storage').length).toBeGreaterThanOrEqual(3)
  })

  it('what changes nothing writes nothing: a spec can be sent back as it was read, also when its time is over', async () => {
    const spec = { labels: { a: '1' }, pinned: false, retainUntilMs: 5_000 }
    await addSnapshot(api, { id: idNumber(1), spec })
    const seen = (await api.request('GET', `${path}/${idNumber(1)}`)).body
    expect((await change(seen.spec)).body.metadata.resource_version).toBe('1')
  })

  it('422 for a time that is over, and for too many labels', async () => {
    await addSnapshot(api, { id: idNumber(1), spec: { labels: Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`l${index}`, ''])), pinned: false } })
    expect((await change({ retain_until: '2020-01-01T00:00:00Z' })).body.errors[0].source.pointer).toBe('/spec/retain_until')
    expect((await change({ labels: { a: '', b: '', c: '', d: '', e: '' } })).body.errors[0].source.pointer).toBe('/spec/labels')
  })

  it('409 for one that is being deleted, and to pin one in the trash; 404 for one that is not there', async () => {
    await addSnapshot(api, { id: idNumber(1), state: 'DELETING' })
    await addSnapshot(api, { id: idNumber(2), spec: { labels: {}, pinned: false, trash: { atMs: 0, by: 'user', reason: 'x' } } })
    expect((await change({ pinned: true })).status).toBe(409)
    expect(detail(await change({ pinned: true }, idNumber(2)))).toMatch(/Recover it first/)
    expect((await change({ labels: { a: '1' } }, idNumber(2))).status).toBe(200)
    expect((await change({ pinned: true }, idNumber(3))).status).toBe(404)
  })
})
