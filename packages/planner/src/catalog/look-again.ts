import type { Result } from '@headgate/domain'
import { ok } from '@headgate/domain'
import { checkGate, namedAddresses, readStatement, type GatePolicy, type NetworkAddress } from '@headgate/sql'

/**
 * The gate's look at a text that is about to be sent, with everything put in: stored objects were checked under the policy of
 * their day, and a secret can be more than the check of its placeholder saw. Gives the addresses that the text names.
 */
export function lookAgain(text: string, policy: GatePolicy): Result<NetworkAddress[]> {
  const read = readStatement(text)
  if (!read.ok) return read
  const allowed = checkGate(read.value, policy)
  return allowed.ok ? ok(read.value.optionLists.flatMap((list) => namedAddresses(list.options, policy))) : allowed
}
