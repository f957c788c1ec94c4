import type { DataType } from '@headgate/domain'
import type { SqlToken } from './sql-tokens.ts'
import { isName, isSymbol, isWord, nameOf, splitAtCommas } from './sql-tokens.ts'
import { dataTypeOf, typeTextOf } from './type-text.ts'

/** One item of a select list. */
export interface SelectItem {
  isStar: boolean
  /** The last part of a plain column reference. */
  column?: SqlToken
  alias?: string
  /** Of an expression, as far as its text tells. */
  type: DataType
}

/** The items of the outermost SELECT. */
export function readSelectList(tokens: SqlToken[]): SelectItem[] {
  const start = outermostSelect(tokens)
  if (start < 0) return []
  let depth = 0
  let end = start + 1
  while (end < tokens.length) {
    const token = tokens[end]
    if (isSymbol(token, '(')) depth++
    if (isSymbol(token, ')') && --depth < 0) break
    if (depth === 0 && isWord(token, 'FROM', 'UNION', 'LIMIT', 'ORDER')) break
    end++
  }
  const from = isWord(tokens[start + 1], 'DISTINCT', 'ALL') ? start + 2 : start + 1
  return splitAtCommas(tokens.slice(from, end)).map(readItem)
}

/** After a WITH clause the query is the first SELECT outside of parentheses. */
function outermostSelect(tokens: SqlToken[]): number {
  let depth = 0
  return tokens.findIndex((token) => {
    if (isSymbol(token, '(')) depth++
    if (isSymbol(token, ')')) depth--
    return depth === 0 && isWord(token, 'SELECT')
  })
}

function readItem(item: SqlToken[]): SelectItem {
  const { expression, alias } = cutAlias(item)
  const unknown = dataTypeOf('STRING', true)
  if (isSymbol(expression.at(-1), '*') && (expression.length === 1 || isSymbol(expression.at(-2), '.'))) return { isStar: true, type: unknown }
  const isPath = expression.every((token, index) => (index % 2 === 0 ? isName(token) : isSymbol(token, '.')))
  if (isPath && !isWord(expression[0], 'TRUE', 'FALSE', 'NULL')) {
    return { isStar: false, column: expression.at(-1), type: unknown, ...(alias === undefined ? {} : { alias }) }
  }
  return { isStar: false, type: typeOf(expression), ...(alias === undefined ? {} : { alias }) }
}

function cutAlias(item: SqlToken[]): { expression: SqlToken[]; alias?: string } {
  const last = item.at(-1)
  const before = item.at(-2)
  if (last === undefined || !isName(last) || before === undefined) return { expression: item }
  if (isWord(before, 'AS')) return { expression: item.slice(0, -2), alias: nameOf(last) }
  const follows = before.kind !== 'symbol' || isSymbol(before, ')')
  return follows && !isWord(last, 'END', 'NULL', 'TRUE', 'FALSE') ? { expression: item.slice(0, -1), alias: nameOf(last) } : { expression: item }
}

function typeOf(expression: SqlToken[]): DataType {
  const [first, second] = expression
  if (isWord(first, 'COUNT') && isSymbol(second, '(')) return dataTypeOf('BIGINT', false)
  if (isWord(first, 'CAST', 'TRY_CAST')) {
    const as = expression.findLastIndex((token) => isWord(token, 'AS'))
    return dataTypeOf(typeTextOf(expression.slice(as + 1, -1)), true)
  }
  if (isWord(first, 'TRUE', 'FALSE')) return dataTypeOf('BOOLEAN', false)
  if (expression.length === 1 && first?.kind === 'string') return dataTypeOf(`CHAR(${first.value.length})`, false)
  if (expression.every((token) => token.kind === 'number' || (token.kind === 'symbol' && '+-*'.includes(token.value)))) return dataTypeOf('INT', false)
  return dataTypeOf('STRING', true)
}
