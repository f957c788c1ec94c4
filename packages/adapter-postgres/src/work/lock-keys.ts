import type { Lease, WorkKey } from '@headgate/ports'
import type { Transaction } from '../database.ts'
import { toJson } from '../json.ts'
import { Prisma } from '../prisma-client/client.ts'
import { isKey } from './lease.ts'

/**
 * The CTEs at the head of every write under a lease. `locked` locks the work items of the lease and of the keys to wake, in one order
 * for all writers: a statement that wakes its pool and a pool that wakes its statements never wait for each other in a circle. `held`
 * has a row while the lease's token is the current one. Locked rows cannot be leased anew until the transaction ends, so a writer
 * that was fenced off cannot slip in between.
 */
export const lockKeys = (lease: Lease, wake: WorkKey[]): Prisma.Sql => Prisma.sql`
  keys AS MATERIALIZED (
    SELECT kind, organization_id, environment_id, id, bool_or(own) AS own, bool_or(NOT own) AS wake FROM (
      SELECT ${lease.key.kind}::text AS kind, ${lease.key.organizationId}::text AS organization_id, ${lease.key.environmentId}::text AS environment_id,
        ${lease.key.id}::text AS id, true AS own
      UNION ALL
      SELECT kind, organization_id, environment_id, id, false FROM jsonb_to_recordset(${toJson(wake.map(toRecord))}::jsonb)
        AS wanted (kind text, organization_id text, environment_id text, id text)
    ) AS every_key GROUP BY kind, organization_id, environment_id, id
  ), locked AS MATERIALIZED (
    SELECT w.kind, w.organization_id, w.environment_id, w.id, w.lease_token, w.lease_until_ms
    FROM keys JOIN work_item w USING (organization_id, environment_id, kind, id)
    ORDER BY w.organization_id, w.environment_id, w.kind, w.id FOR UPDATE OF w
  ), held AS MATERIALIZED (
    SELECT 1 FROM (
      SELECT bool_or(${isKey(lease.key)} AND w.lease_token = ${lease.token}::bigint AND w.lease_until_ms IS NOT NULL) AS ok FROM locked w
    ) AS judged WHERE ok
  )`

/**
 * The CTEs that wake keys when `changed` has a row. Statements, pools, savepoints and files have their work item for life, and what is gone is not
 * brought back; a results key begins with its first wake. `ownFacets` are further columns of the leased key's own row, from `changed c`.
 */
export const wakeKeys = (nowMs: number, ownFacets?: { active: Prisma.Sql; endedAtMs: Prisma.Sql }): Prisma.Sql => Prisma.sql`
  woken AS (
    UPDATE work_item w SET wake_seq = w.wake_seq + k.wake::int,
      due_at_ms = CASE WHEN k.wake THEN least(coalesce(w.due_at_ms, ${nowMs}::bigint), ${nowMs}::bigint) ELSE w.due_at_ms END
      ${ownFacets === undefined ? Prisma.empty : Prisma.sql`, active = CASE WHEN k.own THEN ${ownFacets.active} ELSE w.active END,
        ended_at_ms = CASE WHEN k.own THEN ${ownFacets.endedAtMs} ELSE w.ended_at_ms END`}
    FROM keys k, changed c
    WHERE w.organization_id = k.organization_id AND w.environment_id = k.environment_id AND w.kind = k.kind AND w.id = k.id
      AND k.kind <> 'results' AND (k.wake ${ownFacets === undefined ? Prisma.empty
        : Prisma.sql`OR w.active <> ${ownFacets.active} OR w.ended_at_ms IS DISTINCT FROM ${ownFacets.endedAtMs}`})
  ), woken_results AS (
    INSERT INTO work_item AS w (organization_id, environment_id, kind, id, due_at_ms)
    SELECT k.organization_id, k.environment_id, k.kind, k.id, ${nowMs}::bigint FROM keys k, changed WHERE k.kind = 'results' AND k.wake
    ON CONFLICT (organization_id, environment_id, kind, id)
      DO UPDATE SET due_at_ms = least(coalesce(w.due_at_ms, excluded.due_at_ms), excluded.due_at_ms), wake_seq = w.wake_seq + 1
  )`

/** Holds a lease to the end of the transaction, and wakes keys; false (and nothing is locked that matters) when it is not the newest any more. */
export async function holdLease(transaction: Transaction, lease: Lease, wake: WorkKey[], nowMs: number): Promise<boolean> {
  const rows = await transaction.$queryRaw<unknown[]>`
    WITH ${lockKeys(lease, wake)}, changed AS (SELECT 1 FROM held), ${wakeKeys(nowMs)} SELECT 1 FROM held`
  return rows.length > 0
}

/** Locks the work items of keys in the one order, without a lease, and wakes those that have one. */
export async function wakeInOrder(transaction: Transaction, keys: WorkKey[], nowMs: number): Promise<void> {
  await transaction.$executeRaw`
    WITH locked AS MATERIALIZED (
      SELECT w.organization_id, w.environment_id, w.kind, w.id
      FROM jsonb_to_recordset(${toJson(keys.map(toRecord))}::jsonb) AS wanted (kind text, organization_id text, environment_id text, id text)
        JOIN work_item w USING (organization_id, environment_id, kind, id)
      ORDER BY w.organization_id, w.environment_id, w.kind, w.id FOR UPDATE OF w
    )
    UPDATE work_item w SET due_at_ms = least(coalesce(w.due_at_ms, ${nowMs}::bigint), ${nowMs}::bigint), wake_seq = w.wake_seq + 1
    FROM locked k WHERE w.organization_id = k.organization_id AND w.environment_id = k.environment_id AND w.kind = k.kind AND w.id = k.id`
}

const toRecord = (key: WorkKey) => ({ kind: key.kind, organization_id: key.organizationId, environment_id: key.environmentId, id: key.id })
