import type { Result, Snapshot, Tenant } from '@headgate/domain'
import { failed, isRestorable, ok } from '@headgate/domain'
import type { Database, Transaction } from '../database.ts'
import { Prisma } from '../prisma-client/client.ts'
import type { Seal } from '../seal.ts'
import { readSnapshotRow, snapshotColumns } from './snapshot-row.ts'
import type { SnapshotRow } from './snapshot-row.ts'

export const snapshotMissing = (id: string): Result<never> => failed('not-found', `Snapshot ${id} does not exist in the environment.`)

/** Picks one row of `snapshot`, called `t`. */
export const isSnapshot = (tenant: Tenant, id: string): Prisma.Sql =>
  Prisma.sql`t.organization_id = ${tenant.organizationId} AND t.environment_id = ${tenant.environmentId} AND t.id = ${id}`

export async function loadSnapshot(database: Database, seal: Seal, tenant: Tenant, id: string): Promise<Result<Snapshot>> {
  return await database.inTenant(tenant, 'read', async (transaction) => {
    const [row] = await transaction.$queryRaw<SnapshotRow[]>`SELECT ${snapshotColumns} FROM snapshot t WHERE ${isSnapshot(tenant, id)}`
    return row === undefined ? snapshotMissing(id) : ok(readSnapshotRow(seal, row))
  })
}

/**
 * Holds a snapshot to the end of the transaction, for something that will need it: whoever confirms its deletion waits, and sees then what needs it.
 * `conflict` when it is not restorable.
 */
export async function holdRestorable(transaction: Transaction, tenant: Tenant, id: string): Promise<Result<void>> {
  const [row] = await transaction.$queryRaw<Pick<Snapshot, 'state' | 'spec' | 'observed'>[]>`
    SELECT t.state, t.spec, t.observed FROM snapshot t WHERE ${isSnapshot(tenant, id)} FOR SHARE`
  if (row === undefined) return snapshotMissing(id)
  if (isRestorable(row)) return ok(undefined)
  return failed('conflict', `Snapshot ${id} cannot be restored: it is not complete, is in the trash, or is known to be broken.`)
}
