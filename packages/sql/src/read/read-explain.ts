import type { TokenCursor } from '../text/token-cursor.ts'
import { forbidden, type Draft } from './draft.ts'

const details = ['ESTIMATED_COST', 'CHANGELOG_MODE', 'PLAN_ADVICE', 'JSON_EXECUTION_PLAN']
const explainable = new Set(['select', 'insert', 'statement-set', 'create-table-as'])

/** Takes EXPLAIN [PLAN FOR | detail, …]; what is explained follows. */
export function takeExplain(cursor: TokenCursor): void {
  cursor.expectWords('EXPLAIN')
  if (cursor.takeWords('PLAN', 'FOR') || !cursor.isWord(...details)) return
  do if (!details.some((detail) => cursor.takeWords(detail))) cursor.expected(`one of ${details.join(', ')}`)
  while (cursor.takeSymbol(','))
}

/** The reason why `inner` cannot be explained, or undefined. */
export function refuseExplain(inner: Draft): Draft | undefined {
  if (inner.action.kind === 'forbidden') return forbidden(`EXPLAIN of ${inner.action.what}`, inner.action.waitsFor)
  if (explainable.has(inner.action.kind)) return undefined
  return forbidden(`EXPLAIN of ${inner.action.kind === 'information-schema' ? 'INFORMATION_SCHEMA' : inner.sqlKind.replaceAll('_', ' ')}`)
}
