import { readFile } from 'node:fs/promises'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { valueOf } from '@headgate/ports/contracts'
import { migrate } from './migrate.ts'
import { readMigrations } from './migrations.ts'
import { createRoles } from './roles.ts'
import { openSchemaEngine } from './schema-engine.ts'
import { compareVersions, explainSchemaVersion, readSchemaVersion } from './schema-version.ts'
import { startTestPostgres } from './testing.ts'
import type { TestPostgres } from './testing.ts'

let postgres: TestPostgres
beforeAll(async () => {
  postgres = await startTestPostgres({ migrated: false })
}, 60_000)
afterAll(async () => {
  await postgres?.stop()
})

const names = async () => (await readMigrations()).map((migration) => migration.name)
const run = async (sql: string) => {
  const client = new pg.Client({ connectionString: postgres.adminUrl })
  await client.connect()
  try {
    return await client.query(sql)
  } finally {
    await client.end()
  }
}

describe('migrate', () => {
  it('brings an empty database up, says what it did, and does nothing again', async () => {
    expect(await readSchemaVersion(postgres.migratorUrl)).toMatchObject({ value: { state: 'empty', missing: await names() } })
    expect(explainSchemaVersion(valueOf(await readSchemaVersion(postgres.migratorUrl)))).toContain('Migrate it first')
    expect(await migrate(postgres.migratorUrl)).toMatchObject({ ok: true, value: { applied: await names(), version: (await names()).at(-1) } })
    expect(await migrate(postgres.migratorUrl)).toMatchObject({ ok: true, value: { applied: [], version: (await names()).at(-1) } })
    expect(await readSchemaVersion(postgres.migratorUrl)).toMatchObject({ value: { state: 'current', applied: await names(), missing: [], unknown: [] } })
    expect(explainSchemaVersion(valueOf(await readSchemaVersion(postgres.migratorUrl)))).toBeUndefined()
  })

  it('the schema of the client is that of the migrations', async () => {
    const engine = await openSchemaEngine(postgres.adminUrl)
    const content = await readFile(new URL('../prisma/schema.prisma', import.meta.url), 'utf8')
    const skeleton = { content: content.slice(0, content.indexOf('model ')), path: 'schema.prisma' }
    const seen = await engine.introspect({ schema: { files: [skeleton] }, baseDirectoryPath: '/', force: true, compositeTypeDepth: 0, namespaces: null })
    const difference = await engine.diff({
      from: { tag: 'schemaDatamodel', files: [{ content: seen.schema.files[0]?.content ?? '', path: 'schema.prisma' }] },
      to: { tag: 'schemaDatamodel', files: [{ content, path: 'schema.prisma' }] },
      script: true,
      exitCode: null,
      shadowDatabaseUrl: null,
      filters: { externalTables: ['public._prisma_migrations'], externalEnums: [] },
    } as never)
    engine.free()
    expect(difference.stdout?.trim()).toBe('-- This is an empty migration.')
  })

  it('makes the roles again without harm', async () => {
    const passwords = { migrator: 'headgate_migrator', api: "it's new", controller: 'headgate_controller', snapshots: 'headgate_snapshots' }
    expect(await createRoles(postgres.adminUrl, passwords)).toMatchObject({ ok: true })
    const url = new URL(postgres.apiUrl)
    url.password = encodeURIComponent("it's new")
    expect(await readSchemaVersion(url.href)).toMatchObject({ ok: true })
    expect(await readSchemaVersion(postgres.apiUrl)).toMatchObject({ ok: false, reason: 'unavailable', detail: expect.stringContaining('28P01') })
    expect(await createRoles(postgres.adminUrl, { ...passwords, api: 'headgate_api' })).toMatchObject({ ok: true })
    expect(await readSchemaVersion(postgres.apiUrl)).toMatchObject({ ok: true })
  })

  it('leaves a database alone that a newer version made, and goes on with it', async () => {
    const later = (finished: string) => run(`INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at) VALUES ('x', 'x', '99990101000000_later', ${finished})`)
    await later('now()')
    const before = await run('SELECT migration_name FROM _prisma_migrations ORDER BY 1')
    expect(await migrate(postgres.migratorUrl)).toMatchObject({ ok: true, value: { applied: [], ahead: ['99990101000000_later'] } })
    expect((await run('SELECT migration_name FROM _prisma_migrations ORDER BY 1')).rows).toEqual(before.rows)
    // It went another way: what this version needs is not there.
    const { rows: [newest] } = await run("SELECT max(migration_name) AS name FROM _prisma_migrations WHERE id <> 'x'")
    await run(`UPDATE _prisma_migrations SET migration_name = '99990101000001_other' WHERE migration_name = '${newest.name}'`)
    expect(await migrate(postgres.migratorUrl)).toMatchObject({ ok: false, reason: 'rejected', message: expect.stringMatching(/another Headgate.*99990101000000_later.*lacks/) })
    await run(`UPDATE _prisma_migrations SET migration_name = '${newest.name}' WHERE migration_name = '99990101000001_other'`)
    await run(`DELETE FROM _prisma_migrations WHERE id = 'x'`)
    // One of the newer version that stopped half-way is that version's to mend.
    await later('NULL')
    expect(await migrate(postgres.migratorUrl)).toMatchObject({ ok: true, value: { applied: [] } })
    await run(`DELETE FROM _prisma_migrations WHERE id = 'x'`)
  })

  it('leaves a database alone whose migration stopped half-way', async () => {
    await run('UPDATE _prisma_migrations SET finished_at = NULL')
    expect(await migrate(postgres.migratorUrl)).toMatchObject({ ok: false, reason: 'rejected', message: expect.stringContaining('half-way') })
    await run('UPDATE _prisma_migrations SET finished_at = now()')
  })

  it('a server that is not there is unavailable', async () => {
    expect(await migrate('postgres://a:b@127.0.0.1:1/none')).toMatchObject({ ok: false, reason: 'unavailable' })
  })
})

it('tells the states of a schema apart', () => {
  const done = (name: string) => ({ name, finished: true })
  expect(compareVersions(['1', '2'], []).state).toBe('empty')
  expect(compareVersions(['1', '2'], [done('1')])).toEqual({ state: 'behind', applied: ['1'], missing: ['2'], unknown: [] })
  expect(compareVersions(['1'], [done('1')]).state).toBe('current')
  expect(compareVersions(['1'], [done('1'), done('2')]).state).toBe('ahead')
  expect(compareVersions(['1'], [{ name: '1', finished: false }]).state).toBe('broken')
})
