import type { Result } from '@headgate/domain'
import { failed, ok } from '@headgate/domain'
import pg from 'pg'
import { toFailure } from './failure.ts'
import { readMigrations } from './migrations.ts'

/** How the schema of a database stands to this code. */
export interface SchemaVersion {
  /** `behind`: migrate. `ahead`: a newer Headgate made it, this one must not touch it. `broken`: a migration stopped half-way. */
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
    const { rows } = await client.query<{ present: boolean }>(`SELECT to_regclass('public._prisma_migrations') IS NOT NULL AS present`)
    const applied = rows[0]?.present
      ? await client.query<{ name: string; finished: boolean }>(
          `SELECT migration_name AS name, finished_at IS NOT NULL AS finished FROM public._prisma_migrations
           WHERE rolled_back_at IS NULL ORDER BY migration_name`,
        )
      : { rows: [] }
    const known = (await readMigrations()).map((migration) => migration.name)
    return ok(compareVersions(known, applied.rows))
  } catch (error) {
    return toFailure(error)
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** Compares the migrations of the code with those of a database. */
export function compareVersions(known: string[], rows: { name: string; finished: boolean }[]): SchemaVersion {
  const applied = rows.filter((row) => row.finished).map((row) => row.name)
  const missing = known.filter((name) => !applied.includes(name))
  const unknown = rows.map((row) => row.name).filter((name) => !known.includes(name))
  const state = unknown.length > 0 ? 'ahead'
    : rows.some((row) => !row.finished) ? 'broken'
    : applied.length === 0 ? 'empty'
    : missing.length > 0 ? 'behind'
    : 'current'
  return { state, applied, missing, unknown }
}

/** A line for people about a schema that this code must not serve; undefined when it is current. */
export function explainSchemaVersion(version: SchemaVersion): string | undefined {
  switch (version.state) {
    case 'current':
      return undefined
    case 'ahead':
      return `The database was migrated by a newer Headgate (it has ${version.unknown.join(', ')}, which this version does not know). Run that version or a newer one.`
    case 'broken':
      return 'A migration of the database stopped half-way. Look into its _prisma_migrations table, repair the schema or restore a backup, then migrate again.'
    case 'empty':
    case 'behind':
      return `The database lacks ${version.missing.join(', ')}. Migrate it first (headgate migrate).`
  }
}

/** `rejected` with a line for people unless the schema is exactly that of this code. */
export async function checkSchemaVersion(url: string): Promise<Result<void>> {
  const version = await readSchemaVersion(url)
  if (!version.ok) return version
  const problem = explainSchemaVersion(version.value)
  return problem === undefined ? ok(undefined) : failed('rejected', problem)
}
