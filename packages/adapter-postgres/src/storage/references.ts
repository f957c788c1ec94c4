import type { Result, SnapshotReference, Tenant } from '@headgate/domain'
import { ok } from '@headgate/domain'
import type { Database, Transaction } from '../database.ts'
import { toNumber, toStorableText } from '../json.ts'
import { Prisma } from '../prisma-client/client.ts'

/** Rows of one INSERT: some megabytes of parameters, and well below the time that a statement may take. */
const rowsPerInsert = 20_000

/** Puts these in the place of what was stored of the snapshot. */
export async function replaceReferences(
  transaction: Transaction, tenant: Tenant, snapshotId: string, references: readonly Omit<SnapshotReference, 'snapshotId'>[],
): Promise<void> {
  await removeReferences(transaction, tenant, [snapshotId])
  // One row for each key, in the order of the primary key, which takes them much faster so.
  const sizes = new Map<string, number>()
  for (const { key, sizeBytes } of references) sizes.set(toStorableText(key), Math.max(sizeBytes, sizes.get(key) ?? 0))
  const rows = [...sizes].sort(([a], [b]) => (a < b ? -1 : 1))
  for (let from = 0; from < rows.length; from += rowsPerInsert) {
    const some = rows.slice(from, from + rowsPerInsert)
    await transaction.$executeRaw`
      INSERT INTO snapshot_reference (organization_id, environment_id, key, snapshot_id, size_bytes)
      SELECT ${tenant.organizationId}, ${tenant.environmentId}, key, ${snapshotId}, size_bytes
      FROM unnest(${some.map(([key]) => key)}::text[], ${some.map(([, sizeBytes]) => sizeBytes)}::bigint[]) AS item (key, size_bytes)`
  }
}

export async function removeReferences(transaction: Transaction, tenant: Tenant, snapshotIds: readonly string[]): Promise<void> {
  await transaction.$executeRaw`
    DELETE FROM snapshot_reference WHERE organization_id = ${tenant.organizationId} AND environment_id = ${tenant.environmentId}
      AND snapshot_id = ANY(${snapshotIds}::text[])`
}

interface ReferenceRow {
  key: string
  snapshot_id: string
  size_bytes: bigint
}

/** A keyset page along the primary key, and what is left of its last key. */
export async function listReferences(database: Database, tenant: Tenant, afterKey: string | undefined, limit: number): Promise<Result<SnapshotReference[]>> {
  const isOwn = Prisma.sql`organization_id = ${tenant.organizationId} AND environment_id = ${tenant.environmentId}`
  const isLater = afterKey === undefined ? Prisma.empty : Prisma.sql`AND key > ${toStorableText(afterKey)}`
  return await database.inTenant(tenant, 'read-at-one-time', async (transaction) => {
    const rows = await transaction.$queryRaw<ReferenceRow[]>`
      SELECT key, snapshot_id, size_bytes FROM snapshot_reference WHERE ${isOwn} ${isLater} ORDER BY key, snapshot_id LIMIT ${limit}::int`
    const last = rows.length < limit ? undefined : rows.at(-1)
    const rest = last === undefined ? [] : await transaction.$queryRaw<ReferenceRow[]>`
      SELECT key, snapshot_id, size_bytes FROM snapshot_reference WHERE ${isOwn} AND key = ${last.key} AND snapshot_id > ${last.snapshot_id} ORDER BY snapshot_id`
    return ok([...rows, ...rest].map((row) => ({ key: row.key, snapshotId: row.snapshot_id, sizeBytes: toNumber(row.size_bytes) })))
  })
}
