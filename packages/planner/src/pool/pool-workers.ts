import type { Pool, PoolIntent, Worker, WorkerRole } from '@headgate/domain'

/** Whether a process may still act. What cannot be told may. */
export const isAlive = (worker: Worker): boolean => worker.state !== 'exited'

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
