import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestGroup } from './groups.ts'
import { runProgram } from './run-program.ts'
import { summarizeReport, type GroupSummary, type RunDetails, type VitestReport } from './summarize-report.ts'
import { readableMs } from './text.ts'

/** Runs one group in a vitest process of its own and sums it up. A crash, an overrun or a run without a test is one failure of the group. */
export async function runGroup(group: TestGroup, filters: readonly string[], root: string): Promise<GroupSummary> {
  const directory = mkdtempSync(join(tmpdir(), 'headgate-tests-'))
  const reportFile = join(directory, 'report.json')
  const detailsFile = join(directory, 'details.json')
  try {
    const words = [
      join(root, 'node_modules/vitest/vitest.mjs'),
      'run',
      '--project',
      group.name,
      '--reporter=json',
      `--reporter=${join(root, 'packages/tidy/src/runner/progress-reporter.ts')}`,
      `--outputFile.json=${reportFile}`,
      ...filters,
    ]
    const end = await runProgram(process.execPath, words, {
      cwd: root,
      // kafkajs asks for timers in the past, which Node warns of and treats as now.
      env: {
        ...process.env,
        NO_COLOR: '1',
        NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --disable-warning=TimeoutNegativeWarning`.trim(),
        HEADGATE_DETAILS_FILE: detailsFile,
      },
      timeoutMs: group.groupTimeoutMs,
      echo: true,
      hide: /^JSON report written to .*\n/m,
    })
    const summary = readSummary(reportFile, detailsFile, root)
    const wrong = whatWentWrong(end, summary, group)
    if (wrong === undefined) return summary
    return {
      ...summary,
      failed: summary.failed + 1,
      failures: [...summary.failures, { title: `group ${group.name}`, message: `${wrong}\n${end.tail.slice(-4_000).trim()}`.trim() }],
    }
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

function readSummary(reportFile: string, detailsFile: string, root: string): GroupSummary {
  const read = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as unknown
  try {
    return summarizeReport(read(reportFile) as VitestReport, root, read(detailsFile) as RunDetails)
  } catch {
    // No report: the run broke off, which is told by its end.
    return { passed: 0, failed: 0, skipped: 0, failures: [], files: [] }
  }
}

/** A reason that no single test carries, or undefined. */
export function whatWentWrong(end: { code: number | undefined; timedOut: boolean }, summary: GroupSummary, group: TestGroup): string | undefined {
  if (end.timedOut) return `The group was ended after ${readableMs(group.groupTimeoutMs)}.`
  if (end.code === undefined) return 'The test process was ended by a signal.'
  if (summary.passed + summary.failed + summary.skipped === 0) return `No test ran (exit code ${end.code}).`
  if (end.code !== 0 && summary.failed === 0) return `All tests passed, but the run ended with code ${end.code}: something failed outside of a test.`
  return undefined
}
