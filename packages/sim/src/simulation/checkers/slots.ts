import type { Checker } from '../sim.ts'
import { liveJobs } from '../run/observe-statements.ts'

/** The slots of a living INSERT are granted to it: else its pool would give them to others as well. */
export const slotsAreGranted: Checker = {
  name: 'slots of living jobs are granted',
  check(sim) {
    const { statements, pools } = sim.world.stores.database
    const byPool = new Map([...pools.values()].map((pool) => [`${pool.environmentId}/${pool.id}`, pool]))
    return [...statements.values()].flatMap((row) => {
      const truth = row.class === 'insert' ? sim.ledger.statements.get(row.uid) : undefined
      const generation = row.intent.generation
      const pool = byPool.get(`${row.environmentId}/${generation?.computePoolId}`)
      if (truth === undefined || generation === undefined || pool === undefined || pool.deletionRequestedAtMs !== undefined) return []
      const granted = pool.intent.grants[row.uid] ?? 0
      return liveJobs(sim, truth)
        .filter((job) => job.request.jobId === generation.jobId && job.request.parallelism > granted)
        .map((job) => `${row.name} (${row.uid}): its job ${job.request.jobId} (${job.state}) holds slots that are not granted: ${job.request.parallelism}, granted ${granted}`)
    })
  },
}
