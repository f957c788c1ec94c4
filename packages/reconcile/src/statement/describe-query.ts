import type { CatalogColumn, Result } from '@headgate/domain'
import { readDescribe } from '@headgate/planner'
import type { DescribeRow } from '@headgate/planner'
import type { ReconcileDeps } from '../deps.ts'
import type { OpenSession } from './open-session.ts'
import { runSql } from './run-sql.ts'

/** The session is the statement's own and ends with it: no user's view can have this name at the same time. */
const viewName = '`headgate_described_query`'

/** The columns of a query without running it: a temporary view of it, described. */
export async function describeQuery(session: OpenSession, gatewayEndpoint: string, query: string, deps: ReconcileDeps): Promise<Result<CatalogColumn[]>> {
  const created = await runSql(gatewayEndpoint, session.handle, { statement: `CREATE TEMPORARY VIEW ${viewName} AS ${query}` }, deps)
  if (!created.ok) return created
  const answer = await runSql(gatewayEndpoint, session.handle, { statement: `DESCRIBE ${viewName}` }, deps)
  if (!answer.ok) return answer
  const described = readDescribe(answer.value.rows.map((row) => row.row as DescribeRow), [])
  return described.ok ? { ok: true, value: described.value.columns } : { ...described, reason: 'rejected' }
}
