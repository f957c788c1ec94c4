import type { CatalogObject, Tenant } from '@headgate/domain'
import { toNumber } from '../json.ts'
import type { Seal, SealPlace } from '../seal.ts'

/** A row of `catalog_object` as SQL returns it. */
export interface CatalogObjectRow {
  database: string
  name: string
  kind: CatalogObject['kind']
  definition_sealed: string
  options_sealed: string
  query_sealed: string | null
  columns: CatalogObject['columns']
  watermark: CatalogObject['watermark'] | null
  distribution: CatalogObject['distribution'] | null
  partition_keys: string[] | null
  comment: string | null
  version: number
  created_at_ms: bigint
  updated_at_ms: bigint
}

/** Where the sealed columns of an object belong. */
export const objectPlace = (tenant: Tenant, object: { database: string; name: string }, column: string): SealPlace => ({
  column: `catalog_object.${column}`,
  organizationId: tenant.organizationId,
  environmentId: tenant.environmentId,
  name: JSON.stringify([object.database, object.name]),
})

/** The object of a row, opened. */
export function readObjectRow(seal: Seal, tenant: Tenant, row: CatalogObjectRow): CatalogObject {
  return {
    database: row.database,
    name: row.name,
    kind: row.kind,
    definition: seal.open(row.definition_sealed, objectPlace(tenant, row, 'definition')),
    columns: row.columns,
    options: JSON.parse(seal.open(row.options_sealed, objectPlace(tenant, row, 'options'))) as Record<string, string>,
    ...(row.watermark === null ? {} : { watermark: row.watermark }),
    ...(row.distribution === null ? {} : { distribution: row.distribution }),
    ...(row.partition_keys === null ? {} : { partitionKeys: row.partition_keys }),
    ...(row.query_sealed === null ? {} : { query: seal.open(row.query_sealed, objectPlace(tenant, row, 'query')) }),
    ...(row.comment === null ? {} : { comment: row.comment }),
    version: row.version,
    createdAtMs: toNumber(row.created_at_ms),
    updatedAtMs: toNumber(row.updated_at_ms),
  }
}
