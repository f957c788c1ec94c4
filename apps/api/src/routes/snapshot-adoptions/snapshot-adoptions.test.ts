import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTestApi } from '../../testing/create-test-api.ts'
import type { Loose, TestApi } from '../../testing/create-test-api.ts'
import { moveStatement } from '../../testing/move-statement.ts'
import { addSnapshot } from '../../testing/new-snapshot.ts'

let api: TestApi
let own: string
beforeEach(async () => {
  api = await createTestApi()
  own = `organizations/${api.tenant.organizationId}/environments/${api.tenant.environmentId}`
})
afterEach(() => api.close())

const adopt = (body: object) => api.request('POST', `${api.tenant.headgatePath}/snapshot-adoptions`, { body })
const detail = (answer: { body: Loose }): string => answer.body.errors[0].detail
const rows = () => [...api.stores.database.snapshots.values()]
const statement = async (name: string, sql = 'INSERT INTO t SELECT 1'): Promise<string> =>
  (await api.request('POST', `${api.tenant.sqlPath}/statements`, { body: { name, spec: { statement: sql } } })).body.metadata.uid

describe('POST snapshot-adoptions', () => {
  it('201: written, to be read back; wakes who reads it', async () => {
    const answer = await adopt({ path: 'imports/mine', labels: { from: 'elsewhere' }, pinned: true })
    expect(answer).toMatchObject({
      status: 201,
      body: { spec: { pinned: true, labels: { from: 'elsewhere' } }, status: { state: 'IN_PROGRESS', trigger: 'adopted', kind: 'savepoint', uri: `file:///data/${own}/imports/mine` } },
    })
    expect(answer.headers['location']).toBe(answer.body.metadata.self)
    expect(rows()).toMatchObject([{ state: 'WRITTEN', intent: { directoryKey: `${own}/imports/mine` } }])
    expect(rows()[0]?.blueprint).toBeUndefined()
    expect(api.woken).toMatchObject([{ kind: 'storage' }])
  })

  it('with its statement it can be forked and restored later', async () => {
    const uid = await statement('a')
    const answer = await adopt({ path: `${own}/imports/job/chk-7`, statement_name: 'a' })
    expect(answer.body.status).toMatchObject({ kind: 'checkpoint', statement: { name: 'a', uid, generation: 0, sql: 'INSERT INTO t SELECT 1' } })
  })

  it.each([
    ['imports/mine/'], ['imports/mine/_metadata'], [(key: string) => `file:///data/${key}/imports/mine`], [(key: string) => `file:/data/${key}/imports/mine/_metadata`], [(key: string) => `${key}/imports/mine`],
  ])('the path may be written in several ways (%#)', async (path) => {
    expect((await adopt({ path: typeof path === 'string' ? path : path(own) })).status).toBe(201)
    expect(rows()[0]?.intent.directoryKey).toBe(`${own}/imports/mine`)
  })

  it.each<[string | ((key: string, other: string) => string), RegExp]>([
    ['s3://elsewhere/mine', /outside of the store/],
    ['file:///etc/passwd', /outside of the store/],
    ['file:///database/x', /outside of the store/],
    ['/data/x', /begins with a slash/],
    ['../x', /'\.\.' part/],
    ['a//b', /part/],
    ['a/./b', /part/],
    [(key: string) => `file:///data/${key}/../${'x'}`, /part/],
    [(_key: string, other: string) => `file:///data/${other}/imports/mine`, /own part/],
    [(key: string) => `file:///data/${key}`, /own part/],
    ['files', /files of tables/],
    ['files/orders/x', /files of tables/],
    ['_metadata', /own part/],
    [`${'x'.repeat(256)}/y`, /255 bytes/],
  ])('422 for %s', async (path, why) => {
    const other = `organizations/${api.other.organizationId}/environments/${api.other.environmentId}`
    const answer = await adopt({ path: typeof path === 'string' ? path : path(own, other) })
    expect([answer.status, detail(answer)]).toEqual([422, expect.stringMatching(why)])
    expect(answer.body.errors[0].source.pointer).toBe('/path')
    expect(rows()).toEqual([])
  })

  it('400 for a path that is too long, or none', async () => {
    for (const path of ['x'.repeat(1_025), '', 7]) expect((await adopt({ path })).status).toBe(400)
  })

  it('409 for what is a snapshot’s already, as a whole or in part', async () => {
    const first = await adopt({ path: 'imports/mine' })
    for (const path of ['imports/mine', 'imports/mine/deeper', 'imports']) expect(detail(await adopt({ path }))).toContain(first.body.id)
    const attempt = { attempt: 1, triggerId: '1'.repeat(32), directoryKey: `${own}/statements/s/snapshots/x-1`, startedAtMs: 0, generation: 1, jobId: '2'.repeat(32), computePoolId: 'p', clusterGeneration: 1 }
    await addSnapshot(api, { state: 'IN_PROGRESS', intent: { failures: 0, attempt }, observed: {} })
    expect(detail(await adopt({ path: 'statements/s/snapshots/x-1/savepoint-2' }))).toMatch(/belongs to the snapshot/)
    expect((await adopt({ path: 'imports/mine2' })).status).toBe(201)
  })

  it('two requests at once register one', async () => {
    // Neither sees what the other is about to do.
    api.deps.store = { ...api.deps.store, listSnapshots: async () => ({ ok: true, value: { items: [] } }) }
    expect((await adopt({ path: 'imports/mine' })).status).toBe(201)
    expect((await adopt({ path: 'imports/mine/_metadata' })).status).toBe(409)
    expect(rows()).toHaveLength(1)
  })

  it('409 for a checkpoint of a running statement: its job owns it; not once that is gone', async () => {
    const uid = await statement('a')
    const jobId = '1'.repeat(32)
    const generation = { generation: 2, jobId, computePoolId: api.tenant.poolId, clusterGeneration: 1, parallelism: 1, createdAtMs: 0 }
    await moveStatement(api, 'a', { intent: { generation }, observed: { goneGeneration: 1 } })
    const path = `statements/${uid}/checkpoints/${jobId}/chk-3`
    expect(detail(await adopt({ path }))).toMatch(/statement 'a', whose running job.*Take a snapshot/)
    await moveStatement(api, 'a', { observed: { goneGeneration: 2 } })
    expect((await adopt({ path })).status).toBe(201)
  })

  it('422 for a statement that is not there or has no snapshots', async () => {
    await statement('q', 'SELECT 1')
    for (const statement_name of ['nope', 'q']) expect(await adopt({ path: 'imports/mine', statement_name })).toMatchObject({ status: 422, body: { errors: [{ source: { pointer: '/statement_name' } }] } })
  })

  it('409 where nobody told where the store is', async () => {
    const { storageRoot: _root, ...config } = api.deps.config
    api.deps.config = config
    expect((await adopt({ path: 'imports/mine' })).status).toBe(409)
  })
})
