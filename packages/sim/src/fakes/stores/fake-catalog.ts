import { failed, ok } from '@headgate/domain'
import type { Catalog, CatalogChange, Result, Tenant } from '@headgate/domain'
import { copy } from './copy.ts'
import type { FakeDatabase } from './fake-database.ts'
import { isOf, rowKey, tenantKey } from './fake-database.ts'

/** The stored catalog of an environment. */
export function loadCatalog(database: FakeDatabase, tenant: Tenant): Result<Catalog> {
  const environment = database.environments.get(rowKey(tenant.organizationId, tenant.environmentId))
  if (environment === undefined) return failed('not-found', `The environment '${tenant.environmentId}' does not exist.`)
  const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1)
  const databases = [...database.databases.values()].filter((row) => isOf(tenant, row)).map((row) => row.database)
  const objects = [...database.objects.values()].filter((row) => isOf(tenant, row)).map((row) => row.object)
  return ok(
    copy({
      id: environment.id,
      displayName: environment.displayName,
      databases: databases.sort(byName),
      objects: objects.sort((a, b) => (a.database < b.database ? -1 : a.database > b.database ? 1 : byName(a, b))),
    }),
  )
}

/** Stores the changes, all or nothing. */
export function changeCatalog(database: FakeDatabase, tenant: Tenant, changes: CatalogChange[]): Result<void> {
  const { organizationId, environmentId } = tenant
  if (!database.environments.has(rowKey(organizationId, environmentId))) {
    return failed('not-found', `The environment '${environmentId}' does not exist.`)
  }
  const before = { databases: new Map(database.databases), objects: new Map(database.objects) }
  const refuse = (name: string): Result<void> => {
    Object.assign(database, before)
    return failed('conflict', `${name} changed since it was read. Try again.`)
  }
  for (const change of changes) {
    switch (change.kind) {
      case 'put-object': {
        const { database: databaseName, name } = change.object
        const key = tenantKey(tenant, databaseName, name)
        if ((database.objects.get(key)?.object.version ?? 0) !== change.expectedVersion) return refuse(`'${databaseName}.${name}'`)
        const object = { ...copy(change.object), version: change.expectedVersion + 1 }
        database.objects.set(key, { organizationId, environmentId, object })
        break
      }
      case 'remove-object': {
        const key = tenantKey(tenant, change.database, change.name)
        if (database.objects.get(key)?.object.version !== change.expectedVersion) return refuse(`'${change.database}.${change.name}'`)
        database.objects.delete(key)
        break
      }
      case 'put-database': {
        const key = tenantKey(tenant, change.database.name)
        if ((database.databases.get(key)?.database.version ?? 0) !== change.expectedVersion) return refuse(`'${change.database.name}'`)
        database.databases.set(key, {
          organizationId,
          environmentId,
          database: { ...copy(change.database), version: change.expectedVersion + 1 },
        })
        break
      }
      case 'remove-database': {
        const key = tenantKey(tenant, change.name)
        const isUsed = [...database.objects.values()].some((row) => isOf(tenant, row) && row.object.database === change.name)
        if (isUsed || database.databases.get(key)?.database.version !== change.expectedVersion) return refuse(`'${change.name}'`)
        database.databases.delete(key)
        break
      }
    }
  }
  return ok(undefined)
}
