import { dirname } from 'node:path'
import { checkPrerequisites } from './runner/check-prerequisites.ts'
import { checkTypes } from './runner/check-types.ts'
import { closingLine, describeRun } from './runner/describe-run.ts'
import { findTestFiles } from './runner/find-test-files.ts'
import { groupOfFile, GROUPS, type TestGroup } from './runner/groups.ts'
import { readArguments } from './runner/read-arguments.ts'
import { runGroup } from './runner/run-group.ts'
import type { GroupSummary } from './runner/summarize-report.ts'
import { readableMs } from './runner/text.ts'

/** All groups together, on a busy machine: a hang must not take for ever. */
const RUN_TIMEOUT_MS = 80 * 60_000

const HELP = `All tests of the workspace. Last line: N passed, N failed.

  pnpm test                        type check, then every group, but for ${namesOf(GROUPS.filter((group) => group.onlyWhenAsked === true))}
  pnpm test -- --group fast        one group: ${namesOf(GROUPS)}
  pnpm test -- packages/planner    the files whose path has this in it
`

process.exitCode = await runTests(process.argv.slice(2), dirname(dirname(dirname(import.meta.dirname))))

/** The command behind `pnpm test`. Returns the exit code: 0 when nothing failed, 1 when something did, 2 when it could not start. */
async function runTests(words: readonly string[], root: string): Promise<number> {
  const asked = readArguments(words)
  if ('problem' in asked) return refuse(asked.problem)
  if (asked.help) {
    process.stdout.write(HELP)
    return 0
  }
  const files = findTestFiles(root).filter((file) => asked.filters.length === 0 || asked.filters.some((filter) => file.includes(filter)))
  const groups = GROUPS.filter((group) => asked.groups.includes(group.name) && hasWork(group, files, asked.filters))
  if (groups.length === 0) return refuse(`No test file of ${asked.groups.join(', ')} has ${asked.filters.map((filter) => `"${filter}"`).join(' or ')} in its path.`)
  const missing = checkPrerequisites(new Set(groups.flatMap((group) => group.needs)))
  if (missing.length > 0) {
    return refuse(['The tests cannot start. Missing:', ...missing.map((entry) => `  ${entry.need}: ${entry.found}. ${entry.nextStep}`)].join('\n'))
  }

  const deadlineMs = performance.now() + RUN_TIMEOUT_MS
  const summaries: GroupSummary[] = [await timed('Type check', () => checkTypes(root))]
  for (const group of groups) {
    const timeoutMs = Math.max(1_000, Math.min(group.groupTimeoutMs, deadlineMs - performance.now()))
    summaries.push(await timed(`Group ${group.name}: ${group.title}`, () => runGroup({ ...group, groupTimeoutMs: timeoutMs }, asked.filters, root)))
  }
  process.stdout.write(`\n${describeRun(summaries)}\n`)
  return summaries.some((summary) => summary.failed > 0) ? 1 : 0
}

/** With a filter a group without a matching file is left out; without one every group must have tests. */
function hasWork(group: TestGroup, files: readonly string[], filters: readonly string[]): boolean {
  return filters.length === 0 || files.some((file) => groupOfFile(file) === group.name)
}

function namesOf(groups: readonly TestGroup[]): string {
  return groups.map((group) => group.name).join(', ')
}

async function timed(title: string, work: () => Promise<GroupSummary>): Promise<GroupSummary> {
  process.stdout.write(`${title}\n`)
  const startedAtMs = performance.now()
  const summary = await work()
  process.stdout.write(`  ${closingLine([summary])} in ${readableMs(performance.now() - startedAtMs)}\n`)
  return summary
}

function refuse(problem: string): number {
  process.stdout.write(`${problem}\n0 passed, 1 failed\n`)
  return 2
}
