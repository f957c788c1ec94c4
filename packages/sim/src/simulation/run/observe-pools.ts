import type { Pool } from '@headgate/domain'
import { isForsaken } from '../checkers/convergence.ts'
import type { Sim } from '../sim.ts'
import type { PoolTruth } from './ledger.ts'
import { observeTable } from './observe-table.ts'

/** Holds every single write of a pool against what the write must keep. */
export function observePools(sim: Sim): void {
  const { ledger, world, trace } = sim
  observeTable(world.stores.database.pools as Map<string, Pool>, (before, after) => {
    const found = after === undefined ? (before === undefined ? [] : removed(sim, before)) : written(sim, before, after)
    const row = after ?? before
    ledger.violations.push(...found.map((each) => `pool ${row?.id}: ${each}`))
    if (after === undefined) trace.note('database', `pool ${before?.id} removed`)
    else if (before === undefined && after.ownOf !== undefined) trace.count('own pools')
    if (before !== undefined && after?.intent.successor !== undefined && before.intent.successor === undefined) trace.count('successors prepared')
    if (before !== undefined && after !== undefined && before.intent.clusterGeneration !== after.intent.clusterGeneration) {
      trace.note('database', `pool ${after.id} cluster generation ${before.intent.clusterGeneration} -> ${after.intent.clusterGeneration}`)
      trace.count('cluster generations')
    }
  })
}

function truthOf({ ledger }: Sim, row: Pool): PoolTruth {
  const known = ledger.pools.get(row.id)
  if (known !== undefined) return known
  const fresh: PoolTruth = { id: row.id, specs: [], isGone: false }
  ledger.pools.set(row.id, fresh)
  return fresh
}

const granted = (pool: Pool): number => Object.values(pool.intent.grants).reduce((sum, slots) => sum + slots, 0)

function written(sim: Sim, before: Pool | undefined, after: Pool): string[] {
  const truth = truthOf(sim, after)
  truth.specs[after.specVersion - 1] = after.spec
  const problems: string[] = []
  const require = (holds: boolean, problem: string) => void (holds || problems.push(problem))
  require(!truth.isGone, 'it was removed, and is written again')
  // What was granted stays granted when max_cfu is lowered; nothing is added above it. An own pool passes on what is granted elsewhere: see checkers/slots.ts.
  const grows = Object.entries(after.intent.grants).some(([uid, slots]) => slots > (before?.intent.grants[uid] ?? 0))
  require(!grows || after.ownOf !== undefined || granted(after) <= after.spec.maxCfu, `grants ${JSON.stringify(after.intent.grants)} above max_cfu ${after.spec.maxCfu}`)
  if (before === undefined) return problems
  require(after.specVersion === before.specVersion || after.specVersion === before.specVersion + 1, `specVersion ${before.specVersion} -> ${after.specVersion}`)
  require(after.intentVersion >= before.intentVersion, `intentVersion ${before.intentVersion} -> ${after.intentVersion}`)
  const [old, now] = [before.intent.clusterGeneration, after.intent.clusterGeneration]
  require(now === old || now === old + 1, `cluster generation ${old} -> ${now}`)
  require(before.deletionRequestedAtMs === undefined || after.deletionRequestedAtMs !== undefined, 'its deletion was forgotten')
  return problems
}

function removed(sim: Sim, before: Pool): string[] {
  const truth = truthOf(sim, before)
  truth.isGone = true
  const living = sim.world.cluster.alive(undefined, before.id)
  return [
    ...living.map(({ worker }) => `it was removed while its ${worker.role} ${worker.workerId} is ${worker.state}`),
    ...(before.deletionRequestedAtMs === undefined && !isForsaken(sim, before) ? ['it was removed, and nobody had asked for it'] : []),
  ]
}
