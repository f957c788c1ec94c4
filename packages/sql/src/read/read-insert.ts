import type { TokenCursor } from '../text/token-cursor.ts'
import type { ObjectName } from '../types.ts'
import type { Draft } from './draft.ts'
import { takeQuery } from './read-query.ts'

/** INSERT INTO|OVERWRITE name [hints] [PARTITION (…)] [(columns)] query. */
export function readInsert(cursor: TokenCursor): Draft {
  const { target, overwrite } = takeInsert(cursor)
  return { class: 'insert', sqlKind: 'INSERT_INTO', action: { kind: 'insert', target, overwrite } }
}

/** EXECUTE STATEMENT SET BEGIN (INSERT … ;)+ END; the words before BEGIN are taken already. */
export function readStatementSet(cursor: TokenCursor): Draft {
  cursor.expectWords('BEGIN')
  const targets: ObjectName[] = []
  do {
    targets.push(takeInsert(cursor).target)
    cursor.expectSymbol(';')
  } while (!cursor.atEnd && !cursor.isWord('END'))
  cursor.expectWords('END')
  return { class: 'insert', sqlKind: 'STATEMENT_SET', action: { kind: 'statement-set', targets } }
}

function takeInsert(cursor: TokenCursor): { target: ObjectName; overwrite: boolean } {
  cursor.expectWords('INSERT')
  const overwrite = cursor.takeWords('OVERWRITE')
  if (!overwrite) cursor.expectWords('INTO')
  const target = cursor.expectName('the name of the table to insert into')
  skipHints(cursor)
  if (cursor.takeWords('PARTITION')) cursor.skipParentheses()
  if (atColumnList(cursor)) cursor.skipParentheses()
  takeQuery(cursor)
  return { target, overwrite }
}

function skipHints(cursor: TokenCursor): void {
  while (cursor.peek()?.kind === 'hint') {
    while (!cursor.atEnd && cursor.next()!.text !== '*/') { /* readHints has checked what is inside */ }
  }
}

/** `(a, b)` as opposed to a query in parentheses. */
function atColumnList(cursor: TokenCursor): boolean {
  const second = cursor.peek(1)
  if (!cursor.isSymbol('(') || second === undefined) return false
  if (second.kind === 'symbol' && second.text === '(') return false
  return !(second.kind === 'word' && ['SELECT', 'WITH', 'VALUES'].includes(second.value))
}
