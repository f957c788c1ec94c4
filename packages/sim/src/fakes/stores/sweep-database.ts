import type { Statement } from '@headgate/domain'
import { renderWorkKey } from '@headgate/ports'
import type { FakeDatabase } from './fake-database.ts'
import { removeStatementRows } from './remove-rows.ts'

/** Removes what is over its time and not leased now; returns how many statements and kept answers went. */
export function sweepDatabase(database: FakeDatabase, limits: { endedBeforeMs: number; dryRunsBeforeMs: number; nowMs: number }): number {
  let removed = 0
  for (const statement of [...database.statements.values()]) {
    const isOver = hasEndedBefore(statement, limits.endedBeforeMs) || (statement.dryRun && statement.createdAtMs < limits.dryRunsBeforeMs)
    if (!isOver || isLeased(database, statement, limits.nowMs)) continue
    removeStatementRows(database, statement)
    removed += 1
  }
  // As in Postgres, where the work index tells which organizations there are.
  const organizations = new Set([...database.work.values()].map((row) => row.key.organizationId))
  for (const [key, row] of [...database.idempotent]) {
    if (row.keepUntilMs > limits.nowMs || !organizations.has(row.organizationId)) continue
    database.idempotent.delete(key)
    removed += 1
  }
  return removed
}

/** Ended for good: what is stopped can be resumed, what is parked waits for a person. */
function hasEndedBefore(statement: Statement, beforeMs: number): boolean {
  const { rest } = statement.intent
  const endedAtMs = statement.status.endedAtMs ?? statement.updatedAtMs
  return (rest === 'completed' || rest === 'failed') && endedAtMs < beforeMs
}

function isLeased(database: FakeDatabase, statement: Statement, nowMs: number): boolean {
  const { organizationId, environmentId, uid: id } = statement
  const lease = database.work.get(renderWorkKey({ kind: 'statement', organizationId, environmentId, id }))?.lease
  return lease !== undefined && lease.untilMs > nowMs
}
