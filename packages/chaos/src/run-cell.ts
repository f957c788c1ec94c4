import { renderCell } from './cells/cell.ts'
import type { Cell } from './cells/cell.ts'
import type { CellResult } from './results/cell-result.ts'
import type { StandKeeper } from './stand/stand-keeper.ts'
import { tryCell } from './try-cell.ts'
import type { Try } from './try-cell.ts'

/** Misses until a cell counts as failed: a moment that cannot be hit was not tested. */
export const triesMax = 5

/** Runs one cell until its moment was hit. Never throws: what goes wrong is in the result. */
export async function runCell(cell: Cell, stands: StandKeeper, commit: string): Promise<CellResult> {
  const startedAtMs = Date.now()
  let tries = 0
  let last: Try
  do {
    tries += 1
    last = await oneTry(cell, stands)
  } while (last.isMissed && last.problems.length === 0 && tries < triesMax)
  const problems = last.isMissed ? [...last.problems, `The moment was never hit in ${tries} tries: ${last.facts}.`] : last.problems
  const { isMissed: _missed, isStandSpent: _spent, ...found } = last
  return {
    cell: renderCell(cell),
    verdict: problems.length === 0 ? 'passed' : 'failed',
    commit,
    at: new Date(startedAtMs).toISOString(),
    tookSeconds: Math.round((Date.now() - startedAtMs) / 100) / 10,
    tries,
    ...found,
    problems,
  }
}

async function oneTry(cell: Cell, stands: StandKeeper): Promise<Try> {
  try {
    const tried = await tryCell(cell, await stands.get())
    if (tried.isStandSpent) await stands.discard()
    return tried
  } catch (error) {
    await stands.discard()
    return { facts: '', isMissed: false, problems: [error instanceof Error ? error.message : String(error)], timeline: [], isStandSpent: true }
  }
}
