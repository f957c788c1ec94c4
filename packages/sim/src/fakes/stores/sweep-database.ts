import type { Statement } from '@headgate/domain'
import type { FakeDatabase } from './fake-database.ts'
import { removeStatementRows } from './remove-rows.ts'

/** Removes what is over its time; returns how many statements and kept answers went. */
export function sweepDatabase(database: FakeDatabase, limits: { endedBeforeMs: number; dryRunsBeforeMs: number; nowMs: number }): number {
  let removed = 0
  for (const statement of [...database.statements.values()]) {
    const isOver = statement.dryRun ? statement.createdAtMs < limits.dryRunsBeforeMs : hasEndedBefore(statement, limits.endedBeforeMs)
    if (!isOver || mayHaveJob(statement)) continue
    removeStatementRows(database, statement)
    removed += 1
  }
  for (const [key, row] of [...database.idempotent]) {
    if (row.keepUntilMs > limits.nowMs) continue
    database.idempotent.delete(key)
    removed += 1
  }
  return removed
}

/** Ended for good: a stopped INSERT is not, it can be resumed. */
function hasEndedBefore(statement: Statement, beforeMs: number): boolean {
  const { phase, endedAtMs } = statement.status
  const ended = phase === 'COMPLETED' || phase === 'FAILED' || (phase === 'STOPPED' && statement.class !== 'insert')
  return ended && endedAtMs !== undefined && endedAtMs < beforeMs
}

const mayHaveJob = (statement: Statement): boolean =>
  statement.intent.generation !== undefined && statement.observed.goneGeneration < statement.intent.generation.generation
