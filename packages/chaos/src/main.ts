import { execFileSync } from 'node:child_process'
import { parseArgs } from 'node:util'
import { renderCell } from './cells/cell.ts'
import { selectCells } from './cells/select-cells.ts'
import { openResultFile, passedAt } from './results/result-file.ts'
import { renderTable } from './results/render-table.ts'
import { runCell } from './run-cell.ts'
import { createStandKeeper } from './stand/stand-keeper.ts'

const help = `The kill matrix: kills and pauses real processes at chosen moments, and counts.

  pnpm kill-matrix                          every cell that has not passed at this commit
  pnpm kill-matrix --only api:at-rest       VICTIM, VICTIM:MOMENT or VICTIM:MOMENT:kill|pause; * for any part; may be repeated
  pnpm kill-matrix --shard 1/3              every third cell, for three runs side by side
  pnpm kill-matrix --results FILE           JSON lines; a later run continues it (default: kill-matrix.jsonl)
  pnpm kill-matrix --also-of COMMIT         what passed at that commit counts too; may be repeated
  pnpm kill-matrix --list                   the cells, and nothing else
`

process.exitCode = await main(process.argv.slice(2).filter((word) => word !== '--'))

/** Exit codes: 0 all passed, 1 a cell failed, 2 wrong usage. */
async function main(words: string[]): Promise<number> {
  let values
  try {
    ;({ values } = parseArgs({
      args: words,
      options: {
        only: { type: 'string', multiple: true }, shard: { type: 'string' }, results: { type: 'string', default: 'kill-matrix.jsonl' },
        'also-of': { type: 'string', multiple: true }, list: { type: 'boolean' }, help: { type: 'boolean', short: 'h' },
      },
    }))
  } catch (error) {
    return refuse(`${error instanceof Error ? error.message : String(error)}\n\n${help}`)
  }
  if (values.help === true) return say(help)
  const selected = selectCells({ only: values.only ?? [], shard: values.shard })
  if ('problem' in selected) return refuse(selected.problem)
  if (values.list === true) return say(`${selected.cells.map(renderCell).join('\n')}\n`)
  const names = new Set(selected.cells.map(renderCell))
  const file = openResultFile(values.results)
  const commit = readCommit()
  const passed = passedAt(file.newest(), [commit, ...(values['also-of'] ?? [])])
  const cells = selected.cells.filter((cell) => !passed.has(renderCell(cell)))
  process.stdout.write(`${cells.length} of ${names.size} cells to run at ${commit}\n`)
  const stands = createStandKeeper()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stands.discard().finally(() => process.exit(130)))
  try {
    for (const [position, cell] of cells.entries()) {
      const result = await runCell(cell, stands, commit)
      file.append(result)
      process.stdout.write(`[${position + 1}/${cells.length}] ${result.verdict}  ${result.cell}  ${result.tookSeconds} s, RUNNING again after ${result.secondsToRunning ?? '-'} s  ${result.problems.join(' ').slice(0, 500)}\n`)
    }
  } finally {
    await stands.discard()
  }
  const results = file.newest().filter(({ cell }) => names.has(cell))
  process.stdout.write(`\n${renderTable(results)}\n`)
  return results.some(({ verdict }) => verdict === 'failed') ? 1 : 0
}

function readCommit(): string {
  const git = (...args: string[]): string => execFileSync('git', args, { encoding: 'utf8', cwd: import.meta.dirname }).trim()
  return `${git('rev-parse', '--short', 'HEAD')}${git('status', '--porcelain', '--', '.', ':/packages', ':/apps') === '' ? '' : '+'}`
}

function say(text: string): number {
  process.stdout.write(text)
  return 0
}

function refuse(text: string): number {
  process.stderr.write(`${text}\n`)
  return 2
}
