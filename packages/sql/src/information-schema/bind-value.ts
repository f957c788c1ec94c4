import type { DataType } from '@headgate/domain'
import { isNumeric, isText } from './column-types.ts'
import type { MemoryTable, SchemaCell } from './memory-table.ts'
import type { InformationSchemaSelect, ValueExpression } from './query.ts'

/** An expression with its type known, ready for rows. */
export interface BoundValue {
  type: DataType
  /** Its name in a result, where it has one. */
  name?: string
  of(row: readonly SchemaCell[]): SchemaCell
}

/** What a query asked for and cannot have, in words for its author. */
export interface BindProblem {
  problem: string
}

const wholeNumber = /^[+-]?[0-9]{1,18}$/

/** Binds an expression to the columns of a view. Names are compared without regard to case. */
export function bindValue(value: ValueExpression, select: InformationSchemaSelect, table: MemoryTable): BoundValue | BindProblem {
  switch (value.kind) {
    case 'column': return bindColumn(value, select, table)
    case 'null': return { type: { type: 'NULL', nullable: true }, of: () => null }
    case 'literal': {
      const type: DataType =
        value.type === 'string'
          ? { type: value.value === '' ? 'VARCHAR' : 'CHAR', nullable: false, length: Math.max(1, [...value.value].length) }
          : wholeNumber.test(value.value) ? { type: 'INTEGER', nullable: false } : { type: 'DOUBLE', nullable: false }
      return { type, of: () => value.value }
    }
    case 'count-all': return { problem: 'COUNT(*) can stand in the select list only, without columns beside it.' }
    case 'upper': case 'lower': {
      const inner = bindValue(value.value, select, table)
      if ('problem' in inner) return inner
      if (!isText(inner.type) && inner.type.type !== 'NULL') return { problem: `${value.kind.toUpperCase()} takes text, not ${inner.type.type}.` }
      const change = (cell: string) => (value.kind === 'upper' ? cell.toUpperCase() : cell.toLowerCase())
      return { type: { type: 'VARCHAR', nullable: inner.type.nullable, length: inner.type.length ?? 1 }, of: (row) => applyTo(inner.of(row), change) }
    }
    case 'cast': return bindCast(value.type, bindValue(value.value, select, table))
  }
}

const applyTo = (cell: SchemaCell, change: (cell: string) => string): SchemaCell => (cell === null ? null : change(cell))

function bindColumn(value: Extract<ValueExpression, { kind: 'column' }>, select: InformationSchemaSelect, table: MemoryTable): BoundValue | BindProblem {
  const qualifier = value.qualifier?.toUpperCase()
  if (qualifier !== undefined && qualifier !== (select.alias ?? select.table).toUpperCase()) {
    return { problem: `'${value.qualifier}' is not the name of what the query reads: write ${select.alias ?? select.table}.` }
  }
  const index = table.columns.findIndex((column) => column.name.toUpperCase() === value.name.toUpperCase())
  const column = table.columns[index]
  if (column === undefined) {
    return { problem: `INFORMATION_SCHEMA.${select.table} has no column '${value.name}'. It has ${table.columns.map((each) => each.name).join(', ')}.` }
  }
  return { type: column.type, name: column.name, of: (row) => row[index] ?? null }
}

/** Text to text of any length, numbers to text and whole numbers; text to a number only where it is one, else NULL. */
function bindCast(type: DataType, inner: BoundValue | BindProblem): BoundValue | BindProblem {
  if ('problem' in inner) return inner
  const target: DataType = { ...type, nullable: inner.type.nullable || isText(inner.type) }
  if (inner.type.type === 'NULL') return { type: { ...type, nullable: true }, of: () => null }
  if (isText(type)) return { type: { ...target, nullable: inner.type.nullable }, of: (row) => applyTo(inner.of(row), (cell) => [...cell].slice(0, type.length).join('')) }
  if (isNumeric(type) && (isText(inner.type) || isNumeric(inner.type))) {
    return { type: target, of: (row) => {
      const cell = inner.of(row)?.trim()
      return cell !== undefined && wholeNumber.test(cell) ? String(BigInt(cell)) : null
    } }
  }
  return { problem: `CAST to ${type.type} cannot be used here.` }
}
