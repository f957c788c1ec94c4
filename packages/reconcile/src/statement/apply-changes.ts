import type { Catalog, CatalogChange } from '@headgate/domain'

/** The catalog as it will be once the changes are stored. */
export function applyChanges(catalog: Catalog, changes: CatalogChange[]): Catalog {
  let { objects, databases } = catalog
  for (const change of changes) {
    switch (change.kind) {
      case 'put-object': {
        const { database, name } = change.object
        objects = [...objects.filter((object) => object.database !== database || object.name !== name), change.object]
        break
      }
      case 'remove-object':
        objects = objects.filter((object) => object.database !== change.database || object.name !== change.name)
        break
      case 'put-database':
        databases = [...databases.filter((database) => database.name !== change.database.name), change.database]
        break
      case 'remove-database':
        databases = databases.filter((database) => database.name !== change.name)
        break
    }
  }
  return { ...catalog, objects, databases }
}
