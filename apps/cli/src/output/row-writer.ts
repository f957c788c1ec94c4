import type { CellType } from './cell-type.ts'
import { isNumeric, renderCell } from './render-cell.ts'
import { createTable } from './table.ts'

export const formats = ['table', 'json', 'csv'] as const
export type Format = (typeof formats)[number]

export interface Row {
  op: number
  row: unknown[]
}

export interface RowWriterOptions {
  format: Format
  columns: { name: string; type: CellType }[]
  /** Whether rows carry what they do to the result: then an `op` column is shown. */
  isChangelog: boolean
  terminalWidth?: number
}

const opNames = ['+I', '-U', '+U', '-D']

/** The change that a row makes, as Flink writes it. */
export const opName = (op: number): string => opNames[op] ?? String(op)

/**
 * Turns pages of rows into text, page by page. `table`: under one head. `csv`: RFC 4180 with a head. `json`: one object per line, by column name;
 * of a changelog `{"op": "+U", "row": {…}}`.
 */
export function createRowWriter(options: RowWriterOptions): (rows: readonly Row[]) => string {
  const { columns, isChangelog } = options
  const names = columns.map((column) => column.name)
  if (options.format === 'json') {
    return (rows) => rows.map(({ op, row }) => {
      const object = Object.fromEntries(names.map((name, position) => [name, row[position] ?? null]))
      return JSON.stringify(isChangelog ? { op: opName(op), row: object } : object)
    }).join('\n')
  }
  const cells = ({ op, row }: Row) => [...(isChangelog ? [opName(op)] : []), ...columns.map((column, position) => renderCell(row[position], column.type))]
  const head = [...(isChangelog ? ['op'] : []), ...names]
  if (options.format === 'csv') {
    let isFirst = true
    return (rows) => {
      const lines = rows.map((row) => [...(isChangelog ? [opName(row.op)] : []), ...columns.map((column, position) => (row.row[position] === null ? '' : csvText(renderCell(row.row[position], column.type))))].join(','))
      const text = [...(isFirst ? [head.map(csvText).join(',')] : []), ...lines].join('\n')
      isFirst = false
      return text
    }
  }
  const render = createTable(head, { terminalWidth: options.terminalWidth, alignRight: [...(isChangelog ? [false] : []), ...columns.map((column) => isNumeric(column.type))] })
  return (rows) => render(rows.map(cells))
}

/** NULL is an empty field, so an empty text is quoted. */
const csvText = (text: string): string => (text === '' || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
