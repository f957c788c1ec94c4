import type { Result, StorageStatement, Tenant } from '@headgate/domain'
import { ok } from '@headgate/domain'
import type { Database, Transaction } from '../database.ts'
import { toOptionalNumber } from '../json.ts'

interface Row extends Pick<StorageStatement, 'uid' | 'name' | 'class' | 'intent' | 'observed' | 'stopped'> {
  scratch: boolean
  deletion_requested_at_ms: bigint | null
}

/** What of every statement tells which files it needs, as the role sees them. */
export async function readStorageStatements(transaction: Transaction, tenant: Tenant): Promise<StorageStatement[]> {
  const rows = await transaction.$queryRaw<Row[]>`
    SELECT uid, name, class, scratch, intent, observed, stopped, deletion_requested_at_ms FROM statement
    WHERE organization_id = ${tenant.organizationId} AND environment_id = ${tenant.environmentId} ORDER BY uid`
  return rows.map(({ scratch, deletion_requested_at_ms, ...row }) => {
    const deletionRequestedAtMs = toOptionalNumber(deletion_requested_at_ms)
    return { ...row, isScratch: scratch, ...(deletionRequestedAtMs === undefined ? {} : { deletionRequestedAtMs }) }
  })
}

export const listStorageStatements = async (database: Database, tenant: Tenant): Promise<Result<StorageStatement[]>> =>
  await database.inTenant(tenant, 'read', async (transaction) => ok(await readStorageStatements(transaction, tenant)))
