import type { Pool, PoolIntent, Worker, WorkerRole } from '@headgate/domain'

/** Whether a process may still act. What cannot be told may. */
export const isAlive = (worker: Worker): boolean => worker.state !== 'exited'

/**
 * Whether just the wanted processes of a cluster generation are there. A gateway or TaskManager that is about to end, or of which nothing is known, is not counted on: another one in
 * its place does no harm, as Flink itself parts with it. There is no other JobManager.
 */
export function isComplete(workers: Worker[], clusterGeneration: number, taskManagers: number): boolean {
  const own = workers.filter((worker) => worker.clusterGeneration === clusterGeneration && isAlive(worker))
  const count = (role: WorkerRole): number => own.filter((worker) => worker.role === role && (role === 'jobmanager' || isStaying(worker))).length
  return count('jobmanager') === 1 && count('gateway') === 1 && count('taskmanager') === taskManagers
}

/** Whether a process lives and nothing speaks against its living on. */
const isStaying = ({ state, isLeaving }: Worker): boolean => (state === 'starting' || state === 'running') && isLeaving !== true

/** Whether they can be worked with. */
export const isReady = (workers: Worker[], clusterGeneration: number, taskManagers: number): boolean =>
  isComplete(workers.filter(({ state }) => state === 'running'), clusterGeneration, taskManagers)

/** The workers last seen, or undefined while that is unknown. */
export function seenWorkers(pool: Pool): Worker[] | undefined {
  return pool.observed.workers.state === 'known' ? pool.observed.workers.value : undefined
}

/** The endpoint of a running JobManager or gateway of one cluster generation. */
export function endpointOf(pool: Pool, role: Exclude<WorkerRole, 'taskmanager'>, clusterGeneration: number): string | undefined {
  return seenWorkers(pool)?.find(
    (worker) => worker.role === role && worker.clusterGeneration === clusterGeneration && worker.state === 'running',
  )?.endpoint
}

/** What a statement waits for whose JobManager cannot be asked, with the reason where the platform has one. */
export function lostJobManagerText(pool: Pool | undefined, clusterGeneration: number | undefined): string {
  const lost = pool === undefined ? undefined : seenWorkers(pool)?.find((worker) => worker.role === 'jobmanager' && worker.clusterGeneration === clusterGeneration)
  return `The JobManager of the job does not answer; waiting until it does or is proven gone.${lost?.trouble === undefined ? '' : ` ${lost.trouble}`}`
}

/** The running gateway of the present cluster generation. */
export function readyGateway(pool: Pool): { endpoint: string; workerId: string } | undefined {
  const gateway = seenWorkers(pool)?.find(
    (worker) =>
      worker.role === 'gateway' &&
      worker.clusterGeneration === pool.intent.clusterGeneration &&
      worker.state === 'running',
  )
  return gateway?.endpoint === undefined ? undefined : { endpoint: gateway.endpoint, workerId: gateway.workerId }
}

/**
 * A cluster generation is proven gone when a listing made after `sinceMs` shows none of its processes alive.
 * An unknown listing proves nothing.
 */
export function isProvenGone(pool: Pool, clusterGeneration: number, sinceMs: number): boolean {
  const fact = pool.observed.workers
  if (fact.state !== 'known' || fact.seenAtMs <= sinceMs) return false
  return !fact.value.some((worker) => worker.clusterGeneration === clusterGeneration && isAlive(worker))
}

/** Granted slots in the TaskManagers of the pool itself. */
export const slotsHere = ({ grants, slotsElsewhere }: Pick<PoolIntent, 'grants' | 'slotsElsewhere'>): number =>
  Object.values(grants).reduce((sum, slots) => sum + slots, 0) - (slotsElsewhere ?? 0)
