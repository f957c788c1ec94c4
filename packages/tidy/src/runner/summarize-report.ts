import { relative } from 'node:path'
import { withoutColour } from './text.ts'

/** The part of vitest's JSON report that is read here. */
export interface VitestReport {
  testResults: {
    name: string
    status: string
    message?: string
    startTime?: number
    endTime?: number
    assertionResults: { ancestorTitles: string[]; title: string; status: string; failureMessages?: string[] | null }[]
  }[]
}

/** What vitest's JSON report leaves out. */
export interface RunDetails {
  /** Expected against received, by `<file> > <test>`. */
  differences: Record<string, string>
  /** Errors that no test threw: an unhandled rejection, say. */
  outside: string[]
}

/** What became of one group. */
export interface GroupSummary {
  passed: number
  failed: number
  skipped: number
  failures: { title: string; message: string }[]
  /** Every file with its duration, slowest first. */
  files: { file: string; durationMs: number }[]
}

/** How many characters of one failure are printed. */
const MESSAGE_MAX_CHARACTERS = 4_000

/**
 * Sums up a report of vitest's JSON reporter. A file that could not be loaded counts as one failure, and so does a file with no test in it:
 * vitest calls both failed without a failed test. So does each error that was thrown outside of a test. File names become relative to `root`.
 */
export function summarizeReport(report: VitestReport, root: string, details: RunDetails = { differences: {}, outside: [] }): GroupSummary {
  const summary: GroupSummary = { passed: 0, failed: 0, skipped: 0, failures: [], files: [] }
  for (const result of report.testResults) {
    const file = relative(root, result.name)
    summary.files.push({ file, durationMs: Math.max(0, (result.endTime ?? 0) - (result.startTime ?? 0)) })
    let failedHere = 0
    for (const test of result.assertionResults) {
      if (test.status === 'passed') summary.passed += 1
      else if (test.status === 'failed') {
        failedHere += 1
        const title = [file, ...test.ancestorTitles, test.title].join(' > ')
        const message = test.failureMessages?.join('\n') || 'It failed without a message.'
        summary.failures.push({ title, message: readable([message, details.differences[title] ?? ''].join('\n'), root) })
      } else summary.skipped += 1
    }
    if (result.status === 'failed' && failedHere === 0) {
      failedHere = 1
      summary.failures.push({ title: file, message: readable(result.message || 'The file failed outside of its tests (a hook, or while loading).', root) })
    }
    summary.failed += failedHere
  }
  for (const error of details.outside) {
    summary.failed += 1
    summary.failures.push({ title: 'thrown outside of a test', message: readable(error, root) })
  }
  summary.files.sort((one, other) => other.durationMs - one.durationMs)
  return summary
}

function readable(message: string, root: string): string {
  const lines = withoutColour(message)
    .replaceAll(`${root}/`, '')
    .split('\n')
    .filter((line) => !/^\s+at (.*(node_modules|node:internal|<anonymous>\)$)|new Promise)/.test(line))
    .join('\n')
    .trim()
  return lines.length > MESSAGE_MAX_CHARACTERS ? `${lines.slice(0, MESSAGE_MAX_CHARACTERS)}\n… (cut)` : lines
}
