import type { Checker } from '../sim.ts'

/** A controller may stand still for 90 s with the lease of the key; then another looks, unless the database is out just then. */
const boundMs = 180_000

/** What is unknown is looked at again within a bound. */
export const unknownsAreLookedAt: Checker = {
  name: 'unknowns are looked at',
  check({ world }) {
    const nowMs = world.clock.nowMs()
    const { statements, pools } = world.stores.database
    const problems: string[] = []
    for (const row of statements.values()) {
      if (row.intent.rest !== undefined || row.observed.job?.state !== 'unknown') continue
      const seenMs = row.status.observedAtMs ?? row.createdAtMs
      if (nowMs - seenMs > boundMs) problems.push(`${row.name} (${row.uid}): its job is unknown, and nobody looked for ${nowMs - seenMs} ms`)
    }
    for (const pool of pools.values()) {
      if (pool.observed.workers.state !== 'unknown' || !pool.intent.awake) continue
      if (nowMs - pool.updatedAtMs > boundMs) problems.push(`pool ${pool.id}: its processes are unknown, and nobody looked for ${nowMs - pool.updatedAtMs} ms`)
    }
    return problems
  },
}
