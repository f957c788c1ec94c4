import { refersToSecret } from '@headgate/sql'

const secretKey = /passw|secret|token|credential|jaas|user-?info|private|passphrase|(api|access|account|shared|sas)[-_.]?key|keystore\.key/i

/** What stands in the place of a value that may be a secret. */
export const maskedValue = '******'

/** The value as it may be shown: masked when the key sounds like a secret, unless the value only refers to one by name. */
export const shownOptionValue = (key: string, value: string): string => (secretKey.test(key) && !refersToSecret(value) ? maskedValue : value)

/** All options as they may be shown. */
export const shownOptions = (options: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(options).map(([key, value]) => [key, shownOptionValue(key, value)]))
