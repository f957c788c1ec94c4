import type { RestorePoint, Result, Statement, Tenant } from '@headgate/domain'
import { failed, ok } from '@headgate/domain'
import type { AnswerKeeper, NewPool, NewStatement } from '@headgate/ports'
import { storageKey } from '@headgate/ports'
import type { Database } from '../database.ts'
import { keepAnswer } from '../idempotent-answers.ts'
import { toJson } from '../json.ts'
import { insertPool } from '../pool/pool-store.ts'
import type { Seal } from '../seal.ts'
import { explainCreation, insertStatement } from '../statement/create-statement.ts'
import { statementMissing } from '../statement/load-statement.ts'
import { readStatementRow, storedStatementColumns } from '../statement/statement-row.ts'
import type { StatementRow } from '../statement/statement-row.ts'
import { wakeInOrder } from '../work/lock-keys.ts'
import { holdRestorable } from './load-snapshot.ts'

/** The choice is part of intent, so a pass that is under way loses its commit and looks again. */
export async function resumeFrom(
  database: Database, seal: Seal, tenant: Tenant, name: string, chosen: RestorePoint & { snapshotId: string }, nowMs: number, keeper?: AnswerKeeper<Statement>,
): Promise<Result<Statement>> {
  const { organizationId, environmentId } = tenant
  return await database.inTenant(tenant, 'write', async (transaction) => {
    const [found] = await transaction.$queryRaw<{ uid: string }[]>`
      SELECT uid FROM statement WHERE organization_id = ${organizationId} AND environment_id = ${environmentId} AND name = ${name} AND NOT dry_run`
    if (found === undefined) return statementMissing(name)
    await wakeInOrder(transaction, [{ kind: 'statement', organizationId, environmentId, id: found.uid }, storageKey(tenant)], nowMs)
    const held = await holdRestorable(transaction, tenant, chosen.snapshotId)
    if (!held.ok) return held
    const [row] = await transaction.$queryRaw<StatementRow[]>`
      UPDATE statement s SET stopped = false, spec_version = s.spec_version + 1, intent = s.intent || jsonb_build_object('chosen', ${toJson(chosen)}::jsonb),
        intent_version = s.intent_version + 1, updated_at_ms = ${nowMs}::bigint
      WHERE s.organization_id = ${organizationId} AND s.environment_id = ${environmentId} AND s.uid = ${found.uid}
        AND s.rest IN ('stopped', 'parked') AND s.deletion_requested_at_ms IS NULL
      RETURNING ${storedStatementColumns}`
    if (row === undefined) return failed('conflict', `Statement ${name} is neither stopped nor parked: it cannot go on from another snapshot.`)
    return await keepAnswer(transaction, seal, keeper, readStatementRow(seal, row))
  })
}

/** A statement that begins with the state of a snapshot. */
export async function createFork(
  database: Database, seal: Seal, tenant: Tenant, statement: NewStatement, snapshotId: string, keeper?: AnswerKeeper<Statement>, ownPool?: NewPool,
): Promise<Result<Statement>> {
  let refused: Result<void> | undefined
  const created = await database.inTenant<Statement>(tenant, 'write', async (transaction) => {
    await wakeInOrder(transaction, [storageKey(tenant)], statement.createdAtMs)
    refused = await holdRestorable(transaction, tenant, snapshotId)
    if (!refused.ok) return refused
    if (ownPool !== undefined) await insertPool(transaction, ownPool)
    return await keepAnswer(transaction, seal, keeper, await insertStatement(transaction, seal, statement))
  })
  return created.ok || created === refused ? created : explainCreation(statement, created)
}
