import type { TokenCursor } from '../text/token-cursor.ts'
import { forbidden, type Draft } from './draft.ts'
import { firstWords } from '../text/first-words.ts'

/** True where a query begins: SELECT, WITH or VALUES, behind any number of opening parentheses. */
export function atQuery(cursor: TokenCursor): boolean {
  let ahead = 0
  while (cursor.peek(ahead)?.kind === 'symbol' && cursor.peek(ahead)!.text === '(') ahead++
  const token = cursor.peek(ahead)
  return token?.kind === 'word' && ['SELECT', 'WITH', 'VALUES'].includes(token.value)
}

/** Takes a query up to the end of the statement, or up to a semicolon. Gives its span. */
export function takeQuery(cursor: TokenCursor): { start: number; end: number } {
  if (!atQuery(cursor)) cursor.expected('a query (SELECT, WITH or VALUES)')
  const start = cursor.peek()?.start ?? 0
  let end = start
  let depth = 0
  while (!cursor.atEnd && !cursor.isSymbol(';')) {
    const token = cursor.next()!
    end = token.end
    if (token.kind !== 'symbol') continue
    if (token.text === '(') depth++
    if (token.text === ')' && --depth < 0) cursor.fail("A ')' closes what was not opened", token)
  }
  if (depth > 0) cursor.expected("')'")
  return { start, end }
}

/** SELECT, WITH …, VALUES, or one of these in parentheses. */
export function readQuery(cursor: TokenCursor): Draft {
  if (!atQuery(cursor)) return forbidden(firstWords(cursor.tokens, 2))
  takeQuery(cursor)
  return { class: 'query', sqlKind: 'SELECT', action: { kind: 'select' } }
}
