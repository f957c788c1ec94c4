import type { Snapshot, StatementBlueprint } from '@headgate/domain'
import { toNumber } from '../json.ts'
import { Prisma } from '../prisma-client/client.ts'
import type { Seal, SealPlace } from '../seal.ts'

/** A row of `snapshot` as SQL returns it. */
export interface SnapshotRow {
  organization_id: string
  environment_id: string
  id: string
  kind: Snapshot['kind']
  format: Snapshot['format']
  trigger: Snapshot['trigger']
  statement_uid: string | null
  statement_name: string | null
  statement_generation: number | null
  copy_of: string | null
  spec: Snapshot['spec']
  spec_version: number
  state: Snapshot['state']
  intent: Snapshot['intent']
  intent_version: number
  observed: Snapshot['observed']
  created_at_ms: bigint
  updated_at_ms: bigint
  blueprint_sealed: string | null
}

/** The columns of `SnapshotRow`, of the table that is called `t`. */
export const snapshotColumns = Prisma.raw(
  ['organization_id', 'environment_id', 'id', 'kind', 'format', 'trigger', 'statement_uid', 'statement_name', 'statement_generation', 'copy_of', 'spec',
    'spec_version', 'state', 'intent', 'intent_version', 'observed', 'created_at_ms', 'updated_at_ms', 'blueprint_sealed'].map((column) => `t.${column}`).join(', '),
)

/** SQL, properties and plan of a user: sealed as one. */
export const sealBlueprint = (seal: Seal, snapshot: Pick<Snapshot, 'organizationId' | 'environmentId' | 'id' | 'blueprint'>): string | null =>
  snapshot.blueprint === undefined ? null : seal.seal(JSON.stringify(snapshot.blueprint), blueprintPlace(snapshot))

const blueprintPlace = ({ organizationId, environmentId, id }: Pick<Snapshot, 'organizationId' | 'environmentId' | 'id'>): SealPlace => ({
  column: 'snapshot.blueprint', organizationId, environmentId, name: id,
})

/** The snapshot of a row, opened. */
export function readSnapshotRow(seal: Seal, row: SnapshotRow): Snapshot {
  const owner = { organizationId: row.organization_id, environmentId: row.environment_id, id: row.id }
  return {
    ...owner,
    kind: row.kind,
    format: row.format,
    trigger: row.trigger,
    ...(row.statement_uid === null ? {} : { statement: { uid: row.statement_uid, name: row.statement_name ?? '', generation: row.statement_generation ?? 0 } }),
    ...(row.copy_of === null ? {} : { copyOf: row.copy_of }),
    spec: row.spec,
    specVersion: row.spec_version,
    state: row.state,
    intent: row.intent,
    intentVersion: row.intent_version,
    observed: row.observed,
    createdAtMs: toNumber(row.created_at_ms),
    updatedAtMs: toNumber(row.updated_at_ms),
    ...(row.blueprint_sealed === null ? {} : { blueprint: JSON.parse(seal.open(row.blueprint_sealed, blueprintPlace(owner))) as StatementBlueprint }),
  }
}
