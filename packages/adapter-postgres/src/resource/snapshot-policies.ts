import type { SnapshotPolicy, SnapshotSchedule, Tenant } from '@headgate/domain'
import { toNumber, toOptionalNumber } from '../json.ts'
import { Prisma } from '../prisma-client/client.ts'
import type { SnapshotPolicy as SnapshotPolicyRow } from '../prisma-client/client.ts'
import type { TableMapping } from './resource-store.ts'
import { storable } from './storable.ts'

/** The policy of a row. */
export function readPolicyRow(row: SnapshotPolicyRow): SnapshotPolicy {
  const drillEveryMs = toOptionalNumber(row.drillEveryMs)
  return {
    organizationId: row.organizationId,
    environmentId: row.environmentId,
    name: row.name,
    ...(row.statementName === null ? {} : { statementName: row.statementName }),
    ...(row.schedule === null ? {} : { schedule: row.schedule as unknown as SnapshotSchedule }),
    format: row.format as SnapshotPolicy['format'],
    keepLast: row.keepLast,
    keepForMs: toNumber(row.keepForMs),
    keepAfterDeletionMs: toNumber(row.keepAfterDeletionMs),
    trashMs: toNumber(row.trashMs),
    ...(drillEveryMs === undefined ? {} : { drillEveryMs }),
    deletionPaused: row.deletionPaused,
    version: row.version,
    createdAtMs: toNumber(row.createdAtMs),
    updatedAtMs: toNumber(row.updatedAtMs),
  }
}

/** How a policy lies in its table. */
export const snapshotPolicies: TableMapping<Tenant, SnapshotPolicy, SnapshotPolicyRow> = {
  noun: 'Snapshot policy',
  table: (transaction) => transaction.snapshotPolicy,
  keyField: 'name',
  scopeWhere: (scope) => ({ organizationId: scope.organizationId, environmentId: scope.environmentId }),
  keyOf: (policy) => policy.name,
  // What a policy does not say any more is taken away too.
  toRow: (policy) => storable({
    organizationId: policy.organizationId,
    environmentId: policy.environmentId,
    name: policy.name,
    statementName: policy.statementName ?? null,
    schedule: policy.schedule === undefined ? Prisma.DbNull : { ...policy.schedule },
    format: policy.format,
    keepLast: policy.keepLast,
    keepForMs: policy.keepForMs,
    keepAfterDeletionMs: policy.keepAfterDeletionMs,
    trashMs: policy.trashMs,
    drillEveryMs: policy.drillEveryMs ?? null,
    deletionPaused: policy.deletionPaused,
    version: policy.version,
    createdAtMs: policy.createdAtMs,
    updatedAtMs: policy.updatedAtMs,
  }),
  fromRow: readPolicyRow,
  matchWhere: ({ schedule: _schedule, ...match }) => match,
  filesOf: (scope) => scope,
}
