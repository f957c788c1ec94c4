import type { CatalogColumn, CatalogObject } from '@headgate/domain'
import { booleanCell, booleanColumn, textColumn, type Answer } from './answer.ts'
import { extrasOf } from './describe-columns.ts'

/**
 * DESCRIBE as Flink prints it: name, type, null, key, extras, watermark, and comment when any column has one. `columns`
 * limits it to some of the object's columns (SHOW COLUMNS … LIKE).
 */
export function describeObject(object: CatalogObject, columns: readonly CatalogColumn[] = object.columns): Answer {
  const commented = object.columns.some((column) => column.comment !== undefined)
  const key = primaryKeyOf(object)
  return {
    columns: [textColumn('name'), textColumn('type'), booleanColumn('null'), textColumn('key'), textColumn('extras'), textColumn('watermark'), ...(commented ? [textColumn('comment')] : [])],
    rows: columns.map((column) => [
      column.name,
      typeTextOf(object, column),
      booleanCell(column.type.nullable),
      column.primaryKeyPosition === undefined ? null : `PRI(${key.join(', ')})`,
      extrasOf(column),
      object.watermark?.column === column.name ? object.watermark.expression : null,
      ...(commented ? [column.comment ?? null] : []),
    ]),
  }
}

/** Names of the primary key's columns in the key's order; empty: no key. */
export const primaryKeyOf = (object: CatalogObject): string[] =>
  object.columns
    .filter((column) => column.primaryKeyPosition !== undefined)
    .toSorted((left, right) => left.primaryKeyPosition! - right.primaryKeyPosition!)
    .map((column) => column.name)

const typeTextOf = (object: CatalogObject, column: CatalogColumn): string =>
  object.watermark?.column === column.name ? `${column.dataTypeText} *ROWTIME*` : column.dataTypeText
