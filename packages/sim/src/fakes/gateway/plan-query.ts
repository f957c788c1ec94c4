import { failed, ok } from '@headgate/domain'
import type { ResultColumn, Result, ResultRow } from '@headgate/domain'
import type { PlannedQuery } from './query-script.ts'
import { readSelectList } from './select-list.ts'
import type { FakeTable, SessionCatalog } from './session-catalog.ts'
import type { SqlToken } from './sql-tokens.ts'
import { isName, isSymbol, isWord, nameOf, placeOf, readPath, tokensOf } from './sql-tokens.ts'
import { dataTypeOf } from './type-text.ts'

/** As quick as it gets: what has no rate of its own. */
const unlimitedPerSecond = 1_000_000

/**
 * What the text of a query says of its result, naively: names, simple types, how many rows, and whether its sources end. A missing
 * object or column is refused as Flink refuses it.
 */
export function planQuery(sql: string, catalog: SessionCatalog): Result<PlannedQuery> {
  const tokens = tokensOf(sql)
  if (!isWord(tokens[0], 'SELECT', 'WITH', 'VALUES', 'TABLE') && !isSymbol(tokens[0], '(')) return parseFailure(tokens[0])
  const found = findSources(sql, tokens, catalog)
  if (!found.ok) return found
  const tables = found.value.map((source) => source.table)
  const columns = columnsOf(sql, tokens, tables)
  if (!columns.ok) return columns
  const limit = limitOf(tokens)
  const ends = tables.map(lengthOf)
  const isBounded = ends.every((rows) => rows !== undefined)
  const natural = tables.length === 0 ? valuesCount(tokens) : isBounded ? Math.max(...ends.map((rows) => rows ?? 0)) : undefined
  const count = limit === undefined ? natural : Math.min(limit, natural ?? limit)
  return ok({
    columns: columns.value,
    isBounded,
    isUpdating: isAggregate(tokens),
    sources: found.value.map((source) => source.name),
    row: isAggregate(tokens) ? (index) => countedRow(columns.value, index) : (index) => plainRow(columns.value, tables, index),
    count,
    rowsPerSecond: Math.min(...tables.map(rateOf), unlimitedPerSecond),
  })
}

function columnsOf(sql: string, tokens: SqlToken[], tables: FakeTable[]): Result<ResultColumn[]> {
  const all = tables.flatMap((table) => table.columns)
  const star = all.map((column) => ({ name: column.name, type: dataTypeOf(column.typeText, column.nullable) }))
  if (isWord(tokens[0], 'VALUES', 'TABLE')) {
    return ok(star.length > 0 ? star : [{ name: 'EXPR$0', type: { type: 'INTEGER', nullable: false } }])
  }
  const columns: ResultColumn[] = []
  for (const item of readSelectList(tokens)) {
    if (item.isStar) columns.push(...star)
    else if (item.column === undefined) columns.push({ name: item.alias ?? `EXPR$${columns.length}`, type: item.type })
    else {
      const { column } = item
      const known = all.find((each) => each.name === nameOf(column))
      // With a derived table, a function or a CTE in between a name may come from there.
      const isSure = tables.length > 0 && !tokens.some((token, index) => index > 0 && (isWord(token, 'WITH', 'LATERAL', 'UNNEST') || isWord(token, 'SELECT')))
      if (known === undefined && isSure && !isPseudoColumn(column)) {
        return validationFailure(sql, column, `Column '${nameOf(column)}' not found in any table`)
      }
      const type = known === undefined ? dataTypeOf('STRING', true) : dataTypeOf(known.typeText, known.nullable)
      columns.push({ name: item.alias ?? nameOf(column), type })
    }
  }
  return ok(columns)
}

const isPseudoColumn = (token: SqlToken): boolean => token.kind === 'word' && /^(CURRENT_|LOCALTIME|NULL$|TRUE$|FALSE$|PROCTIME)/.test(token.value)

/** Tables after FROM and JOIN, views resolved into what they read. */
function findSources(sql: string, tokens: SqlToken[], catalog: SessionCatalog): Result<{ name: string; table: FakeTable }[]> {
  const local = new Set<string>()
  for (const [index, token] of tokens.entries()) {
    if (isName(token) && isWord(tokens[index + 1], 'AS') && isSymbol(tokens[index + 2], '(')) local.add(nameOf(token))
  }
  const sources: { name: string; table: FakeTable }[] = []
  let inFrom = false
  for (const [index, token] of tokens.entries()) {
    const startsItem = isWord(token, 'FROM', 'JOIN') || (isWord(token, 'TABLE') && (index === 0 || isSymbol(tokens[index - 1], '('))) || (inFrom && isSymbol(token, ','))
    if (isWord(token, 'FROM')) inFrom = !isWord(tokens[index - 1], 'DISTINCT')
    else if (isWord(token, 'WHERE', 'GROUP', 'ORDER', 'LIMIT', 'SELECT', 'HAVING', 'UNION', 'ON')) inFrom = false
    const first = tokens[index + 1]
    if (!startsItem || first === undefined || !isName(first) || isWord(first, 'TABLE', 'LATERAL', 'UNNEST', 'VALUES', 'SELECT')) continue
    const read = readPath(tokens, index + 1)
    if (read === undefined || isSymbol(tokens[read.next], '(') || (read.path.length === 1 && local.has(read.path[0]!))) continue
    const table = catalog.find(read.path)
    if (table === undefined) return validationFailure(sql, first, `Object '${read.path.at(-1)}' not found`)
    sources.push({ name: catalog.resolve(read.path).join('.'), table })
    if (table.query !== undefined) {
      const inner = planQuery(table.query, catalog)
      if (!inner.ok) return inner
      const rows = inner.value.count
      const options: Record<string, string> = rows === undefined ? { connector: 'datagen' } : { connector: 'datagen', 'number-of-rows': String(rows) }
      sources[sources.length - 1] = { name: sources.at(-1)!.name, table: { ...table, options } }
    }
  }
  return ok(sources)
}

/** How many rows a table has in all; undefined when it never ends. Files and unread topics of a fake are empty. */
function lengthOf(table: FakeTable): number | undefined {
  const { connector } = table.options
  const rows = table.options['number-of-rows']
  if (connector === 'datagen') return rows === undefined ? sequenceLength(table) : Number(rows)
  if (connector === 'filesystem') return table.options['source.monitor-interval'] === undefined ? 0 : undefined
  if (connector === 'kafka') return table.options['scan.bounded.mode'] === undefined ? undefined : 0
  return connector === 'jdbc' ? 0 : undefined
}

function sequenceLength(table: FakeTable): number | undefined {
  const spans = Object.entries(table.options).flatMap(([key, end]) => {
    const field = /^fields\.(.+)\.end$/.exec(key)?.[1]
    return field === undefined ? [] : [Number(end) - Number(table.options[`fields.${field}.start`] ?? 0) + 1]
  })
  return spans.length === 0 ? undefined : Math.min(...spans)
}

function rateOf(table: FakeTable): number {
  if (table.options['connector'] !== 'datagen') return unlimitedPerSecond
  return Number(table.options['rows-per-second'] ?? 10_000)
}

function limitOf(tokens: SqlToken[]): number | undefined {
  const at = tokens.findLastIndex((token) => isWord(token, 'LIMIT'))
  const value = tokens[at + 1]
  return at >= 0 && value?.kind === 'number' ? Number(value.value) : undefined
}

/** Rows of VALUES (a), (b); one for a SELECT without FROM. */
function valuesCount(tokens: SqlToken[]): number {
  const at = tokens.findIndex((token) => isWord(token, 'VALUES'))
  if (at < 0) return 1
  let depth = 0
  let rows = 1
  for (const token of tokens.slice(at + 1)) {
    if (isSymbol(token, '(')) depth++
    if (isSymbol(token, ')')) depth--
    if (depth < 0) break
    if (depth === 0 && isSymbol(token, ',')) rows++
  }
  return rows
}

const isAggregate = (tokens: SqlToken[]): boolean =>
  tokens.some((token, index) => isWord(token, 'GROUP', 'DISTINCT') || (isWord(token, 'COUNT', 'SUM', 'AVG', 'MIN', 'MAX') && isSymbol(tokens[index + 1], '(')))

function plainRow(columns: ResultColumn[], tables: FakeTable[], index: number): ResultRow {
  const start = (column: ResultColumn) => Number(tables.map((table) => table.options[`fields.${column.name}.start`]).find((each) => each !== undefined) ?? 0)
  return { op: 0, row: columns.map((column) => cellOf(column, start(column) + index)) }
}

/** The changes of one count that goes up: +1, -1, +2, -2, … */
function countedRow(columns: ResultColumn[], index: number): ResultRow {
  const isTakenBack = index % 2 === 1
  const count = isTakenBack ? (index + 1) / 2 : index / 2 + 1
  return { op: index === 0 ? 0 : isTakenBack ? 1 : 2, row: columns.map((column) => cellOf(column, count)) }
}

function cellOf(column: ResultColumn, index: number): string {
  switch (column.type.type) {
    case 'BOOLEAN':
      return index % 2 === 0 ? 'TRUE' : 'FALSE'
    case 'VARCHAR':
    case 'CHAR':
      return `${column.name}-${index}`
    case 'TIMESTAMP_WITHOUT_TIME_ZONE':
    case 'TIMESTAMP_WITH_LOCAL_TIME_ZONE':
      return new Date(index * 1_000).toISOString().replace('T', ' ').replace('Z', '')
    default:
      return String(index)
  }
}

/** A text that is no statement. */
export function parseFailure(token: SqlToken | undefined) {
  const message =
    token === undefined ? 'The statement is empty.' : 'SQL parse failed. Non-query expression encountered in illegal context.'
  return failed('rejected', message, `org.apache.flink.table.api.SqlParserException: ${message}`)
}

/** A text that names what does not exist. */
export function validationFailure(sql: string, token: SqlToken, what: string) {
  const message = `SQL validation failed. From ${placeOf(sql, token.start)} to ${placeOf(sql, token.end - 1)}: ${what}`
  return failed('rejected', message, `org.apache.flink.table.api.ValidationException: ${message}`)
}
