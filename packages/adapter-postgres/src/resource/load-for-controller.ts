import type { Connection, Environment, Result, Tenant } from '@headgate/domain'
import { failed, ok } from '@headgate/domain'
import type { Database } from '../database.ts'
import { toNumber } from '../json.ts'
import type { Seal } from '../seal.ts'
import { readConnectionRow } from './resources.ts'

export async function loadEnvironment(database: Database, tenant: Tenant): Promise<Result<Environment>> {
  return await database.inTenant(tenant, 'read', async (transaction) => {
    const row = await transaction.environment.findFirst({ where: { organizationId: tenant.organizationId, id: tenant.environmentId } })
    if (row === null) return failed('not-found', `Environment ${tenant.environmentId} does not exist.`)
    return ok({
      organizationId: row.organizationId,
      id: row.id,
      displayName: row.displayName,
      defaults: row.defaults as Environment['defaults'],
      version: row.version,
      createdAtMs: toNumber(row.createdAtMs),
      updatedAtMs: toNumber(row.updatedAtMs),
    })
  })
}

/** Those of `names` that exist (all of the environment without it), by name, with auth data in clear. */
export async function loadConnections(database: Database, seal: Seal, tenant: Tenant, names?: string[]): Promise<Result<Connection[]>> {
  if (names?.length === 0) return ok([])
  return await database.inTenant(tenant, 'read', async (transaction) => {
    const rows = await transaction.connection.findMany({
      where: { organizationId: tenant.organizationId, environmentId: tenant.environmentId, ...(names === undefined ? {} : { name: { in: names } }) },
      orderBy: { name: 'asc' },
    })
    return ok(rows.map((row) => readConnectionRow(seal, row)))
  })
}
