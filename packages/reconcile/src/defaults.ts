import type { ReconcileSettings } from './deps.ts'

/** The settings Headgate chooses, with the reason beside each. */
export const defaultReconcileSettings: ReconcileSettings = {
  statement: {
    // Confluent stops a foreground SELECT that nobody reads after about five minutes; clients rely on it.
    unreadTimeoutMs: 5 * 60_000,
    // A job whose tasks do not run cannot take a savepoint: half a minute covers a redeploy, then the newest checkpoint serves.
    stopTimeoutMs: 30_000,
    stopAttemptsMax: 3,
    // One call that ran out of time (5 s) may be a hiccup of a busy machine, two in a row are not.
    silentAfterMs: 4_000,
    // A fallback only: the pool's batch observation wakes a statement when its job changes.
    lookEveryMs: 30_000,
    retry: { firstMs: 2_000, maxMs: 120_000 },
  },
  pool: {
    // One TaskManager JVM of four slots costs about as much memory as one of one slot, and starts as slowly.
    slotsPerTaskManager: 4,
    idleTimeoutMs: 30 * 60_000,
    // Nobody else can use it: long enough for a stop that is followed by a resume, as upgrades do, to find it there.
    ownIdleTimeoutMs: 30_000,
    // A TaskManager starts in 15 to 30 s on a busy cluster, and costs a GiB.
    taskManagerIdleTimeoutMs: 2 * 60_000,
    // One request for all jobs of the pool; state changes are seen within this.
    observeEveryMs: 1_000,
  },
  savepoint: {
    // 10, 20, 40 s between them: a restart of the job is over by then.
    attemptsMax: 4,
    retryFirstMs: 10_000,
    retryMaxMs: 300_000,
    waitForRunningMs: 15 * 60_000,
    // A savepoint may take as long as a checkpoint (10 min), and be asked for while another one is under way.
    attemptTimeoutMs: 30 * 60_000,
  },
  // A million small rows fit; what does not is better written to a table.
  spool: { rowsMax: 2_000_000, bytesMax: 256 * 1024 * 1024 },
  // A key of a killed controller waits this long. A turn that lasts longer renews its lease; one that is overtaken all the same (it
  // stood still) is fenced by its token, and its effects have names that make a second try harmless.
  leaseTtlMs: 20_000,
  // Every call has a limit of its own, and none is this long.
  turnMsMax: 10 * 60_000,
  passesMax: 8,
  addresses: 'network',
  deniedAddresses: [],
  drainTurnMs: 5_000,
}
