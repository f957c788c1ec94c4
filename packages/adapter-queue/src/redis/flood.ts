/** Tells a flood of events from some of them. */
export interface Flood {
  /** Counts one more, and says whether there were too many within the last second. */
  isOneMore(nowMs: number): boolean
}

const perSecondMax = 20

export function createFlood(): Flood {
  let sinceMs = Number.NEGATIVE_INFINITY
  let count = 0
  return {
    isOneMore(nowMs) {
      if (nowMs - sinceMs >= 1_000) {
        sinceMs = nowMs
        count = 0
      }
      count += 1
      return count > perSecondMax
    },
  }
}
