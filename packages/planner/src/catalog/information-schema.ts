import type { Catalog, CatalogObject, ResultColumn } from '@headgate/domain'
import { integerColumn, textColumn } from './answer.ts'
import { databaseNames, informationSchemaName } from './database-names.ts'
import { shownOptionValue } from './mask-options.ts'

/** A view of INFORMATION_SCHEMA with all its rows. */
export interface InformationSchemaView {
  name: string
  columns: ResultColumn[]
  rows: Record<string, string | null>[]
}

const yesNo = (value: boolean): string => (value ? 'YES' : 'NO')

const numeric = new Set(['ORDINAL_POSITION', 'DISTRIBUTION_BUCKETS', 'DISTRIBUTION_ORDINAL_POSITION'])
const column = (name: string): ResultColumn => (numeric.has(name) ? integerColumn(name) : textColumn(name))

const catalogColumns = ['CATALOG_ID', 'CATALOG_NAME']
const schemaColumns = ['CATALOG_ID', 'CATALOG_NAME', 'SCHEMA_ID', 'SCHEMA_NAME']
const tablePlace = ['TABLE_CATALOG_ID', 'TABLE_CATALOG', 'TABLE_SCHEMA_ID', 'TABLE_SCHEMA', 'TABLE_NAME']
const tableColumns = [
  ...tablePlace, 'TABLE_TYPE', 'IS_INSERTABLE_INTO', 'IS_TYPED', 'COMMENT', 'IS_DISTRIBUTED', 'DISTRIBUTION_ALGORITHM', 'DISTRIBUTION_BUCKETS',
  'IS_WATERMARKED', 'WATERMARK_COLUMN', 'WATERMARK_EXPRESSION', 'WATERMARK_IS_HIDDEN', 'IS_MATERIALIZED',
]
const columnColumns = [
  ...tablePlace, 'COLUMN_NAME', 'ORDINAL_POSITION', 'IS_NULLABLE', 'DATA_TYPE', 'FULL_DATA_TYPE', 'IS_HIDDEN', 'IS_GENERATED',
  'GENERATION_EXPRESSION', 'IS_METADATA', 'METADATA_KEY', 'IS_PERSISTED', 'DISTRIBUTION_ORDINAL_POSITION', 'COMMENT',
]
const optionColumns = [...tablePlace, 'OPTION_KEY', 'OPTION_VALUE']
const constraintColumns = [
  'CONSTRAINT_CATALOG_ID', 'CONSTRAINT_CATALOG', 'CONSTRAINT_SCHEMA_ID', 'CONSTRAINT_SCHEMA', 'CONSTRAINT_NAME',
  ...tablePlace, 'CONSTRAINT_TYPE', 'ENFORCED',
]
const keyColumns = [...tablePlace, 'CONSTRAINT_NAME', 'COLUMN_NAME', 'ORDINAL_POSITION']

/**
 * The views of INFORMATION_SCHEMA, with the columns that Confluent documents. Names of catalogs come twice: `…_ID` is the
 * environment's id, the other its display name. INFORMATION_SCHEMA itself is a schema. Values that may be secrets are masked.
 */
export function informationSchema(catalog: Catalog): InformationSchemaView[] {
  const place = { CATALOG_ID: catalog.id, CATALOG_NAME: catalog.displayName }
  const view = (name: string, columns: string[], rows: Record<string, string | null>[]): InformationSchemaView => ({ name, columns: columns.map(column), rows })
  const { objects } = catalog
  return [
    view('INFORMATION_SCHEMA_CATALOG_NAME', catalogColumns, [place]),
    view('CATALOGS', catalogColumns, [place]),
    view('SCHEMATA', schemaColumns, [...databaseNames(catalog), informationSchemaName].map((name) => ({ ...place, SCHEMA_ID: name, SCHEMA_NAME: name }))),
    view('TABLES', tableColumns, objects.map((object) => tableRow(catalog, object))),
    view('COLUMNS', columnColumns, objects.flatMap((object) => columnRows(catalog, object))),
    view('TABLE_OPTIONS', optionColumns, objects.flatMap((object) =>
      Object.entries(object.options).map(([key, value]) => ({ ...placeOf(catalog, object), OPTION_KEY: key, OPTION_VALUE: shownOptionValue(key, value) })),
    )),
    view('TABLE_CONSTRAINTS', constraintColumns, objects.flatMap((object) => constraintRows(catalog, object))),
    view('KEY_COLUMN_USAGE', keyColumns, objects.flatMap((object) =>
      object.columns.filter((each) => each.primaryKeyPosition !== undefined).map((each) => ({
        ...placeOf(catalog, object), CONSTRAINT_NAME: 'PRIMARY', COLUMN_NAME: each.name, ORDINAL_POSITION: String(each.primaryKeyPosition),
      })),
    )),
  ]
}

const placeOf = (catalog: Catalog, object: CatalogObject): Record<string, string> => ({
  TABLE_CATALOG_ID: catalog.id,
  TABLE_CATALOG: catalog.displayName,
  TABLE_SCHEMA_ID: object.database,
  TABLE_SCHEMA: object.database,
  TABLE_NAME: object.name,
})

function tableRow(catalog: Catalog, object: CatalogObject): Record<string, string | null> {
  const { watermark, distribution } = object
  return {
    ...placeOf(catalog, object),
    TABLE_TYPE: object.kind === 'view' ? 'VIEW' : 'BASE TABLE',
    IS_INSERTABLE_INTO: yesNo(object.kind === 'table'),
    IS_TYPED: 'NO',
    COMMENT: object.comment ?? null,
    IS_DISTRIBUTED: yesNo(distribution !== undefined),
    DISTRIBUTION_ALGORITHM: distribution === undefined ? null : 'HASH',
    DISTRIBUTION_BUCKETS: distribution?.buckets === undefined ? null : String(distribution.buckets),
    IS_WATERMARKED: yesNo(watermark !== undefined),
    WATERMARK_COLUMN: watermark?.column ?? null,
    WATERMARK_EXPRESSION: watermark?.expression ?? null,
    WATERMARK_IS_HIDDEN: watermark === undefined ? null : 'NO',
    IS_MATERIALIZED: 'NO',
  }
}

function columnRows(catalog: Catalog, object: CatalogObject): Record<string, string | null>[] {
  return object.columns.map((each, index) => {
    const distributed = object.distribution?.columns.indexOf(each.name) ?? -1
    return {
      ...placeOf(catalog, object),
      COLUMN_NAME: each.name,
      ORDINAL_POSITION: String(index + 1),
      IS_NULLABLE: yesNo(each.type.nullable),
      DATA_TYPE: each.type.type,
      FULL_DATA_TYPE: each.dataTypeText,
      IS_HIDDEN: 'NO',
      IS_GENERATED: yesNo(each.kind === 'computed'),
      GENERATION_EXPRESSION: each.kind === 'computed' ? (each.expression ?? null) : null,
      IS_METADATA: yesNo(each.kind === 'metadata'),
      METADATA_KEY: each.kind === 'metadata' ? (each.metadataKey ?? each.name) : null,
      IS_PERSISTED: yesNo(each.kind === 'physical' || (each.kind === 'metadata' && each.virtual !== true)),
      DISTRIBUTION_ORDINAL_POSITION: distributed < 0 ? null : String(distributed + 1),
      COMMENT: each.comment ?? null,
    }
  })
}

function constraintRows(catalog: Catalog, object: CatalogObject): Record<string, string | null>[] {
  if (!object.columns.some((each) => each.primaryKeyPosition !== undefined)) return []
  return [{
    CONSTRAINT_CATALOG_ID: catalog.id,
    CONSTRAINT_CATALOG: catalog.displayName,
    CONSTRAINT_SCHEMA_ID: object.database,
    CONSTRAINT_SCHEMA: object.database,
    CONSTRAINT_NAME: 'PRIMARY',
    ...placeOf(catalog, object),
    CONSTRAINT_TYPE: 'PRIMARY KEY',
    ENFORCED: 'NO',
  }]
}

