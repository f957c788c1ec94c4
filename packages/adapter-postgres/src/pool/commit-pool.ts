import type { Pool, PoolDemand, PoolObserved, Result, Tenant } from '@headgate/domain'
import { failed, ok } from '@headgate/domain'
import type { Lease, PoolCommit, WorkKey } from '@headgate/ports'
import { renderWorkKey } from '@headgate/ports'
import type { Database } from '../database.ts'
import { toJson, toOptionalNumber } from '../json.ts'
import { Prisma } from '../prisma-client/client.ts'
import { lockKeys, wakeInOrder, wakeKeys } from '../work/lock-keys.ts'
import { findOwnPools } from './own-pools.ts'
import { poolColumns, readPoolRow } from './pool-row.ts'
import type { PoolRow } from './pool-row.ts'

const isPool = (key: WorkKey): Prisma.Sql =>
  Prisma.sql`p.organization_id = ${key.organizationId} AND p.environment_id = ${key.environmentId} AND p.id = ${key.id}`

const superseded = (lease: Lease): Result<never> =>
  failed('conflict', `${renderWorkKey(lease.key)}: the lease was taken over, or the intent changed since it was read.`)

/** One UPDATE that holds only while the token is current and the intent is the one that was read; wakes in the same statement. */
export async function commitPool(database: Database, lease: Lease, commit: PoolCommit, nowMs: number): Promise<Result<Pool>> {
  return await database.inTenant(lease.key, 'write', async (transaction) => {
    const [row] = await transaction.$queryRaw<PoolRow[]>`
      WITH ${lockKeys(lease, commit.wake)}, changed AS (
        UPDATE compute_pool p SET intent = ${toJson(commit.intent)}::jsonb, intent_version = p.intent_version + 1,
          observed = ${toJson(commit.observed)}::jsonb, status = ${toJson(commit.status)}::jsonb, updated_at_ms = ${nowMs}::bigint
        FROM held WHERE ${isPool(lease.key)} AND p.intent_version = ${commit.expectedIntentVersion}::int
            AND p.spec_version = ${commit.expectedSpecVersion}::int
        RETURNING ${poolColumns}
      ), ${wakeKeys(nowMs)}
      SELECT ${poolColumns} FROM changed p`
    return row === undefined ? superseded(lease) : ok(readPoolRow(row))
  })
}

export async function recordPool(database: Database, lease: Lease, record: { observed: PoolObserved; wake: WorkKey[] }, nowMs: number): Promise<Result<void>> {
  return await database.inTenant(lease.key, 'write', async (transaction) => {
    const rows = await transaction.$queryRaw<unknown[]>`
      WITH ${lockKeys(lease, record.wake)}, changed AS (
        UPDATE compute_pool p SET observed = ${toJson(record.observed)}::jsonb, updated_at_ms = ${nowMs}::bigint
        FROM held WHERE ${isPool(lease.key)} RETURNING p.id
      ), ${wakeKeys(nowMs)}
      SELECT id FROM changed`
    return rows.length === 0 ? superseded(lease) : ok(undefined)
  })
}

/** Own pools that it granted slots to are woken: each ends its processes and goes. */
export async function removePool(database: Database, lease: Lease, nowMs: number): Promise<Result<void>> {
  const { key } = lease
  return await database.inTenant(key, 'write', async (transaction) => {
    const woken = await findOwnPools(transaction, key, { computePoolId: key.id })
    const rows = await transaction.$queryRaw<unknown[]>`
      WITH ${lockKeys(lease, woken)}, changed AS (
        DELETE FROM compute_pool p USING held WHERE ${isPool(key)} RETURNING p.id
      ), unindexed AS (
        DELETE FROM work_item w USING held
        WHERE w.organization_id = ${key.organizationId} AND w.environment_id = ${key.environmentId} AND w.kind = 'pool' AND w.id = ${key.id}
        RETURNING w.id
      )
      SELECT id FROM unindexed`
    if (rows.length === 0) return superseded(lease)
    await wakeInOrder(transaction, woken, nowMs)
    return ok(undefined)
  })
}

interface DemandRow {
  uid: string
  name: string
  asks: boolean
  holds: boolean
  place: string
  needs_gateway: boolean
  slots_asked: number
  slots_asked_at_ms: bigint | null
  job_id: string | null
  cluster_generation: number | null
  started_at_ms: bigint | null
  is_planning: boolean
  is_planned: boolean
  planning_losses: number | null
}

/**
 * A statement that moves to another pool asks there. As long as its job may hold something here, it asks for that here too: the slots and
 * TaskManagers of a job that still has to take its savepoint are not given to others. Of a DEDICATED pool, those of its own pools count too.
 */
export async function listDemands(database: Database, pool: Tenant & { computePoolId: string }): Promise<Result<PoolDemand[]>> {
  const { organizationId, environmentId, computePoolId } = pool
  return await database.inTenant({ organizationId, environmentId }, 'read', async (transaction) => {
    const rows = await transaction.$queryRaw<DemandRow[]>`
      WITH places AS MATERIALIZED (
        SELECT array_append(ARRAY(
          SELECT id FROM compute_pool WHERE organization_id = ${organizationId} AND environment_id = ${environmentId} AND parent_pool_id = ${computePoolId}
        ), ${computePoolId}::text) AS ids
      )
      SELECT uid, name, CASE WHEN asks_pool_id = ANY((SELECT ids FROM places)::text[]) THEN asks_pool_id ELSE holds_pool_id END AS place, asks_pool_id IS NOT DISTINCT FROM ${computePoolId} AS asks, holds_pool_id IS NOT DISTINCT FROM ${computePoolId} AS holds,
        (intent ->> 'needsGateway')::boolean AS needs_gateway, (intent ->> 'slotsAsked')::int AS slots_asked,
        (intent ->> 'slotsAskedAtMs')::bigint AS slots_asked_at_ms, intent #>> '{generation,jobId}' AS job_id,
        (intent #>> '{generation,clusterGeneration}')::int AS cluster_generation,
        (intent #>> '{generation,createdAtMs}')::bigint AS started_at_ms,
        intent -> 'planning' IS NOT NULL AS is_planning, observed -> 'prepared' IS NOT NULL AS is_planned, (intent ->> 'planningLosses')::int AS planning_losses
      FROM statement
      WHERE organization_id = ${organizationId} AND environment_id = ${environmentId} 
        AND (asks_pool_id = ANY((SELECT ids FROM places)::text[]) OR holds_pool_id = ANY((SELECT ids FROM places)::text[]))
      ORDER BY uid`
    return ok(rows.map(readDemandRow))
  })
}

function readDemandRow(row: DemandRow): PoolDemand {
  const slotsAskedAtMs = toOptionalNumber(row.slots_asked_at_ms)
  const startedAtMs = toOptionalNumber(row.started_at_ms)
  return {
    uid: row.uid,
    name: row.name,
    ...(row.asks || row.holds ? {} : { elsewhere: row.place }),
    needsGateway: row.asks && row.needs_gateway,
    slotsAsked: row.slots_asked,
    ...(slotsAskedAtMs !== undefined ? { slotsAskedAtMs } : {}),
    ...(row.holds && row.job_id !== null ? { jobId: row.job_id } : {}),
    ...(row.holds && row.cluster_generation !== null ? { clusterGeneration: row.cluster_generation } : {}),
    ...(row.is_planned ? { isPlanned: true } : {}),
    ...(row.is_planning ? { isPlanning: true } : {}),
    ...(row.planning_losses === null ? {} : { planningLosses: row.planning_losses }),
    ...(row.holds && startedAtMs !== undefined ? { startedAtMs } : {}),
  }
}
