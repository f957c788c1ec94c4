import type { Catalog, Result } from '@headgate/domain'
import { failed, ok } from '@headgate/domain'
import { evaluateInformationSchema, parseInformationSchemaQuery, type Condition, type InformationSchemaSelect, type ReadStatement, type ValueExpression } from '@headgate/sql'
import type { Answer } from './answer.ts'
import { isCatalogName } from './database-names.ts'
import { informationSchema } from './information-schema.ts'

/**
 * Answers a query of INFORMATION_SCHEMA from the stored catalog. A column that holds a catalog's name may be compared with
 * the environment's id or with its display name, because clients use either.
 */
export function answerInformationSchema(read: ReadStatement, catalog: Catalog): Result<Answer> {
  const query = parseInformationSchemaQuery(read)
  if (!query.ok) return query
  const foreign = query.value.selects.find((select) => select.catalog !== undefined && !isCatalogName(catalog, select.catalog))
  if (foreign !== undefined) return failed('not-found', `Catalog '${foreign.catalog}' does not exist. Use '${catalog.id}' or '${catalog.displayName}'.`)
  const selects = query.value.selects.map((select): InformationSchemaSelect => (select.where === undefined ? select : { ...select, where: withEitherName(select.where, catalog) }))
  const tables = Object.fromEntries(
    informationSchema(catalog).map(({ name, columns, rows }) => [name, { columns, rows: rows.map((row) => columns.map((column) => row[column.name] ?? null)) }]),
  )
  const answer = evaluateInformationSchema({ ...query.value, selects }, tables)
  return answer.ok ? ok(answer.value) : answer
}

/** Literals that are compared with a catalog column take the spelling that the column holds. */
function withEitherName(condition: Condition, catalog: Catalog): Condition {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return { ...condition, conditions: condition.conditions.map((each) => withEitherName(each, catalog)) }
    case 'not':
      return { ...condition, condition: withEitherName(condition.condition, catalog) }
    case 'compare':
      return { ...condition, left: spelledAs(condition.right, condition.left, catalog), right: spelledAs(condition.left, condition.right, catalog) }
    case 'in':
      return { ...condition, list: condition.list.map((value) => spelledAs(condition.value, value, catalog)) }
    default:
      return condition
  }
}

const nameColumns = /^(TABLE_CATALOG|CONSTRAINT_CATALOG|CATALOG_NAME)$/i
const idColumns = /^(TABLE_CATALOG|CONSTRAINT_CATALOG|CATALOG)_ID$/i

function spelledAs(column: ValueExpression, value: ValueExpression, catalog: Catalog): ValueExpression {
  if (column.kind !== 'column' || value.kind !== 'literal' || !isCatalogName(catalog, value.value)) return value
  if (nameColumns.test(column.name)) return { ...value, value: catalog.displayName }
  return idColumns.test(column.name) ? { ...value, value: catalog.id } : value
}
