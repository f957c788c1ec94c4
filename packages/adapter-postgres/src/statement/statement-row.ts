import type { Statement, StatementIntent, StatementObserved, StatementStatus } from '@headgate/domain'
import { toJson, toNumber, toOptionalNumber, toStorableText } from '../json.ts'
import { Prisma } from '../prisma-client/client.ts'
import type { Seal, SealPlace } from '../seal.ts'

/** A row of `statement` as SQL returns it. */
export interface StatementRow {
  organization_id: string
  environment_id: string
  uid: string
  name: string
  class: Statement['class']
  dry_run: boolean
  sql_sealed: string
  properties: Record<string, string>
  compute_pool_id: string
  principal: string
  stopped: boolean
  labels: Record<string, string>
  spec_version: number
  created_at_ms: bigint
  updated_at_ms: bigint
  deletion_requested_at_ms: bigint | null
  intent: StatementIntent
  intent_version: number
  observed: StatementObserved
  status: StatementStatus
  scratch: boolean
  own_pool_id?: string | null
}

/** The stored columns of `StatementRow`, of the table that is called `s`. */
export const storedStatementColumns = Prisma.raw(
  ['organization_id', 'environment_id', 'uid', 'name', 'class', 'dry_run', 'sql_sealed', 'properties', 'compute_pool_id', 'principal',
    'stopped', 'labels', 'spec_version', 'created_at_ms', 'updated_at_ms', 'deletion_requested_at_ms', 'intent', 'intent_version',
    'observed', 'status', 'scratch'].map((column) => `s.${column}`).join(', '),
)

/** The pool that belongs to the statement called `s`, in the pool that its spec names; null when it has none there. Row-level security hides it from the API. */
export const ownPoolId = Prisma.sql`(SELECT own.id FROM compute_pool own
  WHERE own.organization_id = s.organization_id AND own.environment_id = s.environment_id AND own.owner_uid = s.uid AND own.parent_pool_id = s.compute_pool_id)`

/** All columns of `StatementRow`. */
export const statementColumns = Prisma.sql`${storedStatementColumns}, ${ownPoolId} AS own_pool_id`

type Owner = Pick<Statement, 'organizationId' | 'environmentId' | 'name'>

const secretPrefix = 'sql.secrets.'
const place = (owner: Owner, column: string): SealPlace => ({ column, organizationId: owner.organizationId, environmentId: owner.environmentId, name: owner.name })

/** The SQL text and the secret properties are sealed; the other properties are filters and settings. */
export function sealSpec(seal: Seal, owner: Owner, spec: Statement['spec']): { sqlSealed: string; properties: string; labels: string; principal: string } {
  const properties = Object.entries(spec.properties).map(([key, value]) =>
    [key, key.startsWith(secretPrefix) ? seal.seal(value, place(owner, `statement.properties.${toStorableText(key)}`)) : value])
  return {
    sqlSealed: seal.seal(spec.sql, place(owner, 'statement.sql')),
    properties: toJson(Object.fromEntries(properties)),
    labels: toJson(spec.labels),
    principal: toStorableText(spec.principal),
  }
}

/** The statement of a row, opened. */
export function readStatementRow(seal: Seal, row: StatementRow): Statement {
  const owner = { organizationId: row.organization_id, environmentId: row.environment_id, name: row.name }
  const properties = Object.entries(row.properties).map(([key, value]) =>
    [key, key.startsWith(secretPrefix) ? seal.open(value, place(owner, `statement.properties.${key}`)) : value])
  const deletionRequestedAtMs = toOptionalNumber(row.deletion_requested_at_ms)
  return {
    ...owner,
    uid: row.uid,
    class: row.class,
    spec: {
      sql: seal.open(row.sql_sealed, place(owner, 'statement.sql')),
      properties: Object.fromEntries(properties) as Record<string, string>,
      computePoolId: row.compute_pool_id,
      principal: row.principal,
      stopped: row.stopped,
      labels: row.labels,
    },
    specVersion: row.spec_version,
    createdAtMs: toNumber(row.created_at_ms),
    updatedAtMs: toNumber(row.updated_at_ms),
    ...(deletionRequestedAtMs === undefined ? {} : { deletionRequestedAtMs }),
    dryRun: row.dry_run,
    ...(row.scratch ? { scratch: true } : {}),
    ...(row.own_pool_id == null ? {} : { ownPoolId: row.own_pool_id }),
    intent: row.intent,
    intentVersion: row.intent_version,
    observed: row.observed,
    status: row.status,
  }
}
