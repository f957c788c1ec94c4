import type { PoolIntent, Worker } from '@headgate/domain'
import type { PoolWorld } from './plan-pool.ts'
import { isAlive, isComplete, isReady } from './pool-workers.ts'

const dayMs = 24 * 60 * 60_000
/** A pool is renewed when everything of it runs, and its successor first: so there is time for either. */
const renewBeforeMs = 30 * dayMs
/** Then it is renewed whatever is ready: time for whoever is to see that it cannot be, and to do something about it. */
const renewAnywayBeforeMs = 7 * dayMs

/**
 * The cluster generation of a pool, and the one that is prepared beside it. A new JobManager is a new generation: on waking up, and when the present one has ended or was wiped
 * away with everything around it. One that is about to end (evicted, drained) and one whose certificates run out (Flink reads them when it starts, and never again) get a successor
 * first; it takes over when it is ready, when its JobManager has ended (there is no second successor), or when something of the present one is missing: a generation that has a
 * successor gets nothing more. Of one that is about to end some is missing anyway.
 */
export function nextGeneration(world: PoolWorld, awake: boolean, workers: Worker[], taskManagers: number): Pick<PoolIntent, 'clusterGeneration' | 'successor'> {
  const { intent, observed } = world.pool
  const present = { clusterGeneration: intent.clusterGeneration, successor: intent.successor }
  const takenOver = { clusterGeneration: intent.successor ?? intent.clusterGeneration + 1, successor: undefined }
  // A number that was begun with is not used again.
  if (!awake) return { clusterGeneration: intent.successor ?? intent.clusterGeneration, successor: undefined }
  if (!intent.awake) return takenOver
  const own = workers.filter(({ clusterGeneration }) => clusterGeneration === intent.clusterGeneration)
  const jobManager = own.find(({ role }) => role === 'jobmanager')
  if (jobManager === undefined) return (observed.jobManagerSeen ?? 0) >= intent.clusterGeneration ? takenOver : present
  if (!isAlive(jobManager)) return takenOver
  const validForMs = (jobManager.certificatesUntilMs ?? Infinity) - world.nowMs
  const isLeaving = jobManager.isLeaving === true && jobManager.state !== 'unknown'
  if (validForMs < renewAnywayBeforeMs) return takenOver
  if (intent.successor !== undefined) {
    const isLacking = !isLeaving && !isComplete(workers, intent.clusterGeneration, taskManagers)
    const hasFailed = workers.some((worker) => worker.clusterGeneration === intent.successor && worker.role === 'jobmanager' && !isAlive(worker))
    return isLacking || hasFailed || isReady(workers, intent.successor, taskManagers) ? takenOver : present
  }
  // Never three: while one before this has not ended, its own end is waited for.
  if (workers.some((worker) => worker.clusterGeneration < intent.clusterGeneration && isAlive(worker))) return present
  const isRenewed = validForMs < renewBeforeMs && isReady(workers, intent.clusterGeneration, taskManagers)
  return isLeaving || isRenewed ? { ...present, successor: intent.clusterGeneration + 1 } : present
}
