/** What the tests of a group need from the machine. */
export type Need = 'java' | 'maven' | 'python' | 'go' | 'redis' | 'pgbouncer' | 'root'

/** One group of test files, run together and apart from the other groups. */
export interface TestGroup {
  name: GroupName
  /** What is printed above it. */
  title: string
  /** The part of a file name between the last two dots before `ts`: `*.<suffix>.test.ts`. None: every other test. */
  suffixes: readonly string[]
  /** Files that run at the same time. */
  workers: number
  testTimeoutMs: number
  hookTimeoutMs: number
  /** The whole group is ended after this. */
  groupTimeoutMs: number
  needs: readonly Need[]
  /** Left out unless `--group` names it. */
  onlyWhenAsked?: boolean
}

export type GroupName = 'fast' | 'sim' | 'postgres' | 'real' | 'kill' | 'kubernetes'

/**
 * The groups in the order in which they run. Sized for two cores and 24 GiB: a file that starts Flink or Kafka has the machine
 * to itself, files that start a Postgres run two at a time.
 */
export const GROUPS: readonly TestGroup[] = [
  {
    name: 'fast',
    title: 'unit, property and simulation tests',
    suffixes: [],
    workers: 2,
    testTimeoutMs: 60_000,
    hookTimeoutMs: 60_000,
    groupTimeoutMs: 12 * 60_000,
    needs: [],
  },
  {
    name: 'sim',
    title: 'the product on a simulated world, thousands of seeds',
    suffixes: ['sim'],
    workers: 2,
    testTimeoutMs: 300_000,
    hookTimeoutMs: 60_000,
    groupTimeoutMs: 35 * 60_000,
    needs: [],
  },
  {
    name: 'postgres',
    title: 'tests with a real Postgres',
    suffixes: ['pg'],
    workers: 2,
    testTimeoutMs: 60_000,
    hookTimeoutMs: 120_000,
    groupTimeoutMs: 12 * 60_000,
    needs: [],
  },
  {
    name: 'real',
    title: 'tests with a real Flink, Kafka, S3, Redis, PgBouncer or client, one file at a time',
    suffixes: ['real', 'e2e'],
    workers: 1,
    testTimeoutMs: 240_000,
    hookTimeoutMs: 420_000,
    groupTimeoutMs: 45 * 60_000,
    needs: ['java', 'maven', 'python', 'go', 'redis', 'pgbouncer'],
  },
  {
    name: 'kill',
    title: 'cells of the kill matrix, one after the other',
    suffixes: ['kill'],
    workers: 1,
    testTimeoutMs: 600_000,
    hookTimeoutMs: 420_000,
    groupTimeoutMs: 20 * 60_000,
    needs: ['java', 'maven'],
  },
  {
    name: 'kubernetes',
    title: 'tests on a real Kubernetes, one file at a time',
    suffixes: ['kubernetes'],
    workers: 1,
    testTimeoutMs: 240_000,
    // The first run on a machine compiles Kubernetes.
    hookTimeoutMs: 45 * 60_000,
    groupTimeoutMs: 75 * 60_000,
    needs: ['go', 'root'],
    // That first compilation takes 14 minutes on two free cores, and CI has an hour for everything.
    onlyWhenAsked: true,
  },
]

/** The group of a test file, by its name alone. `path` may be absolute or relative. */
export function groupOfFile(path: string): GroupName {
  const marked = GROUPS.find((group) => group.suffixes.some((suffix) => path.endsWith(`.${suffix}.test.ts`)))
  return marked?.name ?? 'fast'
}

/** The file patterns of a group, relative to the root of the workspace. */
export function testPatterns(name: GroupName): { include: string[]; exclude: string[] } {
  const roots = ['packages/*', 'apps/*']
  const outside = ['**/node_modules/**', '**/dist/**', '**/.headgate/**']
  const named = (suffixes: readonly string[]) => roots.flatMap((root) => suffixes.map((suffix) => `${root}/**/*.${suffix}.test.ts`))
  const own = GROUPS.find((group) => group.name === name)?.suffixes ?? []
  if (own.length > 0) return { include: named(own), exclude: outside }
  return {
    include: roots.map((root) => `${root}/**/*.test.ts`),
    exclude: [...outside, ...named(GROUPS.flatMap((group) => group.suffixes))],
  }
}
