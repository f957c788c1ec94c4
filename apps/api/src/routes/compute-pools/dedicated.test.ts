import { ok, ownPoolIdOf } from '@headgate/domain'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTestApi } from '../../testing/create-test-api.ts'
import type { TestApi } from '../../testing/create-test-api.ts'
import { moveStatement } from '../../testing/move-statement.ts'
import { addSnapshot } from '../../testing/new-snapshot.ts'

const asked: string[] = []
let api: TestApi
beforeEach(async () => {
  asked.length = 0
  api = await createTestApi({ logs: { readLogs: async (pool) => (asked.push(pool.computePoolId), ok([])) } })
})
afterEach(() => api.close())

const path = '/fcpm/v2/compute-pools'
const createPool = (spec: object = {}) =>
  api.request('POST', path, { body: { spec: { display_name: 'mine', cloud: 'AWS', region: 'local-1', environment: { id: api.tenant.environmentId }, ...spec } } })
const create = (name: string, sql: string, spec: object) => api.request('POST', `${api.tenant.sqlPath}/statements`, { body: { name, spec: { statement: sql, ...spec } } })
const ownPools = () => [...api.stores.database.pools.values()].filter((pool) => pool.ownOf !== undefined)
const uidOf = (name: string) => [...api.stores.database.statements.values()].find((row) => row.name === name)?.uid ?? ''
const insert = 'INSERT INTO t SELECT 1'

describe('a DEDICATED pool', () => {
  it('says so, and a SHARED one says nothing', async () => {
    const dedicated = await createPool({ type: 'DEDICATED' })
    expect(dedicated.body.spec.type).toBe('DEDICATED')
    expect((await api.request('GET', `${path}/${dedicated.body.id}?environment=${api.tenant.environmentId}`)).body.spec.type).toBe('DEDICATED')
    expect('type' in (await createPool({ type: 'SHARED' })).body.spec).toBe(false)
    expect('type' in (await createPool()).body.spec).toBe(false)
    expect((await createPool({ type: 'LONELY' })).status).toBe(400)
  })

  it('cannot become a SHARED one, nor the other way: 422 with the way there', async () => {
    const change = (id: string, type: string) => api.request('PATCH', `${path}/${id}`, { body: { spec: { environment: { id: api.tenant.environmentId }, max_cfu: 3, type } } })
    const { id } = (await createPool({ type: 'DEDICATED' })).body
    const refused = await change(id, 'SHARED')
    expect(refused).toMatchObject({ status: 422, body: { errors: [{ code: 'immutable', source: { pointer: '/spec/type' }, detail: expect.stringContaining('change its compute_pool_id') }] } })
    expect(await change(id, 'DEDICATED')).toMatchObject({ status: 200, body: { spec: { type: 'DEDICATED', max_cfu: 3 } } })
    expect((await change(api.tenant.poolId, 'DEDICATED')).status).toBe(422)
    expect((await change(api.tenant.poolId, 'SHARED')).status).toBe(200)
  })

  it('each INSERT is born with an own pool, which nobody sees; others, and what is refused, have none', async () => {
    const { id } = (await createPool({ type: 'DEDICATED', max_cfu: 4 })).body
    expect((await create('a', insert, { compute_pool_id: id })).body.spec.compute_pool_id).toBe(id)
    expect(ownPools()).toMatchObject([{ id: ownPoolIdOf(id, uidOf('a')), ownOf: { statementUid: uidOf('a'), computePoolId: id }, spec: { maxCfu: 4, region: 'local-1', defaultPool: false } }])
    await create('q', 'SELECT 1', { compute_pool_id: id })
    await create('d', "CREATE TABLE x (a INT) WITH ('connector' = 'datagen')", { compute_pool_id: id })
    await create('refused', insert, { compute_pool_id: id, properties: { 'sql.nonsense': 'x', 'classloader.resolve-order': 'x' } })
    await create('shared', insert, {})
    expect((await api.request('GET', `${api.tenant.sqlPath}/statements/refused`)).body.status.phase).toBe('FAILED')
    expect(ownPools()).toHaveLength(1)
    const listed = await api.request('GET', `${path}?environment=${api.tenant.environmentId}`)
    expect(listed.body.data.map((pool: { id: string }) => pool.id).sort()).toEqual([id, api.tenant.poolId].sort())
    const [own] = ownPools()
    expect((await api.request('GET', `${path}/${own?.id}?environment=${api.tenant.environmentId}`)).status).toBe(404)
    expect((await api.request('DELETE', `${path}/${own?.id}?environment=${api.tenant.environmentId}`)).status).toBe(404)
    expect((await create('b', insert, { compute_pool_id: own?.id })).status).toBe(422)
    expect((await api.request('DELETE', `${path}/${id}?environment=${api.tenant.environmentId}`)).status).toBe(409)
  })

  it('a statement that moves there gets one, and keeps none elsewhere', async () => {
    const { id } = (await createPool({ type: 'DEDICATED' })).body
    await create('a', insert, { stopped: true })
    await moveStatement(api, 'a', { status: { phase: 'STOPPED' }, intent: { rest: 'stopped' } })
    const replace = (value: string) => api.request('PATCH', `${api.tenant.sqlPath}/statements/a`, { body: [{ op: 'replace', path: '/spec/compute_pool_id', value }] })
    expect(await replace(id)).toMatchObject({ status: 200, body: { spec: { compute_pool_id: id } } })
    const own = async () => {
      const { organizationId, environmentId } = api.tenant
      const loaded = await api.stores.reconcile.loadStatement({ kind: 'statement', organizationId, environmentId, id: uidOf('a') })
      return loaded.ok ? loaded.value.ownPoolId : undefined
    }
    expect(await own()).toBe(ownPoolIdOf(id, uidOf('a')))
    expect((await replace(api.tenant.poolId)).status).toBe(200)
    expect(await own()).toBeUndefined()
    expect((await replace(id)).status).toBe(200)
    expect(ownPools()).toHaveLength(1)
  })

  it('a fork that runs there gets one', async () => {
    const { id } = (await createPool({ type: 'DEDICATED' })).body
    const snapshot = await addSnapshot(api, { id: '00000000-0000-4000-8000-000000000001' })
    expect((await api.request('POST', `${api.tenant.headgatePath}/snapshots/${snapshot.id}/forks`, { body: { statement_name: 'forked', compute_pool_id: id } })).status).toBe(201)
    expect(ownPools()).toMatchObject([{ ownOf: { statementUid: uidOf('forked'), computePoolId: id } }])
  })

  it('logs are those of where the statement ran, or will run', async () => {
    const { id } = (await createPool({ type: 'DEDICATED' })).body
    await create('a', insert, { compute_pool_id: id })
    await create('q', 'SELECT 1', { compute_pool_id: id })
    for (const name of ['a', 'q']) expect((await api.request('GET', `${api.tenant.headgatePath}/statements/${name}/logs`)).status).toBe(200)
    await moveStatement(api, 'a', { intent: { generation: { generation: 1, jobId: 'f'.repeat(32), computePoolId: 'lfcp-former', clusterGeneration: 1, parallelism: 1, createdAtMs: 1 } } })
    await api.request('GET', `${api.tenant.headgatePath}/statements/a/logs`)
    expect(asked).toEqual([ownPoolIdOf(id, uidOf('a')), id, 'lfcp-former'])
  })
})
