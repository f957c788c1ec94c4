import { addressProblem } from './address-policy.ts'
import { parseAddress, type NetworkAddress } from './network-address.ts'
import type { GatePolicy } from './gate-policy.ts'

/** Says what is wrong with a value, in words that follow "because"; undefined when nothing is. */
export type ValueCheck = (value: string, policy: GatePolicy) => string | undefined

/** One of these words, exactly. */
export const oneOf = (...allowed: string[]): ValueCheck => (value) =>
  allowed.includes(value) ? undefined : `only ${allowed.map((each) => `'${each}'`).join(', ')} can be used`

/** A plain file or directory name: no separators, nothing that climbs. */
export const plainName: ValueCheck = (value) =>
  /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/.test(value) && !value.includes('..') ? undefined : 'only a plain name of letters, digits, _, - and . can be used'

export const connectorCheck: ValueCheck = (value, policy) =>
  policy.connectors.includes(value) ? undefined : `only these connectors can be used: ${policy.connectors.join(', ')}`

export const formatCheck: ValueCheck = (value, policy) =>
  policy.formats.includes(value) ? undefined : `only these formats can be used: ${policy.formats.join(', ')}`

/**
 * A URI inside of the environment's own directory, or of an allowed prefix: it begins with it letter by letter, and what
 * follows holds nothing that could lead out of it or mean another place to Java than it does here (`..`, `%`, backslashes,
 * empty parts, `?`, `#`, control characters).
 */
export const pathCheck: ValueCheck = (value, policy) => {
  const roots = [...(policy.filesystemRoot === undefined ? [] : [policy.filesystemRoot]), ...policy.filesystemPrefixes].map(normalUri)
  if (roots.length === 0) return 'no path can be used in this installation'
  const uri = normalUri(value)
  const root = roots.find((each) => uri === each || uri.startsWith(`${each}/`))
  if (root === undefined) return `a path must lie below ${roots.join(' or ')}`
  const parts = uri.slice(root.length).split('/').slice(1)
  const plain = parts.every((part) => /^[\x21-\x7e]+$/.test(part) && !/[%\\?#]/.test(part) && part !== '.' && part !== '..')
  return plain ? undefined : "a path must not contain '.', '..', empty parts, spaces, %, \\, ? and #"
}

/** `file:/x`, `file:///x` and a slash at the end mean the same. */
const normalUri = (uri: string): string => uri.replace(/^file:\/(?:\/\/)?(?!\/)/, 'file:///').replace(/\/$/, '')

/** Reads the addresses that a value names; undefined when it cannot be read. */
export type AddressReader = (value: string) => NetworkAddress[] | undefined

const all = (addresses: (NetworkAddress | undefined)[]): NetworkAddress[] | undefined =>
  addresses.every((address) => address !== undefined) ? addresses : undefined

/** `host:port[,host:port…]`. */
export const brokerAddresses: AddressReader = (value) =>
  all(value.split(',').map((part) => (/:[0-9]+$/.test(part.trim()) ? parseAddress(part.trim(), 0) : undefined)))

/** `http(s)://host[:port][/path]`, several separated by commas. */
export const urlAddresses: AddressReader = (value) =>
  all(value.split(',').map((part) => {
    const match = /^(https?):\/\/([^/?#@\\\s%]+)(?:\/[A-Za-z0-9._~/-]*)?$/.exec(part.trim())
    return match === null ? undefined : parseAddress(match[2]!, match[1] === 'http' ? 80 : 443)
  }))

/** Every address that the reader finds may be named; `wanted` is said of a value that it cannot read. */
export const addressesCheck = (read: AddressReader, wanted: string): ValueCheck => (value, policy) => {
  const addresses = read(value)
  if (addresses === undefined) return `it must be ${wanted}`
  return addresses.map((address) => addressProblem(address, policy)).find((problem) => problem !== undefined)
}
