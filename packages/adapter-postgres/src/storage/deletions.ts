import type { Result, Snapshot, StorageDeletion, StorageStatement, Tenant } from '@headgate/domain'
import { ok } from '@headgate/domain'
import type { Lease, Page, PageRequest } from '@headgate/ports'
import type { Database } from '../database.ts'
import { toJson, toNumber } from '../json.ts'
import { parsePageToken, renderPageToken } from '../page-token.ts'
import { Prisma } from '../prisma-client/client.ts'
import type { Seal } from '../seal.ts'
import { savepointKey } from '../snapshot/change-snapshot.ts'
import { readSnapshotRow, snapshotColumns } from '../snapshot/snapshot-row.ts'
import type { SnapshotRow } from '../snapshot/snapshot-row.ts'
import { holdLease } from '../work/lock-keys.ts'
import { staleLease } from './change-snapshots.ts'
import { removeReferences } from './references.ts'
import { readStorageStatements } from './storage-statements.ts'

/** As long as the audit tells of a deletion. */
const deletionsKeptMs = 90 * 24 * 60 * 60_000
/** Snapshots whose references go with one DELETE: well below the time that a statement may take. */
const snapshotsPerDelete = 50

/**
 * Statements are read when the rows are locked: a fork or a resume that holds one of them goes first and is seen here, one that comes later finds it
 * DELETING.
 */
export async function confirmDeletion(
  database: Database, seal: Seal, lease: Lease, snapshotIds: readonly string[], isNeeded: (snapshot: Snapshot, statements: StorageStatement[]) => boolean, nowMs: number,
): Promise<Result<string[]>> {
  const tenant = lease.key
  return await database.inTenant(tenant, 'write', async (transaction) => {
    if (!(await holdLease(transaction, lease, [], nowMs))) return staleLease(lease)
    const rows = await transaction.$queryRaw<SnapshotRow[]>`
      SELECT ${snapshotColumns} FROM snapshot t
      WHERE t.organization_id = ${tenant.organizationId} AND t.environment_id = ${tenant.environmentId} AND t.id = ANY(${snapshotIds}::text[]) AND t.state = 'DELETING'
      ORDER BY t.id FOR NO KEY UPDATE`
    const copied = await transaction.$queryRaw<{ copy_of: string }[]>`
      SELECT copy_of FROM snapshot WHERE organization_id = ${tenant.organizationId} AND environment_id = ${tenant.environmentId} AND copy_of IS NOT NULL
        AND state IN ('PENDING', 'IN_PROGRESS')`
    const statements = await readStorageStatements(transaction, tenant)
    const sources = new Set(copied.map((row) => row.copy_of))
    return ok(rows.filter((row) => !sources.has(row.id) && !isNeeded(readSnapshotRow(seal, row), statements)).map((row) => row.id))
  })
}

/** References go first, many as they may be; the key of the files, which commits of statements wake, is taken at the end. */
export async function recordDeletions(
  database: Database, lease: Lease, record: { deletions: readonly StorageDeletion[]; snapshotIds: readonly string[]; directoryKeys: readonly string[]; markKeys: readonly string[] }, nowMs: number,
): Promise<Result<void>> {
  const tenant = lease.key
  const isOwn = Prisma.sql`organization_id = ${tenant.organizationId} AND environment_id = ${tenant.environmentId}`
  return await database.inTenant(tenant, 'write', async (transaction) => {
    for (let from = 0; from < record.snapshotIds.length; from += snapshotsPerDelete) {
      await removeReferences(transaction, tenant, record.snapshotIds.slice(from, from + snapshotsPerDelete))
    }
    const savepoints = record.snapshotIds.map((id) => savepointKey(tenant, id))
    if (!(await holdLease(transaction, lease, savepoints, nowMs))) return staleLease(lease)
    await transaction.$executeRaw`
      INSERT INTO storage_deletion (organization_id, environment_id, at_ms, key, kind, reason, files, bytes, snapshot_id, statement_uid)
      SELECT ${tenant.organizationId}, ${tenant.environmentId}, d."atMs", d."key", d.kind, d.reason, d.files, d.bytes, d."snapshotId", d."statementUid"
      FROM ROWS FROM (jsonb_to_recordset(${toJson(record.deletions)}::jsonb)
        AS ("atMs" bigint, "key" text, kind text, reason text, files bigint, bytes bigint, "snapshotId" text, "statementUid" text)) WITH ORDINALITY
        AS d ("atMs", "key", kind, reason, files, bytes, "snapshotId", "statementUid", position) ORDER BY position`
    await transaction.$executeRaw`DELETE FROM storage_deletion WHERE ${isOwn} AND at_ms < ${nowMs - deletionsKeptMs}::bigint`
    await transaction.$executeRaw`DELETE FROM work_item WHERE ${isOwn} AND kind = 'savepoint' AND id = ANY(${record.snapshotIds}::text[])`
    await transaction.$executeRaw`DELETE FROM snapshot WHERE ${isOwn} AND id = ANY(${record.snapshotIds}::text[])`
    await transaction.$executeRaw`DELETE FROM handed_over_directory WHERE ${isOwn} AND key = ANY(${record.directoryKeys}::text[])`
    await transaction.$executeRaw`DELETE FROM storage_mark WHERE ${isOwn} AND key = ANY(${record.markKeys}::text[])`
    return ok(undefined)
  })
}

interface DeletionRow {
  seq: string
  at_ms: bigint
  key: string
  kind: string
  reason: string
  files: bigint
  bytes: bigint
  snapshot_id: string | null
  statement_uid: string | null
}

/** A keyset page, newest first. Numbers of rows are compared as text of one length, so that any page token is a place to go on from. */
export async function listDeletions(database: Database, tenant: Tenant, page: PageRequest): Promise<Result<Page<StorageDeletion>>> {
  const after = parsePageToken(page.pageToken)
  if (!after.ok) return after
  const keyset = after.value === undefined ? Prisma.empty : Prisma.sql`AND at_ms <= ${after.value.atMs}::bigint
    AND (at_ms < ${after.value.atMs}::bigint OR lpad(seq::text, 19, '0') < ${after.value.key})`
  return await database.inTenant(tenant, 'read', async (transaction) => {
    const rows = await transaction.$queryRaw<DeletionRow[]>`
      SELECT lpad(seq::text, 19, '0') AS seq, at_ms, key, kind, reason, files, bytes, snapshot_id, statement_uid FROM storage_deletion
      WHERE organization_id = ${tenant.organizationId} AND environment_id = ${tenant.environmentId} ${keyset}
      ORDER BY at_ms DESC, storage_deletion.seq DESC LIMIT ${page.pageSize + 1}::int`
    const shown = rows.slice(0, page.pageSize)
    const items = shown.map(readDeletionRow)
    const last = shown.at(-1)
    if (rows.length <= page.pageSize || last === undefined) return ok({ items })
    return ok({ items, nextPageToken: renderPageToken({ atMs: toNumber(last.at_ms), key: last.seq }) })
  })
}

const readDeletionRow = (row: DeletionRow): StorageDeletion => ({
  atMs: toNumber(row.at_ms),
  key: row.key,
  kind: row.kind,
  reason: row.reason,
  files: toNumber(row.files),
  bytes: toNumber(row.bytes),
  ...(row.snapshot_id === null ? {} : { snapshotId: row.snapshot_id }),
  ...(row.statement_uid === null ? {} : { statementUid: row.statement_uid }),
})
