import type { CatalogChange, Result, Statement } from '@headgate/domain'
import { ok } from '@headgate/domain'
import { catalogChange, ddlPlan } from '@headgate/planner'
import type { DescribeRow } from '@headgate/planner'
import type { ReconcileDeps } from '../../deps.ts'
import { isUsersFault, withSession } from '../open-session.ts'
import type { OpenSession } from '../open-session.ts'
import { onceDone, onceFailed } from '../once-outcome.ts'
import { tryAgain } from '../outcome.ts'
import type { Outcome } from '../outcome.ts'
import { runSql } from '../run-sql.ts'
import type { SqlAnswer } from '../run-sql.ts'
import { spoolAnswer } from '../spool-answer.ts'

/** Runs DDL or EXPLAIN on a gateway session. What DDL made of the catalog is stored in the transaction that records the outcome. */
export async function runOnce(statement: Statement, gatewayEndpoint: string, deps: ReconcileDeps): Promise<Outcome> {
  return statement.class === 'explain' ? explain(statement, gatewayEndpoint, deps) : define(statement, gatewayEndpoint, deps)
}

async function explain(statement: Statement, gatewayEndpoint: string, deps: ReconcileDeps): Promise<Outcome> {
  const answer = await withSession({ statement, gatewayEndpoint, purpose: 'run' }, deps, (session) =>
    runSql(gatewayEndpoint, session.handle, { statement: session.plan.statement, executionConfig: session.plan.executionConfig }, deps),
  )
  if (!answer.ok) return isUsersFault(answer) ? onceFailed(answer, deps) : tryAgain(answer)
  const spooled = await spoolAnswer(statement, answer.value.rows, deps)
  return spooled.ok ? onceDone(statement, answer.value.columns, deps) : tryAgain(spooled)
}

async function define(statement: Statement, gatewayEndpoint: string, deps: ReconcileDeps): Promise<Outcome> {
  const changes = await withSession({ statement, gatewayEndpoint, purpose: 'define' }, deps, (session) =>
    defineIn(session, gatewayEndpoint, deps),
  )
  if (!changes.ok) return isUsersFault(changes) || changes.reason === 'not-found' ? onceFailed(changes, deps) : tryAgain(changes)
  const spooled = await spoolAnswer(statement, [], deps)
  return spooled.ok ? onceDone(statement, [], deps, changes.value) : tryAgain(spooled)
}

/** Runs the DDL, asks Flink what it made of it, and turns the answer into catalog changes. */
export async function defineIn(session: OpenSession, gatewayEndpoint: string, deps: ReconcileDeps): Promise<Result<CatalogChange[]>> {
  const { read, catalog, plan } = session
  const wanted = ddlPlan(read, catalog, plan.currentDatabase)
  if (!wanted.ok) return { ...wanted, reason: 'rejected' }
  if (wanted.value.nothingToDo) return ok([])
  const ran = await runSql(gatewayEndpoint, session.handle, { statement: plan.statement }, deps)
  if (!ran.ok) return ran
  const showCreate = await ask(wanted.value.ask.showCreate, session, gatewayEndpoint, deps)
  if (!showCreate.ok) return showCreate
  const describe = await ask(wanted.value.ask.describe, session, gatewayEndpoint, deps)
  if (!describe.ok) return describe
  const shown = showCreate.value?.rows[0]?.row[0]
  const change = catalogChange({
    read,
    catalog,
    currentDatabase: plan.currentDatabase,
    answers: {
      ...(typeof shown === 'string' ? { showCreate: shown } : {}),
      ...(describe.value === undefined ? {} : { describe: describe.value.rows.map((row) => row.row as DescribeRow) }),
    },
    nowMs: deps.clock.nowMs(),
  })
  return change.ok ? change : { ...change, reason: 'rejected' }
}

async function ask(sql: string | undefined, session: OpenSession, gatewayEndpoint: string, deps: ReconcileDeps): Promise<Result<SqlAnswer | undefined>> {
  return sql === undefined ? ok(undefined) : runSql(gatewayEndpoint, session.handle, { statement: sql }, deps)
}
