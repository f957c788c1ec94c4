import { bornDirectory, bornPool, bornSnapshot, bornStatement, bornTable, changeOf, leaseStorage, makeTenant, statementKey, valueOf } from '@headgate/ports/contracts'
import type { StoresUnderTest } from '@headgate/ports/contracts'
import { defaultSnapshotPolicy } from '@headgate/domain'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createPostgresStores } from './postgres-stores.ts'
import type { ServingRole } from './roles.ts'
import { makeStoresUnderTest, startTestPostgres } from './testing.ts'
import type { TestPostgres } from './testing.ts'

const canary = 'CANARY-d41d8cd98f'
let postgres: TestPostgres
let stores: StoresUnderTest
let tenant: { organizationId: string; environmentId: string }
let tables: string[]

/** Runs in one transaction under a URL, with settings of the transaction. */
async function ask(url: string, sql: string, settings: Record<string, string> = {}): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query('BEGIN')
    for (const [name, value] of Object.entries(settings)) await client.query('SELECT set_config($1, $2, true)', [name, value])
    const result = await client.query(sql)
    await client.query('COMMIT')
    return result
  } finally {
    await client.end()
  }
}

beforeAll(async () => {
  postgres = await startTestPostgres()
  stores = makeStoresUnderTest(postgres)
  tenant = await makeTenant(stores)
  const times = { version: 1, createdAtMs: 1, updatedAtMs: 1 }
  const { organizationId } = tenant
  // One row in every table, with a secret in each place that takes one.
  valueOf(await stores.resources.serviceAccounts.create(tenant, { organizationId, id: 'sa-1', displayName: 'd', description: '', ...times }))
  valueOf(await stores.resources.apiKeys.create({ organizationId }, { organizationId, id: 'KEYKEYKEYKEYKEY1', displayName: '', description: '', ownerId: 'sa-1', reach: { kind: 'cloud' }, secretHash: 'ab', ...times }))
  valueOf(await stores.resources.connections.create(tenant, { ...tenant, name: 'c', connectionType: 'KAFKA', endpoint: 'e', authData: `{"p":"${canary}"}`, ...times }))
  valueOf(await stores.resources.computePoolConfigs.save({ organizationId, defaultPoolEnabled: true, defaultPoolMaxCfu: 5, ...times }, 0))
  valueOf(await stores.api.createPool(tenant, bornPool(tenant)))
  const statement = valueOf(await stores.api.createStatement(tenant, bornStatement(tenant, { name: 's', sql: `SELECT '${canary}'`, properties: { 'sql.secrets.token': canary } })))
  const lease = valueOf(await stores.reconcile.lease(statementKey(statement), 'h', 1, 1_000))
  valueOf(await stores.reconcile.recordStatement(lease, {
    observed: statement.observed,
    events: [{ atMs: 1, type: 'Normal', reason: 'R', message: 'm' }],
    exceptions: [{ name: 'E', message: 'm', atMs: 1 }],
    catalogChanges: [
      { kind: 'put-database', database: { name: 'main', version: 0 }, expectedVersion: 0 },
      { kind: 'put-object', object: bornTable('t', { definition: canary, options: { password: canary }, query: canary }), expectedVersion: 0 },
    ],
    wake: [],
  }))
  valueOf(await stores.spoolWriter.append(tenant, statement.uid, 0, [{ op: 0, row: ['1'] }], 1))
  valueOf(await stores.api.changeStatementSpec(tenant, 's', { ...statement.spec, properties: { ...statement.spec.properties, 'sql.secrets.other': canary } }, 1, 5))
  valueOf(await stores.api.beginIdempotent({ organizationId, key: 'k', holder: 'h' }, 'h', 1, 10))
  valueOf(await stores.api.finishIdempotent({ organizationId, key: 'k', holder: 'h' }, { status: 201, headers: { x: canary }, body: canary }, 100))
  valueOf(await stores.resources.snapshotPolicies.create(tenant, { ...tenant, name: 'p', ...defaultSnapshotPolicy, ...times }))
  const blueprint = { sql: canary, properties: { 'sql.secrets.token': canary }, computePoolId: 'p', principal: 'sa-1' }
  const snapshot = valueOf(await stores.api.createSnapshot(tenant, bornSnapshot(tenant, { id: 'snapshot-1', state: 'WRITTEN', blueprint })))
  valueOf(await stores.api.requestStorageScan(tenant, 1))
  const keeper = await leaseStorage(stores, tenant)
  valueOf(await stores.storage.completeSnapshot(keeper, changeOf(snapshot), [{ key: 'k', sizeBytes: 1 }]))
  valueOf(await stores.storage.putDirectories(keeper, [bornDirectory(statement, { blueprint })]))
  valueOf(await stores.storage.putMarks(keeper, [{ key: 'k', kind: 'orphan', markedAtMs: 1 }], []))
  const deletion = { atMs: Date.now(), key: 'k', kind: 'snapshot', reason: 'r', files: 1, bytes: 1 }
  valueOf(await stores.storage.recordDeletions(keeper, { deletions: [deletion], snapshotIds: [], directoryKeys: [], markKeys: [] }))
  const found = await ask(postgres.adminUrl, `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname <> '_prisma_migrations'`)
  tables = found.rows.map((row: { name: string }) => row.name)
}, 60_000)
afterAll(async () => {
  await stores?.stop()
  await postgres?.stop()
})

describe('tenants, at the level of SQL', () => {
  it('every table has a row to hide', async () => {
    expect(tables.length).toBe(23)
    for (const table of tables) expect([table, (await ask(postgres.adminUrl, `SELECT 1 FROM ${table}`)).rowCount]).not.toEqual([table, 0])
  })

  const scopes: [string, () => Record<string, string>][] = [
    ['without a tenant', () => ({})],
    ['with an empty tenant', () => ({ 'headgate.organization_id': '', 'headgate.environment_id': '' })],
    ['as another organization', () => ({ 'headgate.organization_id': crypto.randomUUID(), 'headgate.environment_id': tenant.environmentId })],
    ['as another key', () => ({ 'headgate.api_key_id': 'ANOTHER' })],
  ]
  for (const [what, settings] of scopes) {
    it(`${what} no role sees or touches a row`, async () => {
      for (const table of tables) {
        for (const url of [postgres.apiUrl, postgres.controllerUrl, postgres.snapshotsUrl]) {
          if (table === 'work_item' && url !== postgres.apiUrl) continue
          // What the role has no grant for is denied before row-level security is asked.
          const rows = await ask(url, `SELECT count(*)::int AS seen FROM ${table}`, settings()).then((result) => result.rows[0].seen as number, (error: Error) => error.message)
          expect([table, rows]).toSatisfy(([, seen]) => seen === 0 || /permission denied/.test(String(seen)))
          const deleted = await ask(url, `DELETE FROM ${table}`, settings()).then((result) => result.rowCount, (error: Error) => error.message)
          expect([table, deleted]).toSatisfy(([, count]) => count === 0 || /permission denied/.test(String(count)))
        }
      }
    })
  }

  it('another environment of the same organization sees none of its rows', async () => {
    const settings = { 'headgate.organization_id': tenant.organizationId, 'headgate.environment_id': 'env-other' }
    for (const table of ['environment', 'connection', 'catalog_database', 'catalog_object', 'compute_pool', 'statement', 'statement_event', 'statement_exception', 'spool', 'spool_chunk', 'work_item', 'api_key', 'snapshot', 'snapshot_policy', 'storage_report', 'storage_deletion']) {
      expect([table, (await ask(postgres.apiUrl, `SELECT 1 FROM ${table}`, settings)).rowCount]).toEqual([table, 0])
    }
    for (const table of ['environment', 'compute_pool', 'statement', 'snapshot', 'snapshot_reference', 'snapshot_policy', 'handed_over_directory', 'storage_report', 'storage_mark', 'storage_deletion']) {
      expect([table, (await ask(postgres.snapshotsUrl, `SELECT 1 FROM ${table}`, settings)).rowCount]).toEqual([table, 0])
    }
  })

  it('the owner of the tables sees nothing either', async () => {
    for (const table of tables) expect([table, (await ask(postgres.migratorUrl, `SELECT 1 FROM ${table}`)).rowCount]).toEqual([table, 0])
  })

  it('a row can neither be put into another tenant nor moved there', async () => {
    const settings = { 'headgate.organization_id': crypto.randomUUID() }
    await expect(ask(postgres.apiUrl, `INSERT INTO service_account VALUES ('${tenant.organizationId}', 'sa-2', '', '', 1, 1, 1)`, settings)).rejects.toThrow('row-level security')
    const own = { 'headgate.organization_id': tenant.organizationId }
    await expect(ask(postgres.apiUrl, `UPDATE service_account SET organization_id = 'other'`, own)).rejects.toThrow('row-level security')
  })

  it('a setting ends with its transaction', async () => {
    const client = new pg.Client({ connectionString: postgres.apiUrl })
    await client.connect()
    await client.query('BEGIN')
    await client.query(`SELECT set_config('headgate.organization_id', $1, true)`, [tenant.organizationId])
    expect((await client.query('SELECT 1 FROM statement')).rowCount).toBe(1)
    await client.query('COMMIT')
    expect((await client.query('SELECT 1 FROM statement')).rowCount).toBe(0)
    await client.end()
  })

  it('the presented key shows its own row and nothing else', async () => {
    const settings = { 'headgate.api_key_id': 'KEYKEYKEYKEYKEY1' }
    expect((await ask(postgres.apiUrl, 'SELECT 1 FROM api_key', settings)).rowCount).toBe(1)
    expect((await ask(postgres.apiUrl, 'DELETE FROM api_key', settings)).rowCount).toBe(0)
    const hidden = new Set(['snapshot_reference', 'handed_over_directory', 'storage_mark'])
    for (const table of tables.filter((name) => name !== 'api_key' && !hidden.has(name))) expect([table, (await ask(postgres.apiUrl, `SELECT 1 FROM ${table}`, settings)).rowCount]).toEqual([table, 0])
    for (const table of hidden) await expect(ask(postgres.apiUrl, `SELECT 1 FROM ${table}`, settings)).rejects.toThrow('permission denied')
  })

  it('the controller crosses tenants in the work index alone', async () => {
    expect((await ask(postgres.controllerUrl, 'SELECT 1 FROM work_item')).rowCount).toBeGreaterThan(0)
    expect((await ask(postgres.controllerUrl, 'SELECT 1 FROM statement')).rowCount).toBe(0)
  })

  it('the keeper of files crosses tenants in the keys of files alone', async () => {
    const kinds = await ask(postgres.snapshotsUrl, 'SELECT DISTINCT kind FROM work_item')
    expect(kinds.rows).toEqual([{ kind: 'storage' }])
    expect((await ask(postgres.snapshotsUrl, `UPDATE work_item SET due_at_ms = 1 WHERE kind = 'statement'`)).rowCount).toBe(0)
    for (const table of ['statement', 'snapshot', 'snapshot_reference']) expect([table, (await ask(postgres.snapshotsUrl, `SELECT 1 FROM ${table}`)).rowCount]).toEqual([table, 0])
  })

  it('what is scratch is hidden from the API, and all that the keeper of files makes or ends', async () => {
    const own = { 'headgate.organization_id': tenant.organizationId, 'headgate.environment_id': tenant.environmentId }
    expect((await ask(postgres.snapshotsUrl, 'UPDATE statement SET deletion_requested_at_ms = 1', own)).rowCount).toBe(0)
    expect((await ask(postgres.snapshotsUrl, 'UPDATE compute_pool SET deletion_requested_at_ms = 1', own)).rowCount).toBe(0)
    const pool = (id: string, scratch: boolean) => `INSERT INTO compute_pool (organization_id, environment_id, id, spec, region, spec_version, created_at_ms, updated_at_ms, intent, intent_version,
      observed, status, scratch) VALUES ('${tenant.organizationId}', '${tenant.environmentId}', '${id}', '{}', '', 1, 1, 1, '{}', 1, '{}', '{}', ${scratch})`
    await expect(ask(postgres.snapshotsUrl, pool('drill-1', false), own)).rejects.toThrow('row-level security')
    await expect(ask(postgres.apiUrl, pool('drill-1', true), own)).rejects.toThrow('row-level security')
    await ask(postgres.snapshotsUrl, pool('drill-1', true), own)
    expect((await ask(postgres.apiUrl, `SELECT 1 FROM compute_pool WHERE id = 'drill-1'`, own)).rowCount).toBe(0)
    expect((await ask(postgres.snapshotsUrl, `UPDATE compute_pool SET deletion_requested_at_ms = 1`, own)).rowCount).toBe(1)
    await ask(postgres.controllerUrl, `DELETE FROM compute_pool WHERE id = 'drill-1'`, own)
  })

  it('own pools are made by the API, and hidden from it', async () => {
    const own = { 'headgate.organization_id': tenant.organizationId, 'headgate.environment_id': tenant.environmentId }
    await ask(postgres.apiUrl, `INSERT INTO compute_pool (organization_id, environment_id, id, spec, region, spec_version, created_at_ms, updated_at_ms, intent, intent_version,
      observed, status, owner_uid, parent_pool_id) VALUES ('${tenant.organizationId}', '${tenant.environmentId}', 'p-1', '{}', '', 1, 1, 1, '{}', 1, '{}', '{}', 'uid-1', 'p')`, own)
    expect((await ask(postgres.apiUrl, `SELECT 1 FROM compute_pool WHERE id = 'p-1'`, own)).rowCount).toBe(0)
    expect((await ask(postgres.apiUrl, `UPDATE compute_pool SET spec_version = 2 WHERE true`, own)).rowCount).toBe(1)
    for (const url of [postgres.controllerUrl, postgres.snapshotsUrl]) expect((await ask(url, `SELECT spec_version FROM compute_pool WHERE id = 'p-1'`, own)).rows).toEqual([{ spec_version: 1 }])
    await expect(ask(postgres.controllerUrl, `UPDATE compute_pool SET owner_uid = 'uid-2'`, own)).rejects.toThrow('permission denied')
    await ask(postgres.controllerUrl, `DELETE FROM compute_pool WHERE id = 'p-1'`, own)
  })

  it('a role writes only its own layer', async () => {
    const own = { 'headgate.organization_id': tenant.organizationId }
    for (const column of ['observed', 'status']) await expect(ask(postgres.apiUrl, `UPDATE statement SET ${column} = ${column}`, own)).rejects.toThrow('permission denied')
    for (const column of ['sql_sealed', 'properties', 'stopped', 'spec_version']) await expect(ask(postgres.controllerUrl, `UPDATE statement SET ${column} = ${column}`, own)).rejects.toThrow('permission denied')
    await expect(ask(postgres.apiUrl, 'UPDATE work_item SET lease_token = 9', own)).rejects.toThrow('permission denied')
    for (const column of ['state', 'intent', 'observed', 'blueprint_sealed']) await expect(ask(postgres.apiUrl, `UPDATE snapshot SET ${column} = ${column}`, own)).rejects.toThrow('permission denied')
    for (const column of ['spec', 'spec_version', 'blueprint_sealed']) await expect(ask(postgres.controllerUrl, `UPDATE snapshot SET ${column} = ${column}`, own)).rejects.toThrow('permission denied')
    for (const column of ['sql_sealed', 'stopped', 'intent', 'observed', 'status']) await expect(ask(postgres.snapshotsUrl, `UPDATE statement SET ${column} = ${column}`, own)).rejects.toThrow('permission denied')
    for (const url of [postgres.apiUrl, postgres.controllerUrl]) {
      for (const table of ['snapshot', 'snapshot_reference', 'handed_over_directory', 'storage_deletion']) await expect(ask(url, `DELETE FROM ${table}`, own)).rejects.toThrow('permission denied')
    }
    for (const table of ['connection', 'catalog_object', 'api_key', 'spool_chunk', 'idempotent_answer']) await expect(ask(postgres.snapshotsUrl, `SELECT 1 FROM ${table}`, own)).rejects.toThrow('permission denied')
    for (const table of ['statement', 'compute_pool', 'environment', 'snapshot_policy']) await expect(ask(postgres.snapshotsUrl, `DELETE FROM ${table}`, own)).rejects.toThrow('permission denied')
    await expect(ask(postgres.controllerUrl, 'SELECT secret_hash FROM api_key', own)).rejects.toThrow('permission denied')
    await expect(ask(postgres.controllerUrl, 'SELECT answer_sealed FROM idempotent_answer', own)).rejects.toThrow('permission denied')
    await expect(ask(postgres.apiUrl, 'CREATE TABLE t ()', own)).rejects.toThrow('permission denied')
  })
})

describe('secrets', () => {
  it('are in clear in no table, and come back whole', async () => {
    for (const table of tables) {
      const { rows } = await ask(postgres.adminUrl, `SELECT * FROM ${table}`)
      expect([table, JSON.stringify(rows).includes(canary)]).toEqual([table, false])
    }
    const loaded = valueOf(await stores.api.loadStatement(tenant, 's'))
    expect(loaded.spec.sql).toContain(canary)
    expect(loaded.spec.properties).toMatchObject({ 'sql.secrets.token': canary, 'sql.secrets.other': canary })
    expect(valueOf(await stores.api.loadCatalog(tenant)).objects[0]).toMatchObject({ definition: canary, options: { password: canary }, query: canary })
    expect(valueOf(await stores.reconcile.loadConnections(tenant, ['c']))[0]?.authData).toContain(canary)
    expect(valueOf(await stores.api.beginIdempotent({ organizationId: tenant.organizationId, key: 'k', holder: 'h' }, 'h', 2, 10))?.body).toBe(canary)
    expect(valueOf(await stores.api.loadSnapshot(tenant, 'snapshot-1')).blueprint).toMatchObject({ sql: canary, properties: { 'sql.secrets.token': canary } })
  })

  it('do not open with another key', async () => {
    const other = createPostgresStores({ url: postgres.apiUrl, role: 'api', secretKey: new Uint8Array(32), clock: { nowMs: () => 0, sleep: async () => {} }, poolSize: 1 })
    await expect(other.api.loadStatement(tenant, 's')).rejects.toThrow('is the secret key the one')
    await other.close()
  })
})

describe('assertRoles', () => {
  const check = async (url: string, role: ServingRole = 'api') => {
    const opened = createPostgresStores({ url, role, secretKey: new Uint8Array(32), clock: { nowMs: () => 0, sleep: async () => {} }, poolSize: 1 })
    try {
      return { checked: await opened.assertRoles(), loaded: await opened.api.loadPool(tenant, 'p') }
    } finally {
      await opened.close()
    }
  }

  it('holds for the serving roles, each in its place', async () => {
    expect((await check(postgres.apiUrl)).checked).toEqual({ ok: true, value: undefined })
    expect((await check(postgres.controllerUrl, 'controller')).checked).toEqual({ ok: true, value: undefined })
    expect((await check(postgres.snapshotsUrl, 'snapshots')).checked).toEqual({ ok: true, value: undefined })
    expect((await check(postgres.snapshotsUrl, 'controller')).checked).toMatchObject({ ok: false, reason: 'rejected', message: expect.stringContaining('not headgate_controller') })
    expect((await check(postgres.controllerUrl)).checked).toMatchObject({ ok: false, reason: 'rejected', message: expect.stringContaining('not headgate_api') })
  })

  it('refuses any other role, and so does every verb', async () => {
    for (const [url, name] of [[postgres.adminUrl, 'admin'], [postgres.migratorUrl, 'headgate_migrator']] as const) {
      const { checked, loaded } = await check(url)
      expect(checked).toMatchObject({ ok: false, reason: 'rejected', message: expect.stringContaining(`the role is ${name}, not headgate_api`) })
      expect(loaded).toMatchObject({ ok: false, reason: 'unavailable', message: 'The database is not safe to serve from.' })
    }
  })
})
