import type { Result, Statement, StatementSpec, Tenant } from '@headgate/domain'
import { failed, ok } from '@headgate/domain'
import type { AnswerKeeper, NewPool } from '@headgate/ports'
import type { Database, Transaction } from '../database.ts'
import { keepAnswer } from '../idempotent-answers.ts'
import { insertPool } from '../pool/pool-store.ts'
import { Prisma } from '../prisma-client/client.ts'
import type { Seal } from '../seal.ts'
import { statementMissing } from './load-statement.ts'
import { readStatementRow, sealSpec, statementColumns, storedStatementColumns } from './statement-row.ts'
import type { StatementRow } from './statement-row.ts'

interface Change {
  set: Prisma.Sql
  /** Also demanded of the row; none is changed when it does not hold. */
  condition: Prisma.Sql
  nowMs: number
}

/**
 * Changes the row and wakes its key. The work item is locked first, as every writer of a statement does: so none waits for another in a
 * circle. Undefined: there is no such row, or the condition does not hold.
 */
async function changeAndWake(transaction: Transaction, tenant: Tenant, name: string, change: Change): Promise<StatementRow | undefined> {
  const [row] = await transaction.$queryRaw<StatementRow[]>`
    WITH locked AS MATERIALIZED (
      SELECT w.id FROM work_item w JOIN statement t
        ON t.organization_id = w.organization_id AND t.environment_id = w.environment_id AND t.uid = w.id
      WHERE w.organization_id = ${tenant.organizationId} AND w.environment_id = ${tenant.environmentId} AND w.kind = 'statement'
        AND t.organization_id = ${tenant.organizationId} AND t.environment_id = ${tenant.environmentId} AND t.name = ${name} AND NOT t.dry_run
      FOR UPDATE OF w
    ), changed AS (
      UPDATE statement s SET ${change.set}, updated_at_ms = ${change.nowMs}::bigint FROM locked
      WHERE s.organization_id = ${tenant.organizationId} AND s.environment_id = ${tenant.environmentId} AND s.uid = locked.id AND ${change.condition}
      RETURNING ${storedStatementColumns}
    ), woken AS (
      UPDATE work_item w SET due_at_ms = least(coalesce(w.due_at_ms, ${change.nowMs}::bigint), ${change.nowMs}::bigint), wake_seq = w.wake_seq + 1,
        active = w.active AND s.deletion_requested_at_ms IS NULL
      FROM changed s
      WHERE w.organization_id = s.organization_id AND w.environment_id = s.environment_id AND w.kind = 'statement' AND w.id = s.uid
    )
    SELECT ${statementColumns} FROM changed s`
  return row
}

/** Tells a missing statement from one whose condition did not hold. */
async function explain(transaction: Transaction, tenant: Tenant, name: string, conflict: string): Promise<Result<never>> {
  const found = await transaction.$queryRaw<unknown[]>`
    SELECT 1 FROM statement WHERE organization_id = ${tenant.organizationId} AND environment_id = ${tenant.environmentId} AND name = ${name} AND NOT dry_run`
  return found.length === 0 ? statementMissing(name) : failed('conflict', conflict)
}

export async function changeStatementSpec(
  database: Database, seal: Seal, tenant: Tenant, name: string, spec: StatementSpec, expectedSpecVersion: number, nowMs: number, ownPool?: NewPool,
): Promise<Result<Statement>> {
  const sealed = sealSpec(seal, { ...tenant, name }, spec)
  const set = Prisma.sql`sql_sealed = ${sealed.sqlSealed}, properties = ${sealed.properties}::jsonb, compute_pool_id = ${spec.computePoolId},
    principal = ${sealed.principal}, stopped = ${spec.stopped}, labels = ${sealed.labels}::jsonb, spec_version = s.spec_version + 1`
  const condition = Prisma.sql`s.spec_version = ${expectedSpecVersion}::int`
  return await database.inTenant(tenant, 'write', async (transaction) => {
    const row = await changeAndWake(transaction, tenant, name, { set, condition, nowMs })
    // It may be there from an earlier stay in the same pool.
    if (row !== undefined && ownPool !== undefined) await insertPool(transaction, ownPool, 'leave')
    if (row !== undefined) return ok(readStatementRow(seal, row))
    return await explain(transaction, tenant, name, `Statement ${name} was changed since resource_version ${expectedSpecVersion}. Read it again and repeat the change.`)
  })
}

export async function requestStatementDeletion(database: Database, tenant: Tenant, name: string, nowMs: number): Promise<Result<void>> {
  const set = Prisma.sql`deletion_requested_at_ms = ${nowMs}::bigint`
  const condition = Prisma.sql`s.deletion_requested_at_ms IS NULL`
  return await database.inTenant(tenant, 'write', async (transaction) => {
    const row = await changeAndWake(transaction, tenant, name, { set, condition, nowMs })
    if (row !== undefined) return ok(undefined)
    const reason = await explain(transaction, tenant, name, 'requested before')
    return !reason.ok && reason.reason === 'conflict' ? ok(undefined) : reason
  })
}

/** The choice is part of intent, so a pass that is under way loses its commit and looks again. */
export async function resolveStatement(
  database: Database, seal: Seal, tenant: Tenant, name: string, resolution: NonNullable<Statement['intent']['resolution']>, nowMs: number,
  keeper?: AnswerKeeper<Statement>,
): Promise<Result<Statement>> {
  const set = Prisma.sql`intent = jsonb_set(s.intent, '{resolution}', to_jsonb(${resolution}::text)), intent_version = s.intent_version + 1`
  const condition = Prisma.sql`s.rest = 'parked'`
  return await database.inTenant(tenant, 'write', async (transaction) => {
    const row = await changeAndWake(transaction, tenant, name, { set, condition, nowMs })
    if (row !== undefined) return await keepAnswer(transaction, seal, keeper, readStatementRow(seal, row))
    return await explain(transaction, tenant, name, `Statement ${name} is not parked: there is nothing to choose.`)
  })
}
