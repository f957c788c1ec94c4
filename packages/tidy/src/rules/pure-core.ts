import { lineAt, withoutCommentsAndStrings } from './read-code.ts'
import { isTestOnly, ownTypeScript, type Finding, type Workspace } from './workspace.ts'

const CORE = /^packages\/(domain|sql|schedule|planner|reconcile|snapshot-metadata|ports\/src)\//

/** Time, chance, identity and configuration come in as arguments there: that is what makes the simulator repeatable. */
const BANNED: [code: RegExp, instead: string][] = [
  [/\bDate\.now\b/g, 'the time comes in as `nowMs`'],
  [/\bnew Date\(\s*\)/g, 'the time comes in as `nowMs`'],
  [/\bperformance\.now\b/g, 'the time comes in as `nowMs`'],
  [/\bMath\.random\b/g, 'randomness comes in through a port'],
  [/\brandomUUID\b/g, 'ids come in through a port'],
  [/\bset(Timeout|Interval|Immediate)\b/g, 'waiting is a result (`wakeAfterMs`), not an act'],
  [/\bprocess\.env\b/g, 'configuration is read once, in main.ts'],
]

/** Core packages neither read clocks, chance or the environment nor wait. */
export function pureCore(workspace: Workspace): Finding[] {
  return ownTypeScript(workspace)
    .filter((file) => CORE.test(file.path) && !isTestOnly(file.path))
    .flatMap((file) => {
      const code = withoutCommentsAndStrings(file.text)
      return BANNED.flatMap(([banned, instead]) =>
        [...code.matchAll(banned)].map((match) => ({ file: file.path, line: lineAt(code, match.index), problem: `${match[0]} is not allowed here: ${instead}.` })),
      )
    })
}
