import { failed, ok } from '@headgate/domain'
import type { Result } from '@headgate/domain'

export interface FakeColumn {
  name: string
  /** As DESCRIBE prints it, without nullability. */
  typeText: string
  nullable: boolean
  /** `AS …` or `METADATA …`. */
  extras?: string
  comment?: string
}

/** A table or view as one session knows it. */
export interface FakeTable {
  kind: 'table' | 'view'
  columns: FakeColumn[]
  options: Record<string, string>
  primaryKey: string[]
  watermark?: { column: string; expression: string }
  partitionKeys: string[]
  comment?: string
  /** Of a view. */
  query?: string
}

export type TablePath = [catalog: string, database: string, name: string]

/** The catalogs of one session; each session begins with Flink's own empty one. */
export interface SessionCatalog {
  /** Completes a path with the current catalog and database. */
  resolve(path: string[]): TablePath
  find(path: string[]): FakeTable | undefined
  put(path: string[], table: FakeTable): Result<void>
  remove(path: string[]): void
  tables(): { name: string; table: FakeTable }[]
  createCatalog(name: string): Result<void>
  hasDatabase(path: string[]): boolean
  createDatabase(path: string[]): Result<void>
  dropDatabase(path: string[]): void
  databases(): string[]
  catalogs(): string[]
  useCatalog(name: string): Result<void>
  useDatabase(path: string[]): Result<void>
  current(): { catalog: string; database: string }
}

/** The catalog of a new session, which its properties may name. */
export function createSessionCatalog(properties: Record<string, string> = {}): SessionCatalog {
  const flinkCatalog = properties['table.builtin-catalog-name'] ?? 'default_catalog'
  const flinkDatabase = properties['table.builtin-database-name'] ?? 'default_database'
  const catalogs = new Map([[flinkCatalog, new Map([[flinkDatabase, new Map<string, FakeTable>()]])]])
  let catalog = flinkCatalog
  let database = flinkDatabase
  const resolveDatabase = (path: string[]): [string, string] => (path.length > 1 ? [path[0]!, path[1]!] : [catalog, path[0]!])
  const resolve = (path: string[]): TablePath => {
    const [name = '', ofDatabase = database, ofCatalog = catalog] = path.toReversed()
    return [ofCatalog, ofDatabase, name]
  }
  const databaseOf = ([ofCatalog, ofDatabase]: readonly [string, string, ...string[]]) => catalogs.get(ofCatalog)?.get(ofDatabase)
  return {
    resolve,
    find(path) {
      const full = resolve(path)
      return databaseOf(full)?.get(full[2])
    },
    put(path, table) {
      const full = resolve(path)
      const into = databaseOf(full)
      if (into === undefined) return failed('rejected', `Database ${full[0]}.${full[1]} does not exist.`)
      into.set(full[2], table)
      return ok(undefined)
    },
    remove(path) {
      const full = resolve(path)
      databaseOf(full)?.delete(full[2])
    },
    tables: () => [...(databaseOf([catalog, database]) ?? [])].map(([name, table]) => ({ name, table })).sort((a, b) => (a.name < b.name ? -1 : 1)),
    createCatalog(name) {
      if (catalogs.has(name)) return failed('rejected', `Catalog ${name} already exists.`)
      catalogs.set(name, new Map([['default', new Map()]]))
      return ok(undefined)
    },
    hasDatabase: (path) => databaseOf(resolveDatabase(path)) !== undefined,
    createDatabase(path) {
      const [ofCatalog, name] = resolveDatabase(path)
      const into = catalogs.get(ofCatalog)
      if (into === undefined) return failed('rejected', `Catalog ${ofCatalog} does not exist.`)
      into.set(name, new Map())
      return ok(undefined)
    },
    dropDatabase(path) {
      const [ofCatalog, name] = resolveDatabase(path)
      catalogs.get(ofCatalog)?.delete(name)
    },
    databases: () => [...(catalogs.get(catalog)?.keys() ?? [])].sort(),
    catalogs: () => [...catalogs.keys()].sort(),
    useCatalog(name) {
      const found = catalogs.get(name)
      if (found === undefined) return failed('rejected', `A catalog with name [${name}] does not exist.`)
      catalog = name
      database = found.has('default') ? 'default' : ([...found.keys()][0] ?? flinkDatabase)
      return ok(undefined)
    },
    useDatabase(path) {
      const full = resolveDatabase(path)
      if (databaseOf(full) === undefined) return failed('rejected', `A database with name [${full[1]}] does not exist in the catalog: [${full[0]}].`)
      ;[catalog, database] = full
      return ok(undefined)
    },
    current: () => ({ catalog, database }),
  }
}
