import { ok } from '@headgate/domain'
import type { Result, ResultRow, Statement } from '@headgate/domain'
import type { ReconcileDeps } from '../deps.ts'

const rowsPerChunk = 1_000

/** Puts a whole small answer into the spool. Survives being done twice. */
export async function spoolAnswer(statement: Statement, rows: ResultRow[], deps: ReconcileDeps): Promise<Result<void>> {
  for (let chunk = 0; chunk * rowsPerChunk < rows.length; chunk++) {
    const slice = rows.slice(chunk * rowsPerChunk, (chunk + 1) * rowsPerChunk)
    const appended = await deps.spool.append(statement, statement.uid, chunk, slice, deps.clock.nowMs())
    if (!appended.ok) return appended
  }
  const completed = await deps.spool.complete(statement, statement.uid, deps.clock.nowMs())
  return completed.ok ? ok(undefined) : completed
}
