import type { Result, ResultColumn } from '@headgate/domain'
import { failed, ok } from '@headgate/domain'
import type { BindProblem } from './bind-value.ts'
import { commonType, isNumeric } from './column-types.ts'
import { evaluateSelect, type SelectResult } from './evaluate-select.ts'
import type { MemoryTable, SchemaCell } from './memory-table.ts'
import type { InformationSchemaQuery } from './query.ts'

/**
 * Answers a query over views in memory, keyed by their upper-case names. Pure; the catalog before INFORMATION_SCHEMA is for the
 * caller to check. Without ORDER BY rows keep the order of the views. `rejected`: an unknown view or column, or columns that
 * do not fit together; the message names what there is.
 */
export function evaluateInformationSchema(query: InformationSchemaQuery, tables: Record<string, MemoryTable>): Result<{ columns: ResultColumn[]; rows: SchemaCell[][] }> {
  const withKeys = addSortColumns(query)
  const results: SelectResult[] = []
  for (const select of withKeys.query.selects) {
    const table = Object.hasOwn(tables, select.table) ? tables[select.table] : undefined
    if (table === undefined) return failed('rejected', `INFORMATION_SCHEMA has no view '${select.table}'. It has ${Object.keys(tables).join(', ')}.`)
    const result = evaluateSelect(select, table)
    if ('problem' in result) return failed('rejected', result.problem)
    results.push(result)
  }
  const united = unite(results)
  if ('problem' in united) return failed('rejected', united.problem)
  const sorted = sortRows(united, withKeys.query.orderBy)
  if ('problem' in sorted) return failed('rejected', sorted.problem)
  const visible = united.columns.length - withKeys.added
  return ok({
    columns: united.columns.slice(0, visible),
    rows: sorted.slice(0, query.limit ?? sorted.length).map((row) => row.slice(0, visible)),
  })
}

/** ORDER BY may name a column that is not selected, where there is one SELECT without DISTINCT and COUNT. */
function addSortColumns(query: InformationSchemaQuery): { query: InformationSchemaQuery; added: number } {
  const [select] = query.selects
  if (select === undefined || query.selects.length > 1 || select.distinct) return { query, added: 0 }
  if (select.items.some((item) => item.kind === 'star' || item.value.kind === 'count-all')) return { query, added: 0 }
  const named = (name: string) =>
    select.items.some((item) => item.kind === 'value' && sameName(item.alias ?? (item.value.kind === 'column' ? item.value.name : ''), name))
  const missing = query.orderBy.flatMap(({ column }) => (typeof column === 'string' && !named(column) ? [column] : []))
  const items = missing.map((name) => ({ kind: 'value', value: { kind: 'column', name } }) as const)
  return { query: { ...query, selects: [{ ...select, items: [...select.items, ...items] }] }, added: items.length }
}

const sameName = (left: string, right: string): boolean => left.toUpperCase() === right.toUpperCase()

function unite(results: SelectResult[]): SelectResult | BindProblem {
  const [first, ...others] = results
  if (first === undefined) return { problem: 'There is nothing to select.' }
  const columns = [...first.columns]
  for (const other of others) {
    if (other.columns.length !== columns.length) return { problem: `UNION ALL joins ${columns.length} columns with ${other.columns.length}: select equally many.` }
    for (const [index, column] of columns.entries()) {
      const type = commonType(column.type, other.columns[index]!.type)
      if (type === undefined) return { problem: `Column ${index + 1} ('${column.name}') is ${column.type.type} in one part of UNION ALL and ${other.columns[index]!.type.type} in another: use CAST.` }
      columns[index] = { name: column.name, type }
    }
  }
  return { columns, rows: results.flatMap((result) => result.rows) }
}

function sortRows(result: SelectResult, orderBy: InformationSchemaQuery['orderBy']): SchemaCell[][] | BindProblem {
  const keys: { index: number; numeric: boolean; sign: number }[] = []
  for (const { column, descending } of orderBy) {
    const index = typeof column === 'number' ? column - 1 : result.columns.findIndex((each) => sameName(each.name, column))
    const found = result.columns[index]
    if (found === undefined) return { problem: `ORDER BY names '${column}', which is not a column of the result.` }
    keys.push({ index, numeric: isNumeric(found.type), sign: descending ? -1 : 1 })
  }
  return result.rows.toSorted((left, right) => {
    for (const { index, numeric, sign } of keys) {
      const order = compareCells(left[index] ?? null, right[index] ?? null, numeric)
      if (order !== 0) return order * sign
    }
    return 0
  })
}

/** NULL is the lowest value, as in Flink. */
function compareCells(left: SchemaCell, right: SchemaCell, numeric: boolean): number {
  if (left === null || right === null) return Number(right === null) - Number(left === null)
  if (numeric) return Math.sign(Number(left) - Number(right))
  return left === right ? 0 : left < right ? -1 : 1
}
