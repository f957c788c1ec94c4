import { refersToSecret } from '../secrets/secret-reference.ts'
import type { ReadStatement } from '../types.ts'
import type { GateWarning } from './check-properties.ts'

const secretKey = /passw|secret|token|api[-_.]?key|apikey|jaas|basic-auth|user-info|credential(?!s-source)|ssl\.(?:keystore\.key|key\b)|private/i

/** One warning per option that looks like a secret and holds its value in clear. The value is never in the message. */
export function literalSecretWarnings(read: ReadStatement): GateWarning[] {
  const keys = new Set(
    read.optionLists.flatMap((list) => list.options.filter(({ key, value }) => secretKey.test(key) && value !== '' && !refersToSecret(value)).map(({ key }) => key)),
  )
  return [...keys].map((key) => ({
    severity: 'MODERATE',
    reason: 'LITERAL_SECRET',
    message: `The option '${key}' holds a secret in clear text, and whoever may read the statement or the table can see it. Write {{sql.secrets.NAME}} and give the value as the property sql.secrets.NAME, or use a connection.`,
  }))
}
