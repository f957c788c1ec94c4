import type { Checker, Sim } from '../sim.ts'
import type { Accepted } from '../run/ledger.ts'

/** What the API accepted is in the database, or a later change took its place. */
export const noAcceptedChangeIsLost: Checker = {
  name: 'no accepted change is lost',
  check: (sim) => sim.ledger.accepted.flatMap((each) => lost(sim, each)),
}

function lost({ ledger, world }: Sim, accepted: Accepted): string[] {
  switch (accepted.kind) {
    case 'statement': {
      const { uid, specVersion } = accepted
      const truth = ledger.statements.get(uid)
      if (truth === undefined) return [`statement ${uid} was accepted and never stored`]
      const row = find(world.stores.database.statements, (each) => each.uid === uid)
      if (row === undefined) return truth.deletionAsked ? [] : [`${truth.name} (${uid}) was accepted, and it is gone`]
      const stored = truth.specs.get(specVersion)
      if (stored === undefined || row.specVersion < specVersion) return [`${truth.name} (${uid}): version ${specVersion} was accepted, stored is ${row.specVersion}`]
      const isSame = stored.stopped === accepted.stopped && stored.computePoolId === accepted.computePoolId
      return isSame ? [] : [`${truth.name} (${uid}): what was accepted as version ${specVersion} differs from what is stored`]
    }
    case 'statement-deletion': {
      const row = find(world.stores.database.statements, (each) => each.uid === accepted.uid)
      return row === undefined || row.deletionRequestedAtMs !== undefined ? [] : [`${row.name} (${row.uid}): its accepted deletion is forgotten`]
    }
    case 'pool': {
      const truth = ledger.pools.get(accepted.id)
      if (truth === undefined) return [`pool ${accepted.id} was accepted and never stored`]
      return truth.specs.some((spec) => spec.maxCfu === accepted.maxCfu) ? [] : [`pool ${accepted.id}: max_cfu ${accepted.maxCfu} was accepted and never stored`]
    }
    case 'pool-deletion': {
      const row = find(world.stores.database.pools, (each) => each.id === accepted.id)
      return row === undefined || row.deletionRequestedAtMs !== undefined ? [] : [`pool ${row.id}: its accepted deletion is forgotten`]
    }
  }
}

function find<T>(table: Map<string, T>, matches: (row: T) => boolean): T | undefined {
  for (const row of table.values()) if (matches(row)) return row
  return undefined
}
