import type { Lease } from '@headgate/ports'
import { renderWorkKey } from '@headgate/ports'
import type { Sim } from '../sim.ts'

/** Writes under a lease. Those of a decision also name the intent that was read. */
const verbs = ['commitStatement', 'recordStatement', 'removeStatement', 'commitPool', 'recordPool', 'removePool'] as const

/** Nothing is written under a lease that another has taken over, and no decision over an intent that was not read. */
export function observeLeases({ world, ledger }: Sim): void {
  const { reconcile, database } = world.stores
  for (const verb of verbs) {
    const write = reconcile[verb].bind(reconcile) as (lease: Lease, what?: { expectedIntentVersion?: number }) => Promise<{ ok: boolean }>
    const observed = async (lease: Lease, what?: { expectedIntentVersion?: number }): Promise<{ ok: boolean }> => {
      const newest = database.work.get(renderWorkKey(lease.key))?.token
      const read = what?.expectedIntentVersion
      const stored = [...database.statements.values(), ...database.pools.values()].find((row) => ('uid' in row ? row.uid : row.id) === lease.key.id && row.environmentId === lease.key.environmentId)?.intentVersion
      const written = await write(lease, what)
      if (!written.ok) return written
      const name = `${verb} of ${renderWorkKey(lease.key)}`
      if (newest !== undefined && newest !== lease.token) ledger.violations.push(`${name}: it was written under the lease ${lease.token}, and ${newest} is a newer lease`)
      if (read !== undefined && read !== stored) ledger.violations.push(`${name}: it was decided over the intent ${read}, and ${stored} was stored`)
      return written
    }
    Object.assign(reconcile, { [verb]: observed })
  }
}
