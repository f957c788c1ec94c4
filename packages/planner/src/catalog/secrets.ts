import type { Result } from '@headgate/domain'
import { failed, ok } from '@headgate/domain'
import { quoteString, type ReadStatement, refersToSecret, secretReference } from '@headgate/sql'
import type { TextEdit } from './text-edit.ts'

/** Replaces every `{{sql.secrets.NAME}}` of `value` by the property `sql.secrets.NAME`. `where` says in errors what needs it. */
export function resolveSecretsInValue(value: string, properties: Record<string, string>, where: string): Result<string> {
  let missing: string | undefined
  const resolved = value.replaceAll(secretReference, (reference: string, name: string) => {
    const secret = properties[`sql.secrets.${name}`]
    if (secret === undefined) missing ??= name
    return secret ?? reference
  })
  if (missing === undefined) return ok(resolved)
  return failed('rejected', `${where} needs the secret '${missing}': give it as the statement's property sql.secrets.${missing}.`)
}

/** Edits that put secrets into the string literals of a text, those inside of `except` left out. */
export function secretEdits(
  read: ReadStatement,
  properties: Record<string, string>,
  where: string,
  except: readonly { start: number; end: number }[] = [],
): Result<TextEdit[]> {
  const edits: TextEdit[] = []
  for (const token of read.tokens) {
    if (token.kind !== 'string' || !refersToSecret(token.value)) continue
    if (except.some((span) => token.start >= span.start && token.end <= span.end)) continue
    const value = resolveSecretsInValue(token.value, properties, where)
    if (!value.ok) return value
    edits.push({ start: token.start, end: token.end, text: quoteString(value.value) })
  }
  return ok(edits)
}
