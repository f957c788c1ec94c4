import type { Result, Statement, Tenant } from '@headgate/domain'
import { ok } from '@headgate/domain'
import type { Page, PageRequest, StatementFilter } from '@headgate/ports'
import type { Database } from '../database.ts'
import { toJson, toStorableText } from '../json.ts'
import { parsePageToken, renderPageToken } from '../page-token.ts'
import { Prisma } from '../prisma-client/client.ts'
import type { Seal } from '../seal.ts'
import { readStatementRow, statementColumns } from './statement-row.ts'
import type { StatementRow } from './statement-row.ts'

/** A keyset page, newest first. One row more is read than asked for: it says whether a page follows. */
export async function listStatements(database: Database, seal: Seal, tenant: Tenant, filter: StatementFilter, page: PageRequest): Promise<Result<Page<Statement>>> {
  const after = parsePageToken(page.pageToken)
  if (!after.ok) return after
  const conditions = [
    Prisma.sql`s.organization_id = ${tenant.organizationId} AND s.environment_id = ${tenant.environmentId} AND NOT s.dry_run`,
    ...filterConditions(filter),
    ...(after.value === undefined ? [] : [Prisma.sql`(s.created_at_ms, s.uid) < (${after.value.atMs}::bigint, ${after.value.key})`]),
  ]
  return await database.inTenant(tenant, 'read', async (transaction) => {
    const rows = await transaction.$queryRaw<StatementRow[]>`
      SELECT ${statementColumns} FROM statement s WHERE ${Prisma.join(conditions, ' AND ')}
      ORDER BY s.created_at_ms DESC, s.uid DESC LIMIT ${page.pageSize + 1}::int`
    const items = rows.slice(0, page.pageSize).map((row) => readStatementRow(seal, row))
    const last = items.at(-1)
    if (rows.length <= page.pageSize || last === undefined) return ok({ items })
    return ok({ items, nextPageToken: renderPageToken({ atMs: last.createdAtMs, key: last.uid }) })
  })
}

function filterConditions(filter: StatementFilter): Prisma.Sql[] {
  const conditions: Prisma.Sql[] = []
  if (filter.computePoolId !== undefined) conditions.push(Prisma.sql`s.compute_pool_id = ${toStorableText(filter.computePoolId)}`)
  if (filter.phase !== undefined) conditions.push(Prisma.sql`s.phase = ${toStorableText(filter.phase)}`)
  if (filter.labels !== undefined && Object.keys(filter.labels).length > 0) conditions.push(Prisma.sql`s.labels @> ${toJson(filter.labels)}::jsonb`)
  if (filter.nameSearch !== undefined && filter.nameSearch !== '') {
    conditions.push(Prisma.sql`position(lower(${toStorableText(filter.nameSearch)}) IN lower(s.name)) > 0`)
  }
  return conditions
}
