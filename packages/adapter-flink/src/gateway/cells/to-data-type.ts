import type { DataType, DataTypeName } from '@headgate/domain'

/** A type as the gateway's JSON tells it (`logicalType`). */
export interface LogicalType {
  type: string
  nullable: boolean
  length?: number
  precision?: number
  scale?: number
  fractionalPrecision?: number
  resolution?: string
  elementType?: LogicalType
  keyType?: LogicalType
  valueType?: LogicalType
  fields?: { name: string; fieldType: LogicalType; description?: string }[]
  [key: string]: unknown
}

/** The type in the wire shape of the API. A name that the API does not know becomes RAW. Numbers may come as text. */
export function toDataType(logical: LogicalType): DataType {
  const type: DataType = { type: names.has(logical.type) ? (logical.type as DataTypeName) : 'RAW', nullable: logical.nullable }
  if (logical.length !== undefined) type.length = Number(logical.length)
  if (logical.precision !== undefined) type.precision = Number(logical.precision)
  if (logical.scale !== undefined) type.scale = Number(logical.scale)
  if (logical.fractionalPrecision !== undefined) type.fractional_precision = Number(logical.fractionalPrecision)
  if (logical.resolution !== undefined) type.resolution = logical.resolution
  if (logical.elementType !== undefined) type.element_type = toDataType(logical.elementType)
  if (logical.keyType !== undefined) type.key_type = toDataType(logical.keyType)
  if (logical.valueType !== undefined) type.value_type = toDataType(logical.valueType)
  if (logical.fields !== undefined) {
    type.fields = logical.fields.map(({ name, fieldType, description }) => ({ name, field_type: toDataType(fieldType), ...(description === undefined ? {} : { description }) }))
  }
  return type
}

const names = new Set<string>([
  'CHAR', 'VARCHAR', 'BOOLEAN', 'BINARY', 'VARBINARY', 'DECIMAL', 'TINYINT', 'SMALLINT', 'INTEGER', 'BIGINT', 'FLOAT', 'DOUBLE', 'DATE',
  'TIME_WITHOUT_TIME_ZONE', 'TIMESTAMP_WITHOUT_TIME_ZONE', 'TIMESTAMP_WITH_TIME_ZONE', 'TIMESTAMP_WITH_LOCAL_TIME_ZONE',
  'INTERVAL_YEAR_MONTH', 'INTERVAL_DAY_TIME', 'ARRAY', 'MAP', 'MULTISET', 'ROW', 'STRUCTURED_TYPE', 'RAW', 'NULL', 'VARIANT',
])
