/** How long things take in a fake Flink cluster, in virtual milliseconds. Change them to make a world slow or hasty. */
export interface EngineSettings {
  initializeMs: number
  deployMs: number
  checkpointIntervalMs: number
  checkpointDurationMs: number
  /** At least so long between two checkpoints, whatever the interval. */
  checkpointPauseMs: number
  /** Between a checkpoint and the removal of the one that it takes the place of: if the process dies in between, both stay, the older one whole or without some of its shared files. */
  checkpointDiscardMs: number
  savepointMs: number
  /** Between the savepoint's `_metadata` and the end of its job: a crash can fall in between. */
  finishAfterSavepointMs: number
  cancelMs: number
  restartDelayMs: number
  /** Until a lost TaskManager is noticed. */
  lossDetectionMs: number
  /** A job without slots fails after this. */
  resourceTimeoutMs: number
  /** Flink takes a restore path that is not there, and fails this much later without naming a cause. */
  restoreFailureMs: number
  /** Between the end of a job and its archive file. */
  archiveMs: number
  /** How long a bounded INSERT runs in all, over its restarts. */
  boundedJobMs: number
  /** While true every checkpoint fails. */
  checkpointsFail: boolean
  /** Savepoints that fail from now on, and with what. */
  savepointFailures: string[]
  /** Whether files of what was begun and not completed stay in the store: asked for each savepoint that fails and each job whose JobManager dies. */
  leavesRemains?: () => boolean
}

/** Quick, but with every moment apart from the others. */
export const defaultEngineSettings = (): EngineSettings => ({
  initializeMs: 100,
  deployMs: 300,
  checkpointIntervalMs: 10_000,
  checkpointDurationMs: 200,
  checkpointPauseMs: 0,
  checkpointDiscardMs: 0,
  savepointMs: 500,
  finishAfterSavepointMs: 50,
  cancelMs: 100,
  restartDelayMs: 1_000,
  lossDetectionMs: 500,
  resourceTimeoutMs: 300_000,
  restoreFailureMs: 3_000,
  archiveMs: 50,
  boundedJobMs: 2_000,
  checkpointsFail: false,
  savepointFailures: [],
})
