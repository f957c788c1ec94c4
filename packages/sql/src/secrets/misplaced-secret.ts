import { sourcePosition } from '../text/source-position.ts'
import { isPlainString } from '../text/token-cursor.ts'
import type { Token } from '../types.ts'
import { refersToSecret } from './secret-reference.ts'

/**
 * What to say when a secret is named anywhere but in a plain string literal; undefined when none is. In strings with a prefix
 * (`U&'…'`, `e'…'`) a value could use the escapes. Comments do not count.
 */
export function misplacedSecret(sql: string, tokens: readonly Token[]): string | undefined {
  for (const [index, token] of tokens.entries()) {
    if (token.kind === 'comment' || isPlainString(token)) continue
    const braces = token.text.startsWith('{') && tokens[index + 1]?.text.startsWith('{')
    if (braces || refersToSecret(token.text)) {
      return `A secret stands outside of a plain string literal (${sourcePosition(sql, token.start)}). Write it as '{{sql.secrets.NAME}}'.`
    }
  }
  return undefined
}
