import type { ResultColumn } from '@headgate/domain'
import { bindCondition } from './bind-condition.ts'
import { bindValue, type BindProblem, type BoundValue } from './bind-value.ts'
import type { MemoryTable, SchemaCell } from './memory-table.ts'
import type { InformationSchemaSelect } from './query.ts'

/** Rows of one SELECT, before ORDER BY and LIMIT. */
export interface SelectResult {
  columns: ResultColumn[]
  rows: SchemaCell[][]
}

/** Evaluates one SELECT over its view. */
export function evaluateSelect(select: InformationSchemaSelect, table: MemoryTable): SelectResult | BindProblem {
  const where = select.where === undefined ? () => true : bindCondition(select.where, select, table)
  if (typeof where !== 'function') return where
  const kept = table.rows.filter((row) => where(row) === true)
  const counted = select.items.some((item) => item.kind === 'value' && item.value.kind === 'count-all')
  const bound = counted ? bindCounts(select, kept.length) : bindItems(select, table)
  if ('problem' in bound) return bound
  const rows = (counted ? [[]] : kept).map((row) => bound.map((value) => value.of(row)))
  return {
    columns: bound.map((value, index) => ({ name: value.name ?? `EXPR$${index}`, type: value.type })),
    rows: select.distinct ? distinct(rows) : rows,
  }
}

function bindItems(select: InformationSchemaSelect, table: MemoryTable): BoundValue[] | BindProblem {
  const bound: BoundValue[] = []
  for (const item of select.items) {
    if (item.kind === 'star') {
      bound.push(...table.columns.map(({ name, type }, index) => ({ name, type, of: (row: readonly SchemaCell[]) => row[index] ?? null })))
      continue
    }
    const value = bindValue(item.value, select, table)
    if ('problem' in value) return value
    bound.push(item.alias === undefined ? value : { ...value, name: item.alias })
  }
  return bound
}

/** COUNT(*) makes one row; beside it only literals have a meaning without GROUP BY. */
function bindCounts(select: InformationSchemaSelect, count: number): BoundValue[] | BindProblem {
  const bound: BoundValue[] = []
  for (const item of select.items) {
    if (item.kind === 'star' || item.value.kind === 'column') return { problem: 'Beside COUNT(*) no column can stand, because there is no GROUP BY here.' }
    const value: BoundValue | BindProblem =
      item.value.kind === 'count-all' ? { type: { type: 'BIGINT', nullable: false }, of: () => String(count) } : bindValue(item.value, select, { columns: [], rows: [] })
    if ('problem' in value) return value
    bound.push(item.alias === undefined ? value : { ...value, name: item.alias })
  }
  return bound
}

function distinct(rows: SchemaCell[][]): SchemaCell[][] {
  const seen = new Set<string>()
  return rows.filter((row) => {
    const key = JSON.stringify(row)
    return !seen.has(key) && seen.add(key)
  })
}
