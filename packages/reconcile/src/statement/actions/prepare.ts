import { ok, planKey } from '@headgate/domain'
import type { Catalog, CatalogChange, Failure, PreparedFact, Result, Statement } from '@headgate/domain'
import { isBatch, isCompiledPlan, readExplain } from '@headgate/planner'
import { readStatement } from '@headgate/sql'
import type { ReconcileDeps } from '../../deps.ts'
import { isUsersFault, withSession } from '../open-session.ts'
import type { OpenSession } from '../open-session.ts'
import { planningFailed, tryAgain } from '../outcome.ts'
import type { Outcome } from '../outcome.ts'
import { runSql } from '../run-sql.ts'
import { applyChanges } from '../apply-changes.ts'
import { describeQuery } from '../describe-query.ts'
import { defineTableOfQuery } from '../define-table-of-query.ts'
import { takeOverPlan } from './take-over-plan.ts'

/**
 * Plans a SELECT or INSERT once on the gateway: errors are found before anything runs, the traits become known, and an INSERT is
 * compiled, so that its operators keep their identity over all generations. CREATE TABLE AS also makes its table here.
 */
export async function prepare(statement: Statement, gatewayEndpoint: string, deps: ReconcileDeps): Promise<Outcome> {
  if (statement.intent.origin?.prepared.planKey !== undefined) return takeOverPlan(statement, deps)
  const read = readStatement(statement.spec.sql)
  if (!read.ok) return planningFailed(read.message, read.detail, deps)
  let sql = statement.spec.sql
  let catalog: Catalog | undefined
  let catalogChanges: CatalogChange[] | undefined
  if (read.value.action.kind === 'create-table-as') {
    const defined = await defineTableOfQuery(statement, gatewayEndpoint, deps)
    if (!defined.ok) return isUsersFault(defined) ? planningFailed(defined.message, defined.detail, deps) : tryAgain(defined)
    sql = defined.value.insertSql
    catalogChanges = defined.value.changes
    catalog = applyChanges(defined.value.catalog, catalogChanges)
  }
  const insertSql = catalogChanges === undefined ? undefined : sql
  const planned = await withSession(
    { statement, gatewayEndpoint, purpose: 'run', sql, catalog },
    deps,
    (session) => planIn(session, statement, gatewayEndpoint, deps),
    statement.dryRun || statement.spec.stopped ? 'close' : 'keep',
  )
  if (!planned.ok) return isUsersFault(planned) ? planningFailed(planned.message, planned.detail, deps) : tryAgain(planned)
  return {
    observed: { prepared: { ...planned.value, ...(insertSql === undefined ? {} : { insertSql }) } },
    ...(catalogChanges === undefined || statement.dryRun ? {} : { catalogChanges }),
  }
}

async function planIn(session: OpenSession, statement: Statement, gatewayEndpoint: string, deps: ReconcileDeps): Promise<Result<PreparedFact>> {
  const compiled = await compile(session, statement, gatewayEndpoint, deps)
  if (!compiled.ok) return compiled
  // A compiled plan tells what EXPLAIN would: planning twice would cost every INSERT its time.
  const text = compiled.value?.text ?? (await explain(session, gatewayEndpoint, deps))
  if (typeof text !== 'string') return text
  const facts = readExplain({ text, read: session.read, properties: statement.spec.properties, catalog: session.catalog, nowMs: deps.clock.nowMs() })
  const { exactlyOnceSinks, fileSinks } = facts
  const prepared: PreparedFact = {
    atMs: deps.clock.nowMs(), traits: facts.traits, warnings: facts.warnings, bounded: facts.traits.isBounded === true, ...(exactlyOnceSinks === undefined ? {} : { exactlyOnceSinks }),
    ...(fileSinks === undefined ? {} : { fileSinks }),
  }
  if (compiled.value !== undefined) return ok({ ...prepared, planKey: compiled.value.key })
  if (statement.class !== 'query' || !statement.dryRun) return ok(prepared)
  const columns = await describeQuery(session, gatewayEndpoint, session.plan.statement, deps)
  if (!columns.ok) return columns
  const schema = columns.value.map(({ name, type }) => ({ name, type }))
  return ok({ ...prepared, traits: { ...prepared.traits, columns: schema } })
}

/** The compiled plan of an INSERT that runs on and on. Undefined: it has none, and EXPLAIN says why if the statement is at fault. */
async function compile(session: OpenSession, statement: Statement, gatewayEndpoint: string, deps: ReconcileDeps): Promise<Result<{ key: string; text: string | undefined } | undefined>> {
  if (statement.class === 'query' || statement.dryRun || isBatch(statement)) return ok(undefined)
  const key = planKey(statement, deps.ids.hex32())
  const directory = await deps.blobs.ensureDirectory(key.slice(0, key.lastIndexOf('/')))
  if (!directory.ok) return directory
  const compiled = await runSql(
    gatewayEndpoint,
    session.handle,
    {
      statement: `COMPILE PLAN '${deps.blobs.uri(key)}' FOR ${session.plan.statement.replace(/^\s*EXECUTE\s+(?=STATEMENT\s+SET|INSERT)/i, '')}`,
      // Names only: no connector options and so no secrets in the file; the session that runs it brings the tables.
      executionConfig: { ...session.plan.executionConfig, 'table.plan.compile.catalog-objects': 'IDENTIFIER' },
    },
    deps,
  )
  // What Flink cannot compile runs from its text; its operators are then identified by the shape of the job graph.
  if (!compiled.ok) return isUsersFault(compiled) ? ok(undefined) : compiled
  const file = await deps.blobs.read(key)
  if (!file.ok && file.reason !== 'not-found') return file
  const text = file.ok ? new TextDecoder().decode(file.value) : ''
  return ok({ key, text: isCompiledPlan(text) ? text : undefined })
}

async function explain(session: OpenSession, gatewayEndpoint: string, deps: ReconcileDeps): Promise<string | Failure> {
  const { plan } = session
  const explained = await runSql(
    gatewayEndpoint,
    session.handle,
    { statement: `EXPLAIN CHANGELOG_MODE\n${plan.statement.replace(/^\s*EXECUTE\s+(?=STATEMENT\s+SET)/i, '')}`, executionConfig: plan.executionConfig },
    deps,
  )
  if (!explained.ok) return { ...explained, message: oneLineUp(explained.message) }
  return explained.value.rows.map((row) => String(row.row[0] ?? '')).join('\n')
}

/** The statement began on the second line of what was sent. */
const oneLineUp = (message: string): string =>
  message.replace(/\bline (\d+), column/gi, (found, line: string) => found.replace(line, String(Math.max(1, Number(line) - 1))))

