import { addressProblem } from './address-policy.ts'
import { parseAddress } from './network-address.ts'
import type { AddressReader, ValueCheck } from './value-checks.ts'

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

const url = /^jdbc:postgresql:\/\/([^/?#@%\\,\s]+)\/([A-Za-z0-9_.-]{1,63})(?:\?([^\s%#\\]*))?$/

/** The one address of a JDBC URL. */
export const jdbcAddresses: AddressReader = (value) => {
  const match = url.exec(value)
  const address = match === null ? undefined : parseAddress(match[1]!, 5432)
  return address && [address]
}

/**
 * `jdbc:postgresql://host[:port]/database[?parameters]`. Drivers of other databases, and parameters outside of the list, can
 * load classes, run scripts or read and write files (for example CVE-2022-21724).
 */
export const jdbcUrlCheck: ValueCheck = (value, policy) => {
  const [address] = jdbcAddresses(value) ?? []
  if (address === undefined) return 'it must be jdbc:postgresql://host[:port]/database, with user and password in their own options'
  const problem = addressProblem(address, policy)
  if (problem !== undefined) return problem
  const given = url.exec(value)![3]
  for (const parameter of given === undefined ? [] : given.split('&')) {
    const [key = '', ...rest] = parameter.split('=')
    const allowed = Object.hasOwn(parameters, key) ? parameters[key]! : undefined
    if (allowed === undefined) return `the parameter '${key.slice(0, 40)}' cannot be used; allowed are ${Object.keys(parameters).join(', ')}`
    if (!allowed.test(rest.join('='))) return `the parameter '${key}' has a value that cannot be used`
  }
  return undefined
}
