import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runProgram } from '../run-program.ts'
import { virtualenv } from './virtualenv.ts'

const DIRECTORY = join(import.meta.dirname, '../../python/openapi')

/** The API under test, and what the run may count on: none of it is ever deleted. */
export interface SchemathesisTarget {
  endpoint: string
  key: string
  secret: string
  /** A key and its secret that reach nothing of what the first ones reach: what one read, the other must not. */
  stranger: { key: string; secret: string }
  organizationId: string
  environmentId: string
  computePoolId: string
  /** A service account. */
  accountId: string
  /** Name of a connection of type KAFKA. */
  connection: string
  /** Name of a statement that waits for a person's choice. */
  parkedStatement: string
  /** Name of a statement that runs, and of one that is always STOPPED. */
  runningStatement: string
  restingStatement: string
  /** Ids of a good snapshot, of one of the statement that rests, and of one that is always PENDING. */
  snapshot: string
  restingSnapshot: string
  pendingSnapshot: string
  /** Name of a snapshot policy. */
  policy: string
}

export interface SchemathesisOptions {
  seed: number
  /** Requests per operation and phase. */
  examples: number
  phases: readonly ('examples' | 'coverage' | 'fuzzing' | 'stateful')[]
  timeoutMs: number
}

/** How a run ended. */
export interface SchemathesisRun {
  exitCode: number | undefined
  timedOut: boolean
  /** Requests sent. */
  cases: number
  /** Operations that were tried. */
  operations: number
  /** What failed, in words; empty: nothing. */
  failures: string[]
  /** What it printed, with how to repeat each failure. */
  output: string
}

/** The Python of a virtual environment with schemathesis (see `virtualenv`). */
export const schemathesisVirtualenv = (): Promise<string> => virtualenv('schemathesis', join(DIRECTORY, 'requirements.txt'), 'schemathesis')

/** Runs schemathesis over the `/openapi.json` of a running API: all checks, requests that fit the document and such that do not. */
export async function runSchemathesis(target: SchemathesisTarget, options: SchemathesisOptions): Promise<SchemathesisRun> {
  const python = await schemathesisVirtualenv()
  const directory = await mkdtemp(join(tmpdir(), 'headgate-schemathesis-'))
  const report = join(directory, 'report.json')
  const usersFile = join(directory, 'users.json')
  try {
    await writeFile(usersFile, JSON.stringify({ auth: [userOf('owner', target), userOf('stranger', target.stranger)] }), { mode: 0o600 })
    const words = [
      '-m', 'schemathesis.cli', '--config-file', join(DIRECTORY, 'schemathesis.toml'), 'run', `${target.endpoint}/openapi.json`, '--no-color',
      '--phases', options.phases.join(','), '--seed', String(options.seed), '--max-examples', String(options.examples), '--workers', '2',
      '--report', 'json', '--report-json-path', report, '--output-truncate', 'false', '--output-sanitize', 'false',
    ]
    const end = await runProgram(python, words, {
      timeoutMs: options.timeoutMs,
      cwd: directory,
      env: {
        PATH: process.env['PATH'],
        HOME: process.env['HOME'],
        LC_ALL: 'C.UTF-8',
        // No byte code beside the hooks: they are in the clone.
        PYTHONDONTWRITEBYTECODE: '1',
        PYTHONPATH: DIRECTORY,
        HEADGATE_USERS_FILE: usersFile,
        HEADGATE_KEY: target.key,
        HEADGATE_SECRET: target.secret,
        HEADGATE_ORGANIZATION_ID: target.organizationId,
        HEADGATE_ENVIRONMENT_ID: target.environmentId,
        HEADGATE_COMPUTE_POOL_ID: target.computePoolId,
        HEADGATE_ACCOUNT_ID: target.accountId,
        HEADGATE_CONNECTION: target.connection,
        HEADGATE_PARKED_STATEMENT: target.parkedStatement,
        HEADGATE_RUNNING_STATEMENT: target.runningStatement,
        HEADGATE_RESTING_STATEMENT: target.restingStatement,
        HEADGATE_SNAPSHOT: target.snapshot,
        HEADGATE_RESTING_SNAPSHOT: target.restingSnapshot,
        HEADGATE_PENDING_SNAPSHOT: target.pendingSnapshot,
        HEADGATE_SNAPSHOT_POLICY: target.policy,
      },
    })
    const output = `${end.stdout}\n${end.stderr}`
    const read = await readReport(report)
    return { exitCode: end.code, timedOut: end.timedOut, output, ...read }
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}

/** A user as the Web Fuzzing Commons describe one. */
const userOf = (name: string, { key, secret }: { key: string; secret: string }) => ({
  name,
  fixedHeaders: [{ name: 'Authorization', value: `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}` }],
})

interface Report {
  operations: { tested: number }
  test_cases: { generated: number }
  failures: { title: string; count: number; operations: unknown[] }[]
  errors: unknown[]
}

async function readReport(path: string): Promise<Pick<SchemathesisRun, 'cases' | 'operations' | 'failures'>> {
  let report: Report
  try {
    report = JSON.parse(await readFile(path, 'utf8')) as Report
  } catch {
    return { cases: 0, operations: 0, failures: ['The run left no report.'] }
  }
  return {
    cases: report.test_cases.generated,
    operations: report.operations.tested,
    failures: [...report.failures.map(({ title, count }) => `${title}: ${count}`), ...report.errors.map((error) => `error: ${JSON.stringify(error)}`)],
  }
}
