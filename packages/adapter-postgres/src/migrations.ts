import { readdir, readFile } from 'node:fs/promises'

const migrationsUrl = new URL('../prisma/migrations/', import.meta.url)

/** One step of the schema, as it lies in `prisma/migrations`. */
export interface Migration {
  /** `<14 digits>_<name>`: they apply in this order. */
  name: string
  sql: string
}

/** The migrations that this code knows, oldest first. */
export async function readMigrations(): Promise<Migration[]> {
  const entries = await readdir(migrationsUrl, { withFileTypes: true })
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name).sort()
  return await Promise.all(
    names.map(async (name) => ({ name, sql: await readFile(new URL(`${name}/migration.sql`, migrationsUrl), 'utf8') })),
  )
}

/** `migration_lock.toml`: names the kind of database. */
export const readMigrationLock = async (): Promise<string> => await readFile(new URL('migration_lock.toml', migrationsUrl), 'utf8')
