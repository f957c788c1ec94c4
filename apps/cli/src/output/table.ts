import Table from 'cli-table3'
import { displayWidth, withoutControls } from './display-width.ts'

export interface TableOptions {
  /** Columns of the terminal; undefined (a pipe): nothing is cut. */
  terminalWidth?: number
  /** Numbers stand right. */
  alignRight?: readonly boolean[]
}

const separator = ' | '
const narrowest = 4

/**
 * Renders rows as they come, under one head: the widths are chosen from the first rows, so that later ones stand below them. On a terminal the
 * widest columns are cut until a line fits; in a pipe nothing is cut.
 */
export function createTable(head: readonly string[], options: TableOptions): (rows: readonly (readonly string[])[]) => string {
  let widths: number[] | undefined
  return (rows) => {
    const clean = rows.map((row) => row.map(withoutControls))
    const isFirst = widths === undefined
    widths ??= chooseWidths(head, clean, options.terminalWidth)
    const lines = isFirst ? [renderRows([head.map(withoutControls)], widths, []), widths.map((width) => '-'.repeat(width)).join('-+-')] : []
    if (clean.length > 0) lines.push(renderRows(clean, options.terminalWidth === undefined ? undefined : widths, options.alignRight ?? [], widths))
    return lines.join('\n')
  }
}

/** A whole table at once; `empty` stands for no rows. */
export const renderTable = (head: readonly string[], rows: readonly (readonly string[])[], options: TableOptions, empty?: string): string =>
  rows.length === 0 && empty !== undefined ? empty : createTable(head, options)(rows)

/** Natural widths; while a line is wider than the terminal, the widest column gives way. */
export function chooseWidths(head: readonly string[], rows: readonly (readonly string[])[], terminalWidth: number | undefined): number[] {
  const widths = head.map((title, column) => Math.max(1, displayWidth(title), ...rows.slice(0, 1_000).map((row) => displayWidth(row[column] ?? ''))))
  if (terminalWidth === undefined) return widths
  const total = () => widths.reduce((sum, width) => sum + width, 0) + separator.length * (widths.length - 1)
  while (total() > terminalWidth) {
    const widest = widths.indexOf(Math.max(...widths))
    if ((widths[widest] ?? 0) <= narrowest) break
    widths[widest] = (widths[widest] ?? 0) - 1
  }
  return widths
}

/** `widths` undefined: pad to `atLeast`, but cut nothing. */
function renderRows(rows: readonly (readonly string[])[], widths: readonly number[] | undefined, alignRight: readonly boolean[], atLeast: readonly number[] = []): string {
  if (widths === undefined) return rows.map((row) => row.map((cell, column) => pad(cell, atLeast[column] ?? 0, alignRight[column] === true)).join(separator).trimEnd()).join('\n')
  const none = { top: '', 'top-mid': '', 'top-left': '', 'top-right': '', bottom: '', 'bottom-mid': '', 'bottom-left': '', 'bottom-right': '', left: '', 'left-mid': '', mid: '', 'mid-mid': '', right: '', 'right-mid': '' }
  const table = new Table({
    chars: { ...none, middle: separator },
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [], compact: true },
    colWidths: [...widths],
    colAligns: widths.map((_, column) => (alignRight[column] === true ? 'right' : 'left')),
  })
  for (const row of rows) table.push([...row])
  return table.toString().split('\n').map((line) => line.trimEnd()).join('\n')
}

function pad(cell: string, width: number, right: boolean): string {
  const space = ' '.repeat(Math.max(0, width - displayWidth(cell)))
  return right ? space + cell : cell + space
}
