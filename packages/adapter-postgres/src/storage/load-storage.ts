import type { Result, SnapshotPolicy, StorageMark, StorageReport, Tenant } from '@headgate/domain'
import { ok } from '@headgate/domain'
import type { StorageWorld } from '@headgate/ports'
import type { Database, Transaction } from '../database.ts'
import { toNumber, toOptionalNumber } from '../json.ts'
import { Prisma } from '../prisma-client/client.ts'
import type { SnapshotPolicy as SnapshotPolicyRow } from '../prisma-client/client.ts'
import { readPolicyRow } from '../resource/snapshot-policies.ts'
import type { Seal } from '../seal.ts'
import { readSnapshotRow, snapshotColumns } from '../snapshot/snapshot-row.ts'
import type { SnapshotRow } from '../snapshot/snapshot-row.ts'
import { readDirectories } from './directories.ts'
import { readStorageStatements } from './storage-statements.ts'

/** What turns up again in a place that was emptied is known to be remains for so long. */
const deletionsShownMs = 30 * 24 * 60 * 60_000

/** Everything at one time: a generation that is handed over meanwhile is not missing on both sides. */
export async function loadStorage(database: Database, seal: Seal, tenant: Tenant, nowMs: number): Promise<Result<StorageWorld>> {
  const isOwn = Prisma.sql`organization_id = ${tenant.organizationId} AND environment_id = ${tenant.environmentId}`
  return await database.inTenant(tenant, 'read-at-one-time', async (transaction) => {
    const snapshots = await transaction.$queryRaw<SnapshotRow[]>`SELECT ${snapshotColumns} FROM snapshot t WHERE ${isOwn} ORDER BY created_at_ms, id`
    const pools = await transaction.$queryRaw<{ id: string }[]>`SELECT id FROM compute_pool WHERE ${isOwn} ORDER BY id`
    const marks = await transaction.$queryRaw<{ key: string; kind: string; marked_at_ms: bigint }[]>`SELECT key, kind, marked_at_ms FROM storage_mark WHERE ${isOwn} ORDER BY key`
    const deletions = await transaction.$queryRaw<{ key: string; kind: string; at_ms: bigint }[]>`
      SELECT key, kind, at_ms FROM storage_deletion WHERE ${isOwn} AND at_ms > ${nowMs - deletionsShownMs}::bigint ORDER BY at_ms, seq`
    const [report] = await transaction.$queryRaw<{ scanned_at_ms: bigint | null; scan_requested_at_ms: bigint | null; classes: StorageReport['classes'] | null }[]>`
      SELECT scanned_at_ms, scan_requested_at_ms, report->'classes' AS classes FROM storage_report WHERE ${isOwn}`
    const environments = await transaction.$queryRaw<unknown[]>`SELECT 1 FROM environment WHERE organization_id = ${tenant.organizationId} AND id = ${tenant.environmentId}`
    const scannedAtMs = toOptionalNumber(report?.scanned_at_ms ?? null)
    const scanRequestedAtMs = toOptionalNumber(report?.scan_requested_at_ms ?? null)
    return ok({
      snapshots: snapshots.map((row) => readSnapshotRow(seal, row)),
      directories: await readDirectories(transaction, seal, tenant),
      policies: await readPolicies(transaction, isOwn),
      statements: await readStorageStatements(transaction, tenant),
      computePoolIds: pools.map((pool) => pool.id),
      marks: marks.map((row): StorageMark => ({ key: row.key, kind: row.kind, markedAtMs: toNumber(row.marked_at_ms) })),
      deletions: deletions.map((row) => ({ key: row.key, kind: row.kind, atMs: toNumber(row.at_ms) })),
      ...(scannedAtMs === undefined ? {} : { scannedAtMs }),
      ...(scanRequestedAtMs === undefined ? {} : { scanRequestedAtMs }),
      ...(report?.classes == null ? {} : { scannedClasses: report.classes }),
      isEnvironmentGone: environments.length === 0,
    })
  })
}

export const listPolicies = async (database: Database, tenant: Tenant): Promise<Result<SnapshotPolicy[]>> =>
  await database.inTenant(tenant, 'read', async (transaction) =>
    ok(await readPolicies(transaction, Prisma.sql`organization_id = ${tenant.organizationId} AND environment_id = ${tenant.environmentId}`)))

/** With the names of the models, as the resource store has them. */
async function readPolicies(transaction: Transaction, isOwn: Prisma.Sql): Promise<SnapshotPolicy[]> {
  const rows = await transaction.$queryRaw<SnapshotPolicyRow[]>`
    SELECT organization_id AS "organizationId", environment_id AS "environmentId", name, statement_name AS "statementName", schedule, format, keep_last AS "keepLast",
      keep_for_ms AS "keepForMs", keep_after_deletion_ms AS "keepAfterDeletionMs", trash_ms AS "trashMs", drill_every_ms AS "drillEveryMs",
      deletion_paused AS "deletionPaused", version, created_at_ms AS "createdAtMs", updated_at_ms AS "updatedAtMs"
    FROM snapshot_policy WHERE ${isOwn} ORDER BY created_at_ms, name`
  return rows.map(readPolicyRow)
}
