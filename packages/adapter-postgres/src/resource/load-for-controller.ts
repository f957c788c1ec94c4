import type { Connection, Result, Tenant } from '@headgate/domain'
import { ok } from '@headgate/domain'
import type { Database } from '../database.ts'
import type { Seal } from '../seal.ts'
import { readConnectionRow } from './resources.ts'

/** Those of `names` that exist (all of the environment without it), by name, with auth data in clear. */
export async function loadConnections(database: Database, seal: Seal, tenant: Tenant, names?: string[]): Promise<Result<Connection[]>> {
  if (names?.length === 0) return ok([])
  return await database.inTenantWithModels(tenant, 'read', async (transaction) => {
    const rows = await transaction.connection.findMany({
      where: { organizationId: tenant.organizationId, environmentId: tenant.environmentId, ...(names === undefined ? {} : { name: { in: names } }) },
      orderBy: { name: 'asc' },
    })
    return ok(rows.map((row) => readConnectionRow(seal, row)))
  })
}
