import type { DataType } from '@headgate/domain'
import { quoteIdentifier, quoteString } from '../text/quote.ts'

/**
 * A type in full: parameters, nested types, NOT NULL (FULL_DATA_TYPE of INFORMATION_SCHEMA). One spelling per type, so equal
 * types print equally; STRING is `VARCHAR(2147483647)`. `parseDataType` reads it back.
 */
export const printDataType = (type: DataType): string => `${printBare(type)}${type.nullable ? '' : ' NOT NULL'}`

/** Only the root of a type, for example `ROW` or `TIMESTAMP_WITH_LOCAL_TIME_ZONE` (DATA_TYPE of INFORMATION_SCHEMA). */
export const printDataTypeRoot = (type: DataType): string => type.type

function printBare(type: DataType): string {
  switch (type.type) {
    case 'INTEGER': return 'INT'
    case 'CHAR': case 'VARCHAR': case 'BINARY': case 'VARBINARY': return `${type.type}(${type.length ?? 1})`
    case 'DECIMAL': return `DECIMAL(${type.precision ?? 10}, ${type.scale ?? 0})`
    case 'TIME_WITHOUT_TIME_ZONE': return `TIME(${type.precision ?? 0})`
    case 'TIMESTAMP_WITHOUT_TIME_ZONE': return `TIMESTAMP(${type.precision ?? 6})`
    case 'TIMESTAMP_WITH_TIME_ZONE': return `TIMESTAMP(${type.precision ?? 6}) WITH TIME ZONE`
    case 'TIMESTAMP_WITH_LOCAL_TIME_ZONE': return `TIMESTAMP_LTZ(${type.precision ?? 6})`
    case 'INTERVAL_YEAR_MONTH': case 'INTERVAL_DAY_TIME': return printInterval(type)
    case 'ARRAY': case 'MULTISET': return `${type.type}<${printPart(type.element_type)}>`
    case 'MAP': return `MAP<${printPart(type.key_type)}, ${printPart(type.value_type)}>`
    case 'ROW': return `ROW<${printFields(type)}>`
    case 'STRUCTURED_TYPE': return `STRUCTURED<${[quoteString(type.class_name ?? ''), printFields(type)].filter((part) => part !== '').join(', ')}>`
    case 'RAW': return `RAW(${quoteString(type.class_name ?? '')}, ...)`
    default: return type.type
  }
}

const printPart = (type: DataType | undefined): string => (type === undefined ? 'NULL' : printDataType(type))

const printFields = (type: DataType): string =>
  (type.fields ?? [])
    .map((field) => `${quoteIdentifier(field.name)} ${printDataType(field.field_type)}${field.description === undefined ? '' : ` ${quoteString(field.description)}`}`)
    .join(', ')

function printInterval(type: DataType): string {
  const fallback = type.type === 'INTERVAL_YEAR_MONTH' ? 'YEAR_TO_MONTH' : 'DAY_TO_SECOND'
  const printed = (type.resolution ?? fallback).split('_TO_').map((unit) => {
    if (unit === 'YEAR' || unit === 'DAY') return `${unit}(${type.precision ?? 2})`
    return unit === 'SECOND' ? `SECOND(${type.fractional_precision ?? 6})` : unit
  })
  return `INTERVAL ${printed.join(' TO ')}`
}
