import type { NewSnapshot, Tenant } from '@headgate/domain'
import { isAskedFor } from '@headgate/domain'
import type { Transaction } from '../database.ts'
import { toJson, toStorableText } from '../json.ts'
import type { Seal } from '../seal.ts'
import { sealBlueprint } from './snapshot-row.ts'

/** Inserts those that are not there yet, with a work item, due now, for each that Flink is to be asked for. Returns how many were inserted. */
export async function insertSnapshots(transaction: Transaction, seal: Seal, tenant: Tenant, snapshots: readonly NewSnapshot[]): Promise<number> {
  if (snapshots.length === 0) return 0
  const [row] = await transaction.$queryRaw<{ added: number }[]>`
    WITH wanted AS (
      SELECT * FROM jsonb_to_recordset(${toJson(snapshots.map((snapshot) => toRecord(seal, snapshot)))}::jsonb) AS wanted
        (id text, kind text, format text, trigger text, statement_uid text, statement_name text, statement_generation int, copy_of text, spec jsonb, state text,
          intent jsonb, observed jsonb, created_at_ms bigint, blueprint_sealed text, is_asked_for boolean)
    ), added AS (
      INSERT INTO snapshot (organization_id, environment_id, id, kind, format, trigger, statement_uid, statement_name, statement_generation, copy_of, spec,
        spec_version, state, intent, intent_version, observed, created_at_ms, updated_at_ms, blueprint_sealed)
      SELECT ${tenant.organizationId}, ${tenant.environmentId}, id, kind, format, trigger, statement_uid, statement_name, statement_generation, copy_of, spec,
        1, state, intent, 1, observed, created_at_ms, created_at_ms, blueprint_sealed FROM wanted
      ON CONFLICT DO NOTHING
      RETURNING id
    ), indexed AS (
      INSERT INTO work_item (organization_id, environment_id, kind, id, due_at_ms)
      SELECT ${tenant.organizationId}, ${tenant.environmentId}, 'savepoint', id, created_at_ms FROM added JOIN wanted USING (id) WHERE is_asked_for
      ON CONFLICT DO NOTHING
    )
    SELECT count(*)::int AS added FROM added`
  return row?.added ?? 0
}

const toRecord = (seal: Seal, snapshot: NewSnapshot) => ({
  id: snapshot.id,
  kind: snapshot.kind,
  format: snapshot.format,
  trigger: snapshot.trigger,
  statement_uid: snapshot.statement?.uid ?? null,
  statement_name: snapshot.statement === undefined ? null : toStorableText(snapshot.statement.name),
  statement_generation: snapshot.statement?.generation ?? null,
  copy_of: snapshot.copyOf ?? null,
  spec: snapshot.spec,
  state: snapshot.state,
  intent: snapshot.intent,
  observed: snapshot.observed,
  created_at_ms: snapshot.createdAtMs,
  blueprint_sealed: sealBlueprint(seal, snapshot),
  is_asked_for: isAskedFor(snapshot),
})
