import type { JobState } from '@headgate/domain'
import type { JobDescription, JobException } from '@headgate/ports'

/** What is sent to the engine. */
export interface JobRequest {
  jobId: string
  name: string
  sql: string
  parallelism: number
  /** When it ends by itself: never, after it has run so long in all, or when its submitter says so (queries). */
  ends: { kind: 'never' } | { kind: 'after'; runMs: number } | { kind: 'by-submitter' }
  /** Flink adds `<job id>/chk-<n>`. */
  checkpointsUri: string
  /** Undefined: no checkpoints (batch). */
  checkpointIntervalMs: number | undefined
  restoreUri?: string
  /** It fails by its own fault after it has run so long. */
  fails?: { afterMs: number; exception: Omit<JobException, 'atMs'> }
  sourceOffsets?: Record<string, string>
  /** Called whenever all its tasks run. */
  onRunning?(): void
}

export type SavepointState = { state: 'in-progress' } | { state: 'completed'; uri: string } | { state: 'failed'; message: string }

/** A job as the fake JobManager holds it. */
export interface FakeJob {
  request: JobRequest
  state: JobState
  allTasksRunning: boolean
  startTimeMs: number
  endTimeMs: number
  restarts: number
  /** TaskManagers that give it slots, one entry for each slot. */
  slots: string[]
  /** Newest first. */
  exceptions: JobException[]
  newestCheckpoint?: NonNullable<JobDescription['newestCheckpoint']>
  nextCheckpointId: number
  /** Files of its incremental state in the directory `shared`, oldest first. */
  sharedFiles: string[]
  restoredFromUri?: string
  /** How long it has run in all up to its newest snapshot: its state. */
  savedRunMs: number
  /** The same up to the present run. */
  runMs: number
  runningSinceMs?: number
  /** It FINISHED because a stop with savepoint was asked of it, not because its sources ended. */
  stoppedBySavepoint?: boolean
  /** The epoch in which the savepoint of a stop was written. */
  heldAtEpoch?: number
  /** Counts changes of state: what was scheduled before one does not happen any more. */
  epoch: number
}

/** What a fake `_metadata` holds: enough to see whose state a job goes on with. */
export interface SnapshotContent {
  jobId: string
  checkpointId: number
  isSavepoint: boolean
  runMs: number
  restoredFromUri?: string
  /** The files it names, relative ones below its own directory. */
  references?: { location: string; isRelative: boolean; sizeBytes: number }[]
}

/** Whether a job is over. */
export const isOver = (job: FakeJob): boolean => job.state === 'FINISHED' || job.state === 'FAILED' || job.state === 'CANCELED'

/** How long a job has run in all. */
export const runMsOf = (job: FakeJob, nowMs: number): number =>
  job.runMs + (job.runningSinceMs === undefined ? 0 : nowMs - job.runningSinceMs)
