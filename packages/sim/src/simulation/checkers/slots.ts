import type { Checker, Sim } from '../sim.ts'
import { liveJobs } from '../run/observe-statements.ts'

/** A start that was decided on a grant which its pool was just taking back gets it again when the pool looks next, even if it is stopped meanwhile. */
const boundMs = 120_000

const since = new WeakMap<Sim, Map<string, number>>()

/** The slots of a living INSERT are granted to it: else its pool would give them to others as well. A stop gives none back before its job is gone. */
export const slotsAreGranted: Checker = {
  name: 'slots of living jobs are granted',
  check(sim) {
    const { statements, pools } = sim.world.stores.database
    const nowMs = sim.world.clock.nowMs()
    const before = since.get(sim) ?? new Map<string, number>()
    const now = new Map<string, number>()
    since.set(sim, now)
    const byPool = new Map([...pools.values()].map((pool) => [`${pool.environmentId}/${pool.id}`, pool]))
    return [...statements.values()].flatMap((row) => {
      const truth = row.class === 'insert' ? sim.ledger.statements.get(row.uid) : undefined
      const generation = row.intent.generation
      const pool = byPool.get(`${row.environmentId}/${generation?.computePoolId}`)
      // Slots of an own pool are granted by the DEDICATED one, and passed on.
      const granting = pool?.ownOf === undefined ? pool : byPool.get(`${row.environmentId}/${pool.ownOf.computePoolId}`)
      if (truth === undefined || generation === undefined || pool === undefined || granting === undefined || granting.deletionRequestedAtMs !== undefined) return []
      const granted = Math.min(pool.intent.grants[row.uid] ?? 0, granting.intent.grants[row.uid] ?? 0)
      const job = liveJobs(sim, truth).find((each) => each.request.jobId === generation.jobId && each.request.parallelism > granted)
      if (job === undefined) return []
      const sinceMs = before.get(generation.jobId) ?? nowMs
      now.set(generation.jobId, sinceMs)
      const isFreedByStop = row.intent.stop !== undefined && sinceMs >= row.intent.stop.startedAtMs
      if (!isFreedByStop && nowMs - sinceMs <= boundMs) return []
      return [`${row.name} (${row.uid}): its job ${job.request.jobId} (${job.state}) holds slots that are not granted: ${job.request.parallelism}, granted ${granted}`]
    })
  },
}
