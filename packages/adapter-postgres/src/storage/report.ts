import type { Result, StorageReport, Tenant } from '@headgate/domain'
import { failed, ok } from '@headgate/domain'
import type { Lease } from '@headgate/ports'
import { storageKey } from '@headgate/ports'
import type { Database } from '../database.ts'
import { toJson, toOptionalNumber } from '../json.ts'
import { environmentMissing } from '../snapshot/create-snapshot.ts'
import { holdLease, wakeInOrder } from '../work/lock-keys.ts'
import { staleLease } from './change-snapshots.ts'

export async function loadReport(database: Database, tenant: Tenant): Promise<Result<StorageReport & { scanRequestedAtMs?: number }>> {
  return await database.inTenant(tenant, 'read', async (transaction) => {
    const [row] = await transaction.$queryRaw<{ report: StorageReport | null; scan_requested_at_ms: bigint | null }[]>`
      SELECT report, scan_requested_at_ms FROM storage_report WHERE organization_id = ${tenant.organizationId} AND environment_id = ${tenant.environmentId}`
    if (row === undefined || row.report === null) return failed('not-found', `The storage of environment ${tenant.environmentId} was not looked at yet.`)
    const scanRequestedAtMs = toOptionalNumber(row.scan_requested_at_ms)
    return ok({ ...row.report, ...(scanRequestedAtMs === undefined ? {} : { scanRequestedAtMs }) })
  })
}

export async function requestScan(database: Database, tenant: Tenant, nowMs: number): Promise<Result<void>> {
  return await database.inTenant(tenant, 'write', async (transaction) => {
    await wakeInOrder(transaction, [storageKey(tenant)], nowMs)
    const requested = await transaction.$executeRaw`
      INSERT INTO storage_report (organization_id, environment_id, scan_requested_at_ms)
      SELECT organization_id, id, ${nowMs}::bigint FROM environment WHERE organization_id = ${tenant.organizationId} AND id = ${tenant.environmentId}
      ON CONFLICT (organization_id, environment_id) DO UPDATE SET scan_requested_at_ms = excluded.scan_requested_at_ms`
    return requested === 0 ? environmentMissing(tenant.environmentId) : ok(undefined)
  })
}

/** A request that came after the scan had begun stays open. */
export async function saveReport(database: Database, lease: Lease, report: StorageReport, nowMs: number): Promise<Result<void>> {
  const { key } = lease
  return await database.inTenant(key, 'write', async (transaction) => {
    if (!(await holdLease(transaction, lease, [], nowMs))) return staleLease(lease)
    await transaction.$executeRaw`
      INSERT INTO storage_report AS r (organization_id, environment_id, report, scanned_at_ms)
      VALUES (${key.organizationId}, ${key.environmentId}, ${toJson(report)}::jsonb, ${report.startedAtMs}::bigint)
      ON CONFLICT (organization_id, environment_id) DO UPDATE SET report = excluded.report, scanned_at_ms = excluded.scanned_at_ms,
        scan_requested_at_ms = CASE WHEN r.scan_requested_at_ms > excluded.scanned_at_ms THEN r.scan_requested_at_ms END`
    return ok(undefined)
  })
}
