import type { Result } from '@headgate/domain'
import { failed, ok } from '@headgate/domain'
import { isSignificant, TokenCursor } from '../text/token-cursor.ts'
import type { ReadStatement } from '../types.ts'
import { takeCondition } from './parse-condition.ts'
import { takeValue } from './parse-value.ts'
import type { InformationSchemaQuery, InformationSchemaSelect } from './query.ts'

/** Deeper than any client writes, and far from the end of the stack. */
const deepestNesting = 200

const supported =
  'Queries on INFORMATION_SCHEMA may use SELECT [DISTINCT] of columns, literals, CAST, UPPER, LOWER and COUNT(*), FROM one view, WHERE with =, <>, <, >, <=, >=, LIKE, IN, IS NULL, AND, OR, NOT, then UNION ALL, ORDER BY and LIMIT.'

/** Takes a query on INFORMATION_SCHEMA apart. `rejected`: it uses more than the closed grammar has; the message lists that. */
export function parseInformationSchemaQuery(read: ReadStatement): Result<InformationSchemaQuery> {
  const tokens = read.tokens.filter(isSignificant)
  let depth = 0
  for (const token of tokens) {
    if (token.kind === 'symbol' && token.text === '(' && ++depth > deepestNesting) return failed('rejected', `The query nests parentheses too deeply. ${supported}`)
    if (token.kind === 'symbol' && token.text === ')') depth--
  }
  const cursor = new TokenCursor(read.sql, tokens)
  const selects = [takeSelect(cursor)]
  while (cursor.takeWords('UNION', 'ALL')) selects.push(takeSelect(cursor))
  const orderBy: InformationSchemaQuery['orderBy'] = []
  if (cursor.takeWords('ORDER', 'BY')) {
    do orderBy.push(takeOrder(cursor)); while (cursor.takeSymbol(','))
  }
  const limit = cursor.takeWords('LIMIT') ? takeWholeNumber(cursor) : undefined
  cursor.expectEnd()
  if (cursor.failure !== undefined) return failed('rejected', `${cursor.failure.message} ${supported}`)
  return ok({ selects, orderBy, ...(limit === undefined ? {} : { limit }) })
}

function takeSelect(cursor: TokenCursor): InformationSchemaSelect {
  if (cursor.takeSymbol('(')) {
    const inner = takeSelect(cursor)
    cursor.expectSymbol(')')
    return inner
  }
  cursor.expectWords('SELECT')
  const distinct = cursor.takeWords('DISTINCT')
  if (!distinct) cursor.takeWords('ALL')
  const items: InformationSchemaSelect['items'] = []
  do items.push(takeItem(cursor)); while (cursor.takeSymbol(','))
  cursor.expectWords('FROM')
  const from = takeFrom(cursor)
  const where = cursor.takeWords('WHERE') ? takeCondition(cursor) : undefined
  return { distinct, items, ...from, ...(where === undefined ? {} : { where }) }
}

function takeItem(cursor: TokenCursor): InformationSchemaSelect['items'][number] {
  if (cursor.takeSymbol('*')) return { kind: 'star' }
  const value = takeValue(cursor)
  const alias = takeAlias(cursor, ['FROM'])
  return { kind: 'value', value, ...(alias === undefined ? {} : { alias }) }
}

/** After AS any word is a name, even `schema` or `database`; without AS, any but those that go on. */
function takeAlias(cursor: TokenCursor, following: string[]): string | undefined {
  if (cursor.takeWords('AS')) return cursor.expectPart('an alias')
  const token = cursor.peek()
  if (token?.kind !== 'quoted-identifier' && (token?.kind !== 'word' || following.includes(token.value))) return undefined
  return cursor.expectPart('an alias')
}

function takeFrom(cursor: TokenCursor): Pick<InformationSchemaSelect, 'table' | 'catalog' | 'alias'> {
  const start = cursor.peek()
  const { catalog, database, name } = cursor.expectName('a view of INFORMATION_SCHEMA')
  if (database?.toUpperCase() !== 'INFORMATION_SCHEMA') cursor.fail('Expected a view of INFORMATION_SCHEMA, like INFORMATION_SCHEMA.`TABLES`', start)
  const alias = takeAlias(cursor, ['WHERE', 'UNION', 'ORDER', 'LIMIT', 'GROUP', 'HAVING', 'JOIN', 'INNER', 'LEFT', 'RIGHT', 'FULL', 'CROSS', 'NATURAL', 'EXCEPT', 'INTERSECT', 'FETCH', 'OFFSET', 'WINDOW'])
  return { table: name.toUpperCase(), ...(catalog === undefined ? {} : { catalog }), ...(alias === undefined ? {} : { alias }) }
}

function takeOrder(cursor: TokenCursor): InformationSchemaQuery['orderBy'][number] {
  let column: string | number
  if (cursor.peek()?.kind === 'number') column = takeWholeNumber(cursor)
  else column = cursor.expectName('a column of the result').name
  const descending = cursor.takeWords('DESC')
  if (!descending) cursor.takeWords('ASC')
  return { column, descending }
}

function takeWholeNumber(cursor: TokenCursor): number {
  const token = cursor.next()
  if (token?.kind !== 'number' || !/^[0-9]{1,9}$/.test(token.text)) cursor.fail('Expected a whole number', token)
  return Number(token?.text)
}
