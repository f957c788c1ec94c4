import type { TokenCursor } from '../text/token-cursor.ts'
import { takeValue } from './parse-value.ts'
import type { ComparisonOperator, Condition, ValueExpression } from './query.ts'

/** Takes a condition: OR binds weaker than AND, AND weaker than NOT. */
export const takeCondition = (cursor: TokenCursor): Condition => takeChain(cursor, 'or', () => takeChain(cursor, 'and', () => takeNegation(cursor)))

function takeChain(cursor: TokenCursor, kind: 'and' | 'or', take: () => Condition): Condition {
  const first = take()
  const conditions = [first]
  while (cursor.takeWords(kind.toUpperCase())) conditions.push(take())
  return conditions.length === 1 ? first : { kind, conditions }
}

function takeNegation(cursor: TokenCursor): Condition {
  let negated = false
  while (cursor.takeWords('NOT')) negated = !negated
  const condition = takePredicate(cursor)
  return negated ? { kind: 'not', condition } : condition
}

function takePredicate(cursor: TokenCursor): Condition {
  if (cursor.takeSymbol('(')) {
    const inner = takeCondition(cursor)
    cursor.expectSymbol(')')
    return inner
  }
  if (cursor.takeWords('TRUE')) return { kind: 'constant', value: true }
  if (cursor.takeWords('FALSE')) return { kind: 'constant', value: false }
  const value = takeValue(cursor)
  if (cursor.takeWords('IS')) {
    const not = cursor.takeWords('NOT')
    cursor.expectWords('NULL')
    return { kind: 'is-null', value, not }
  }
  const not = cursor.takeWords('NOT')
  if (cursor.takeWords('LIKE')) return takeLike(cursor, value, not)
  if (cursor.takeWords('IN')) return { kind: 'in', value, list: takeList(cursor), not }
  if (not) cursor.expected('LIKE or IN')
  return { kind: 'compare', operator: takeOperator(cursor), left: value, right: takeValue(cursor) }
}

function takeLike(cursor: TokenCursor, value: ValueExpression, not: boolean): Condition {
  const pattern = takeValue(cursor)
  if (!cursor.takeWords('ESCAPE')) return { kind: 'like', value, pattern, not }
  const token = cursor.expectPlainString('the escape character')
  if (token !== undefined && [...token.value].length !== 1) cursor.fail('The escape must be one character', token)
  return { kind: 'like', value, pattern, not, escape: token?.value ?? '' }
}

function takeList(cursor: TokenCursor): ValueExpression[] {
  cursor.expectSymbol('(')
  const list: ValueExpression[] = []
  do list.push(takeValue(cursor)); while (cursor.takeSymbol(','))
  cursor.expectSymbol(')')
  return list
}

function takeOperator(cursor: TokenCursor): ComparisonOperator {
  const token = cursor.next()
  const text = token?.text === '!=' ? '<>' : token?.text
  if (text === '=' || text === '<>' || text === '<' || text === '<=' || text === '>' || text === '>=') return text
  cursor.fail('Expected a comparison', token)
  return '='
}
