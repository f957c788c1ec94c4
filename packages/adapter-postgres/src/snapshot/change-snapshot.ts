import type { Result, Snapshot, SnapshotSpec, Tenant } from '@headgate/domain'
import { failed, ok } from '@headgate/domain'
import type { Lease, SavepointCommit, WorkKey } from '@headgate/ports'
import { renderWorkKey, storageKey } from '@headgate/ports'
import type { Database } from '../database.ts'
import { toJson } from '../json.ts'
import type { Seal } from '../seal.ts'
import { lockKeys, wakeInOrder, wakeKeys } from '../work/lock-keys.ts'
import { isSnapshot, snapshotMissing } from './load-snapshot.ts'
import { readSnapshotRow, snapshotColumns } from './snapshot-row.ts'
import type { SnapshotRow } from './snapshot-row.ts'

export const savepointKey = ({ organizationId, environmentId }: Tenant, id: string): WorkKey => ({ kind: 'savepoint', organizationId, environmentId, id })

/** What is asked of a snapshot, as a person changes it. */
export async function changeSnapshotSpec(
  database: Database, seal: Seal, tenant: Tenant, id: string, spec: SnapshotSpec, expectedSpecVersion: number, nowMs: number,
): Promise<Result<Snapshot>> {
  return await database.inTenant(tenant, 'write', async (transaction) => {
    await wakeInOrder(transaction, [savepointKey(tenant, id), storageKey(tenant)], nowMs)
    const [row] = await transaction.$queryRaw<SnapshotRow[]>`
      UPDATE snapshot t SET spec = ${toJson(spec)}::jsonb, spec_version = t.spec_version + 1, updated_at_ms = ${nowMs}::bigint
      WHERE ${isSnapshot(tenant, id)} AND t.spec_version = ${expectedSpecVersion}::int AND t.state <> 'DELETING'
      RETURNING ${snapshotColumns}`
    if (row !== undefined) return ok(readSnapshotRow(seal, row))
    const [found] = await transaction.$queryRaw<{ state: string }[]>`SELECT t.state FROM snapshot t WHERE ${isSnapshot(tenant, id)}`
    if (found === undefined) return snapshotMissing(id)
    if (found.state === 'DELETING') return failed('conflict', `Snapshot ${id} is being deleted: it cannot be kept any more.`)
    return failed('conflict', `Snapshot ${id} was changed since version ${expectedSpecVersion}. Read it again and repeat the change.`)
  })
}

/** One UPDATE that holds only while the token is current and the intent is the one that was read; wakes in the same statement. */
export async function commitSnapshot(database: Database, seal: Seal, lease: Lease, commit: SavepointCommit, nowMs: number): Promise<Result<Snapshot>> {
  const { key } = lease
  const isUnderWay = commit.state === 'PENDING' || commit.state === 'IN_PROGRESS'
  const wake = isUnderWay ? commit.wake : [...commit.wake, storageKey(key)]
  return await database.inTenant(key, 'write', async (transaction) => {
    const [row] = await transaction.$queryRaw<SnapshotRow[]>`
      WITH ${lockKeys(lease, wake)}, changed AS (
        UPDATE snapshot t SET state = ${commit.state}, intent = ${toJson(commit.intent)}::jsonb, intent_version = t.intent_version + 1,
          observed = ${toJson(commit.observed)}::jsonb, updated_at_ms = ${nowMs}::bigint
        FROM held WHERE ${isSnapshot(key, key.id)} AND t.intent_version = ${commit.expectedIntentVersion}::int
        RETURNING ${snapshotColumns}
      ), ${wakeKeys(nowMs)}
      SELECT ${snapshotColumns} FROM changed t`
    if (row !== undefined) return ok(readSnapshotRow(seal, row))
    return failed('conflict', `${renderWorkKey(key)}: the lease was taken over, or the intent changed since it was read.`)
  })
}
