import type { GroupSummary } from './summarize-report.ts'
import { readableMs } from './text.ts'

const SLOWEST_SHOWN = 8

/** The text that closes a run: slowest files, each failure once, and as its last line `N passed, N failed[, N skipped]`. */
export function describeRun(summaries: readonly GroupSummary[]): string {
  const failures = summaries.flatMap((summary) => summary.failures)
  const slowest = summaries
    .flatMap((summary) => summary.files)
    .toSorted((one, other) => other.durationMs - one.durationMs)
    .slice(0, SLOWEST_SHOWN)
  const parts: string[] = []
  if (slowest.length > 0) parts.push('Slowest files:', ...slowest.map((entry) => `  ${readableMs(entry.durationMs).padStart(12)}  ${entry.file}`), '')
  failures.forEach((failure, index) => parts.push(`Failure ${index + 1} of ${failures.length}: ${failure.title}`, indented(failure.message), ''))
  parts.push(closingLine(summaries))
  return parts.join('\n')
}

/** `12 passed, 0 failed`, with `, 1 skipped` if any was. */
export function closingLine(summaries: readonly GroupSummary[]): string {
  const sum = (pick: (summary: GroupSummary) => number) => summaries.reduce((total, summary) => total + pick(summary), 0)
  const skipped = sum((summary) => summary.skipped)
  return `${sum((summary) => summary.passed)} passed, ${sum((summary) => summary.failed)} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}

function indented(text: string): string {
  return text
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n')
}
