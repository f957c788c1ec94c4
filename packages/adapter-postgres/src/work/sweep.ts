import type { Result } from '@headgate/domain'
import { ok } from '@headgate/domain'
import type { Database } from '../database.ts'
import { findOwnPools } from '../pool/own-pools.ts'
import { wakeInOrder } from './lock-keys.ts'

/** What is over its time. */
export interface SweepLimits {
  endedBeforeMs: number
  dryRunsBeforeMs: number
  nowMs: number
}

/** One turn removes at most this many statements, so that a turn stays short; the next turn goes on. */
const statementsMax = 1_000

/**
 * Finds what is over its time in the work index and removes it tenant by tenant, each in its own transaction. What is leased
 * now is left for the next turn. Kept answers go for every organization that has work.
 */
export async function sweep(database: Database, limits: SweepLimits): Promise<Result<number>> {
  let removed = 0
  const statements = await findStatements(database, limits)
  if (!statements.ok) return statements
  for (const tenant of statements.value) {
    const count = await removeStatements(database, tenant, limits)
    if (!count.ok) return count
    removed += count.value
  }
  const organizations = await findOrganizations(database)
  if (!organizations.ok) return organizations
  for (const organizationId of organizations.value) {
    const count = await database.inTenant({ organizationId }, 'write', async (transaction) =>
      ok(await transaction.$executeRaw`
        DELETE FROM idempotent_answer WHERE organization_id = ${organizationId} AND keep_until_ms <= ${limits.nowMs}::bigint`))
    if (!count.ok) return count
    removed += count.value
  }
  return ok(removed)
}

interface TenantUids {
  organizationId: string
  environmentId: string
  uids: string[]
}

async function findStatements(database: Database, limits: SweepLimits): Promise<Result<TenantUids[]>> {
  return await database.inWorkIndex('read', async (client) => {
    const rows = await client.$queryRaw<{ organization_id: string; environment_id: string; uids: string[] }[]>`
      SELECT organization_id, environment_id, array_agg(id) AS uids FROM (
        SELECT organization_id, environment_id, id FROM work_item
        WHERE kind = 'statement' AND (lease_until_ms IS NULL OR lease_until_ms <= ${limits.nowMs}::bigint)
          AND (ended_at_ms < ${limits.endedBeforeMs}::bigint OR dry_run_at_ms < ${limits.dryRunsBeforeMs}::bigint)
        LIMIT ${statementsMax}::int
      ) AS over GROUP BY organization_id, environment_id`
    return ok(rows.map((row) => ({ organizationId: row.organization_id, environmentId: row.environment_id, uids: row.uids })))
  })
}

/** Judges again under the lock: a statement that was leased or resumed meanwhile stays. Own pools are woken, and look whether theirs is gone. */
async function removeStatements(database: Database, { uids, ...tenant }: TenantUids, limits: SweepLimits): Promise<Result<number>> {
  return await database.inTenant(tenant, 'write', async (transaction) => {
    // Their work items before those of the statements: the one order of all writers.
    await wakeInOrder(transaction, await findOwnPools(transaction, tenant, { statementUids: uids }), limits.nowMs)
    return ok(await transaction.$executeRaw`
      WITH locked AS MATERIALIZED (
        SELECT w.organization_id, w.environment_id, w.id FROM work_item w
        WHERE w.organization_id = ${tenant.organizationId} AND w.environment_id = ${tenant.environmentId} AND w.kind = 'statement' AND w.id = ANY(${uids}::text[])
          AND (w.lease_until_ms IS NULL OR w.lease_until_ms <= ${limits.nowMs}::bigint)
          AND (w.ended_at_ms < ${limits.endedBeforeMs}::bigint OR w.dry_run_at_ms < ${limits.dryRunsBeforeMs}::bigint)
        ORDER BY w.id FOR UPDATE SKIP LOCKED
      ), unindexed AS (
        DELETE FROM work_item w USING locked
        WHERE w.organization_id = locked.organization_id AND w.environment_id = locked.environment_id AND w.kind IN ('statement', 'results') AND w.id = locked.id
      )
      DELETE FROM statement s USING locked
      WHERE s.organization_id = locked.organization_id AND s.environment_id = locked.environment_id AND s.uid = locked.id`)
  })
}

/** Every organization of the work index, hopping from one to the next along the primary key. */
async function findOrganizations(database: Database): Promise<Result<string[]>> {
  return await database.inWorkIndex('read', async (client) => {
    const rows = await client.$queryRaw<{ organization_id: string }[]>`
      WITH RECURSIVE hop AS (
        (SELECT organization_id FROM work_item ORDER BY organization_id LIMIT 1)
        UNION ALL
        SELECT (SELECT w.organization_id FROM work_item w WHERE w.organization_id > hop.organization_id ORDER BY w.organization_id LIMIT 1)
        FROM hop WHERE hop.organization_id IS NOT NULL
      )
      SELECT organization_id FROM hop WHERE organization_id IS NOT NULL`
    return ok(rows.map((row) => row.organization_id))
  })
}
