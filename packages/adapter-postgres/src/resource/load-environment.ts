import type { Environment, Result, Tenant } from '@headgate/domain'
import { failed, ok } from '@headgate/domain'
import type { Database } from '../database.ts'
import { toNumber } from '../json.ts'

interface EnvironmentRow {
  organization_id: string
  id: string
  display_name: string
  defaults: Environment['defaults']
  version: number
  created_at_ms: bigint
  updated_at_ms: bigint
}

export async function loadEnvironment(database: Database, tenant: Tenant): Promise<Result<Environment>> {
  return await database.inTenant(tenant, 'read', async (transaction) => {
    const [row] = await transaction.$queryRaw<EnvironmentRow[]>`
      SELECT organization_id, id, display_name, defaults, version, created_at_ms, updated_at_ms FROM environment
      WHERE organization_id = ${tenant.organizationId} AND id = ${tenant.environmentId}`
    if (row === undefined) return failed('not-found', `Environment ${tenant.environmentId} does not exist.`)
    return ok({
      organizationId: row.organization_id,
      id: row.id,
      displayName: row.display_name,
      defaults: row.defaults,
      version: row.version,
      createdAtMs: toNumber(row.created_at_ms),
      updatedAtMs: toNumber(row.updated_at_ms),
    })
  })
}
