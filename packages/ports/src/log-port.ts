import type { Result, WorkerRole } from '@headgate/domain'
import type { PoolKey } from './cluster-port.ts'

/** The last lines of one worker's log. */
export interface WorkerLog {
  workerId: string
  role: WorkerRole
  text: string
}

/** Reads logs of a pool's workers, newest worker first; exited workers while their log is kept. */
export interface LogPort {
  readLogs(pool: PoolKey, options: { role?: WorkerRole; tailBytes: number; workersMax: number }): Promise<Result<WorkerLog[]>>
}
