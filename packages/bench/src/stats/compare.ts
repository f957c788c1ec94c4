import { median, percentile } from './summarize.ts'

/** What a comparison says: the ratio is what counts, for absolute speed is the machine's affair. */
export interface Ratio {
  /** Median of ours over median of theirs. */
  ofMedians: number
  /** The same of the 99th percentiles. */
  ofP99: number
  /** The median over the rounds of each round's own ratio: drifts of the machine cancel out. */
  median: number
  /** The worst round for us. */
  worst: number
}

/**
 * Compares the measurements of interleaved rounds, `ours[i]` taken beside `theirs[i]`. `better` says which way is good: 'lower' for
 * times and memory, 'higher' for rates.
 */
export function compare(ours: readonly number[], theirs: readonly number[], better: 'lower' | 'higher' = 'lower'): Ratio {
  if (ours.length === 0 || ours.length !== theirs.length) throw new Error(`${ours.length} measurements cannot be compared with ${theirs.length}.`)
  const each = ours.map((value, index) => value / (theirs[index] ?? 0))
  return {
    ofMedians: median(ours) / median(theirs),
    ofP99: percentile(ours, 99) / percentile(theirs, 99),
    median: median(each),
    worst: better === 'lower' ? Math.max(...each) : Math.min(...each),
  }
}

/** Whether a ratio meets its goal. */
export const meets = (ratio: number, goal: number, better: 'lower' | 'higher' = 'lower'): boolean => (better === 'lower' ? ratio <= goal : ratio >= goal)
