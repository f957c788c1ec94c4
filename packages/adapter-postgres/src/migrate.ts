import { fileURLToPath } from 'node:url'
import type { Result } from '@headgate/domain'
import { failed, ok } from '@headgate/domain'
import pg from 'pg'
import { toFailure } from './failure.ts'
import { readMigrationLock, readMigrations } from './migrations.ts'
import { apiRole, controllerRole } from './roles.ts'
import { openSchemaEngine } from './schema-engine.ts'
import { explainSchemaVersion, readSchemaVersion } from './schema-version.ts'

/** What a migration run did. */
export interface Migrated {
  /** Applied by this run, oldest first; empty when the schema was current. */
  applied: string[]
  /** The newest migration of the database now. */
  version: string
}

/**
 * Brings the schema up to this code, with the bookkeeping of `prisma migrate deploy`. `url` connects as the owner
 * (`headgate_migrator`) after `createRoles`. Repeated it does nothing. A database that is newer than the code, or whose last migration
 * stopped half-way, is `rejected` and left as it is.
 */
export async function migrate(url: string): Promise<Result<Migrated>> {
  const before = await readSchemaVersion(url)
  if (!before.ok) return before
  if (before.value.state === 'ahead' || before.value.state === 'broken') {
    return failed('rejected', explainSchemaVersion(before.value) ?? before.value.state)
  }
  const migrations = await readMigrations()
  const version = migrations.at(-1)?.name ?? ''
  if (before.value.state === 'current') return ok({ applied: [], version })
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
      return ok({ applied: appliedMigrationNames, version })
    } finally {
      engine.free()
    }
  } catch (error) {
    const failure = toFailure(error)
    return failure.reason === 'unavailable' ? failure : failed('rejected', 'The migration failed and was noted as failed in _prisma_migrations.', failure.detail)
  }
}

/** The serving roles compare the schema with their code at boot. */
async function showVersionToRoles(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(`GRANT SELECT ON public._prisma_migrations TO ${apiRole}, ${controllerRole}`)
  } finally {
    await client.end()
  }
}
