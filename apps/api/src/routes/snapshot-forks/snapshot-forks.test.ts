import type { NewSnapshot, PreparedFact } from '@headgate/domain'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTestApi } from '../../testing/create-test-api.ts'
import type { Loose, TestApi } from '../../testing/create-test-api.ts'
import { moveStatement } from '../../testing/move-statement.ts'
import { addSnapshot, newSnapshot, preparedFact } from '../../testing/new-snapshot.ts'

let api: TestApi
let path: string
beforeEach(async () => {
  api = await createTestApi()
  path = `${api.tenant.headgatePath}/snapshots`
})
afterEach(() => api.close())

const id = '00000000-0000-4000-8000-000000000001'
const copyId = '00000000-0000-4000-8000-000000000002'
const fork = (more: object = {}, of = id) => api.request('POST', `${path}/${of}/forks`, { body: { statement_name: 'mine', ...more } })
const stored = () => [...api.stores.database.statements.values()].find((row) => row.name === 'mine')
const detail = (answer: { body: Loose }): string => answer.body.errors[0].detail
const blueprint = () => newSnapshot(api, api.tenant).blueprint as NonNullable<NewSnapshot['blueprint']>
const withPrepared = (prepared: Partial<PreparedFact>): Partial<NewSnapshot> => ({ id, statement: { uid: 'u', name: 'orders', generation: 2 }, blueprint: { ...blueprint(), prepared: { ...preparedFact, ...prepared } } })

describe('a fork', () => {
  it('201: the SQL and settings of the other statement, its plan, its state, and nothing of its past', async () => {
    const snapshot = await addSnapshot(api, { id, trigger: 'stop', statement: { uid: 'u', name: 'orders', generation: 2 }, blueprint: { ...blueprint(), properties: { 'sql.secrets.password': 'canary', 'sql.parallelism': '2' } } })
    const answer = await fork({ labels: { team: 'a' }, properties: { 'parallelism.default': 4 } })
    expect(answer).toMatchObject({
      status: 201,
      body: {
        kind: 'Statement', name: 'mine', metadata: { labels: { team: 'a' } }, status: { phase: 'PENDING', warnings: [] },
        spec: { statement: 'INSERT INTO t SELECT 1', compute_pool_id: api.tenant.poolId, principal: api.tenant.accountId, stopped: false, properties: { 'sql.secrets.password': '<REDACTED>', 'parallelism.default': '4' } },
      },
    })
    expect(answer.headers['location']).toBe(answer.body.metadata.self)
    expect(stored()).toMatchObject({
      class: 'insert',
      spec: { properties: { 'sql.secrets.password': 'canary', 'parallelism.default': '4' } },
      intent: { restorePoint: { kind: 'savepoint', uri: snapshot.observed.uri, generation: 0 }, stateExpected: true, origin: { kind: 'fork', snapshotId: id, prepared: preparedFact, dropsSinkState: false } },
      observed: { goneGeneration: 0 },
    })
    expect(stored()?.spec.properties['sql.parallelism']).toBeUndefined()
    expect(api.woken).toContainEqual({ kind: 'statement', organizationId: api.tenant.organizationId, environmentId: api.tenant.environmentId, id: stored()?.uid })
    // What it begins with cannot go meanwhile.
    expect((await api.request('DELETE', `${path}/${id}`)).body.errors[0].detail).toMatch(/'mine' would go on from it/)
  })

  it('409 when the name is taken, and when the snapshot went to the trash meanwhile', async () => {
    await addSnapshot(api, { id })
    expect((await fork()).status).toBe(201)
    expect((await fork()).status).toBe(409)
    const { store } = api.deps
    api.deps.store = { ...store, createFork: async (...given) => {
      await addSnapshot(api, { id, spec: { labels: {}, pinned: false, trash: { atMs: 0, by: 'user', reason: 'x' } } })
      return store.createFork(...given)
    } }
    expect((await fork({ statement_name: 'other' })).status).toBe(409)
  })

  it.each<[string, Partial<NewSnapshot>, RegExp]>([
    ['PENDING', { state: 'PENDING' }, /wait until it is COMPLETED/],
    ['FAILED', { state: 'FAILED' }, /is FAILED/],
    ['TRASHED', { spec: { labels: {}, pinned: false, trash: { atMs: 0, by: 'user', reason: 'x' } } }, /recover it first/],
    ['DELETING', { state: 'DELETING' }, /being deleted/],
    ['broken', { observed: { uri: 'file:///data/x', verifications: [{ atMs: 1, how: 'files', isGood: false, message: 'A file is missing.' }] } }, /broken \(A file is missing\.\)/],
    ['of nobody', { blueprint: undefined }, /not known what ran/],
  ])('409 from one that is %s', async (_what, more, why) => {
    await addSnapshot(api, { ...more, id })
    const answer = await fork()
    expect([answer.status, detail(answer)]).toEqual([409, expect.stringMatching(why)])
    expect(stored()).toBeUndefined()
  })

  it('422 when its SQL must not reach Flink (any more), and for properties that would have no effect', async () => {
    await addSnapshot(api, { id, blueprint: { ...blueprint(), sql: "INSERT INTO t SELECT * FROM s /*+ OPTIONS('path'='file:///etc/passwd') */" } })
    expect(await fork()).toMatchObject({ status: 422, body: { errors: [{ code: 'refused_by_gate' }] } })
    await addSnapshot(api, { id })
    const answer = await fork({ properties: { 'sql.state-ttl': '1 h', 'sql.dry-run': 'true' } })
    expect(answer.body.errors.map((error: Loose) => error.source.pointer)).toEqual(['/properties/sql.state-ttl', '/properties/sql.dry-run'])
    expect((await fork({ properties: { 'sql.parallelism': 'many' } })).status).toBe(422)
    expect(stored()).toBeUndefined()
  })

  it('409 from what does not go on', async () => {
    await addSnapshot(api, { id, blueprint: { ...blueprint(), sql: 'SELECT 1' } })
    expect((await fork()).status).toBe(409)
  })

  it('404 for a snapshot of another organization', async () => {
    await addSnapshot(api, { id }, api.other)
    expect((await fork()).status).toBe(404)
  })
})

describe('sinks that write exactly once', () => {
  const refused = async (more: Partial<NewSnapshot>): Promise<string> => {
    await addSnapshot(api, more)
    const answer = await fork()
    expect(answer).toMatchObject({ status: 409, body: { errors: [{ code: 'exactly_once_sinks', source: { pointer: '/drop_sink_state' } }] } })
    return detail(answer)
  }

  it('a snapshot of a running job is refused, with what would happen and what can be done', async () => {
    for (const trigger of ['manual', 'scheduled', 'retained', 'adopted'] as const) {
      const why = await refused({ ...withPrepared({ exactlyOnceSinks: ['totals'] }), trigger })
      for (const words of [/'totals' is written exactly once/, new RegExp(`trigger is ${trigger}`), /commit them again/, /stop 'orders'/, /drop_sink_state/]) expect(why).toMatch(words)
    }
  })

  it('so is one whose sinks are not known', async () => {
    const { exactlyOnceSinks: _sinks, ...unknown } = preparedFact
    expect(await refused({ id, blueprint: { ...blueprint(), prepared: unknown } })).toMatch(/not known whether/)
  })

  it('files are never shared: not even a snapshot of a stop is taken, for a file stays open over it', async () => {
    for (const trigger of ['stop', 'manual'] as const) {
      const why = await refused({ ...withPrepared({ exactlyOnceSinks: ['files', 'topic'], fileSinks: ['files'] }), trigger })
      for (const words of [/^'files' is written to files/, /take it away from 'orders'/, /drop_sink_state/]) expect(why).toMatch(words)
    }
    expect((await fork({ drop_sink_state: true })).status).toBe(201)
  })

  it('nor is one of a stop whose sinks are not known', async () => {
    const { exactlyOnceSinks: _sinks, fileSinks: _files, ...unknown } = preparedFact
    expect(await refused({ id, trigger: 'stop', blueprint: { ...blueprint(), prepared: unknown } })).toMatch(/not known whether/)
  })

  it('one of a stop is taken, and a copy of one', async () => {
    await addSnapshot(api, { ...withPrepared({ exactlyOnceSinks: ['totals'] }), trigger: 'stop' })
    await addSnapshot(api, { ...withPrepared({ exactlyOnceSinks: ['totals'] }), id: copyId, trigger: 'exported', copyOf: id })
    expect((await fork({ statement_name: 'b' }, copyId)).status).toBe(201)
    expect((await fork()).status).toBe(201)
    expect(stored()?.intent.origin?.dropsSinkState).toBe(false)
  })

  it('a copy of one that is not of a stop, or is gone, is refused', async () => {
    const copy = { ...withPrepared({ exactlyOnceSinks: ['totals'] }), id: copyId, trigger: 'exported' as const, copyOf: id }
    await addSnapshot(api, copy)
    expect(await fork({}, copyId)).toMatchObject({ status: 409, body: { errors: [{ code: 'exactly_once_sinks' }] } })
    await addSnapshot(api, { ...withPrepared({ exactlyOnceSinks: ['totals'] }), trigger: 'manual' })
    expect((await fork({}, copyId)).status).toBe(409)
  })

  it('drop_sink_state takes it, and says what follows', async () => {
    await addSnapshot(api, { ...withPrepared({ exactlyOnceSinks: ['totals'] }), trigger: 'manual' })
    const answer = await fork({ drop_sink_state: true })
    expect(answer).toMatchObject({ status: 201, body: { status: { warnings: [{ severity: 'MODERATE', reason: 'SINK_STATE_DROPPED', message: expect.stringMatching(/no transaction of 'orders'/) }] } } })
    expect(stored()?.intent.origin?.dropsSinkState).toBe(true)
  })
})

describe('the pool of a fork', () => {
  it('is the one that is named, else that of the other statement, else the default one', async () => {
    const made = await api.request('POST', '/fcpm/v2/compute-pools', { body: { spec: { display_name: 'second', cloud: 'AWS', region: 'local-1', environment: { id: api.tenant.environmentId } } } })
    const second = made.body.id as string
    await addSnapshot(api, { id, blueprint: { ...blueprint(), computePoolId: second } })
    expect((await fork({ statement_name: 'a' })).body.spec.compute_pool_id).toBe(second)
    expect((await fork({ statement_name: 'b', compute_pool_id: api.tenant.poolId })).body.spec.compute_pool_id).toBe(api.tenant.poolId)
    await addSnapshot(api, { id, blueprint: { ...blueprint(), computePoolId: 'lfcp-gone00' } })
    expect((await fork({ statement_name: 'c' })).body.spec.compute_pool_id).toBe(api.tenant.poolId)
    expect(await fork({ statement_name: 'd', compute_pool_id: api.other.poolId })).toMatchObject({ status: 422, body: { errors: [{ source: { pointer: '/compute_pool_id' } }] } })
  })

  it('is in the region of the other one', async () => {
    await addSnapshot(api, { id })
    const pool = [...api.stores.database.pools.entries()].find(([, row]) => row.id === api.tenant.poolId)
    if (pool === undefined) throw new Error('There is no pool.')
    const far = await api.request('POST', '/fcpm/v2/compute-pools', { body: { spec: { display_name: 'second', cloud: 'AWS', region: 'local-1', environment: { id: api.tenant.environmentId } } } })
    api.stores.database.pools.set(pool[0], { ...pool[1], spec: { ...pool[1].spec, region: 'far-1' } })
    expect(detail(await fork({ compute_pool_id: far.body.id }))).toMatch(/another region/)
  })

  it('409 of a stop as well, while the other statement runs: its transactions would be ended', async () => {
    await api.request('POST', `${api.tenant.sqlPath}/statements`, { body: { name: 'orders', spec: { statement: 'INSERT INTO t SELECT 1' } } })
    const uid = [...api.stores.database.statements.values()].find((row) => row.name === 'orders')?.uid ?? ''
    await addSnapshot(api, { ...withPrepared({ exactlyOnceSinks: ['totals'] }), statement: { uid, name: 'orders', generation: 1 }, trigger: 'stop' })
    const generation = { generation: 2, jobId: 'a'.repeat(32), computePoolId: api.tenant.poolId, clusterGeneration: 1, parallelism: 1, createdAtMs: 0 }
    await moveStatement(api, 'orders', { intent: { generation } })
    expect(await fork()).toMatchObject({ status: 409, body: { errors: [{ code: 'exactly_once_sinks' }] } })
    await moveStatement(api, 'orders', { intent: { rest: 'stopped' }, observed: { goneGeneration: 2 } })
    expect((await fork()).status).toBe(201)
  })
})
