import { newPoolIntent, newPoolObserved, newPoolStatus, newStatement } from '@headgate/domain'
import type { Result, Statement } from '@headgate/domain'
import type { Lease, WorkKey } from '@headgate/ports'
import { beforeEach, describe, expect, it } from 'vitest'
import { createVirtualClock } from '../virtual-clock.ts'
import { createFakeStores } from './create-fake-stores.ts'

const tenant = { organizationId: 'o1', environmentId: 'env-000001' }
const other = { organizationId: 'o1', environmentId: 'env-000002' }

const value = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`${result.reason}: ${result.message}`)
  return result.value
}

const born = (name: string, over: { uid?: string; dryRun?: boolean; nowMs?: number } = {}) =>
  newStatement({
    ...tenant,
    name,
    uid: over.uid ?? `uid-${name}`,
    spec: { sql: 'SELECT 1', properties: {}, computePoolId: 'lfcp-1', principal: 'sa-1', stopped: false, labels: { team: name } },
    class: 'insert',
    sqlKind: 'INSERT_INTO',
    dryRun: over.dryRun ?? false,
    warnings: [],
    connectionRefs: [],
    nowMs: over.nowMs ?? 1_000,
  })

const keyOf = (statement: Statement): WorkKey => ({ kind: 'statement', ...tenant, id: statement.uid })

describe('createFakeStores', () => {
  let clock = createVirtualClock(1_000)
  let stores = createFakeStores({ clock })
  beforeEach(async () => {
    clock = createVirtualClock(1_000)
    stores = createFakeStores({ clock })
    for (const { organizationId, environmentId } of [tenant, other]) {
      await stores.resources.environments.create(
        { organizationId },
        { organizationId, id: environmentId, displayName: environmentId, defaults: {}, version: 1, createdAtMs: 1, updatedAtMs: 1 },
      )
    }
  })
  const lease = async (statement: Statement, ttlMs = 100): Promise<Lease> =>
    value(await stores.reconcile.lease(keyOf(statement), 'h', clock.nowMs(), ttlMs))
  const commitOf = (statement: Statement) => ({
    expectedIntentVersion: statement.intentVersion,
    intent: statement.intent,
    observed: statement.observed,
    status: statement.status,
    events: [],
    wake: [],
  })

  it('a new statement is due at once, and its name is taken', async () => {
    const created = value(await stores.api.createStatement(tenant, born('a')))
    expect(created).toMatchObject({ specVersion: 1, intentVersion: 1 })
    expect(value(await stores.reconcile.listDue('statement', clock.nowMs(), 10))).toEqual([keyOf(created)])
    expect(await stores.api.createStatement(tenant, born('a', { uid: 'u2' }))).toMatchObject({ ok: false, reason: 'conflict' })
    expect(await stores.api.createStatement(tenant, born('a', { uid: 'u3', dryRun: true }))).toMatchObject({ ok: true })
  })

  it('shares no memory with its callers', async () => {
    const created = value(await stores.api.createStatement(tenant, born('a')))
    expect(() => (created.spec.sql = 'changed')).toThrow(TypeError)
    const given = born('b')
    value(await stores.api.createStatement(tenant, given))
    given.spec.sql = 'changed'
    expect(value(await stores.api.loadStatement(tenant, 'b')).spec.sql).toBe('SELECT 1')
    const loaded = value(await stores.api.loadStatement(tenant, 'a'))
    expect(loaded.spec.sql).toBe('SELECT 1')
    expect(() => (loaded.intent.slotsAsked = 9)).toThrow(TypeError)
    expect(value(await stores.api.loadStatement(tenant, 'a')).intent.slotsAsked).toBe(0)
  })

  it('another environment sees nothing', async () => {
    value(await stores.api.createStatement(tenant, born('a')))
    expect(await stores.api.loadStatement(other, 'a')).toMatchObject({ reason: 'not-found' })
    expect(await stores.api.loadStatementByUid(other, 'uid-a')).toMatchObject({ reason: 'not-found' })
    expect(value(await stores.api.listStatements(other, {}, { pageSize: 10 })).items).toEqual([])
    expect(await stores.api.requestStatementDeletion(other, 'a', 5)).toMatchObject({ reason: 'not-found' })
  })

  it('only the newest lease may write, and commits are compare-and-swap', async () => {
    const statement = value(await stores.api.createStatement(tenant, born('a')))
    const first = await lease(statement)
    expect(await stores.reconcile.lease(keyOf(statement), 'h2', clock.nowMs(), 100)).toMatchObject({ reason: 'conflict' })
    await clock.advance(100)
    const second = await lease(statement)
    expect(second.token).toBeGreaterThan(first.token)
    expect(await stores.reconcile.commitStatement(first, commitOf(statement))).toMatchObject({ reason: 'conflict' })
    const committed = value(await stores.reconcile.commitStatement(second, commitOf(statement)))
    expect(committed.intentVersion).toBe(2)
    expect(await stores.reconcile.commitStatement(second, commitOf(statement))).toMatchObject({ reason: 'conflict' })
    expect(await stores.reconcile.release(first, undefined)).toMatchObject({ reason: 'conflict' })
  })

  it('a wake during the lease wins over the time that the release names', async () => {
    const statement = value(await stores.api.createStatement(tenant, born('a')))
    const held = await lease(statement)
    value(await stores.api.changeStatementSpec(tenant, 'a', { ...statement.spec, stopped: true }, 1, clock.nowMs()))
    expect(value(await stores.reconcile.listDue('statement', clock.nowMs(), 10))).toEqual([])
    expect(value(await stores.reconcile.release(held, undefined))).toEqual({ dueNow: true })
    expect(value(await stores.reconcile.listDue('statement', clock.nowMs(), 10))).toHaveLength(1)
    const again = await lease(statement)
    expect(value(await stores.reconcile.release(again, clock.nowMs() + 50))).toEqual({ dueNow: false })
    expect(value(await stores.reconcile.listDue('statement', clock.nowMs(), 10))).toEqual([])
    expect(value(await stores.reconcile.listDue('statement', clock.nowMs() + 50, 10))).toHaveLength(1)
  })

  it('a key whose holder died is found again by the scan', async () => {
    const statement = value(await stores.api.createStatement(tenant, born('a')))
    await lease(statement, 100)
    expect(value(await stores.reconcile.listDue('statement', clock.nowMs() + 100, 10))).toHaveLength(1)
  })

  it('catalog changes and the outcome are stored together or not at all', async () => {
    const statement = value(await stores.api.createStatement(tenant, born('a')))
    const held = await lease(statement)
    const put = (name: string, expectedVersion: number) => ({ kind: 'put-database' as const, database: { name, version: 9 }, expectedVersion })
    const record = { observed: { goneGeneration: 7 }, events: [], wake: [] }
    const refused = await stores.reconcile.recordStatement(held, { ...record, catalogChanges: [put('x', 0), put('y', 1)] })
    expect(refused).toMatchObject({ reason: 'conflict' })
    expect(value(await stores.api.loadCatalog(tenant)).databases).toEqual([])
    expect(value(await stores.api.loadStatement(tenant, 'a')).observed.goneGeneration).toBe(0)
    value(await stores.reconcile.recordStatement(held, { ...record, catalogChanges: [put('x', 0)] }))
    expect(value(await stores.api.loadCatalog(tenant)).databases).toEqual([{ name: 'x', version: 1 }])
    expect(value(await stores.api.loadCatalog(other)).databases).toEqual([])
  })

  it('pages without repeating, newest first, over labels', async () => {
    for (let index = 0; index < 5; index++) value(await stores.api.createStatement(tenant, born(`s${index}`, { nowMs: 1_000 + Math.floor(index / 2) })))
    const names: string[] = []
    let pageToken: string | undefined
    do {
      const page = value(await stores.api.listStatements(tenant, {}, { pageSize: 2, pageToken }))
      names.push(...page.items.map((item) => item.name))
      pageToken = page.nextPageToken
    } while (pageToken !== undefined)
    expect(names).toEqual(['s4', 's3', 's2', 's1', 's0'])
    const labelled = value(await stores.api.listStatements(tenant, { labels: { team: 's3' } }, { pageSize: 2 }))
    expect(labelled.items.map((item) => item.name)).toEqual(['s3'])
    expect(await stores.api.listStatements(tenant, {}, { pageSize: 2, pageToken: '%%' })).toMatchObject({ reason: 'rejected' })
  })

  it('tells a pool who asks for it and who holds it', async () => {
    const pool = {
      ...tenant,
      id: 'lfcp-1',
      spec: { displayName: 'p', cloud: 'AWS', region: 'r', maxCfu: 10, defaultPool: false, enableAi: false },
      createdAtMs: 1,
      intent: newPoolIntent(),
      observed: newPoolObserved(1),
      status: newPoolStatus(),
    }
    value(await stores.api.createPool(tenant, pool))
    const statement = value(await stores.api.createStatement(tenant, born('a')))
    expect(value(await stores.reconcile.listDemands({ ...tenant, computePoolId: 'lfcp-1' }))).toEqual([])
    const held = await lease(statement)
    const generation = { generation: 1, jobId: 'j', computePoolId: 'lfcp-1', clusterGeneration: 4, parallelism: 1, createdAtMs: 1 }
    const intent = { ...statement.intent, slotsAsked: 2, slotsAskedAtMs: 5, generation }
    value(await stores.reconcile.commitStatement(held, { ...commitOf(statement), intent, wake: [{ kind: 'pool', ...tenant, id: 'lfcp-1' }] }))
    expect(value(await stores.reconcile.listDemands({ ...tenant, computePoolId: 'lfcp-1' }))).toEqual([
      { uid: 'uid-a', name: 'a', needsGateway: false, slotsAsked: 2, slotsAskedAtMs: 5, jobId: 'j', clusterGeneration: 4, startedAtMs: 1 },
    ])
    expect(value(await stores.api.countLiveStatements(tenant, 'lfcp-1'))).toBe(1)
  })

  it('an idempotency key is reserved, answered and forgotten', async () => {
    const answer = { status: 201, headers: { a: 'b' }, body: '{}' }
    expect(await stores.api.beginIdempotent({ organizationId: 'o1', key: 'k', holder: 'h' }, 'h', 0, 100)).toEqual({ ok: true, value: undefined })
    expect(await stores.api.beginIdempotent({ organizationId: 'o1', key: 'k', holder: 'h' }, 'h', 0, 100)).toMatchObject({ reason: 'conflict' })
    expect(await stores.api.beginIdempotent({ organizationId: 'o2', key: 'k', holder: 'h' }, 'h', 0, 100)).toMatchObject({ ok: true })
    value(await stores.api.finishIdempotent({ organizationId: 'o1', key: 'k', holder: 'h' }, answer, 1_000))
    expect(await stores.api.beginIdempotent({ organizationId: 'o1', key: 'k', holder: 'h' }, 'h', 500, 100)).toEqual({ ok: true, value: answer })
    expect(await stores.api.beginIdempotent({ organizationId: 'o1', key: 'k', holder: 'h' }, 'other', 500, 100)).toMatchObject({ reason: 'conflict' })
    expect(await stores.api.beginIdempotent({ organizationId: 'o1', key: 'k', holder: 'h' }, 'other', 1_000, 100)).toEqual({ ok: true, value: undefined })
  })

  it('a removed statement takes its spool and its work with it', async () => {
    const statement = value(await stores.api.createStatement(tenant, born('a')))
    value(await stores.spool.append(tenant, statement.uid, 0, [{ op: 0, row: ['1'] }], 1, 'p1'))
    value(await stores.spool.append(tenant, statement.uid, 0, [{ op: 0, row: ['1'] }], 1, 'p2'))
    expect(value(await stores.spool.state(tenant, statement.uid))).toMatchObject({ nextChunk: 1, rowsTotal: 1, position: 'p1' })
    expect(await stores.spool.append(tenant, statement.uid, 3, [], 1)).toMatchObject({ reason: 'conflict' })
    expect(value(await stores.spool.read(tenant, statement.uid, 1, 7))).toEqual({ rows: undefined, last: false })
    expect(value(await stores.spool.state(tenant, statement.uid))).toMatchObject({ readUpToChunk: 1, lastReadAtMs: 7 })
    value(await stores.spool.trim(tenant, statement.uid, 1))
    expect(await stores.spool.read(tenant, statement.uid, 0, 7)).toMatchObject({ reason: 'not-found' })
    const held = await lease(statement)
    value(await stores.reconcile.removeStatement(held))
    expect(await stores.spool.append(tenant, statement.uid, 1, [], 1)).toMatchObject({ reason: 'not-found' })
    expect(await stores.reconcile.lease(keyOf(statement), 'h', clock.nowMs(), 1)).toMatchObject({ reason: 'not-found' })
  })

  it('resources are versioned, scoped and found in order', async () => {
    const account = (id: string, createdAtMs: number) => ({ organizationId: 'o1', id, displayName: id, description: '', version: 1, createdAtMs, updatedAtMs: 1 })
    const { serviceAccounts, environments } = stores.resources
    for (const [id, atMs] of [['sa-b', 1], ['sa-a', 1], ['sa-c', 0]] as const) value(await serviceAccounts.create({ organizationId: 'o1' }, account(id, atMs)))
    const listed = value(await serviceAccounts.list({ organizationId: 'o1' }, { pageSize: 10 }))
    expect(listed.items.map((item) => item.id)).toEqual(['sa-c', 'sa-a', 'sa-b'])
    expect(value(await serviceAccounts.list({ organizationId: 'o2' }, { pageSize: 10 })).items).toEqual([])
    expect(await serviceAccounts.load({ organizationId: 'o2' }, 'sa-a')).toMatchObject({ reason: 'not-found' })
    expect(value(await serviceAccounts.replace({ organizationId: 'o1' }, 'sa-a', account('sa-a', 1), 1)).version).toBe(2)
    expect(await serviceAccounts.replace({ organizationId: 'o1' }, 'sa-a', account('sa-a', 1), 1)).toMatchObject({ reason: 'conflict' })
    expect(await environments.load(other, tenant.environmentId)).toMatchObject({ reason: 'not-found' })
    value(await stores.api.createStatement(tenant, born('a')))
    expect(await environments.remove({ organizationId: 'o1' }, tenant.environmentId)).toMatchObject({ reason: 'conflict' })
  })
})
