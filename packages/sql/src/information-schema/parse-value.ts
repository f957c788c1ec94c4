import { takeDataType } from '../data-type/parse-data-type.ts'
import { isPlainString, type TokenCursor } from '../text/token-cursor.ts'
import type { ValueExpression } from './query.ts'

/** Takes a column, a literal, NULL, CAST(… AS type), UPPER(…), LOWER(…) or COUNT(*). */
export function takeValue(cursor: TokenCursor): ValueExpression {
  const token = cursor.peek()
  if (isPlainString(token)) {
    cursor.next()
    return { kind: 'literal', value: token.value, type: 'string' }
  }
  if (token?.kind === 'number' || cursor.isSymbol('-')) return takeNumber(cursor)
  if (token?.kind === 'word' && cursor.peek(1)?.text === '(') return takeCall(cursor)
  if (cursor.takeWords('NULL')) return { kind: 'null' }
  const { catalog, database, name } = cursor.expectName('a column or a literal')
  if (catalog !== undefined) cursor.fail('Expected a column, at most with the name of its view before it', token)
  return { kind: 'column', name, ...(database === undefined ? {} : { qualifier: database }) }
}

function takeNumber(cursor: TokenCursor): ValueExpression {
  const sign = cursor.takeSymbol('-') ? '-' : ''
  const token = cursor.next()
  if (token?.kind !== 'number') cursor.fail('Expected a number', token)
  return { kind: 'literal', value: sign + (token?.text ?? ''), type: 'number' }
}

function takeCall(cursor: TokenCursor): ValueExpression {
  const token = cursor.next()!
  cursor.expectSymbol('(')
  let value: ValueExpression = { kind: 'null' }
  if (token.value === 'COUNT') {
    cursor.expectSymbol('*')
    value = { kind: 'count-all' }
  } else if (token.value === 'CAST') {
    const inner = takeValue(cursor)
    cursor.expectWords('AS')
    value = { kind: 'cast', value: inner, type: takeDataType(cursor) }
  } else if (token.value === 'UPPER' || token.value === 'LOWER') {
    value = { kind: token.value === 'UPPER' ? 'upper' : 'lower', value: takeValue(cursor) }
  } else cursor.fail(`The function ${token.value.slice(0, 40)} cannot be used here`, token)
  cursor.expectSymbol(')')
  return value
}
