import type { Result } from '@headgate/domain'
import { failed, ok } from '@headgate/domain'
import { addressKinds, carriedAddresses, type AddressKind } from './ip-address.ts'
import { parseAddress, type NetworkAddress } from './network-address.ts'

/**
 * Where addresses that users name may lie. `anywhere`: also on the machine itself, for a developer's own. `network`: not on the
 * machine itself nor where only a link, a group or a metadata service answers. `internet`: in no private network either.
 */
export type AddressReach = 'anywhere' | 'network' | 'internet'

/** What an installation says about addresses that users name. */
export interface AddressPolicy {
  addresses: AddressReach
  /** `host:port` (or `host` for all ports) that no option may name: the control plane's own database, metadata services. */
  deniedAddresses: readonly string[]
}

const forbiddenKinds: Record<AddressReach, readonly AddressKind[]> = {
  anywhere: [],
  network: ['loopback', 'unspecified', 'link-local', 'multicast', 'reserved', 'metadata'],
  internet: ['loopback', 'unspecified', 'link-local', 'multicast', 'reserved', 'metadata', 'private'],
}

const isReach = (text: string): text is AddressReach => Object.hasOwn(forbiddenKinds, text)

/**
 * The policy of a deployment as its environment gives it: HEADGATE_ADDRESSES, by default `network`, and HEADGATE_JDBC_DENIED.
 * `rejected` for a word that is none and for a denied address that cannot be read: it would deny nothing.
 */
export function readAddressPolicy(env: Record<string, string | undefined>): Result<AddressPolicy> {
  const addresses = env['HEADGATE_ADDRESSES'] || 'network'
  if (!isReach(addresses)) return failed('rejected', `HEADGATE_ADDRESSES must be anywhere, network or internet, not '${addresses}'.`)
  const deniedAddresses = (env['HEADGATE_JDBC_DENIED'] ?? '').split(',').map((entry) => entry.trim()).filter((entry) => entry !== '')
  const unreadable = deniedAddresses.find((entry) => parseAddress(entry, 1) === undefined)
  if (unreadable !== undefined) return failed('rejected', `HEADGATE_JDBC_DENIED must be a list of host or host:port, separated by commas; '${unreadable}' is none.`)
  return ok({ addresses, deniedAddresses })
}

/** True when the list denies the address, or one that it carries. Names are compared as text: no name is looked up here. */
export function isDeniedAddress(address: NetworkAddress, denied: readonly string[]): boolean {
  const hosts = hostsOf(address.host)
  return denied.some((entry) => {
    const other = parseAddress(entry, 1)
    const anyPort = !/:[0-9]+$/.test(entry)
    return other !== undefined && hostsOf(other.host).some((host) => hosts.includes(host)) && (anyPort || other.port === address.port)
  })
}

const hostsOf = (host: string): string[] => [host, ...carriedAddresses(host).map((carried) => parseAddress(carried, 1)!.host)]

/** Why an address may not be named, in words that follow "because"; undefined when it may, or when its name must be looked up first. */
export function addressProblem(address: NetworkAddress, policy: AddressPolicy): string | undefined {
  if (isDeniedAddress(address, policy.deniedAddresses)) return 'it names an address that belongs to the platform'
  const kind = addressKinds(address.host)?.find((each) => forbiddenKinds[policy.addresses].includes(each))
  return kind === undefined ? undefined : `it names a ${kind} address, which this installation does not let statements reach`
}
