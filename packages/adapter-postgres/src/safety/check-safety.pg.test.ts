import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestPostgres } from '../testing.ts'
import type { TestPostgres } from '../testing.ts'
import { checkSafety } from './check-safety.ts'
import { readGrantedRights, renderRight } from './granted-rights.ts'
import { createSafetyWatch } from './safety-watch.ts'
import { untenantedTables } from './untenanted.ts'

const roles = ['api', 'controller', 'snapshots'] as const
type Role = (typeof roles)[number]
const nameOf = (role: Role) => `headgate_${role}`

let postgres: TestPostgres
let admin: pg.Client
/** Every table, as Postgres knows them: a new one is spoiled too. */
let tables: string[]
let policies: { table: string; name: string; roles: string[] }[]
let spoiled = 0

beforeAll(async () => {
  postgres = await startTestPostgres()
  admin = new pg.Client({ connectionString: postgres.adminUrl })
  await admin.connect()
  const found = await admin.query<{ name: string }>(`SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') ORDER BY 1`)
  tables = found.rows.map((row) => row.name).filter((name) => !(name in untenantedTables))
  policies = (await admin.query<{ table: string; name: string; roles: string[] }>('SELECT tablename AS table, policyname AS name, roles::text[] AS roles FROM pg_policies')).rows
}, 120_000)
afterAll(async () => {
  await admin?.end()
  await postgres?.stop()
})

/** The verdict of a role on a database that was spoiled this way; the spoiling is undone. */
async function verdictOn(role: Role, ...spoil: string[]) {
  await admin.query('BEGIN')
  try {
    for (const sql of spoil) await admin.query(sql)
    await admin.query(`SET LOCAL ROLE ${nameOf(role)}`)
    return await checkSafety(admin, role)
  } finally {
    await admin.query('ROLLBACK')
  }
}

/** The role refuses, and says these words of what and what to do. */
async function refuses(role: Role, spoil: string | string[], ...words: string[]) {
  spoiled += 1
  const verdict = await verdictOn(role, ...[spoil].flat())
  const told = [role, spoil, verdict.ok ? 'safe' : verdict.message]
  expect(told).toSatisfy(([, , message]) => words.every((word) => String(message).includes(word)))
  expect(told).toSatisfy(([, , message]) => /not safe to serve tenants from: .+\. Mend it .+: .+\.$/s.test(String(message)))
}

describe('a database as the migrations leave it', () => {
  it('is safe for every role', async () => {
    for (const role of roles) expect([role, await verdictOn(role)]).toEqual([role, { ok: true, value: undefined }])
  })

  it('is not served from while it lacks a migration, and is when it has more', async () => {
    for (const role of roles) {
      expect(await verdictOn(role, 'DELETE FROM _prisma_migrations WHERE migration_name = (SELECT max(migration_name) FROM _prisma_migrations)')).toMatchObject({ ok: false, reason: 'rejected', message: expect.stringMatching(/lacks \d+_\w+\. Migrate it first/) })
      expect(await verdictOn(role, "INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at) VALUES ('x', 'x', '99990101000000_later', now())")).toMatchObject({ ok: true })
    }
  })

  it('holds exactly the rights that are written in the migrations', async () => {
    const { rows } = await admin.query<{ text: string }>(
      `SELECT concat_ws(' ', a.grantee::regrole, c.relname, a.privilege_type, '') AS text FROM pg_class c, aclexplode(c.relacl) a
         WHERE c.relnamespace = 'public'::regnamespace AND a.grantee::regrole::text IN ('headgate_api', 'headgate_controller', 'headgate_snapshots') AND c.relname <> '_prisma_migrations'
       UNION ALL
       SELECT concat_ws(' ', a.grantee::regrole, c.relname, a.privilege_type, t.attname) FROM pg_class c JOIN pg_attribute t ON t.attrelid = c.oid, aclexplode(t.attacl) a
         WHERE c.relnamespace = 'public'::regnamespace AND a.grantee::regrole::text IN ('headgate_api', 'headgate_controller', 'headgate_snapshots')`,
    )
    expect(rows.map((row) => row.text).sort()).toEqual((await readGrantedRights()).map(renderRight).sort())
  })

  it('is safe with a table of a newer version that is bound as the others are', async () => {
    const newer = [
      'CREATE TABLE newer (organization_id text)', 'ALTER TABLE newer ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', 'GRANT SELECT, INSERT ON newer TO headgate_api',
      `CREATE POLICY tenant ON newer TO headgate_api, headgate_controller, headgate_snapshots USING (organization_id = current_setting('headgate.organization_id', true))`,
    ]
    for (const role of roles) expect(await verdictOn(role, ...newer)).toMatchObject({ ok: true })
  })
})

describe('a table that is not bound is refused', () => {
  it('each table, by every role: row-level security off, not forced, without its policy', async () => {
    expect(tables.length).toBeGreaterThanOrEqual(23)
    for (const table of tables) {
      for (const role of roles) {
        await refuses(role, `ALTER TABLE ${table} DISABLE ROW LEVEL SECURITY`, `not enabled on public.${table}`, `ALTER TABLE public.${table} ENABLE ROW LEVEL SECURITY`)
        await refuses(role, `ALTER TABLE ${table} NO FORCE ROW LEVEL SECURITY`, `not forced on public.${table}`, `ALTER TABLE public.${table} FORCE ROW LEVEL SECURITY`)
        const own = policies.filter((policy) => policy.table === table && policy.roles.includes(nameOf(role)))
        await refuses(role, own.map((policy) => `DROP POLICY ${policy.name} ON ${table}`), `on public.${table}`)
        await refuses(role, `CREATE POLICY wide ON ${table} USING (true)`, `the policy wide on public.${table}`, `DROP POLICY wide ON public.${table}`)
      }
    }
    // The policy of the tenant alone, where there is another one beside it.
    await refuses('api', 'DROP POLICY tenant ON api_key', 'the policy of the tenant is missing on public.api_key')
    await refuses('snapshots', 'DROP POLICY tenant ON work_item', 'the policy of the tenant is missing on public.work_item')
  })

  it('a new table of any schema, a view, and a policy that another word widens', async () => {
    for (const role of roles) {
      await refuses(role, 'CREATE TABLE stray (a int)', 'not enabled on public.stray', 'not forced on public.stray')
      await refuses(role, ['CREATE SCHEMA aside', 'CREATE TABLE aside.stray (a int)'], 'not enabled on aside.stray')
      await refuses(role, 'CREATE TABLE stray (a int) PARTITION BY LIST (a)', 'not enabled on public.stray')
      await refuses(role, 'CREATE VIEW around AS SELECT * FROM statement', 'does not bind the view public.around', 'security_invoker')
      await refuses(role, 'CREATE MATERIALIZED VIEW around AS SELECT * FROM statement', 'materialized view public.around', 'DROP MATERIALIZED VIEW')
      const tenantIs = `organization_id = current_setting('headgate.organization_id', true)`
      for (const using of [`${tenantIs} OR true`, `${tenantIs} OR stopped`, 'organization_id IS NOT NULL', `${tenantIs} IS NOT FALSE`, `true OR (${tenantIs})`]) {
        await refuses(role, `ALTER POLICY tenant ON statement USING (${using})`, 'the policy tenant on public.statement')
      }
      await refuses(role, `ALTER POLICY tenant ON statement WITH CHECK (true)`, 'the policy tenant on public.statement')
    }
    expect(await verdictOn('api', 'CREATE VIEW around WITH (security_invoker = true) AS SELECT * FROM statement')).toMatchObject({ ok: true })
    await refuses('api', 'ALTER POLICY work_index ON work_item TO headgate_api', 'the policy work_index on public.work_item')
    await refuses('api', 'ALTER POLICY storage_index ON work_item TO headgate_api', 'the policy storage_index on public.work_item')
    await refuses('snapshots', 'ALTER POLICY work_index ON work_item TO headgate_snapshots', 'the policy work_index on public.work_item')
    await refuses('snapshots', `ALTER POLICY storage_index ON work_item USING (kind IN ('storage', 'statement'))`, 'the policy storage_index on public.work_item')
    await refuses('api', 'ALTER POLICY presented_key ON api_key USING (true)', 'the policy presented_key on public.api_key')
  })
})

describe('a role with too many rights is refused', () => {
  it('attributes, memberships, belongings, presets', async () => {
    for (const role of roles) {
      const name = nameOf(role)
      for (const attribute of ['SUPERUSER', 'BYPASSRLS', 'CREATEROLE', 'CREATEDB', 'REPLICATION']) {
        await refuses(role, `ALTER ROLE ${name} ${attribute}`, `has the attribute ${attribute}`, `ALTER ROLE ${name} NO${attribute}`)
      }
      for (const other of ['headgate_migrator', 'pg_read_all_data', 'pg_write_all_data', 'pg_read_server_files', 'pg_execute_server_program', nameOf(role === 'api' ? 'controller' : 'api'), nameOf(role === 'snapshots' ? 'controller' : 'snapshots')]) {
        await refuses(role, `GRANT ${other} TO ${name}`, `is a member of ${other}`, `REVOKE ${other} FROM ${name}`)
      }
      for (const table of tables) await refuses(role, `ALTER TABLE ${table} OWNER TO ${name}`, `the role ${name} owns the table ${table}`)
      await refuses(role, 'ALTER TABLE _prisma_migrations OWNER TO ' + name, 'owns the table _prisma_migrations')
      await refuses(role, `ALTER SCHEMA public OWNER TO ${name}`, 'owns the schema public')
      await refuses(role, `ALTER DATABASE headgate OWNER TO ${name}`, 'owns the database headgate')
      await refuses(role, `ALTER ROLE ${name} SET headgate.organization_id = 'x'`, 'headgate.organization_id is preset')
      await refuses(role, `ALTER DATABASE headgate SET headgate.environment_id = 'x'`, 'headgate.environment_id is preset')
    }
  })

  it('each right on each table that no migration grants, to the role or to everybody', async () => {
    const granted = new Set((await readGrantedRights()).map(renderRight))
    for (const role of roles) {
      const name = nameOf(role)
      for (const table of [...tables, ...Object.keys(untenantedTables)]) {
        for (const privilege of ['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) {
          await refuses(role, `GRANT ${privilege} ON ${table} TO PUBLIC`, `everybody (PUBLIC) has ${privilege} on public.${table}`, `REVOKE ${privilege} ON public.${table} FROM PUBLIC`)
          const isGranted = granted.has(renderRight({ role: name, table, privilege, column: '' })) || (table in untenantedTables && privilege === 'SELECT')
          if (isGranted) continue
          await refuses(role, `GRANT ${privilege} ON ${table} TO ${name}`, `has ${privilege} on public.${table}`, `REVOKE ${privilege} ON public.${table} FROM ${name}`)
        }
      }
    }
  })

  it('a column, a grant option, a sequence, a schema, the database, defaults, and functions of an owner', async () => {
    for (const role of roles) {
      const name = nameOf(role)
      await refuses(role, `GRANT UPDATE (organization_id) ON statement TO ${name}`, `has UPDATE (organization_id) on public.statement`)
      await refuses(role, `GRANT SELECT ON statement TO ${name} WITH GRANT OPTION`, 'SELECT WITH GRANT OPTION on public.statement', 'REVOKE GRANT OPTION FOR SELECT')
      await refuses(role, `GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO ${name}`, 'has USAGE on public.statement_event_seq_seq')
      for (const grantee of [name, 'PUBLIC']) {
        await refuses(role, `GRANT CREATE ON SCHEMA public TO ${grantee}`, 'has CREATE on SCHEMA public')
        await refuses(role, `GRANT TEMPORARY ON DATABASE headgate TO ${grantee}`, 'has TEMPORARY on DATABASE headgate')
        await refuses(role, `GRANT CREATE ON DATABASE headgate TO ${grantee}`, 'has CREATE on DATABASE headgate')
        await refuses(role, `ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO ${grantee}`, 'default privileges')
      }
      await refuses(role, ['CREATE SCHEMA aside', `GRANT USAGE ON SCHEMA aside TO ${name}`], 'has USAGE on SCHEMA aside')
      await refuses(role, `CREATE FUNCTION peek() RETURNS bigint LANGUAGE sql SECURITY DEFINER AS 'SELECT count(*) FROM statement'`, 'peek() (SECURITY DEFINER)')
    }
  })

  it('every spoiled database was seen', () => {
    process.stdout.write(`databases spoiled and refused: ${spoiled} (${tables.length} tables)\n`)
    expect(spoiled).toBeGreaterThan(500)
  })
})

describe('while it serves', () => {
  it('the verdict is looked at again: refused until mended, told once', async () => {
    const client = new pg.Client({ connectionString: postgres.apiUrl })
    await client.connect()
    let nowMs = 0
    const told: string[] = []
    const watch = createSafetyWatch(client, { role: 'api', clock: { nowMs: () => nowMs }, onUnsafe: (message) => told.push(message) })
    expect(await watch.allow()).toMatchObject({ ok: true })
    await admin.query('ALTER TABLE spool NO FORCE ROW LEVEL SECURITY')
    try {
      expect(await watch.allow()).toMatchObject({ ok: true })
      nowMs += 60_000
      await expect.poll(async () => (await watch.allow()).ok, { timeout: 20_000 }).toBe(false)
      expect(await watch.allow()).toMatchObject({ reason: 'unavailable', message: 'The database is not safe to serve from.', detail: expect.stringContaining('public.spool') })
      expect(told).toHaveLength(1)
    } finally {
      await admin.query('ALTER TABLE spool FORCE ROW LEVEL SECURITY')
    }
    expect(await watch.allow()).toMatchObject({ ok: true })
    await client.end()
  })
})
