import type { Result, Tenant } from '@headgate/domain'
import { failed, finalSnapshotStates, keepsEnvironment, ok } from '@headgate/domain'
import type { Snapshot } from '@headgate/domain'
import type { Database, Transaction } from '../database.ts'
import { toJson } from '../json.ts'
import { Prisma } from '../prisma-client/client.ts'

/**
 * What hangs on the row goes with it, or refuses (statements, pools). Snapshots that were made by themselves go to the trash; those that a person made
 * or pinned refuse. The key of the files stays: they are deleted after the environment.
 */
export async function removeEnvironment(database: Database, tenant: Tenant, nowMs: number): Promise<Result<void>> {
  const { organizationId, environmentId } = tenant
  const isOwn = Prisma.sql`organization_id = ${organizationId} AND environment_id = ${environmentId}`
  const removed = await database.inTenant<void>(tenant, 'write', async (transaction) => {
    await wakeFiles(transaction, isOwn, nowMs)
    // Whoever makes a snapshot holds this row: from here on there is none to come.
    const count = await transaction.$executeRaw`DELETE FROM environment WHERE organization_id = ${organizationId} AND id = ${environmentId}`
    if (count === 0) return failed('not-found', `Environment ${environmentId} does not exist.`)
    const snapshots = await transaction.$queryRaw<Pick<Snapshot, 'trigger' | 'spec' | 'state'>[]>`SELECT trigger, spec, state FROM snapshot WHERE ${isOwn}`
    const kept = snapshots.filter(keepsEnvironment).length
    if (kept > 0) return failed('rejected', `Environment ${environmentId} still has ${kept} snapshots that were asked for or pinned. Delete them first.`)
    await transaction.$executeRaw`
      UPDATE snapshot SET spec = spec || jsonb_build_object('trash', ${toJson({ atMs: nowMs, by: 'user', reason: 'Its environment was deleted.' })}::jsonb)
          || CASE WHEN state = ANY(${[...finalSnapshotStates]}::text[]) THEN '{}' ELSE jsonb_build_object('cancelRequestedAtMs', ${nowMs}::bigint) END,
        spec_version = spec_version + 1, updated_at_ms = ${nowMs}::bigint
      WHERE ${isOwn} AND spec -> 'trash' IS NULL AND state <> 'DELETING'`
    return ok(undefined)
  })
  if (!removed.ok && removed.reason === 'conflict') return failed('conflict', `Environment ${environmentId} is still in use.`, removed.detail)
  return removed
}

/** Everything that is being written, and the files: locked in the one order before anything else. */
async function wakeFiles(transaction: Transaction, isOwn: Prisma.Sql, nowMs: number): Promise<void> {
  await transaction.$executeRaw`
    WITH locked AS MATERIALIZED (
      SELECT kind, id FROM work_item WHERE ${isOwn} AND kind IN ('savepoint', 'storage') ORDER BY kind, id FOR UPDATE
    )
    UPDATE work_item SET due_at_ms = least(coalesce(due_at_ms, ${nowMs}::bigint), ${nowMs}::bigint), wake_seq = wake_seq + 1
    FROM locked k WHERE ${isOwn} AND work_item.kind = k.kind AND work_item.id = k.id`
}
