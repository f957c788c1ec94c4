import { failed, ok } from '@headgate/domain'
import type { Catalog, CatalogChange, Result, Statement } from '@headgate/domain'
import { renderCreateTableFromQuery, splitCreateTableAs } from '@headgate/planner'
import { readStatement } from '@headgate/sql'
import type { ReconcileDeps } from '../deps.ts'
import { defineIn } from './actions/run-once.ts'
import { withSession } from './open-session.ts'
import { describeQuery } from './describe-query.ts'

export interface DefinedTable {
  insertSql: string
  changes: CatalogChange[]
  catalog: Catalog
}

/** CREATE TABLE AS in two: the table with the columns of its query, and the INSERT that fills it. Nothing is stored yet. */
export async function defineTableOfQuery(statement: Statement, gatewayEndpoint: string, deps: ReconcileDeps): Promise<Result<DefinedTable>> {
  const read = readStatement(statement.spec.sql)
  if (!read.ok) return read
  const split = splitCreateTableAs(read.value)
  if (split === undefined) return failed('rejected', 'This is no CREATE TABLE AS.')
  const columns = await withSession({ statement, gatewayEndpoint, purpose: 'run', sql: split.query }, deps, (session) =>
    describeQuery(session, gatewayEndpoint, session.plan.statement, deps),
  )
  if (!columns.ok) return columns
  const both = renderCreateTableFromQuery(read.value, columns.value)
  if (!both.ok) return { ...both, reason: 'rejected' }
  return withSession({ statement, gatewayEndpoint, purpose: 'define', sql: both.value.createTable }, deps, async (session) => {
    const changes = await defineIn(session, gatewayEndpoint, deps)
    return changes.ok ? ok({ insertSql: both.value.insertInto, changes: changes.value, catalog: session.catalog }) : changes
  })
}
