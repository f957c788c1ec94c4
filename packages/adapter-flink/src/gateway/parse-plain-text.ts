import type { Cell, DataType } from '@headgate/domain'

/**
 * Reads a cell of rowFormat=PLAIN_TEXT, which Flink prints as a cast to STRING does: `[1, 2]`, `{k=v}`, `(x, 2)`, `NULL`. Used only where
 * the gateway cannot make JSON (MAP and MULTISET with keys that are not text, VARIANT). Text inside of nested values is not
 * quoted there, so a text that holds the separators itself is cut as well as can be.
 */
export function parsePlainText(text: string | null, type: DataType): Cell {
  if (text === null) return null
  switch (type.type) {
    case 'ARRAY':
      return parts(text).map((part) => nested(part, type.element_type))
    case 'MAP':
      return parts(text).map((part) => pair(part, type.key_type, type.value_type))
    case 'MULTISET':
      return parts(text).map((part) => pair(part, type.element_type, undefined))
    case 'ROW':
    case 'STRUCTURED_TYPE':
      return parts(text).map((part, index) => nested(part, type.fields?.[index]?.field_type))
    default:
      return text
  }
}

const nested = (text: string, type: DataType | undefined): Cell =>
  text === 'NULL' ? null : type === undefined ? text : parsePlainText(text, type)

function pair(part: string, keyType: DataType | undefined, valueType: DataType | undefined): Cell[] {
  const at = splitAt(part, '=')
  return [nested(part.slice(0, at), keyType), nested(part.slice(at + 1), valueType)]
}

/** The comma-separated parts between the outermost brackets. */
function parts(text: string): string[] {
  const inner = text.slice(1, -1)
  if (inner === '') return []
  const found: string[] = []
  let depth = 0
  let start = 0
  for (let index = 0; index < inner.length; index++) {
    const character = inner[index]
    if (character === '[' || character === '{' || character === '(') depth += 1
    else if (character === ']' || character === '}' || character === ')') depth -= 1
    else if (character === ',' && inner[index + 1] === ' ' && depth === 0) {
      found.push(inner.slice(start, index))
      start = index + 2
    }
  }
  found.push(inner.slice(start))
  return found
}

function splitAt(text: string, separator: string): number {
  let depth = 0
  for (let index = 0; index < text.length; index++) {
    const character = text[index]
    if (character === '[' || character === '{' || character === '(') depth += 1
    else if (character === ']' || character === '}' || character === ')') depth -= 1
    else if (character === separator && depth === 0) return index
  }
  return text.length
}
