import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import type { CellResult } from './cell-result.ts'

/** Results, one JSON object on each line; later lines of a cell supersede earlier ones. */
export interface ResultFile {
  append(result: CellResult): void
  /** The newest result of each cell, in the order in which they were first seen. */
  newest(): CellResult[]
}

export function openResultFile(path: string): ResultFile {
  return {
    append: (result) => appendFileSync(path, `${JSON.stringify(result)}\n`),
    newest: () => (existsSync(path) ? newestOf(readFileSync(path, 'utf8')) : []),
  }
}

/** Reads the lines of a result file. A last line that was cut off by a crash is passed over. */
export function newestOf(text: string): CellResult[] {
  const byCell = new Map<string, CellResult>()
  for (const line of text.split('\n')) {
    try {
      const result = JSON.parse(line) as CellResult
      byCell.set(result.cell, result)
    } catch {
      // An empty line, or half of one.
    }
  }
  return [...byCell.values()]
}

/** Cells that need not run again: passed, at one of these commits. */
export const passedAt = (results: readonly CellResult[], commits: readonly string[]): Set<string> =>
  new Set(results.filter(({ verdict, commit }) => verdict === 'passed' && commits.includes(commit)).map(({ cell }) => cell))
