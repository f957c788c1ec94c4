import type { Result, Snapshot, Tenant } from '@headgate/domain'
import { ok } from '@headgate/domain'
import type { Page, PageRequest, SnapshotFilter } from '@headgate/ports'
import type { Database } from '../database.ts'
import { toJson, toStorableText } from '../json.ts'
import { parsePageToken, renderPageToken } from '../page-token.ts'
import { Prisma } from '../prisma-client/client.ts'
import type { Seal } from '../seal.ts'
import { readSnapshotRow, snapshotColumns } from './snapshot-row.ts'
import type { SnapshotRow } from './snapshot-row.ts'

/** A keyset page, newest first. */
export async function listSnapshots(database: Database, seal: Seal, tenant: Tenant, filter: SnapshotFilter, page: PageRequest): Promise<Result<Page<Snapshot>>> {
  const after = parsePageToken(page.pageToken)
  if (!after.ok) return after
  const conditions = [
    Prisma.sql`t.organization_id = ${tenant.organizationId} AND t.environment_id = ${tenant.environmentId}`,
    ...filterConditions(filter),
    ...(after.value === undefined ? [] : [Prisma.sql`(t.created_at_ms, t.id) < (${after.value.atMs}::bigint, ${after.value.key})`]),
  ]
  return await database.inTenant(tenant, 'read', async (transaction) => {
    const rows = await transaction.$queryRaw<SnapshotRow[]>`
      SELECT ${snapshotColumns} FROM snapshot t WHERE ${Prisma.join(conditions, ' AND ')}
      ORDER BY t.created_at_ms DESC, t.id DESC LIMIT ${page.pageSize + 1}::int`
    const items = rows.slice(0, page.pageSize).map((row) => readSnapshotRow(seal, row))
    const last = items.at(-1)
    if (rows.length <= page.pageSize || last === undefined) return ok({ items })
    return ok({ items, nextPageToken: renderPageToken({ atMs: last.createdAtMs, key: last.id }) })
  })
}

function filterConditions(filter: SnapshotFilter): Prisma.Sql[] {
  const { statementName, statementUid, states, kind, trigger, pinned, trashed, createdBeforeMs, createdAfterMs, labels } = filter
  const conditions: Prisma.Sql[] = []
  if (statementName !== undefined) conditions.push(Prisma.sql`t.statement_name = ${toStorableText(statementName)}`)
  if (statementUid !== undefined) conditions.push(Prisma.sql`t.statement_uid = ${toStorableText(statementUid)}`)
  if (states !== undefined) conditions.push(Prisma.sql`t.state = ANY(${states}::text[])`)
  if (kind !== undefined) conditions.push(Prisma.sql`t.kind = ${kind}`)
  if (trigger !== undefined) conditions.push(Prisma.sql`t.trigger = ${trigger}`)
  if (pinned !== undefined) conditions.push(Prisma.sql`(t.spec ->> 'pinned')::boolean = ${pinned}`)
  if (trashed !== undefined) conditions.push(Prisma.sql`(t.spec -> 'trash' IS NOT NULL OR t.state = 'DELETING') = ${trashed}`)
  if (createdBeforeMs !== undefined) conditions.push(Prisma.sql`t.created_at_ms < ${createdBeforeMs}::bigint`)
  if (createdAfterMs !== undefined) conditions.push(Prisma.sql`t.created_at_ms > ${createdAfterMs}::bigint`)
  if (labels !== undefined && Object.keys(labels).length > 0) conditions.push(Prisma.sql`t.spec -> 'labels' @> ${toJson(labels)}::jsonb`)
  return conditions
}
