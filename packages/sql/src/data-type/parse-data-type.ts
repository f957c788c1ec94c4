import type { DataType, DataTypeName } from '@headgate/domain'
import { isSignificant, isPlainString, TokenCursor } from '../text/token-cursor.ts'
import { tokenize } from '../text/tokenize.ts'
import type { ParseDataType } from '../types.ts'
import { parseInterval } from './parse-interval.ts'

/** Far more than a table has, and far from the end of the stack. */
const deepestNesting = 200

/** The length that STRING and BYTES stand for. */
export const maxLength = 2147483647

/**
 * Reads a type as Flink writes it in DDL, DESCRIBE and SHOW CREATE TABLE; `*ROWTIME*` and `*PROCTIME*` are left out, and
 * lengths and precisions that are not written get Flink's defaults. Undefined for what is no type of the wire format.
 */
export const parseDataType: ParseDataType = (text) => {
  const tokens = tokenize(text)
  if (!tokens.ok) return undefined
  const cursor = new TokenCursor(text, tokens.value.filter(isSignificant))
  const type = takeDataType(cursor)
  return cursor.failure === undefined && cursor.atEnd ? type : undefined
}

/** Takes one type with its nullability from a cursor; what is no type is the cursor's failure. */
export function takeDataType(cursor: TokenCursor): DataType {
  if (++cursor.depth > deepestNesting) cursor.fail('The type nests too deeply')
  const type = takeBareType(cursor)
  cursor.depth--
  takeTimeAttribute(cursor)
  const notNull = cursor.takeWords('NOT', 'NULL')
  if (!notNull) cursor.takeWords('NULL')
  takeTimeAttribute(cursor)
  return notNull ? { ...type, nullable: false } : type
}

/** `*ROWTIME*`: says how a column is used, not what it holds. */
function takeTimeAttribute(cursor: TokenCursor): void {
  if (!cursor.takeSymbol('*')) return
  if (!cursor.takeWords('ROWTIME')) cursor.expectWords('PROCTIME')
  cursor.expectSymbol('*')
}

const plainTypes: Record<string, DataTypeName> = {
  BOOLEAN: 'BOOLEAN', TINYINT: 'TINYINT', SMALLINT: 'SMALLINT', INT: 'INTEGER', INTEGER: 'INTEGER', BIGINT: 'BIGINT',
  FLOAT: 'FLOAT', DATE: 'DATE', VARIANT: 'VARIANT', NULL: 'NULL',
}
const lengthTypes: Record<string, { type: DataTypeName; length: number }> = {
  CHAR: { type: 'CHAR', length: 1 }, CHARACTER: { type: 'CHAR', length: 1 }, VARCHAR: { type: 'VARCHAR', length: 1 },
  BINARY: { type: 'BINARY', length: 1 }, VARBINARY: { type: 'VARBINARY', length: 1 },
}

function takeBareType(cursor: TokenCursor): DataType {
  const token = cursor.next()
  const word = token?.kind === 'word' ? token.value : ''
  if (Object.hasOwn(plainTypes, word)) return { type: plainTypes[word]!, nullable: true }
  if (Object.hasOwn(lengthTypes, word)) {
    const { type, length } = lengthTypes[word]!
    return { type, nullable: true, length: takeNumbers(cursor)[0] ?? length }
  }
  switch (word) {
    case 'STRING': return { type: 'VARCHAR', nullable: true, length: maxLength }
    case 'BYTES': return { type: 'VARBINARY', nullable: true, length: maxLength }
    case 'DOUBLE': cursor.takeWords('PRECISION'); return { type: 'DOUBLE', nullable: true }
    case 'DECIMAL': case 'DEC': case 'NUMERIC': {
      const [precision = 10, scale = 0] = takeNumbers(cursor)
      return { type: 'DECIMAL', nullable: true, precision, scale }
    }
    case 'TIME': {
      const precision = takeNumbers(cursor)[0] ?? 0
      cursor.takeWords('WITHOUT', 'TIME', 'ZONE')
      return { type: 'TIME_WITHOUT_TIME_ZONE', nullable: true, precision }
    }
    case 'TIMESTAMP': return takeTimestamp(cursor)
    case 'TIMESTAMP_LTZ': return { type: 'TIMESTAMP_WITH_LOCAL_TIME_ZONE', nullable: true, precision: takeNumbers(cursor)[0] ?? 6 }
    case 'INTERVAL': return parseInterval(cursor, takeNumbers)
    case 'ARRAY': case 'MULTISET': return { type: word, nullable: true, element_type: takeInBrackets(cursor, () => takeDataType(cursor)) }
    case 'MAP': return takeMap(cursor)
    case 'ROW': return { type: 'ROW', nullable: true, fields: takeFields(cursor) }
    case 'STRUCTURED': return takeStructured(cursor)
    case 'RAW': return takeRaw(cursor)
    default:
      cursor.fail('Expected a type', token)
      return { type: 'NULL', nullable: true }
  }
}

/** `(1)`, `(1, 2)` or nothing. */
function takeNumbers(cursor: TokenCursor): number[] {
  const numbers: number[] = []
  if (!cursor.takeSymbol('(')) return numbers
  do {
    const token = cursor.next()
    if (token?.kind !== 'number' || !/^[0-9]{1,10}$/.test(token.text)) cursor.fail('Expected a whole number', token)
    else numbers.push(Number(token.text))
  } while (cursor.takeSymbol(','))
  cursor.expectSymbol(')')
  return numbers
}

function takeTimestamp(cursor: TokenCursor): DataType {
  const precision = takeNumbers(cursor)[0] ?? 6
  if (cursor.takeWords('WITH', 'LOCAL', 'TIME', 'ZONE')) return { type: 'TIMESTAMP_WITH_LOCAL_TIME_ZONE', nullable: true, precision }
  if (cursor.takeWords('WITH', 'TIME', 'ZONE')) return { type: 'TIMESTAMP_WITH_TIME_ZONE', nullable: true, precision }
  cursor.takeWords('WITHOUT', 'TIME', 'ZONE')
  return { type: 'TIMESTAMP_WITHOUT_TIME_ZONE', nullable: true, precision }
}

function takeInBrackets<T>(cursor: TokenCursor, take: () => T): T {
  cursor.expectSymbol('<')
  const taken = take()
  cursor.expectSymbol('>')
  return taken
}

const takeMap = (cursor: TokenCursor): DataType =>
  takeInBrackets(cursor, () => {
    const key = takeDataType(cursor)
    cursor.expectSymbol(',')
    return { type: 'MAP', nullable: true, key_type: key, value_type: takeDataType(cursor) }
  })

/** `<a INT, b STRING 'comment'>`, or the same in parentheses. The lexer makes one token of `<>`. */
function takeFields(cursor: TokenCursor): NonNullable<DataType['fields']> {
  if (cursor.takeSymbol('<>')) return []
  const close = cursor.isSymbol('(') ? ')' : '>'
  cursor.expectSymbol(close === ')' ? '(' : '<')
  const fields = cursor.isSymbol(close) ? [] : takeFieldList(cursor)
  cursor.expectSymbol(close)
  return fields
}

function takeFieldList(cursor: TokenCursor): NonNullable<DataType['fields']> {
  const fields: NonNullable<DataType['fields']> = []
  do {
    const name = cursor.expectPart('the name of a field')
    const type = takeDataType(cursor)
    const comment = isPlainString(cursor.peek()) ? cursor.next()!.value : undefined
    fields.push({ name, field_type: type, ...(comment === undefined ? {} : { description: comment }) })
  } while (cursor.takeSymbol(','))
  return fields
}

/** `STRUCTURED<'class', a INT>`. */
const takeStructured = (cursor: TokenCursor): DataType =>
  takeInBrackets(cursor, () => {
    const className = cursor.expectPlainString('a class name')?.value ?? ''
    const fields = cursor.takeSymbol(',') ? takeFieldList(cursor) : []
    return { type: 'STRUCTURED_TYPE', nullable: true, class_name: className, fields }
  })

/** `RAW('class', 'serializer')`, or `RAW('class', ...)` where Flink shortens. */
function takeRaw(cursor: TokenCursor): DataType {
  cursor.expectSymbol('(')
  const className = cursor.expectPlainString('a class name')?.value ?? ''
  while (!cursor.atEnd && !cursor.isSymbol(')')) cursor.next()
  cursor.expectSymbol(')')
  return { type: 'RAW', nullable: true, class_name: className }
}
