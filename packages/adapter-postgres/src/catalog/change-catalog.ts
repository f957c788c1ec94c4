import type { CatalogChange, CatalogDatabase, CatalogObject, Result, Tenant } from '@headgate/domain'
import { failed, ok } from '@headgate/domain'
import type { Transaction } from '../database.ts'
import { toJson, toStorableText } from '../json.ts'
import type { Seal } from '../seal.ts'
import { objectPlace } from './catalog-row.ts'

/**
 * Applies changes in order within the caller's transaction. `conflict` (the caller rolls back) when something is not at its
 * expected version, or when a database is removed that still has objects. What is put gets the expected version + 1.
 */
export async function applyCatalogChanges(transaction: Transaction, seal: Seal, tenant: Tenant, changes: CatalogChange[]): Promise<Result<void>> {
  for (const change of changes) {
    const changed = await applyChange(transaction, seal, tenant, change)
    if (changed === 0) return failed('conflict', `${describe(change)} was changed by another statement at the same time. Run the statement again.`)
  }
  return ok(undefined)
}

function applyChange(transaction: Transaction, seal: Seal, tenant: Tenant, change: CatalogChange): Promise<number> {
  switch (change.kind) {
    case 'put-object':
      return putObject(transaction, seal, tenant, change.object, change.expectedVersion)
    case 'remove-object':
      return transaction.$executeRaw`
        DELETE FROM catalog_object WHERE organization_id = ${tenant.organizationId} AND environment_id = ${tenant.environmentId}
          AND database = ${change.database} AND name = ${change.name} AND version = ${change.expectedVersion}::int`
    case 'put-database':
      return putDatabase(transaction, tenant, change.database, change.expectedVersion)
    case 'remove-database':
      return transaction.$executeRaw`
        DELETE FROM catalog_database d WHERE organization_id = ${tenant.organizationId} AND environment_id = ${tenant.environmentId}
          AND name = ${change.name} AND version = ${change.expectedVersion}::int
          AND NOT EXISTS (SELECT 1 FROM catalog_object o
            WHERE o.organization_id = d.organization_id AND o.environment_id = d.environment_id AND o.database = d.name)`
  }
}

function putObject(transaction: Transaction, seal: Seal, tenant: Tenant, object: CatalogObject, expectedVersion: number): Promise<number> {
  const definition = seal.seal(object.definition, objectPlace(tenant, object, 'definition'))
  const options = seal.seal(JSON.stringify(object.options), objectPlace(tenant, object, 'options'))
  const query = object.query === undefined ? null : seal.seal(object.query, objectPlace(tenant, object, 'query'))
  const columns = toJson(object.columns)
  const watermark = object.watermark === undefined ? null : toJson(object.watermark)
  const distribution = object.distribution === undefined ? null : toJson(object.distribution)
  const partitionKeys = object.partitionKeys === undefined ? null : toJson(object.partitionKeys)
  const comment = object.comment === undefined ? null : toStorableText(object.comment)
  if (expectedVersion === 0) {
    return transaction.$executeRaw`
      INSERT INTO catalog_object (organization_id, environment_id, database, name, kind, definition_sealed, options_sealed, query_sealed, columns,
        watermark, distribution, partition_keys, comment, version, created_at_ms, updated_at_ms)
      VALUES (${tenant.organizationId}, ${tenant.environmentId}, ${object.database}, ${object.name}, ${object.kind}, ${definition}, ${options}, ${query},
        ${columns}::jsonb, ${watermark}::jsonb, ${distribution}::jsonb, ${partitionKeys}::jsonb, ${comment}, 1,
        ${object.createdAtMs}::bigint, ${object.updatedAtMs}::bigint)
      ON CONFLICT DO NOTHING`
  }
  return transaction.$executeRaw`
    UPDATE catalog_object SET kind = ${object.kind}, definition_sealed = ${definition}, options_sealed = ${options}, query_sealed = ${query},
      columns = ${columns}::jsonb, watermark = ${watermark}::jsonb, distribution = ${distribution}::jsonb, partition_keys = ${partitionKeys}::jsonb,
      comment = ${comment}, version = version + 1, updated_at_ms = ${object.updatedAtMs}::bigint
    WHERE organization_id = ${tenant.organizationId} AND environment_id = ${tenant.environmentId}
      AND database = ${object.database} AND name = ${object.name} AND version = ${expectedVersion}::int`
}

function putDatabase(transaction: Transaction, tenant: Tenant, database: CatalogDatabase, expectedVersion: number): Promise<number> {
  const comment = database.comment === undefined ? null : toStorableText(database.comment)
  if (expectedVersion === 0) {
    return transaction.$executeRaw`
      INSERT INTO catalog_database (organization_id, environment_id, name, comment, version)
      VALUES (${tenant.organizationId}, ${tenant.environmentId}, ${database.name}, ${comment}, 1) ON CONFLICT DO NOTHING`
  }
  return transaction.$executeRaw`
    UPDATE catalog_database SET comment = ${comment}, version = version + 1
    WHERE organization_id = ${tenant.organizationId} AND environment_id = ${tenant.environmentId} AND name = ${database.name}
      AND version = ${expectedVersion}::int`
}

function describe(change: CatalogChange): string {
  switch (change.kind) {
    case 'put-object':
      return `${change.object.database}.${change.object.name}`
    case 'remove-object':
      return `${change.database}.${change.name}`
    case 'put-database':
      return `Database ${change.database.name}`
    case 'remove-database':
      return `Database ${change.name}`
  }
}
