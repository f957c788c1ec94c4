import { importsOf } from './read-code.ts'
import { folderOf, isTestOnly, ownTypeScript, type Finding, type Workspace } from './workspace.ts'

/**
 * Which packages a package may import: `domain <- sql, schedule <- planner`, `domain <- ports`, these `<- reconcile <- apps`, `adapters -> ports`.
 * Tests may import more, see `importDirection`.
 */
const MAY_IMPORT: Record<string, readonly string[]> = {
  'packages/domain': [],
  'packages/sql': ['domain'],
  'packages/snapshot-metadata': ['domain'],
  'packages/schedule': ['domain'],
  'packages/planner': ['domain', 'sql', 'schedule'],
  'packages/ports': ['domain'],
  'packages/reconcile': ['domain', 'sql', 'planner', 'ports'],
  'packages/contract': ['domain'],
  'packages/telemetry': ['domain'],
  'packages/flink-engine': ['domain'],
  'packages/adapter-directory': ['domain', 'ports', 'telemetry'],
  'packages/adapter-flink': ['domain', 'ports', 'telemetry'],
  'packages/adapter-postgres': ['domain', 'ports', 'telemetry'],
  'packages/adapter-kubernetes': ['domain', 'ports', 'telemetry', 'flink-engine'],
  'packages/adapter-process': ['domain', 'ports', 'telemetry', 'flink-engine'],
  'packages/adapter-queue': ['domain', 'ports', 'telemetry'],
  'packages/adapter-s3': ['domain', 'ports', 'telemetry'],
  'packages/sim': ['domain', 'sql', 'snapshot-metadata', 'planner', 'ports', 'reconcile', 'telemetry', 'api', 'controller', 'snapshots'],
  'packages/store': ['domain', 'ports', 'adapter-directory', 'adapter-s3'],
  'packages/tidy': [],
  'packages/testbed': ['domain', 'contract'],
  'packages/kubernetes-lab': ['testbed'],
  'packages/bench': ['domain', 'sql', 'snapshot-metadata', 'planner', 'ports', 'reconcile', 'contract', 'sim', 'dev-env', 'controller', 'flink-engine', 'kubernetes-lab', 'adapter-flink', 'adapter-kubernetes', 'adapter-process', 'adapter-postgres', 'adapter-queue', 'adapter-s3', 'snapshots', 'testbed', 'snapshot-metadata'],
  'packages/dev-env': ['domain', 'ports', 'telemetry', 'contract', 'flink-engine', 'adapter-*', 'store', 'api', 'controller', 'snapshots'],
  // The S3 server of a trial is the one of the tests.
  'packages/images': ['domain', 'flink-engine', 'testbed'],
  'packages/chart': ['domain'],
  'packages/e2e': ['*'],
  'packages/chaos': ['dev-env', 'e2e', 'sim', 'snapshot-metadata', 'testbed'],
  'apps/api': ['domain', 'sql', 'schedule', 'planner', 'ports', 'contract', 'telemetry', 'adapter-postgres', 'adapter-queue', 'adapter-process', 'adapter-kubernetes', 'store'],
  'apps/controller': ['domain', 'sql', 'planner', 'ports', 'reconcile', 'telemetry', 'adapter-*', 'store'],
  'apps/snapshots': ['domain', 'planner', 'ports', 'reconcile', 'schedule', 'snapshot-metadata', 'telemetry', 'adapter-*', 'store'],
  'apps/cli': ['domain', 'contract', 'dev-env'],
}

/** Packages that no shipped code may import. */
const FOR_TESTS = ['sim', 'testbed', 'kubernetes-lab', 'e2e', 'chaos', 'tidy', 'bench']

/** Where an app may build adapters. */
const COMPOSITION_ROOT = /^apps\/[^/]+\/src\/main\.ts$/

/**
 * Imports follow the table above; an app imports adapters in its `main.ts` only (types aside); the command line loads `dev-env` only when it is needed.
 * Tests may also import what is for tests, other packages' test helpers and any package they test against.
 */
export function importDirection(workspace: Workspace): Finding[] {
  const findings: Finding[] = workspace.packages
    .filter((entry) => MAY_IMPORT[entry.folder] === undefined)
    .map((entry) => ({ file: `${entry.folder}/package.json`, problem: 'The package is not in the table of packages/tidy/src/rules/import-direction.ts: say what it may import.' }))
  for (const file of ownTypeScript(workspace)) {
    const folder = folderOf(file.path)
    const allowed = MAY_IMPORT[folder]
    if (allowed === undefined) continue
    for (const found of importsOf(file.text)) {
      const target = /^@headgate\/([^/]+)/.exec(found.specifier)?.[1]
      if (target === undefined || folder.endsWith(`/${target}`)) continue
      const problem = judge(file.path, allowed, target, found)
      if (problem !== undefined) findings.push({ file: file.path, line: found.line, problem })
    }
  }
  return findings
}

function judge(path: string, allowed: readonly string[], target: string, found: { typeOnly: boolean; lazy: boolean }): string | undefined {
  const listed = allowed.some((name) => name === '*' || name === target || (name === 'adapter-*' && target.startsWith('adapter-')))
  if (isTestOnly(path)) return undefined
  if (!listed) {
    if (FOR_TESTS.includes(target)) return `@headgate/${target} is for tests only.`
    return `${folderOf(path)} may not import @headgate/${target}. It may import: ${allowed.join(', ') || 'nothing'}.`
  }
  const adapterOutside = path.startsWith('apps/') && target.startsWith('adapter-') && !COMPOSITION_ROOT.test(path)
  if (adapterOutside && !found.typeOnly) return `@headgate/${target} may be imported in main.ts only: adapters are built there and handed in as ports.`
  if (path.startsWith('apps/cli/') && target === 'dev-env' && !found.lazy && !found.typeOnly) return '@headgate/dev-env is loaded lazily: await import(...) in the command that needs it.'
  return undefined
}
