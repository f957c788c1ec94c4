import type { Failure, Result, Statement, Tenant } from '@headgate/domain'
import { failed } from '@headgate/domain'
import type { AnswerKeeper, NewPool, NewStatement } from '@headgate/ports'
import type { Database, Transaction } from '../database.ts'
import { keepAnswer } from '../idempotent-answers.ts'
import { toJson, toStorableText } from '../json.ts'
import { insertPool } from '../pool/pool-store.ts'
import type { Seal } from '../seal.ts'
import { statementFacets } from './statement-facets.ts'
import { sealSpec } from './statement-row.ts'

/** Inserts the statement and its work item in one SQL statement. */
export async function insertStatement(transaction: Transaction, seal: Seal, statement: NewStatement): Promise<Statement> {
  const { spec } = statement
  const nowMs = statement.createdAtMs
  const facets = statementFacets(spec.computePoolId, statement.intent, statement.observed, statement.status, nowMs)
  const sealed = sealSpec(seal, statement, spec)
  const scratch = statement.scratch === true
  const active = statement.class === 'insert' && facets.rest === null && !statement.dryRun && !scratch
  await transaction.$executeRaw`
    WITH created AS (
      INSERT INTO statement (organization_id, environment_id, uid, name, class, dry_run, sql_sealed, properties, compute_pool_id, principal,
        stopped, labels, spec_version, created_at_ms, updated_at_ms, deletion_requested_at_ms, intent, intent_version, observed, status,
        phase, rest, asks_pool_id, holds_pool_id, scratch)
      VALUES (${statement.organizationId}, ${statement.environmentId}, ${statement.uid}, ${statement.name}, ${statement.class}, ${statement.dryRun},
        ${sealed.sqlSealed}, ${sealed.properties}::jsonb, ${spec.computePoolId}, ${sealed.principal}, ${spec.stopped}, ${sealed.labels}::jsonb,
        1, ${nowMs}::bigint, ${nowMs}::bigint, ${statement.deletionRequestedAtMs ?? null}::bigint, ${toJson(statement.intent)}::jsonb, 1,
        ${toJson(statement.observed)}::jsonb, ${toJson(statement.status)}::jsonb, ${facets.phase}, ${facets.rest}, ${facets.asksPoolId}, ${facets.holdsPoolId},
        ${scratch})
      RETURNING organization_id, environment_id, uid
    )
    INSERT INTO work_item (organization_id, environment_id, kind, id, due_at_ms, active, ended_at_ms, dry_run_at_ms)
    SELECT organization_id, environment_id, 'statement', uid, ${nowMs}::bigint, ${active}, ${facets.endedAtMs}::bigint,
      ${statement.dryRun ? nowMs : null}::bigint FROM created`
  return { ...statement, specVersion: 1, intentVersion: 1, updatedAtMs: nowMs }
}

export async function createStatement(database: Database, seal: Seal, tenant: Tenant, statement: NewStatement, keeper?: AnswerKeeper<Statement>, ownPool?: NewPool): Promise<Result<Statement>> {
  const created = await database.inTenant(tenant, 'write', async (transaction) => {
    if (ownPool !== undefined) await insertPool(transaction, ownPool)
    return await keepAnswer(transaction, seal, keeper, await insertStatement(transaction, seal, statement))
  })
  return created.ok ? created : explainCreation(statement, created)
}

/** Says in words why the row was refused. */
export function explainCreation(statement: NewStatement, failure: Failure): Failure {
  if (failure.reason === 'conflict') return failed('conflict', `A statement named ${toStorableText(statement.name)} exists already in the environment.`, failure.detail)
  if (failure.reason === 'not-found') return failed('not-found', `Environment ${statement.environmentId} does not exist.`, failure.detail)
  return failure
}
