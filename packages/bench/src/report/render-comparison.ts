import { compare, meets } from '../stats/compare.ts'
import { summarize } from '../stats/summarize.ts'
import { renderTable } from './render-table.ts'

/** Two sides of one run, measured in turn. */
export interface Comparison {
  title: string
  unit: string
  ours: { name: string; values: readonly number[] }
  theirs: { name: string; values: readonly number[] }
  better?: 'lower' | 'higher'
  /** What the ratio shall be at most (at least, where higher is better). Absent: it is only told. */
  goal?: number
}

/** A comparison as a table of both sides and a line with the ratio, which says whether the goal is met. */
export function renderComparison(comparison: Comparison): string {
  const { title, unit, ours, theirs, better = 'lower', goal } = comparison
  const ratio = compare(ours.values, theirs.values, better)
  const row = (side: { name: string; values: readonly number[] }) => {
    const { count, min, median, p99, max } = summarize(side.values)
    return [side.name, String(count), ...[min, median, p99, max].map(renderNumber)]
  }
  const verdict = goal === undefined ? '' : `, goal ${better === 'lower' ? 'at most' : 'at least'} ${goal}: ${meets(ratio.ofMedians, goal, better) ? 'met' : 'MISSED'}`
  return [
    title,
    renderTable([unit, 'runs', 'least', 'median', 'p99', 'most'], [row(ours), row(theirs)]),
    `ratio of medians ${ratio.ofMedians.toFixed(2)}${verdict}; of p99 ${ratio.ofP99.toFixed(2)}; round by round: median ${ratio.median.toFixed(2)}, worst ${ratio.worst.toFixed(2)}`,
  ].join('\n')
}

/** Enough digits to compare, no more. */
export const renderNumber = (value: number): string => (Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(Math.abs(value) >= 10 ? 1 : 2))
