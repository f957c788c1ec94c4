import type { Catalog, Result, Tenant } from '@headgate/domain'
import { failed, ok } from '@headgate/domain'
import type { Database } from '../database.ts'
import type { Seal } from '../seal.ts'
import { readObjectRow } from './catalog-row.ts'
import type { CatalogObjectRow } from './catalog-row.ts'

/** Everything that SQL can name in the environment, by name; `not-found` without the environment. */
export async function loadCatalog(database: Database, seal: Seal, tenant: Tenant): Promise<Result<Catalog>> {
  return await database.inTenant(tenant, 'read', async (transaction) => {
    const [environment] = await transaction.$queryRaw<{ display_name: string }[]>`
      SELECT display_name FROM environment WHERE organization_id = ${tenant.organizationId} AND id = ${tenant.environmentId}`
    if (environment === undefined) return failed('not-found', `Environment ${tenant.environmentId} does not exist.`)
    const databases = await transaction.$queryRaw<{ name: string; comment: string | null; version: number }[]>`
      SELECT name, comment, version FROM catalog_database
      WHERE organization_id = ${tenant.organizationId} AND environment_id = ${tenant.environmentId} ORDER BY name`
    const objects = await transaction.$queryRaw<CatalogObjectRow[]>`
      SELECT database, name, kind, definition_sealed, options_sealed, query_sealed, columns, watermark, distribution, partition_keys, comment,
        version, created_at_ms, updated_at_ms
      FROM catalog_object WHERE organization_id = ${tenant.organizationId} AND environment_id = ${tenant.environmentId} ORDER BY database, name`
    return ok({
      id: tenant.environmentId,
      displayName: environment.display_name,
      databases: databases.map(({ name, comment, version }) => ({ name, ...(comment === null ? {} : { comment }), version })),
      objects: objects.map((row) => readObjectRow(seal, tenant, row)),
    })
  })
}
