import type { Catalog, CatalogObject, Result } from '@headgate/domain'
import { failed, ok } from '@headgate/domain'
import { readStatement, replaceSpans, type Token } from '@headgate/sql'
import { databaseNames } from './database-names.ts'
import { declaredPrimaryKey, parseCreateTable } from './parse-create-table.ts'
import { quotePath } from './quote-path.ts'
import { optionsOf } from './statement-text.ts'
import type { TextEdit } from './text-edit.ts'

/** What SHOW CREATE TABLE or SHOW CREATE VIEW tells of an object. */
export type ShownObject = Pick<CatalogObject, 'database' | 'name' | 'kind' | 'definition' | 'options' | 'comment' | 'distribution' | 'partitionKeys' | 'query'> & {
  primaryKey: string[]
}

/**
 * Reads Flink's answer to SHOW CREATE. The definition names the object `` `database`.`name` `` without the catalog, which
 * has two names; names inside a view's query keep it, under the environment's id (`catalog.displayName` is replaced).
 */
export function readShowCreate(text: string, target: { database: string; name: string }, catalog: Catalog): Result<ShownObject> {
  const trimmed = text.trim()
  const read = readStatement(trimmed)
  const parts = read.ok ? parseCreateTable(read.value.tokens) : undefined
  if (!read.ok || parts === undefined) return unreadable(target)
  const { action, distribution } = read.value
  const edits = [{ ...parts.target, text: quotePath(target.database, target.name) }]
  if (action.kind === 'create-table') {
    return ok({
      ...target,
      kind: 'table',
      definition: replaceSpans(trimmed, edits),
      options: optionsOf(read.value.optionLists.find((list) => list.where === 'with')),
      primaryKey: declaredPrimaryKey(parts),
      ...(parts.comment === undefined ? {} : { comment: parts.comment }),
      ...(parts.partitionKeys === undefined ? {} : { partitionKeys: parts.partitionKeys }),
      ...(distribution === undefined ? {} : { distribution: { columns: distribution.columns, ...(distribution.buckets === undefined ? {} : { buckets: distribution.buckets }) } }),
    })
  }
  if (action.kind !== 'create-view') return unreadable(target)
  const catalogNames = catalog.displayName === catalog.id ? [] : displayNameEdits(read.value.tokens, action.queryStart, catalog)
  const inQuery = catalogNames.map((edit) => ({ ...edit, start: edit.start - action.queryStart, end: edit.end - action.queryStart }))
  const query = replaceSpans(trimmed.slice(action.queryStart, action.queryEnd), inQuery)
  return ok({
    ...target,
    kind: 'view',
    definition: replaceSpans(trimmed, [...edits, ...catalogNames]),
    options: {},
    primaryKey: [],
    query,
    ...(parts.comment === undefined ? {} : { comment: parts.comment }),
  })
}

/** The display name can change; where it stands as the catalog of a three-part name, the id takes its place. */
function displayNameEdits(tokens: readonly Token[], from: number, catalog: Catalog): TextEdit[] {
  const databases = databaseNames(catalog)
  const list = tokens.filter((token) => token.kind !== 'space' && token.kind !== 'comment')
  return list
    .filter(
      (token, index) =>
        token.start >= from &&
        token.kind === 'quoted-identifier' &&
        token.value === catalog.displayName &&
        list[index - 1]?.text !== '.' &&
        list[index + 1]?.text === '.' &&
        databases.includes(list[index + 2]?.value ?? '') &&
        list[index + 3]?.text === '.',
    )
    .map((token) => ({ start: token.start, end: token.end, text: quotePath(catalog.id) }))
}

const unreadable = (target: { database: string; name: string }) =>
  failed('rejected', `Flink's definition of ${quotePath(target.database, target.name)} could not be read.`)
