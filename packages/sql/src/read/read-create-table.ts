import type { TokenCursor } from '../text/token-cursor.ts'
import type { OptionList, ReadStatement } from '../types.ts'
import type { Draft } from './draft.ts'
import { readOptionList } from './read-option-list.ts'
import { takeQuery } from './read-query.ts'

/**
 * What follows CREATE TABLE: [IF NOT EXISTS] name [(columns)] [COMMENT '…'] [DISTRIBUTED …] [PARTITIONED BY (…)] [WITH (…)]
 * [LIKE name [(…)] | AS query]. Clauses that are not listed here are a failure: what is not read cannot be checked.
 */
export function readCreateTable(cursor: TokenCursor): Draft {
  const ifNotExists = cursor.takeWords('IF', 'NOT', 'EXISTS')
  const target = cursor.expectName('the name of the table')
  if (cursor.isSymbol('(')) cursor.skipParentheses()
  if (cursor.takeWords('COMMENT')) cursor.expectPlainString('the comment')
  const distribution = cursor.isWord('DISTRIBUTED') ? takeDistribution(cursor) : undefined
  if (cursor.takeWords('PARTITIONED', 'BY')) cursor.skipParentheses()
  const optionLists: OptionList[] = cursor.takeWords('WITH') ? [readOptionList(cursor, 'with', target)] : []
  const found = { optionLists, hasConnector: optionLists.length > 0, ...(distribution === undefined ? {} : { distribution }) }

  if (cursor.takeWords('AS')) {
    const query = takeQuery(cursor)
    const action = { kind: 'create-table-as', target, ifNotExists, queryStart: query.start, queryEnd: query.end } as const
    return { class: 'insert', sqlKind: 'CREATE_TABLE_AS', action, ...found }
  }
  const like = cursor.takeWords('LIKE') ? cursor.expectName('the name of the table to copy') : undefined
  if (like !== undefined && cursor.isSymbol('(')) takeLikeOptions(cursor)
  const action = { kind: 'create-table', target, ifNotExists, temporary: false, ...(like === undefined ? {} : { like }) } as const
  return { class: 'ddl', sqlKind: 'CREATE_TABLE', action, ...found }
}

/** DISTRIBUTED [BY [HASH|RANGE] (columns)] [INTO n BUCKETS]. */
function takeDistribution(cursor: TokenCursor): ReadStatement['distribution'] {
  const start = cursor.next()!.start
  const columns: string[] = []
  if (cursor.takeWords('BY')) {
    if (!cursor.takeWords('HASH')) cursor.takeWords('RANGE')
    cursor.expectSymbol('(')
    do columns.push(cursor.expectPart('a column')); while (cursor.takeSymbol(','))
    cursor.expectSymbol(')')
  }
  let buckets: number | undefined
  if (cursor.takeWords('INTO')) {
    const count = cursor.next()
    if (count?.kind !== 'number' || !/^[0-9]{1,6}$/.test(count.text)) cursor.fail('Expected a number of buckets', count)
    else buckets = Number(count.text)
    cursor.expectWords('BUCKETS')
  }
  const end = cursor.tokens[cursor.position - 1]?.end ?? start
  return { columns, ...(buckets === undefined ? {} : { buckets }), start, end }
}

function takeLikeOptions(cursor: TokenCursor): void {
  cursor.expectSymbol('(')
  while (!cursor.atEnd && !cursor.isSymbol(')')) {
    const token = cursor.next()
    if (token?.kind !== 'word') cursor.fail('Expected options like INCLUDING ALL or EXCLUDING OPTIONS', token)
  }
  cursor.expectSymbol(')')
}
