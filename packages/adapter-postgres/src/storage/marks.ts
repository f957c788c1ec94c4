import type { Result, StorageMark } from '@headgate/domain'
import { ok } from '@headgate/domain'
import type { Lease } from '@headgate/ports'
import type { Database } from '../database.ts'
import { toJson } from '../json.ts'
import { holdLease } from '../work/lock-keys.ts'
import { staleLease } from './change-snapshots.ts'

/** What a scan found deletable, and what it found so no more. */
export async function putMarks(database: Database, lease: Lease, marks: readonly StorageMark[], goneKeys: readonly string[], nowMs: number): Promise<Result<void>> {
  const { organizationId, environmentId } = lease.key
  return await database.inTenant({ organizationId, environmentId }, 'write', async (transaction) => {
    if (!(await holdLease(transaction, lease, [], nowMs))) return staleLease(lease)
    await transaction.$executeRaw`
      INSERT INTO storage_mark (organization_id, environment_id, key, kind, marked_at_ms)
      SELECT ${organizationId}, ${environmentId}, m."key", m.kind, m."markedAtMs"
      FROM jsonb_to_recordset(${toJson(marks)}::jsonb) AS m ("key" text, kind text, "markedAtMs" bigint)
      ON CONFLICT (organization_id, environment_id, key) DO UPDATE SET kind = excluded.kind, marked_at_ms = excluded.marked_at_ms`
    await transaction.$executeRaw`
      DELETE FROM storage_mark WHERE organization_id = ${organizationId} AND environment_id = ${environmentId} AND key = ANY(${goneKeys}::text[])`
    return ok(undefined)
  })
}
