/** Measurements of one side, summed up. */
export interface Summary {
  count: number
  min: number
  median: number
  /** The 99th percentile, by nearest rank: of fewer than 100 values it is the largest. */
  p99: number
  max: number
}

/** Sums up measurements; throws without any, for a ratio of nothing would be a lie. */
export function summarize(values: readonly number[]): Summary {
  if (values.length === 0) throw new Error('Nothing was measured.')
  const sorted = [...values].sort((a, b) => a - b)
  return { count: sorted.length, min: sorted[0] ?? 0, median: median(sorted), p99: percentile(sorted, 99), max: sorted.at(-1) ?? 0 }
}

/** The middle value; of an even number of values the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length / 2
  return sorted.length % 2 === 1 ? (sorted[Math.floor(middle)] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2
}

/** The value of nearest rank: at least `percent` of all values are not above it. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? 0
}
