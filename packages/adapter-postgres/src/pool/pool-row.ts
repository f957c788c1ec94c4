import type { Pool, Result } from '@headgate/domain'
import { failed } from '@headgate/domain'
import { toNumber, toOptionalNumber } from '../json.ts'
import { Prisma } from '../prisma-client/client.ts'

/** A row of `compute_pool` as SQL returns it. */
export interface PoolRow {
  organization_id: string
  environment_id: string
  id: string
  spec: Pool['spec']
  spec_version: number
  created_at_ms: bigint
  updated_at_ms: bigint
  deletion_requested_at_ms: bigint | null
  intent: Pool['intent']
  intent_version: number
  observed: Pool['observed']
  status: Pool['status']
  scratch: boolean
  owner_uid: string | null
  parent_pool_id: string | null
}

/** The columns of `PoolRow`, of the table that is called `p`. */
export const poolColumns = Prisma.raw(
  ['organization_id', 'environment_id', 'id', 'spec', 'spec_version', 'created_at_ms', 'updated_at_ms', 'deletion_requested_at_ms', 'intent',
    'intent_version', 'observed', 'status', 'scratch', 'owner_uid', 'parent_pool_id'].map((column) => `p.${column}`).join(', '),
)

export const poolMissing = (poolId: string): Result<never> => failed('not-found', `Compute pool ${poolId} does not exist in the environment.`)

export function readPoolRow(row: PoolRow): Pool {
  const deletionRequestedAtMs = toOptionalNumber(row.deletion_requested_at_ms)
  return {
    ...(row.scratch ? { scratch: true } : {}),
    ...(row.owner_uid === null || row.parent_pool_id === null ? {} : { ownOf: { statementUid: row.owner_uid, computePoolId: row.parent_pool_id } }),
    organizationId: row.organization_id,
    environmentId: row.environment_id,
    id: row.id,
    spec: row.spec,
    specVersion: row.spec_version,
    createdAtMs: toNumber(row.created_at_ms),
    updatedAtMs: toNumber(row.updated_at_ms),
    ...(deletionRequestedAtMs === undefined ? {} : { deletionRequestedAtMs }),
    intent: row.intent,
    intentVersion: row.intent_version,
    observed: row.observed,
    status: row.status,
  }
}
