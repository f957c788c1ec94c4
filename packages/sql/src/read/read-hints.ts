import { objectName, type TokenCursor } from '../text/token-cursor.ts'
import type { OptionList, ReadStatement } from '../types.ts'
import type { IdentifierChain } from './read-identifiers.ts'
import { readOptionList } from './read-option-list.ts'

/**
 * Reads every hint of a text, wherever it stands: `/*+ NAME(…), NAME(…) *` and `/`. The options of an OPTIONS hint belong to
 * the table whose name stands before it. `cursor` must be at the start; a hint that cannot be read is its failure.
 */
export function readHints(cursor: TokenCursor, chains: readonly IdentifierChain[]): { hints: ReadStatement['hints']; optionLists: OptionList[] } {
  const hints: ReadStatement['hints'] = []
  const optionLists: OptionList[] = []
  const chainByEnd = new Map(chains.map((chain) => [chain.end, chain]))
  let before = -1
  for (let token = cursor.next(); token !== undefined; token = cursor.next()) {
    if (token.kind !== 'hint') {
      before = token.end
      continue
    }
    if (token.text === '*/') {
      cursor.fail('A comment or hint is closed here that was not opened', token)
      break
    }
    const chain = chainByEnd.get(before)
    const table = chain && objectName(chain.parts.slice(0, 3))
    do {
      const start = cursor.peek()?.start ?? 0
      const name = cursor.expectPart('the name of a hint').toUpperCase()
      if (name === 'OPTIONS') optionLists.push(readOptionList(cursor, 'hint', table))
      else if (cursor.isSymbol('(')) cursor.skipParentheses()
      hints.push({ name, start, end: cursor.tokens[cursor.position - 1]?.end ?? start })
    } while (cursor.takeSymbol(','))
    const close = cursor.next()
    if (close?.kind !== 'hint' || close.text !== '*/') cursor.fail('This hint cannot be read. Hints are written /*+ NAME(…), NAME(…) */', close ?? token)
  }
  return { hints, optionLists }
}
