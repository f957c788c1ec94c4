import type { DataType } from '@headgate/domain'

/**
 * How pages of a result are best asked for. `PLAIN_TEXT`: Flink casts each column to text, which for scalars is just the wire
 * encoding of the API, so cells pass through untouched. `JSON`: nested values keep their structure. `PLAIN_NESTED`: nested values
 * that the gateway cannot write as JSON (maps with keys that are no strings, variants in rows); their text is taken apart by type.
 */
export type RowFormat = 'PLAIN_TEXT' | 'JSON' | 'PLAIN_NESTED'

/** Chooses by the types of the columns. */
export function rowFormatOf(types: readonly DataType[]): RowFormat {
  const nested = types.filter(isNested)
  if (nested.length === 0) return 'PLAIN_TEXT'
  return types.some(isBeyondJson) ? 'PLAIN_NESTED' : 'JSON'
}

const isNested = ({ type }: DataType): boolean => type === 'ARRAY' || type === 'MAP' || type === 'MULTISET' || type === 'ROW' || type === 'STRUCTURED_TYPE'

function isBeyondJson(type: DataType): boolean {
  if (type.type === 'VARIANT' || type.type === 'RAW') return true
  const key = type.type === 'MAP' ? type.key_type : type.type === 'MULTISET' ? type.element_type : undefined
  if (key !== undefined && key.type !== 'CHAR' && key.type !== 'VARCHAR') return true
  return inner(type).some(isBeyondJson)
}

const inner = (type: DataType): DataType[] =>
  [type.element_type, type.key_type, type.value_type, ...(type.fields ?? []).map((field) => field.field_type)].filter((each) => each !== undefined)

/** Whether a type holds instants, which are shown in some zone. */
export const hasLocalTime = (type: DataType): boolean => type.type === 'TIMESTAMP_WITH_LOCAL_TIME_ZONE' || inner(type).some(hasLocalTime)
