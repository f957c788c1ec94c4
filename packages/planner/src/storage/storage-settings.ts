/** When what is not needed any more may go. */
export interface StorageSettings {
  /** Between two scans of an environment's files. */
  scanEveryMs: number
  /** Remains of attempts that came to nothing stay this long: Flink may still be writing. */
  abortedAfterMs: number
  /** What nobody knows must be older than this to be taken for the remains of a lost generation. */
  orphanAfterMs: number
  /** Records of how jobs ended stay this long. */
  recordsAfterMs: number
  /** Between the decision to delete and the deletion, all of it checked once more. */
  waitMs: number
  /** Rows of attempts that came to nothing stay this long. */
  failedKeepMs: number
  /** A drill that takes longer has failed. */
  drillTimeoutMs: number
  /** Drills of all tenants at once: they cost the platform a cluster each. */
  drillsMax: number
  /** A listing may be behind by so much: a directory is looked through only when it was handed over that long ago. */
  settleMs: number
}

const minuteMs = 60_000
const hourMs = 60 * minuteMs

export const defaultStorageSettings: StorageSettings = {
  scanEveryMs: hourMs,
  abortedAfterMs: hourMs,
  orphanAfterMs: 24 * hourMs,
  recordsAfterMs: 24 * hourMs,
  waitMs: 5 * minuteMs,
  failedKeepMs: 7 * 24 * hourMs,
  drillTimeoutMs: 15 * minuteMs,
  drillsMax: 1,
  // S3 lists what was written before; some of those that speak its protocol do not.
  settleMs: 2_000,
}
