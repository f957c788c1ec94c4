import type { Catalog, CatalogObject } from '@headgate/domain'
import type { ObjectName, ReadStatement } from '@headgate/sql'
import { isCatalogName } from './database-names.ts'
import { findObject } from './name-resolution.ts'
import { readDefinition } from './read-definition.ts'

/** An object that a statement may refer to. */
export interface ReferencedObject {
  object: CatalogObject
  /**
   * False: an identifier is spelled like it, but by Flink's rules does not resolve to it (most are columns). Such a table
   * goes into the session if its options can be resolved; such a view does not, because creating it can fail.
   */
  certain: boolean
}

/** The names that a statement's text speaks of: identifier chains and what its action names. */
export function namesOf(read: ReadStatement): ObjectName[] {
  const action = read.action
  if (action.kind === 'explain') return namesOf(action.inner)
  const names = [...read.identifiers]
  if ('target' in action && action.target !== undefined) names.push(action.target)
  if ('targets' in action) names.push(...action.targets)
  if (action.kind === 'create-table' && action.like !== undefined) names.push(action.like)
  return names
}

/**
 * Every object that an identifier of the statement is spelled like, closed over the queries of views, in an order in which
 * they can be created. Too many is allowed, too few is a bug.
 */
export function referencedObjects(names: readonly ObjectName[], catalog: Catalog, currentDatabase: string): ReferencedObject[] {
  const found = new Map<CatalogObject, ReferencedObject>()
  const visit = (object: CatalogObject, certain: boolean, path: ReadonlySet<CatalogObject>) => {
    const known = found.get(object)
    // A view cannot refer to itself in Flink; the path guards against stored nonsense.
    if (path.has(object) || (known !== undefined && (known.certain || !certain))) return
    if (object.kind === 'view') {
      // Flink expands every name of a view's query to three parts, so the current database is the view's own.
      const { exact, alike } = matchNames(readDefinition(object).read.identifiers, catalog, object.database)
      const inside = new Set([...path, object])
      for (const each of exact) visit(each, certain, inside)
      for (const each of alike) visit(each, false, inside)
    }
    // Set after its dependencies: the map keeps the order of creation. One that turns certain keeps its first place.
    if (known === undefined) found.set(object, { object, certain })
    else known.certain = true
  }
  const { exact, alike } = matchNames(names, catalog, currentDatabase)
  for (const object of exact) visit(object, true, new Set())
  for (const object of alike) visit(object, false, new Set())
  return [...found.values()]
}

function matchNames(names: readonly ObjectName[], catalog: Catalog, currentDatabase: string) {
  const exact = new Set<CatalogObject>()
  const spellings = new Set<string>()
  for (const name of names) {
    for (const part of [name.catalog, name.database, name.name]) if (part !== undefined) spellings.add(part)
    if (name.catalog !== undefined && !isCatalogName(catalog, name.catalog)) continue
    const object = findObject(catalog, name.database ?? currentDatabase, name.name)
    if (object !== undefined) exact.add(object)
  }
  const alike = catalog.objects.filter((object) => spellings.has(object.name) && !exact.has(object))
  return { exact, alike }
}
