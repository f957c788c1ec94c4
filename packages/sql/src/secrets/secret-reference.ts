import type { Token } from '../types.ts'

/** `{{sql.secrets.NAME}}`, spaces inside of the braces allowed. Group 1 is the name. */
export const secretReference = /\{\{\s*sql\.secrets\.([A-Za-z0-9_.-]+?)\s*\}\}/g

/** True when the text names a secret. */
export const refersToSecret = (text: string): boolean => text.search(secretReference) >= 0

/** Names of the secrets that the string literals among the tokens refer to, each once. */
export const secretNames = (tokens: readonly Token[]): string[] => [
  ...new Set(tokens.filter((token) => token.kind === 'string').flatMap((token) => [...token.value.matchAll(secretReference)].map((match) => match[1]!))),
]
