import type { Chronicle, Shown, TruthSample } from '../watch/sample.ts'

/** For how long at a stretch something was shown that surely was not so. */
export interface Lies {
  /** RUNNING, without a warning that Flink restarts it, while the job surely did not run. */
  falselyRunningMs: number
  /** STOPPED while the JobManager had a live job of the statement. */
  falselyStoppedMs: number
}

/** Flink's heartbeats take 10 s to tell a silent process from a slow one; the rest is the look at it, and a busy machine. */
export const lieBoundMs = 15_000

/** What was shown longer ago than this is not being shown any more: the API did not answer since. */
const shownForMs = 2_000

/** Holds what was shown against what was so, look by look. Pure. */
export function findLies(chronicle: Pick<Chronicle, 'shown' | 'truth'>): Lies {
  return {
    falselyRunningMs: longest(chronicle, (shown, truth) => truth.state === 'down' && isPlainlyRunning(shown)),
    falselyStoppedMs: longest(chronicle, (shown, truth) => (truth.liveJobs ?? 0) > 0 && shown.phase === 'STOPPED'),
  }
}

export const isPlainlyRunning = (shown: Shown): boolean => shown.phase === 'RUNNING' && !shown.warnings.includes('RESTARTING')

function longest({ shown, truth }: Pick<Chronicle, 'shown' | 'truth'>, isLie: (shown: Shown, truth: TruthSample) => boolean): number {
  let longestMs = 0
  let sinceMs: number | undefined
  let position = 0
  for (const sample of truth) {
    while (position + 1 < shown.length && (shown[position + 1]?.atMs ?? 0) <= sample.atMs) position += 1
    const seen = shown[position]
    const isShown = seen !== undefined && 'shown' in seen && seen.atMs <= sample.atMs && sample.atMs - seen.atMs <= shownForMs
    if (!isShown || !isLie(seen.shown, sample)) {
      sinceMs = undefined
      continue
    }
    sinceMs ??= sample.atMs
    longestMs = Math.max(longestMs, sample.atMs - sinceMs)
  }
  return longestMs
}
