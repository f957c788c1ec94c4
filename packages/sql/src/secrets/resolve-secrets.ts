import type { Result } from '@headgate/domain'
import { failed, ok } from '@headgate/domain'
import { replaceSpans, type Span } from '../text/replace-spans.ts'
import { sourcePosition } from '../text/source-position.ts'
import { isPlainString } from '../text/token-cursor.ts'
import { tokenize } from '../text/tokenize.ts'
import { misplacedSecret } from './misplaced-secret.ts'
import { refersToSecret, secretReference } from './secret-reference.ts'

/**
 * Puts secrets into a text: each `{{sql.secrets.NAME}}` inside of a plain string literal becomes what `lookup` says, escaped,
 * so that no value can end the literal. Comments stay as they are. `rejected`: a name that `lookup` does not know, or a
 * reference in a name or in a string with a prefix (`U&'…'`, `e'…'`), whose escapes a value could use.
 */
export function resolveSecrets(sql: string, lookup: (name: string) => string | undefined): Result<string> {
  const tokens = tokenize(sql)
  if (!tokens.ok) return tokens
  const misplaced = misplacedSecret(sql, tokens.value)
  if (misplaced !== undefined) return failed('rejected', misplaced)
  const spans: (Span & { text: string })[] = []
  for (const token of tokens.value) {
    if (!isPlainString(token) || !refersToSecret(token.text)) continue
    let missing: string | undefined
    const text = token.text.replaceAll(secretReference, (reference: string, name: string) => {
      const value = lookup(name)
      if (value === undefined) missing ??= name
      return value?.replaceAll("'", "''") ?? reference
    })
    if (missing !== undefined) return failed('rejected', `The secret '${missing}' (${sourcePosition(sql, token.start)}) is not known. Give it as the statement's property sql.secrets.${missing}.`)
    spans.push({ start: token.start, end: token.end, text })
  }
  return ok(replaceSpans(sql, spans))
}
