import { fileURLToPath } from 'node:url'
import type { Result } from '@headgate/domain'
import { failed, ok } from '@headgate/domain'
import pg from 'pg'
import { toFailure } from './failure.ts'
import { readMigrationLock, readMigrations } from './migrations.ts'
import { servingRoles } from './roles.ts'
import { openSchemaEngine } from './schema-engine.ts'
import { explainSchemaVersion, readSchemaVersion } from './schema-version.ts'

/** What a migration run did. */
export interface Migrated {
  /** Applied by this run, oldest first; empty when the schema was current. */
  applied: string[]
  /** The newest migration that this code knows; the database has it. */
  version: string
  /** Those of a newer version that the database has as well. Migrations only add, so this version goes on with them. */
  ahead: string[]
}

/**
 * Brings the schema up to this code, with the bookkeeping of `prisma migrate deploy`. `url` connects as the owner
 * (`headgate_migrator`) after `createRoles`. Repeated it does nothing, nor to a database that is newer than the code, as after a rollback. A role that is missing is `rejected` before anything is
 * done. A database whose migrations went another way than those of the code, or one of these stopped half-way, is `rejected` and left as it is.
 */
export async function migrate(url: string): Promise<Result<Migrated>> {
  const before = await readSchemaVersion(url)
  if (!before.ok) return before
  const { state, missing, unknown } = before.value
  const problem = explainSchemaVersion(before.value)
  if (problem !== undefined && (state === 'broken' || state === 'ahead')) return failed('rejected', problem)
  const migrations = await readMigrations()
  const version = migrations.at(-1)?.name ?? ''
  if (missing.length === 0) return ok({ applied: [], version, ahead: unknown })
  const roles = await checkRoles(url)
  if (!roles.ok) return roles
  try {
    const engine = await openSchemaEngine(url)
    try {
      const { appliedMigrationNames } = await engine.applyMigrations({
        migrationsList: {
          baseDir: fileURLToPath(new URL('../prisma/migrations', import.meta.url)),
          lockfile: { path: 'migration_lock.toml', content: await readMigrationLock() },
          shadowDbInitScript: '',
          migrationDirectories: migrations.map(({ name, sql }) => ({
            path: name,
            migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: sql } },
          })),
        },
        filters: { externalTables: [], externalEnums: [] },
      })
      await showVersionToRoles(url)
      return ok({ applied: appliedMigrationNames, version, ahead: [] })
    } finally {
      engine.free()
    }
  } catch (error) {
    const failure = toFailure(error)
    return failure.reason === 'unavailable' ? failure : failed('rejected', 'The migration failed and was noted as failed in _prisma_migrations.', failure.detail)
  }
}

/** A migration that names a role which is not there would stop half-way. */
async function checkRoles(url: string): Promise<Result<void>> {
  const client = new pg.Client({ connectionString: url })
  try {
    await client.connect()
    const wanted = Object.values(servingRoles)
    const { rows } = await client.query<{ name: string }>('SELECT rolname::text AS name FROM pg_roles WHERE rolname = ANY($1)', [wanted])
    const missing = wanted.filter((role) => !rows.some((row) => row.name === role))
    if (missing.length === 0) return ok(undefined)
    return failed('rejected', `The database lacks the role ${missing.join(', ')}. Run headgate migrate --create-roles once, as an administrator of the database: it makes what is missing.`)
  } catch (error) {
    return toFailure(error)
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** The serving roles compare the schema with their code at boot. */
async function showVersionToRoles(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(`GRANT SELECT ON public._prisma_migrations TO ${Object.values(servingRoles).join(', ')}`)
  } finally {
    await client.end()
  }
}
