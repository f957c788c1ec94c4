import type { Statement } from '@headgate/domain'
import { answerFromCatalog } from '@headgate/planner'
import { readStatement } from '@headgate/sql'
import type { ReconcileDeps } from '../../deps.ts'
import { isUsersFault } from '../open-session.ts'
import { tryAgain } from '../outcome.ts'
import type { Outcome } from '../outcome.ts'
import { onceDone, onceFailed } from '../once-outcome.ts'
import { spoolAnswer } from '../spool-answer.ts'

/** Answers SHOW, DESCRIBE and INFORMATION_SCHEMA from the stored catalog, without Flink. */
export async function answerCatalogStatement(statement: Statement, deps: ReconcileDeps): Promise<Outcome> {
  const read = readStatement(statement.spec.sql)
  if (!read.ok) return onceFailed(read, deps)
  const catalog = await deps.store.loadCatalog(statement)
  if (!catalog.ok) return tryAgain(catalog)
  const connections = read.value.action.kind === 'show' ? await deps.store.loadConnections(statement) : undefined
  if (connections !== undefined && !connections.ok) return tryAgain(connections)
  const answer = answerFromCatalog(read.value, catalog.value, {
    currentCatalog: statement.spec.properties['sql.current-catalog'],
    currentDatabase: statement.spec.properties['sql.current-database'],
    nowMs: deps.clock.nowMs(),
    connections: connections?.value,
  })
  if (!answer.ok) return isUsersFault(answer) || answer.reason === 'not-found' ? onceFailed(answer, deps) : tryAgain(answer)
  const spooled = await spoolAnswer(statement, answer.value.rows.map((row) => ({ op: 0, row })), deps)
  if (!spooled.ok) return tryAgain(spooled)
  return onceDone(statement, answer.value.columns, deps)
}
