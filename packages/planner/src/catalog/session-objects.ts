import type { Catalog, CatalogObject } from '@headgate/domain'
import { quoteString } from '@headgate/sql'
import { findObject } from './name-resolution.ts'
import { quotePath } from './quote-path.ts'
import { namesOf, referencedObjects, type ReferencedObject } from './referenced-objects.ts'
import type { SessionInput } from './session-plan.ts'

/** How an object is put into a session. */
export interface SessionObject extends ReferencedObject {
  /**
   * `resolved`: ready to be planned with. `written`: options as the user wrote them, for what SHOW CREATE will print.
   * `stub`: only its name and kind, for views that are dropped, renamed or replaced: what they read may be gone.
   */
  form: 'resolved' | 'written' | 'stub'
}

/** The objects of a session in the order of their creation. */
export function sessionObjects(input: Pick<SessionInput, 'read' | 'catalog' | 'purpose'>, currentDatabase: string): SessionObject[] {
  const { read, catalog } = input
  const action = read.action
  if (input.purpose === 'run') return resolved(referencedObjects(namesOf(read), catalog, currentDatabase))
  const named = (name: { database?: string; name: string } | undefined, form: 'written' | 'stub'): SessionObject[] => {
    const object = name && findObject(catalog, name.database ?? currentDatabase, name.name)
    return object === undefined ? [] : [{ object, certain: true, form: object.kind === 'view' ? 'stub' : form }]
  }
  switch (action.kind) {
    case 'create-table':
      return distinct([...named(action.like, 'written'), ...named(action.target, 'written')])
    case 'alter-table':
    case 'drop-table':
    case 'drop-view':
      return named(action.target, 'written')
    case 'create-view':
    case 'alter-view': {
      const target = named(action.target, 'written')
      const used = referencedObjects(read.identifiers, catalog, currentDatabase)
      return distinct([...target, ...resolved(used)])
    }
    case 'create-database':
    case 'alter-database':
    case 'drop-database':
      return []
    default:
      return resolved(referencedObjects(namesOf(read), catalog, currentDatabase))
  }
}

const resolved = (objects: ReferencedObject[]): SessionObject[] => objects.map((each) => ({ ...each, form: 'resolved' }))

/** The first form of an object wins. */
function distinct(objects: SessionObject[]): SessionObject[] {
  const seen = new Set<CatalogObject>()
  return objects.filter(({ object }) => !seen.has(object) && seen.add(object))
}

/** A view without a query worth the name. Its comment stays, because ALTER VIEW … AS keeps it. */
export function stubView(view: CatalogObject, catalogName: string): string {
  const comment = view.comment === undefined ? '' : ` COMMENT ${quoteString(view.comment)}`
  return `CREATE VIEW ${quotePath(catalogName, view.database, view.name)}${comment} AS SELECT 1 AS \`stub\``
}

/** True when the statement calls the catalog by the environment's display name. */
export function usesDisplayName({ read }: Pick<SessionInput, 'read'>, catalog: Catalog): boolean {
  if (catalog.displayName === catalog.id) return false
  const ofAction = 'catalog' in read.action ? [read.action.catalog] : []
  return [...ofAction, ...namesOf(read).map((name) => name.catalog)].includes(catalog.displayName)
}
