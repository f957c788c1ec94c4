/** What is said about the queue; none of it is an error of the product, for the scan finds the keys of signals that failed. */
export interface WakeLog {
  warn(fields: Record<string, unknown>, message: string): void
}

/** Says what goes wrong once, and not again and again. */
export interface ProblemLog {
  tell(fields: Record<string, unknown> & { error: string }, message: string): void
}

/** How often the same is said while it lasts. */
const quietMs = 60_000
/** So many different problems are told apart; more of them than this are not worth it. */
const knownMax = 50

/**
 * A log that says the same error with the same message at once and then once a minute, with the number of those that were not said. An outage lasts for many attempts and
 * many signals: each with a line of its own would fill a disk and hide the rest.
 */
export function createProblemLog(log: WakeLog, nowMs: () => number): ProblemLog {
  const known = new Map<string, { saidAtMs: number; unsaid: number }>()
  return {
    tell(fields, message) {
      const name = `${message} ${fields.error}`
      const entry = known.get(name)
      if (entry !== undefined && nowMs() - entry.saidAtMs < quietMs) {
        entry.unsaid += 1
        return
      }
      if (entry === undefined && known.size >= knownMax) known.delete(known.keys().next().value ?? '')
      known.delete(name)
      known.set(name, { saidAtMs: nowMs(), unsaid: 0 })
      log.warn(entry === undefined || entry.unsaid === 0 ? fields : { ...fields, timesNotSaid: entry.unsaid }, message)
    },
  }
}
