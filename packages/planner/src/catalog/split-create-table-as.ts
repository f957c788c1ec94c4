import type { CatalogColumn, Result } from '@headgate/domain'
import { failed, ok } from '@headgate/domain'
import { quoteIdentifier, type ObjectName, type ReadStatement } from '@headgate/sql'
import { parseCreateTable, type CreateTableParts, type TableItem } from './parse-create-table.ts'
import { quotePath } from './quote-path.ts'

/** The steps of CREATE TABLE … AS. Each is a statement of its own. */
export interface SplitCreateTableAs {
  target: ObjectName
  ifNotExists: boolean
  query: string
  /**
   * To find the schema, in a session of purpose `run`: read `createView` with `readStatement`, render a session for it, run
   * it, and give the rows of `describe` to `readDescribe`.
   */
  createView: string
  describe: string
}

/** The name of the temporary view that a CTAS query is described by. */
const queryViewName = '__headgate_query'

/** Undefined: the statement is no CREATE TABLE … AS. */
export function splitCreateTableAs(read: ReadStatement): SplitCreateTableAs | undefined {
  const action = read.action
  if (action.kind !== 'create-table-as') return undefined
  const query = read.sql.slice(action.queryStart, action.queryEnd)
  return {
    target: action.target,
    ifNotExists: action.ifNotExists,
    query,
    createView: `CREATE TEMPORARY VIEW ${quoteIdentifier(queryViewName)} AS ${query}`,
    describe: `DESCRIBE ${quoteIdentifier(queryViewName)}`,
  }
}

/** The two statements that a CTAS stands for. */
export interface CreateTableFromQuery {
  /** Plain CREATE TABLE, to be run like any DDL (it gets default options when it names no connector). */
  createTable: string
  /** INSERT INTO the new table, to be run as the statement's job. */
  insertInto: string
}

/**
 * Merges the declared columns with those of the query, by the rules of Flink's CTAS: computed and metadata columns first,
 * then declared columns that the query does not bring (left null), then the query's, with a declared type where there is
 * one. A list of bare names only reorders and must name every column. Constraints, watermark, comment, distribution,
 * partitions and options stay as written.
 */
export function renderCreateTableFromQuery(read: ReadStatement, queryColumns: readonly CatalogColumn[]): Result<CreateTableFromQuery> {
  const action = read.action
  const parts = parseCreateTable(read.tokens)
  if (action.kind !== 'create-table-as' || parts === undefined) return failed('rejected', 'The statement is not a readable CREATE TABLE … AS.')
  const items = mergedItems(read, parts, queryColumns)
  if (!items.ok) return items
  const before = read.sql.slice(0, parts.target.end)
  const after = read.sql.slice(parts.columnList?.end ?? parts.target.end, parts.insertWithAt).trim()
  const target = action.target
  const path = quotePath(...[target.catalog, target.database, target.name].filter((part) => part !== undefined))
  const query = read.sql.slice(action.queryStart, action.queryEnd)
  return ok({
    createTable: `${before} (\n${items.value.map((item) => `  ${item}`).join(',\n')}\n)${after === '' ? '' : `\n${after}`}`,
    insertInto: `INSERT INTO ${path} (${queryColumns.map((column) => quoteIdentifier(column.name)).join(', ')})\n${query}`,
  })
}

function mergedItems(read: ReadStatement, parts: CreateTableParts, queryColumns: readonly CatalogColumn[]): Result<string[]> {
  const textOf = (item: TableItem) => read.sql.slice(item.start, item.end)
  const declared = parts.items.filter((item) => item.kind === 'column')
  const rest = parts.items.filter((item) => item.kind !== 'column').map(textOf)
  const fromQuery = (column: CatalogColumn) => `${quoteIdentifier(column.name)} ${column.dataTypeText}${column.type.nullable ? '' : ' NOT NULL'}`
  if (declared.length > 0 && declared.every((item) => item.flavour === 'name-only')) {
    const columns = declared.map((item) => queryColumns.find((column) => column.name === item.name))
    if (columns.length !== queryColumns.length || new Set(columns).size !== columns.length || columns.includes(undefined)) {
      return failed(
        'rejected',
        `The column names in CREATE TABLE must be those of the query, each once: ${queryColumns.map((column) => column.name).join(', ')}. Give a column a type to add it.`,
      )
    }
    return ok([...columns.map((column) => fromQuery(column!)), ...rest])
  }
  const queryNames = new Set(queryColumns.map((column) => column.name))
  const generated = declared.filter((item) => item.flavour === 'computed' || item.flavour === 'metadata')
  const clash = generated.find((item) => queryNames.has(item.name))
  if (clash !== undefined) {
    return failed('rejected', `Column '${clash.name}' is declared as a computed or metadata column and also comes from the query: give one of them another name.`)
  }
  const physical = declared.filter((item) => item.flavour === 'physical')
  const own = physical.filter((item) => !queryNames.has(item.name))
  const typed = new Map(physical.map((item) => [item.name, textOf(item)]))
  return ok([...generated.map(textOf), ...own.map(textOf), ...queryColumns.map((column) => typed.get(column.name) ?? fromQuery(column)), ...rest])
}
