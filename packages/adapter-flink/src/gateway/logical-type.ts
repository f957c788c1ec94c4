import type { DataType, DataTypeName } from '@headgate/domain'

/** A column type as the SQL Gateway's JSON tells it. */
export interface LogicalTypeJson {
  type: string
  nullable: boolean
  length?: number
  precision?: number
  scale?: number
  fractionalPrecision?: number
  resolution?: string
  elementType?: LogicalTypeJson
  keyType?: LogicalTypeJson
  valueType?: LogicalTypeJson
  fields?: { name: string; fieldType: LogicalTypeJson; description?: string | null }[]
  class?: string
}

/** The gateway's logical type in the wire shape of the API. */
export function readLogicalType(json: LogicalTypeJson): DataType {
  const type: DataType = { type: json.type as DataTypeName, nullable: json.nullable }
  if (json.length !== undefined) type.length = json.length
  if (json.precision !== undefined) type.precision = json.precision
  if (json.scale !== undefined) type.scale = json.scale
  if (json.fractionalPrecision !== undefined) type.fractional_precision = json.fractionalPrecision
  if (json.resolution !== undefined) type.resolution = json.resolution
  if (json.class !== undefined) type.class_name = json.class
  if (json.keyType !== undefined) type.key_type = readLogicalType(json.keyType)
  if (json.valueType !== undefined) type.value_type = readLogicalType(json.valueType)
  if (json.elementType !== undefined) type.element_type = readLogicalType(json.elementType)
  if (json.fields !== undefined) {
    type.fields = json.fields.map((field) => ({
      name: field.name,
      field_type: readLogicalType(field.fieldType),
      ...(field.description ? { description: field.description } : {}),
    }))
  }
  return type
}
