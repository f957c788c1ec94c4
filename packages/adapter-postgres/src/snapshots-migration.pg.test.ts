import { checkpointsKey, savepointKey } from '@headgate/domain'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { migrate } from './migrate.ts'
import { readMigrations } from './migrations.ts'
import { openSchemaEngine } from './schema-engine.ts'
import { startTestPostgres } from './testing.ts'
import type { TestPostgres } from './testing.ts'

let postgres: TestPostgres
let admin: pg.Client
beforeAll(async () => {
  postgres = await startTestPostgres({ migrated: false })
  admin = new pg.Client({ connectionString: postgres.adminUrl })
  await admin.connect()
}, 60_000)
afterAll(async () => {
  await admin?.end()
  await postgres?.stop()
})

const tenant = { organizationId: 'org-1', environmentId: 'env-1' }
const jobId = 'a'.repeat(32)
const triggerId = '0123456789abcdef0123456789abcdef'

async function insertStatement(uid: string, over: { class?: string; intent: unknown; observed: unknown }): Promise<void> {
  await admin.query(
    `INSERT INTO statement (organization_id, environment_id, uid, name, class, dry_run, sql_sealed, properties, compute_pool_id, principal, stopped, labels, spec_version, created_at_ms,
       updated_at_ms, intent, intent_version, observed, status, phase) VALUES ($1, $2, $3, $4, $5, false, 'v1', '{}', 'p', 'sa', false, '{}', 1, 1, 77, $6, 1, $7, '{}', 'STOPPED')`,
    [tenant.organizationId, tenant.environmentId, uid, `name-${uid}`, over.class ?? 'insert', over.intent, over.observed],
  )
}

it('is refused before anything is done when the role of the keeper of files is missing', async () => {
  await admin.query('ALTER ROLE headgate_snapshots RENAME TO aside')
  expect(await migrate(postgres.migratorUrl)).toMatchObject({ ok: false, reason: 'rejected', message: expect.stringMatching(/headgate_snapshots.*--create-roles/) })
  expect((await admin.query(`SELECT 1 FROM pg_class WHERE relnamespace = 'public'::regnamespace`)).rowCount).toBe(0)
  await admin.query('ALTER ROLE aside RENAME TO headgate_snapshots')
})

it('a migration that fails leaves nothing behind', async () => {
  const engine = await openSchemaEngine(postgres.migratorUrl)
  const sql = '-- A comment; with a semicolon.\nCREATE TABLE first (a int);\nCREATE TABLE first (a int);'
  const migrationDirectories = [{ path: '20200101000000_bad', migrationFile: { path: 'migration.sql', content: { tag: 'ok' as const, value: sql } } }]
  const migrationsList = { baseDir: '/', lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"' }, shadowDbInitScript: '', migrationDirectories }
  await expect(engine.applyMigrations({ migrationsList, filters: { externalTables: [], externalEnums: [] } })).rejects.toThrow('already exists')
  engine.free()
  expect((await admin.query(`SELECT 1 FROM pg_class WHERE relname = 'first'`)).rowCount).toBe(0)
  await admin.query('DROP TABLE _prisma_migrations')
})

it('takes over what there is: files have a key, directories of generations that are gone are handed over, savepoints of stops are known', async () => {
  const owner = new pg.Client({ connectionString: postgres.migratorUrl })
  await owner.connect()
  const migrations = await readMigrations()
  const run = async (name: string) => await owner.query(migrations.find((each) => each.name.endsWith(name))?.sql ?? '')
  await run('_init')
  await run('_holder_of_an_idempotency_key')
  await admin.query(`INSERT INTO environment VALUES ('org-1', 'env-1', '', '{}', 1, 1, 1), ('org-2', 'env-2', '', '{}', 1, 1, 1)`)
  const generation = { generation: 3, jobId, computePoolId: 'p' }
  const directoryKey = savepointKey({ ...tenant, uid: 'stopped' }, 3, 2)
  const uri = `file:///data/blobs/${directoryKey}/savepoint-abc`
  await insertStatement('stopped', { intent: { generation }, observed: { goneGeneration: 3, stopOutcome: { triggerId, savepointUri: uri }, newestSnapshot: { kind: 'savepoint', uri, generation: 3, completedAtMs: 55 } } })
  await insertStatement('query', { class: 'query', intent: { generation: { ...generation, generation: 1 } }, observed: { goneGeneration: 1 } })
  await insertStatement('running', { intent: { generation: { ...generation, generation: 4 } }, observed: { goneGeneration: 3, stopOutcome: { triggerId, failure: 'no' } } })
  await insertStatement('born', { intent: {}, observed: { goneGeneration: 0 } })
  await run('_snapshots')
  await owner.end()

  const rows = async (sql: string) => (await admin.query(sql)).rows
  expect(await rows(`SELECT organization_id, environment_id, id, due_at_ms FROM work_item WHERE kind = 'storage' ORDER BY 1`)).toEqual([
    { organization_id: 'org-1', environment_id: 'env-1', id: 'env-1', due_at_ms: '0' }, { organization_id: 'org-2', environment_id: 'env-2', id: 'env-2', due_at_ms: '0' },
  ])
  const handed = { organization_id: 'org-1', environment_id: 'env-1', handed_over_at_ms: '77', registered_at_ms: null, frozen_because: null, blueprint_sealed: null }
  expect(await rows('SELECT * FROM handed_over_directory ORDER BY statement_uid')).toEqual([
    { ...handed, key: `${checkpointsKey({ ...tenant, uid: 'stopped' })}/${jobId}`, statement_uid: 'stopped', statement_name: 'name-stopped', generation: 3, is_worthless: false },
  ])
  expect(await rows('SELECT * FROM snapshot')).toEqual([{
    organization_id: 'org-1', environment_id: 'env-1', id: '01234567-89ab-cdef-0123-456789abcdef', kind: 'savepoint', format: 'native', trigger: 'stop',
    statement_uid: 'stopped', statement_name: 'name-stopped', statement_generation: 3, copy_of: null, spec: { labels: {}, pinned: false }, spec_version: 1, state: 'WRITTEN',
    intent: { failures: 0, directoryKey }, intent_version: 1, observed: { uri, completedAtMs: 55 }, created_at_ms: '77', updated_at_ms: '77', blueprint_sealed: null,
  }])
  // Whatever the collation of the database: keys in the order of their bytes.
  expect(await rows(`SELECT collation_name FROM information_schema.columns WHERE table_name = 'snapshot_reference' AND column_name = 'key'`)).toEqual([{ collation_name: 'C' }])
  expect(await rows(`SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND NOT (relrowsecurity AND relforcerowsecurity)`)).toEqual([])
})
