import { join } from 'node:path'
import { runProgram } from './run-program.ts'
import type { GroupSummary } from './summarize-report.ts'

const TYPE_CHECK_TIMEOUT_MS = 5 * 60_000

/** Runs the type checker over the workspace. All its errors together count as one failure; none counts as nothing, being no test. */
export async function checkTypes(root: string): Promise<GroupSummary> {
  const clean: GroupSummary = { passed: 0, failed: 0, skipped: 0, failures: [], files: [] }
  const end = await runProgram(join(root, 'node_modules/.bin/tsc'), ['--noEmit', '--pretty', 'false'], { cwd: root, timeoutMs: TYPE_CHECK_TIMEOUT_MS, echo: false })
  if (end.code === 0) return clean
  return { ...clean, failed: 1, failures: [{ title: 'type check (tsc --noEmit)', message: end.tail.trim() || 'tsc did not finish.' }] }
}
