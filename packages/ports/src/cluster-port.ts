import type { Result, Worker } from '@headgate/domain'

/** The pool whose processes are meant. */
export interface PoolKey {
  organizationId: string
  environmentId: string
  computePoolId: string
}

/** What a pool's cluster shall consist of. */
export interface WorkersWanted extends PoolKey {
  /** Part of every process name; a JobManager of another generation is another thing. */
  clusterGeneration: number
  taskManagers: number
  /** Task slots of each TaskManager. */
  slotsPerTaskManager: number
  /** It is prepared while an older generation lives, and has no job before that is gone. Absent: an older one that lives is a `conflict`. */
  besideOlder?: boolean
}

/**
 * Runs the processes of pools: JobManager, SQL Gateway, TaskManagers. One implementation per platform
 * (local JVMs, Kubernetes). Both tolerate being asked twice, and two live callers with the same wish.
 */
export interface ClusterPort {
  /**
   * Starts what is missing of this cluster generation and ends TaskManagers above the wanted number (idle ones first, as
   * named in `idleTaskManagers`). Returns when asked for, not when ready: readiness is seen by `listWorkers`. An exited JobManager is never
   * started again within its generation; an exited gateway or TaskManager is replaced under a new worker id. `conflict` for a generation that was dropped or has a successor.
   */
  ensureWorkers(wanted: WorkersWanted): Promise<Result<void>>
  /** Ends every process of the pool whose cluster generation is at most `upToGeneration`. Gone is what `listWorkers` no longer lists as alive. */
  dropWorkers(pool: PoolKey, upToGeneration: number): Promise<Result<void>>
  /**
   * Takes away what is left of a pool that is not needed any more and has no living process: records, configuration, logs. `conflict` while a process of it
   * lives or may live. Nothing of the jobs' state.
   */
  removePool(pool: PoolKey): Promise<Result<void>>
  /** All workers of a pool, or of every one on this platform, exited ones for a while. A worker whose state cannot be told is `unknown`. */
  listWorkers(pool?: PoolKey): Promise<Result<Worker[]>>
  /** Calls `onChange` when a worker of a pool becomes ready or ends. A missed call is found by listing. */
  watchWorkers(onChange: (pool: PoolKey) => void): () => void
  /** The last `tailBytes` of a worker's log (exited workers included while their log is kept). */
  readLog(worker: Pick<Worker, 'organizationId' | 'environmentId' | 'computePoolId' | 'workerId'>, tailBytes: number): Promise<Result<string>>
}
