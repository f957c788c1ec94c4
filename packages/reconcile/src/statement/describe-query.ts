import { failed, ok } from '@headgate/domain'
import type { ResultColumn, Result } from '@headgate/domain'
import { parseDataType } from '@headgate/sql'
import type { ReconcileDeps } from '../deps.ts'
import type { OpenSession } from './open-session.ts'
import { runSql } from './run-sql.ts'

/** A name no user's view can have: the session ends before anybody could make one. */
const viewName = '`headgate_described_query`'

/** The schema of a query without running it: a temporary view of it, described. */
export async function describeQuery(session: OpenSession, gatewayEndpoint: string, query: string, deps: ReconcileDeps): Promise<Result<ResultColumn[]>> {
  const created = await runSql(gatewayEndpoint, session.handle, { statement: `CREATE TEMPORARY VIEW ${viewName} AS ${query}` }, deps)
  if (!created.ok) return created
  const described = await runSql(gatewayEndpoint, session.handle, { statement: `DESCRIBE ${viewName}` }, deps)
  if (!described.ok) return described
  const columns: ResultColumn[] = []
  for (const { row } of described.value.rows) {
    const [name, typeText, nullable] = row
    const type = parseDataType(String(typeText))
    if (type === undefined) return failed('rejected', `The type ${String(typeText)} of the column ${String(name)} is not known to Headgate.`)
    columns.push({ name: String(name), type: { ...type, nullable: String(nullable).toUpperCase() === 'TRUE' } })
  }
  return ok(columns)
}
