import { failed, ok } from '@headgate/domain'
import type { Result } from '@headgate/domain'
import type { NamePort } from '@headgate/ports'
import { addressKinds, addressProblem, parseAddress } from '@headgate/sql'
import type { AddressPolicy, NetworkAddress } from '@headgate/sql'

/**
 * Whether Flink may be told of these addresses, their names looked up: a name that stands for an address which the policy does
 * not let statements reach is `rejected`, whoever answers for the name. A name that has no address passes, Flink will say so. One
 * that nobody answers for is `unavailable`, unless every address may be reached anyway.
 */
export async function checkAddresses(addresses: readonly NetworkAddress[], policy: AddressPolicy, names: NamePort): Promise<Result<void>> {
  const named = addresses.filter(({ host }) => addressKinds(host) === undefined)
  if (named.length === 0) return ok(undefined)
  const denied = await withAddressesOfNames(policy, names)
  const answers = await Promise.all(named.map(async ({ host, port }): Promise<Result<void>> => {
    const found = await names.resolve(host)
    if (!found.ok) {
      if (found.reason === 'not-found' || policy.addresses === 'anywhere') return ok(undefined)
      return failed('unavailable', `The name '${host}' could not be looked up, and only then is it known whether a statement may reach it.`, found.message)
    }
    const problems = found.value.map((ip) => problemOf(ip, port, denied)).filter((problem) => problem !== undefined)
    return problems.length === 0 ? ok(undefined) : failed('rejected', `The host '${host}' in an option is refused, because ${problems[0]}. Use a host that the installation lets statements reach.`)
  }))
  return answers.find((answer) => !answer.ok) ?? ok(undefined)
}

/** An answer that cannot be read as an address is none that Flink could reach. */
function problemOf(ip: string, port: number, policy: AddressPolicy): string | undefined {
  const address = parseAddress(ip.includes(':') ? `[${ip.replace(/%.*$/, '')}]` : ip, port)
  return address === undefined ? undefined : addressProblem({ ...address, port }, policy)
}

/** The denied names with their addresses besides: another name for the same machine does not help. */
async function withAddressesOfNames(policy: AddressPolicy, names: NamePort): Promise<AddressPolicy> {
  const more = await Promise.all(policy.deniedAddresses.map(async (entry) => {
    const address = parseAddress(entry, 1)
    if (address === undefined || addressKinds(address.host) !== undefined) return []
    const found = await names.resolve(address.host)
    const port = /:[0-9]+$/.exec(entry)?.[0] ?? ''
    return found.ok ? found.value.map((ip) => `${ip.includes(':') ? `[${ip.replace(/%.*$/, '')}]` : ip}${port}`) : []
  }))
  return { ...policy, deniedAddresses: [...policy.deniedAddresses, ...more.flat()] }
}
