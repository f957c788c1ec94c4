import { groupOfFile } from '../runner/groups.ts'
import { lineAt, withoutCommentsAndStrings } from './read-code.ts'
import type { Finding, Workspace } from './workspace.ts'

/** What a test starts, and the groups that are sized for it. */
const STARTS: [call: RegExp, groups: readonly string[], endings: string][] = [
  [/\b(startKafka|startS3|startRedis|confluentSqlVirtualenv|schemathesisVirtualenv|runSchemathesis|runConfluentSqlChecks|runPython)\(/, ['real', 'kubernetes'], '.real.test.ts or .e2e.test.ts'],
  [/\b(startTestPostgres|startPostgresForJdbc|startEmbeddedPostgres|new EmbeddedPostgres)\(/, ['postgres', 'real', 'kubernetes'], '.pg.test.ts'],
  [/\bstartKubernetes\(/, ['kubernetes'], '.kubernetes.test.ts'],
]

/** No test is left out or alone, and the name of a test that starts a server says so, which puts it into the group that is sized for it. */
export function testFiles(workspace: Workspace): Finding[] {
  return workspace.files
    .filter((file) => file.path.endsWith('.test.ts'))
    .flatMap((file) => {
      const code = withoutCommentsAndStrings(file.text)
      const leftOut = [...code.matchAll(/\b(?:test|it|describe|suite)(?:\.\w+)*\.(only|skip|todo)\b/g)].map((match) => ({
        file: file.path,
        line: lineAt(code, match.index),
        problem: `.${match[1]} must not be committed: every test runs.`,
      }))
      const misnamed = STARTS.filter(([call, groups]) => call.test(code) && !groups.includes(groupOfFile(file.path))).map(([, , endings]) => ({
        file: file.path,
        problem: `It starts a real server, so its name must end in ${endings}.`,
      }))
      return [...leftOut, ...misnamed]
    })
}
