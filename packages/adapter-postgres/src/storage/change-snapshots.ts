import type { NewSnapshot, Result, SnapshotReference, Tenant } from '@headgate/domain'
import { failed, ok } from '@headgate/domain'
import type { Lease, SnapshotChange } from '@headgate/ports'
import { renderWorkKey } from '@headgate/ports'
import type { Database, Transaction } from '../database.ts'
import { toJson } from '../json.ts'
import type { Seal } from '../seal.ts'
import { savepointKey } from '../snapshot/change-snapshot.ts'
import { insertSnapshots } from '../snapshot/insert-snapshots.ts'
import { isSnapshot } from '../snapshot/load-snapshot.ts'
import { holdLease } from '../work/lock-keys.ts'
import { replaceReferences } from './references.ts'

export const staleLease = (lease: Lease): Result<never> =>
  failed('conflict', `The lease of ${renderWorkKey(lease.key)} is not the newest one any more: nothing was written.`)

export const lostChange = (id: string): Result<never> => failed('conflict', `Snapshot ${id} was changed since it was read.`)

/** Rows of one transaction: the locks on them, and on the key of the files, are held for a moment only. */
const changesPerTransaction = 200

/** Each change holds or is lost by itself. */
export async function changeSnapshots(database: Database, lease: Lease, changes: readonly SnapshotChange[], nowMs: number): Promise<Result<{ lost: string[] }>> {
  const lost: string[] = []
  for (let from = 0; from < changes.length; from += changesPerTransaction) {
    const some = changes.slice(from, from + changesPerTransaction)
    const changed = await database.inTenant(lease.key, 'write', async (transaction) => {
      if (!(await holdLease(transaction, lease, some.map((change) => savepointKey(lease.key, change.id)), nowMs))) return staleLease(lease)
      return ok(await applyChanges(transaction, lease.key, some, nowMs))
    })
    if (!changed.ok) return changed
    lost.push(...some.map((change) => change.id).filter((id) => !changed.value.has(id)))
  }
  return ok({ lost })
}

/** The ids of those whose versions were still those that were read. */
export async function applyChanges(transaction: Transaction, tenant: Tenant, changes: readonly SnapshotChange[], nowMs: number): Promise<Set<string>> {
  const rows = await transaction.$queryRaw<{ id: string }[]>`
    UPDATE snapshot t SET state = c.state, intent = c.intent, intent_version = t.intent_version + 1, observed = c.observed,
      kind = coalesce(c.kind, t.kind), format = coalesce(c.format, t.format), spec = coalesce(c.spec, t.spec), spec_version = t.spec_version + (c.spec IS NOT NULL)::int, updated_at_ms = ${nowMs}::bigint
    FROM jsonb_to_recordset(${toJson(changes)}::jsonb) AS c (id text, "expectedIntentVersion" int, "expectedSpecVersion" int, spec jsonb, state text,
      intent jsonb, observed jsonb, kind text, format text)
    WHERE t.organization_id = ${tenant.organizationId} AND t.environment_id = ${tenant.environmentId} AND t.id = c.id
      AND t.intent_version = c."expectedIntentVersion" AND t.spec_version = c."expectedSpecVersion"
    RETURNING t.id`
  return new Set(rows.map((row) => row.id))
}

export async function addSnapshots(database: Database, seal: Seal, lease: Lease, snapshots: readonly NewSnapshot[], nowMs: number): Promise<Result<void>> {
  return await database.inTenant(lease.key, 'write', async (transaction) => {
    if (!(await holdLease(transaction, lease, [], nowMs))) return staleLease(lease)
    await insertSnapshots(transaction, seal, lease.key, snapshots)
    return ok(undefined)
  })
}

/**
 * Writes the references first and takes the key of the files, which commits of statements wake, at the end: many references take seconds. A stale
 * lease or a lost change takes them back.
 */
export async function completeSnapshot(
  database: Database, lease: Lease, change: SnapshotChange, references: readonly Omit<SnapshotReference, 'snapshotId'>[], nowMs: number,
): Promise<Result<void>> {
  const tenant = lease.key
  return await database.inTenant(tenant, 'write', async (transaction) => {
    const found = await transaction.$queryRaw<unknown[]>`
      SELECT 1 FROM snapshot t WHERE ${isSnapshot(tenant, change.id)} AND t.intent_version = ${change.expectedIntentVersion}::int
        AND t.spec_version = ${change.expectedSpecVersion}::int`
    if (found.length === 0) return lostChange(change.id)
    await replaceReferences(transaction, tenant, change.id, references)
    if (!(await holdLease(transaction, lease, [savepointKey(tenant, change.id)], nowMs))) return staleLease(lease)
    return (await applyChanges(transaction, tenant, [change], nowMs)).has(change.id) ? ok(undefined) : lostChange(change.id)
  })
}
