import type { Cell, DataType } from '@headgate/domain'
import { encodeBinary, encodeDayTime, encodeDecimal, encodeFloat, encodeInstant, encodeTimestamp, encodeYearMonth, padFraction } from './encode-scalars.ts'
import type { LosslessJson } from './parse-lossless.ts'

/** Turns one JSON field of the gateway (rowFormat=JSON) into the wire encoding of the API. */
export type CellEncoder = (value: LosslessJson) => Cell

const scalar = (encode: (value: string | number | boolean) => string): CellEncoder => (value) =>
  value === null || typeof value === 'object' ? null : encode(value)

/**
 * The encoder of a column, made once per query. Scalars become strings, NULL null, ARRAY a list, MAP a list of [key, value],
 * MULTISET a list of [element, "count"], ROW a positional list. `timeZone` renders TIMESTAMP_LTZ.
 */
export function cellEncoder(type: DataType, timeZone: string): CellEncoder {
  const precision = type.precision ?? 0
  switch (type.type) {
    case 'BOOLEAN':
      return scalar((value) => String(value).toUpperCase())
    case 'DECIMAL':
      return scalar((value) => encodeDecimal(String(value), type.scale ?? 0))
    case 'FLOAT':
    case 'DOUBLE':
      return scalar((value) => encodeFloat(typeof value === 'boolean' ? String(value) : value))
    case 'BINARY':
    case 'VARBINARY':
      return scalar((value) => encodeBinary(String(value)))
    case 'TIME_WITHOUT_TIME_ZONE':
      return scalar((value) => padFraction(String(value), precision))
    case 'TIMESTAMP_WITHOUT_TIME_ZONE':
      return scalar((value) => encodeTimestamp(String(value), precision))
    case 'TIMESTAMP_WITH_LOCAL_TIME_ZONE':
    case 'TIMESTAMP_WITH_TIME_ZONE':
      return scalar((value) => encodeInstant(String(value), precision, timeZone))
    case 'INTERVAL_YEAR_MONTH':
      return scalar((value) => encodeYearMonth(Number(value)))
    case 'INTERVAL_DAY_TIME':
      return scalar((value) => encodeDayTime(Number(value)))
    case 'ARRAY':
      return listEncoder(type, timeZone)
    case 'MAP':
      return mapEncoder(type.key_type, type.value_type, timeZone)
    case 'MULTISET':
      return mapEncoder(type.element_type, { type: 'INTEGER', nullable: false }, timeZone)
    case 'ROW':
    case 'STRUCTURED_TYPE':
      return rowEncoder(type, timeZone)
    default:
      return scalar(String)
  }
}

function listEncoder(type: DataType, timeZone: string): CellEncoder {
  const element = type.element_type === undefined ? scalar(String) : cellEncoder(type.element_type, timeZone)
  return (value) => (Array.isArray(value) ? value.map(element) : null)
}

function mapEncoder(keyType: DataType | undefined, valueType: DataType | undefined, timeZone: string): CellEncoder {
  const encodeKey = keyType === undefined ? scalar(String) : cellEncoder(keyType, timeZone)
  const encodeValue = valueType === undefined ? scalar(String) : cellEncoder(valueType, timeZone)
  return (value) => {
    if (value === null || typeof value !== 'object' || Array.isArray(value)) return null
    return Object.entries(value).map(([key, element]) => [encodeKey(key), encodeValue(element)])
  }
}

function rowEncoder(type: DataType, timeZone: string): CellEncoder {
  const fields = (type.fields ?? []).map((field) => ({ name: field.name, encode: cellEncoder(field.field_type, timeZone) }))
  return (value) => {
    if (value === null || typeof value !== 'object') return null
    if (Array.isArray(value)) return fields.map((field, index) => field.encode(value[index] ?? null))
    return fields.map((field) => field.encode(value[field.name] ?? null))
  }
}
