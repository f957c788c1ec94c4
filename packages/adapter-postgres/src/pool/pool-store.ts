import type { Pool, PoolSpec, Result, Tenant } from '@headgate/domain'
import { failed, ok } from '@headgate/domain'
import type { AnswerKeeper, NewPool, Page, PageRequest } from '@headgate/ports'
import type { Database, Transaction } from '../database.ts'
import { keepAnswer } from '../idempotent-answers.ts'
import { toJson, toNumber } from '../json.ts'
import { parsePageToken, renderPageToken } from '../page-token.ts'
import { Prisma } from '../prisma-client/client.ts'
import type { Seal } from '../seal.ts'
import { poolColumns, poolMissing, readPoolRow } from './pool-row.ts'
import type { PoolRow } from './pool-row.ts'

/** Inserts the pool and its work item in one SQL statement. Nothing is read back: the API makes own pools, and does not see them. */
export async function insertPool(transaction: Transaction, pool: NewPool, whenThere: 'refuse' | 'leave' = 'refuse'): Promise<Pool> {
  const nowMs = pool.createdAtMs
  const onConflict = whenThere === 'leave' ? Prisma.sql`ON CONFLICT DO NOTHING` : Prisma.empty
  await transaction.$executeRaw`
    WITH created AS (
      INSERT INTO compute_pool (organization_id, environment_id, id, spec, region, spec_version, created_at_ms, updated_at_ms,
        deletion_requested_at_ms, intent, intent_version, observed, status, scratch, owner_uid, parent_pool_id)
      VALUES (${pool.organizationId}, ${pool.environmentId}, ${pool.id}, ${toJson(pool.spec)}::jsonb, ${pool.spec.region}, 1, ${nowMs}::bigint,
        ${nowMs}::bigint, ${pool.deletionRequestedAtMs ?? null}::bigint, ${toJson(pool.intent)}::jsonb, 1, ${toJson(pool.observed)}::jsonb,
        ${toJson(pool.status)}::jsonb, ${pool.scratch === true}, ${pool.ownOf?.statementUid ?? null}, ${pool.ownOf?.computePoolId ?? null})
      ${onConflict}
    )
    INSERT INTO work_item (organization_id, environment_id, kind, id, due_at_ms)
    VALUES (${pool.organizationId}, ${pool.environmentId}, 'pool', ${pool.id}, ${nowMs}::bigint) ${onConflict}`
  return { ...pool, specVersion: 1, intentVersion: 1, updatedAtMs: nowMs }
}

export async function createPool(database: Database, seal: Seal, tenant: Tenant, pool: NewPool, keeper?: AnswerKeeper<Pool>): Promise<Result<Pool>> {
  const created = await database.inTenant(tenant, 'write', async (transaction) => await keepAnswer(transaction, seal, keeper, await insertPool(transaction, pool)))
  if (created.ok) return created
  if (created.reason === 'conflict') return failed('conflict', `Compute pool ${pool.id} exists already in the environment.`, created.detail)
  if (created.reason === 'not-found') return failed('not-found', `Environment ${pool.environmentId} does not exist.`, created.detail)
  return created
}

export async function loadPool(database: Database, tenant: Tenant, poolId: string): Promise<Result<Pool>> {
  return await database.inTenant(tenant, 'read', async (transaction) => {
    const [row] = await transaction.$queryRaw<PoolRow[]>`
      SELECT ${poolColumns} FROM compute_pool p
      WHERE p.organization_id = ${tenant.organizationId} AND p.environment_id = ${tenant.environmentId} AND p.id = ${poolId}`
    return row === undefined ? poolMissing(poolId) : ok(readPoolRow(row))
  })
}

/** A keyset page, by creation, then id. */
export async function listPools(database: Database, tenant: Tenant, page: PageRequest, match: { region?: string }): Promise<Result<Page<Pool>>> {
  const after = parsePageToken(page.pageToken)
  if (!after.ok) return after
  const region = match.region === undefined ? Prisma.empty : Prisma.sql`AND p.region = ${match.region}`
  const keyset = after.value === undefined ? Prisma.empty : Prisma.sql`AND (p.created_at_ms, p.id) > (${after.value.atMs}::bigint, ${after.value.key})`
  return await database.inTenant(tenant, 'read', async (transaction) => {
    const rows = await transaction.$queryRaw<PoolRow[]>`
      SELECT ${poolColumns} FROM compute_pool p
      WHERE p.organization_id = ${tenant.organizationId} AND p.environment_id = ${tenant.environmentId} ${region} ${keyset}
      ORDER BY p.created_at_ms, p.id LIMIT ${page.pageSize + 1}::int`
    const items = rows.slice(0, page.pageSize).map(readPoolRow)
    const last = items.at(-1)
    if (rows.length <= page.pageSize || last === undefined) return ok({ items })
    return ok({ items, nextPageToken: renderPageToken({ atMs: last.createdAtMs, key: last.id }) })
  })
}

/** Locks the work item first, as every writer of a pool does, then changes the row and wakes its key. */
async function changeAndWake(transaction: Transaction, tenant: Tenant, poolId: string, change: { set: Prisma.Sql; condition: Prisma.Sql; nowMs: number }): Promise<PoolRow | undefined> {
  const [row] = await transaction.$queryRaw<PoolRow[]>`
    WITH locked AS MATERIALIZED (
      SELECT w.id FROM work_item w
      WHERE w.organization_id = ${tenant.organizationId} AND w.environment_id = ${tenant.environmentId} AND w.kind = 'pool' AND w.id = ${poolId}
      FOR UPDATE
    ), changed AS (
      UPDATE compute_pool p SET ${change.set}, updated_at_ms = ${change.nowMs}::bigint FROM locked
      WHERE p.organization_id = ${tenant.organizationId} AND p.environment_id = ${tenant.environmentId} AND p.id = locked.id AND ${change.condition}
      RETURNING ${poolColumns}
    ), woken AS (
      UPDATE work_item w SET due_at_ms = least(coalesce(w.due_at_ms, ${change.nowMs}::bigint), ${change.nowMs}::bigint), wake_seq = w.wake_seq + 1
      FROM changed p
      WHERE w.organization_id = p.organization_id AND w.environment_id = p.environment_id AND w.kind = 'pool' AND w.id = p.id
    )
    SELECT ${poolColumns} FROM changed p`
  return row
}

async function explain(transaction: Transaction, tenant: Tenant, poolId: string, conflict: string): Promise<Result<never>> {
  const found = await transaction.$queryRaw<unknown[]>`
    SELECT 1 FROM compute_pool WHERE organization_id = ${tenant.organizationId} AND environment_id = ${tenant.environmentId} AND id = ${poolId}`
  return found.length === 0 ? poolMissing(poolId) : failed('conflict', conflict)
}

export async function changePoolSpec(database: Database, tenant: Tenant, poolId: string, spec: PoolSpec, expectedSpecVersion: number, nowMs: number): Promise<Result<Pool>> {
  const set = Prisma.sql`spec = ${toJson(spec)}::jsonb, region = ${spec.region}, spec_version = p.spec_version + 1`
  return await database.inTenant(tenant, 'write', async (transaction) => {
    const row = await changeAndWake(transaction, tenant, poolId, { set, condition: Prisma.sql`p.spec_version = ${expectedSpecVersion}::int`, nowMs })
    if (row !== undefined) return ok(readPoolRow(row))
    return await explain(transaction, tenant, poolId, `Compute pool ${poolId} was changed since version ${expectedSpecVersion}. Read it again and repeat the change.`)
  })
}

export async function requestPoolDeletion(database: Database, tenant: Tenant, poolId: string, nowMs: number): Promise<Result<void>> {
  const set = Prisma.sql`deletion_requested_at_ms = ${nowMs}::bigint`
  return await database.inTenant(tenant, 'write', async (transaction) => {
    const row = await changeAndWake(transaction, tenant, poolId, { set, condition: Prisma.sql`p.deletion_requested_at_ms IS NULL`, nowMs })
    if (row !== undefined) return ok(undefined)
    const reason = await explain(transaction, tenant, poolId, 'requested before')
    return !reason.ok && reason.reason === 'conflict' ? ok(undefined) : reason
  })
}

/** Dry runs do not count: they end by themselves. */
export async function countLiveStatements(database: Database, tenant: Tenant, poolId: string): Promise<Result<number>> {
  return await database.inTenant(tenant, 'read', async (transaction) => {
    const [row] = await transaction.$queryRaw<{ live: bigint }[]>`
      SELECT count(*) AS live FROM statement
      WHERE organization_id = ${tenant.organizationId} AND environment_id = ${tenant.environmentId} AND compute_pool_id = ${poolId}
        AND NOT dry_run AND rest IS NULL`
    return ok(toNumber(row?.live ?? 0))
  })
}
