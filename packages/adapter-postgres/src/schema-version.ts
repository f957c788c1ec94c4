import type { Result } from '@headgate/domain'
import { ok } from '@headgate/domain'
import pg from 'pg'
import { toFailure } from './failure.ts'
import { readMigrations } from './migrations.ts'
import type { Queryable } from './safety/queryable.ts'

/** How the schema of a database stands to this code. */
export interface SchemaVersion {
  /** `behind`: migrate. `ahead`: a newer Headgate migrated it. `broken`: a migration stopped half-way. */
  state: 'empty' | 'behind' | 'current' | 'ahead' | 'broken'
  /** Applied migrations, oldest first. */
  applied: string[]
  /** Known to this code and not applied, oldest first. */
  missing: string[]
  /** Applied and not known to this code. */
  unknown: string[]
}

/** Reads which migrations a database has. Needs only the right to connect and to read `_prisma_migrations`. */
export async function readSchemaVersion(url: string): Promise<Result<SchemaVersion>> {
  const client = new pg.Client({ connectionString: url })
  try {
    await client.connect()
    return ok(await querySchemaVersion(client))
  } catch (error) {
    return toFailure(error)
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** The same over a connection that is there. Throws what Postgres says. */
export async function querySchemaVersion(connection: Queryable): Promise<SchemaVersion> {
  const { rows } = await connection.query<{ present: boolean }>(`SELECT to_regclass('public._prisma_migrations') IS NOT NULL AS present`)
  const found = rows[0]?.present
    ? await connection.query<{ name: string; finished: boolean }>(
        `SELECT migration_name AS name, finished_at IS NOT NULL AS finished FROM public._prisma_migrations
         WHERE rolled_back_at IS NULL ORDER BY migration_name`,
      )
    : { rows: [] }
  const known = (await readMigrations()).map((migration) => migration.name)
  return compareVersions(known, found.rows)
}

/** Compares the migrations of the code with those of a database. */
export function compareVersions(known: string[], rows: { name: string; finished: boolean }[]): SchemaVersion {
  const applied = rows.filter((row) => row.finished).map((row) => row.name)
  const missing = known.filter((name) => !applied.includes(name))
  const unknown = rows.map((row) => row.name).filter((name) => !known.includes(name))
  const state = rows.some((row) => !row.finished) ? 'broken'
    : unknown.length > 0 ? 'ahead'
    : applied.length === 0 ? 'empty'
    : missing.length > 0 ? 'behind'
    : 'current'
  return { state, applied, missing, unknown }
}

/** A line for people about a schema that lacks something that this code needs; undefined when it lacks nothing, whatever else it has: migrations only add. */
export function explainSchemaVersion({ state, missing, unknown }: SchemaVersion): string | undefined {
  if (missing.length === 0) return undefined
  if (state === 'broken') return 'A migration of the database stopped half-way. Look into its _prisma_migrations table, repair the schema or restore a backup, then migrate again.'
  if (state === 'ahead') return `The database was migrated by another Headgate, which went its own way: it has ${unknown.join(', ')}, which this version does not know, and lacks ${missing.join(', ')}. Run that version.`
  return `The database lacks ${missing.join(', ')}. Migrate it first (headgate migrate).`
}
