import type { Catalog } from '@headgate/domain'

/** The database that every environment has, made implicitly and never dropped. */
export const defaultDatabaseName = 'default'

/** The schema of views about the catalog itself. It is answered from the stored catalog and exists in no Flink session. */
export const informationSchemaName = 'INFORMATION_SCHEMA'

/** Names of the databases of `catalog`, the default one first, then in stored order. Without INFORMATION_SCHEMA. */
export function databaseNames(catalog: Catalog): string[] {
  return [defaultDatabaseName, ...catalog.databases.map((database) => database.name).filter((name) => name !== defaultDatabaseName)]
}

/** True when SQL may call the environment's catalog `name`: its id or its display name, case-sensitive like Flink. */
export const isCatalogName = (catalog: Catalog, name: string): boolean => name === catalog.id || name === catalog.displayName
