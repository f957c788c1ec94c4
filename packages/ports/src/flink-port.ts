import type { ClusterFact, JobState, Result } from '@headgate/domain'

/** A job as `/jobs/:id` and `/jobs/:id/checkpoints` tell it. */
export interface JobDescription {
  jobId: string
  state: JobState
  /** At least one vertex, and every one RUNNING (or FINISHED while others run). */
  allTasksRunning: boolean
  startTimeMs: number
  endTimeMs: number
  restarts: number
  /** Newest completed checkpoint, its directory as a URI. */
  newestCheckpoint?: { id: number; uri: string; completedAtMs: number; isSavepoint: boolean }
  restoredFromUri?: string
  /** Checkpoints that failed since the newest that completed; absent: none. */
  failedCheckpoints?: { inARow: number; atMs: number; message: string }
}

export interface JobException {
  name: string
  /** The stack trace as Flink gives it, bounded. */
  message: string
  atMs: number
  taskManagerId?: string
  /** The task that failed, as Flink names it; absent when none did. */
  taskName?: string
}

/** A Flink JobManager's REST endpoint. Every call is bounded in time; 404 of a job is `not-found`, no answer is `unavailable`. */
export interface FlinkPort {
  /** One batch for the whole cluster (`/overview`, `/jobs/overview`). */
  observeCluster(endpoint: string, clusterGeneration: number): Promise<Result<ClusterFact>>
  describeJob(endpoint: string, jobId: string): Promise<Result<JobDescription>>
  listExceptions(endpoint: string, jobId: string): Promise<Result<JobException[]>>
  /** Repeated with the same triggerId it takes no second savepoint (while the JobManager lives). */
  stopWithSavepoint(endpoint: string, jobId: string, request: { triggerId: string; targetUri: string }): Promise<Result<void>>
  /** A savepoint of a running job, which goes on. Repeated with the same triggerId it takes no second one (while the JobManager lives). */
  triggerSavepoint(endpoint: string, jobId: string, request: { triggerId: string; targetUri: string; format: 'canonical' | 'native' }): Promise<Result<void>>
  savepointStatus(endpoint: string, jobId: string, triggerId: string): Promise<Result<{ state: 'in-progress' } | { state: 'completed'; uri: string } | { state: 'failed'; message: string }>>
  /** Idempotent; a job that is gone or ended counts as cancelled. */
  cancelJob(endpoint: string, jobId: string): Promise<Result<void>>
  /** Kafka source offsets by topic, `partition:0,offset:100;…`, where the job has such sources. */
  readSourceOffsets(endpoint: string, jobId: string): Promise<Result<Record<string, string>>>
  /** The end of a job as Flink's archive file tells it; undefined: the file's text is not that job's. */
  parseArchive(jobId: string, archiveText: string): { state: JobState; endTimeMs: number } | undefined
}
