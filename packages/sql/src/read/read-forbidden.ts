import type { TokenCursor } from '../text/token-cursor.ts'
import { firstWords } from '../text/first-words.ts'
import { forbidden, type Draft } from './draft.ts'

/** How many leading words name the statements that begin with this word. */
const wordsOfName: Record<string, number> = {
  ADD: 2, REMOVE: 2, LOAD: 2, UNLOAD: 2, COMPILE: 2, EXECUTE: 2, STOP: 2, ANALYZE: 2, TRUNCATE: 2, BEGIN: 3, REFRESH: 3,
  CALL: 1, DELETE: 1, UPDATE: 1, MERGE: 1, UPSERT: 1, TABLE: 1,
}

/** Whatever no other reader knows: forbidden, called by its first words. */
export function readForbidden(cursor: TokenCursor): Draft {
  const first = cursor.peek()
  if (cursor.takeWords('COMPILE', 'AND', 'EXECUTE')) return forbidden('COMPILE AND EXECUTE PLAN')
  const count = first?.kind === 'word' ? (wordsOfName[first.value] ?? 2) : 1
  return forbidden(firstWords(cursor.tokens.slice(cursor.position), count))
}
