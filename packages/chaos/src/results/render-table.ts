import type { CellResult } from './cell-result.ts'

/** Results for people: a line for each cell, its problems below it, and a last line with the counts. */
export function renderTable(results: readonly CellResult[]): string {
  const rows = results.map((result) => [
    result.cell,
    result.verdict,
    result.secondsToRunning === undefined ? '' : result.secondsToRunning.toFixed(1),
    result.falselyRunningSeconds === undefined ? '' : result.falselyRunningSeconds.toFixed(1),
    result.ledger === undefined ? '' : `${result.ledger.arrived}/${result.ledger.sent}`,
    result.ledger === undefined ? '' : `${result.ledger.lost}/${result.ledger.doubled}`,
    String(result.tries),
    String(Math.round(result.tookSeconds)),
    [result.facts, result.select === undefined ? '' : `SELECT: ${result.select.rows} rows, ${result.select.phase}`].filter((part) => part !== '').join('; '),
  ])
  const head = ['cell', 'verdict', 's to RUNNING', 's falsely shown', 'arrived/sent', 'lost/doubled', 'tries', 'took s', 'when the signal was sent']
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)))
  const line = (row: readonly string[]): string => row.map((text, column) => (column === head.length - 1 ? text : text.padEnd(widths[column] ?? 0))).join('  ')
  const failed = results.filter(({ verdict }) => verdict === 'failed').length
  const body = results.flatMap((result, position) => [line(rows[position] ?? []), ...result.problems.map((problem) => `    ${problem.replaceAll('\n', ' ').slice(0, 400)}`)])
  return [line(head), ...body, `${results.length - failed} passed, ${failed} failed`].join('\n')
}
