import { isDeniedAddress, parseAddress } from './network-address.ts'
import type { ValueCheck } from './value-checks.ts'

/** Parameters of the PostgreSQL driver that load no class, read no file and write no file. */
const parameters: Record<string, RegExp> = {
  ApplicationName: /^[A-Za-z0-9_.-]{0,63}$/,
  connectTimeout: /^[0-9]{1,6}$/,
  currentSchema: /^[A-Za-z0-9_.,-]{1,200}$/,
  loginTimeout: /^[0-9]{1,6}$/,
  prepareThreshold: /^[0-9]{1,4}$/,
  reWriteBatchedInserts: /^(?:true|false)$/,
  readOnly: /^(?:true|false)$/,
  socketTimeout: /^[0-9]{1,6}$/,
  ssl: /^(?:true|false)$/,
  sslmode: /^(?:disable|allow|prefer|require|verify-ca|verify-full)$/,
  stringtype: /^(?:unspecified|varchar)$/,
  tcpKeepAlive: /^(?:true|false)$/,
}

/**
 * `jdbc:postgresql://host[:port]/database[?parameters]`. Drivers of other databases, and parameters outside of the list, can
 * load classes, run scripts or read and write files (for example CVE-2022-21724).
 */
export const jdbcUrlCheck: ValueCheck = (value, policy) => {
  const match = /^jdbc:postgresql:\/\/([^/?#@%\\,\s]+)\/([A-Za-z0-9_.-]{1,63})(?:\?([^\s%#\\]*))?$/.exec(value)
  const address = match === null ? undefined : parseAddress(match[1]!, 5432)
  if (match === null || address === undefined) return 'it must be jdbc:postgresql://host[:port]/database, with user and password in their own options'
  if (isDeniedAddress(address, policy.deniedAddresses)) return 'it names an address that belongs to the platform'
  for (const parameter of match[3] === undefined ? [] : match[3].split('&')) {
    const [key = '', ...rest] = parameter.split('=')
    const allowed = Object.hasOwn(parameters, key) ? parameters[key]! : undefined
    if (allowed === undefined) return `the parameter '${key.slice(0, 40)}' cannot be used; allowed are ${Object.keys(parameters).join(', ')}`
    if (!allowed.test(rest.join('='))) return `the parameter '${key}' has a value that cannot be used`
  }
  return undefined
}
