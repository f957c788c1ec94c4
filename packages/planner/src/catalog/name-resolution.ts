import type { Catalog, CatalogObject, Result } from '@headgate/domain'
import { failed, ok } from '@headgate/domain'
import type { ObjectName } from '@headgate/sql'
import { databaseNames, defaultDatabaseName, isCatalogName } from './database-names.ts'
import { quotePath } from './quote-path.ts'

/** A name with nothing left to guess. `catalogName` is as the user spelled it: the environment id, or its display name. */
export interface ResolvedName {
  catalogName: string
  database: string
  name: string
}

/** Completes `name` with the current database, as Flink does. A foreign catalog is refused. */
export function resolveName(name: ObjectName, catalog: Catalog, currentDatabase: string): Result<ResolvedName> {
  if (name.catalog !== undefined && !isCatalogName(catalog, name.catalog)) return unknownCatalog(catalog, name.catalog)
  return ok({ catalogName: name.catalog ?? catalog.id, database: name.database ?? currentDatabase, name: name.name })
}

/** The object of that database and name, case-sensitive like Flink. */
export const findObject = (catalog: Catalog, database: string, name: string): CatalogObject | undefined =>
  catalog.objects.find((object) => object.name === name && object.database === database)

/** How errors name an object: in full and quoted. */
export const describeName = (catalog: Catalog, resolved: { database: string; name: string }): string =>
  quotePath(catalog.id, resolved.database, resolved.name)

/**
 * The database that unqualified names are in, from `sql.current-catalog` (environment id or display name, default: the
 * environment) and `sql.current-database` (default: `default`).
 */
export function currentDatabaseOf(properties: Record<string, string>, catalog: Catalog): Result<string> {
  const catalogName = properties['sql.current-catalog']
  if (catalogName !== undefined && catalogName !== '' && !isCatalogName(catalog, catalogName)) return unknownCatalog(catalog, catalogName)
  const database = properties['sql.current-database']
  if (database === undefined || database === '') return ok(defaultDatabaseName)
  if (databaseNames(catalog).includes(database)) return ok(database)
  return failed(
    'rejected',
    `Property sql.current-database names the database '${database}', which does not exist in the environment ${catalog.id}. ` +
      `Use one of ${databaseNames(catalog).map((name) => `'${name}'`).join(', ')}, or create it with CREATE DATABASE.`,
  )
}

function unknownCatalog(catalog: Catalog, name: string) {
  return failed(
    'rejected',
    `Catalog '${name}' does not exist. Use the environment's id '${catalog.id}' or its display name '${catalog.displayName}'.`,
  )
}
