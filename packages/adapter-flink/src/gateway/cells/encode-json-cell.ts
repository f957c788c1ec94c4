import type { Cell, DataType } from '@headgate/domain'
import { formatBinary, formatDayTime, formatDecimal, formatYearMonth, withFraction } from './format-scalars.ts'
import type { LocalTimeRenderer } from './render-local-time.ts'

/** Encodes a value of a JSON page: numbers come as their source text. */
export type CellEncoder = (value: unknown) => Cell

/** The encoder of a type; made once for each column of a page. `renderLocal` renders TIMESTAMP_LTZ. */
export function jsonEncoder(type: DataType, renderLocal: LocalTimeRenderer): CellEncoder {
  const encode = nonNull(type, renderLocal)
  return (value) => (value === null || value === undefined ? null : encode(value))
}

function nonNull(type: DataType, renderLocal: LocalTimeRenderer): CellEncoder {
  const precision = type.precision ?? 6
  switch (type.type) {
    case 'BOOLEAN':
      return (value) => (value === true || value === 'true' ? 'TRUE' : 'FALSE')
    case 'DECIMAL':
      return (value) => formatDecimal(String(value), type.scale ?? 0)
    case 'BINARY':
    case 'VARBINARY':
      return (value) => formatBinary(String(value))
    case 'TIMESTAMP_WITHOUT_TIME_ZONE':
    case 'TIMESTAMP_WITH_TIME_ZONE':
      return (value) => withFraction(String(value).replace('T', ' '), precision)
    case 'TIMESTAMP_WITH_LOCAL_TIME_ZONE':
      return (value) => renderLocal(String(value), precision)
    case 'INTERVAL_YEAR_MONTH':
      return (value) => formatYearMonth(Number(value))
    case 'INTERVAL_DAY_TIME':
      return (value) => formatDayTime(Number(value))
    case 'ARRAY': {
      const element = jsonEncoder(required(type.element_type), renderLocal)
      return (value) => (value as unknown[]).map(element)
    }
    case 'MULTISET':
    case 'MAP': {
      const inner = jsonEncoder(type.type === 'MAP' ? required(type.value_type) : { type: 'INTEGER', nullable: false }, renderLocal)
      return (value) => Object.entries(value as Record<string, unknown>).map(([key, item]) => [key, inner(item)])
    }
    case 'ROW':
    case 'STRUCTURED_TYPE': {
      const fields = (type.fields ?? []).map(({ name, field_type }) => ({ name, encode: jsonEncoder(field_type, renderLocal) }))
      return (value) => fields.map(({ name, encode }) => encode((value as Record<string, unknown>)[name]))
    }
    case 'NULL':
      return () => null
    default:
      return String
  }
}

function required(type: DataType | undefined): DataType {
  if (type === undefined) throw new Error('a nested type of the gateway names no inner type')
  return type
}
