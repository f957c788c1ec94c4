import { isAbsolute, join } from 'node:path'
import { runProgram } from '../run-program.ts'
import { confluentSqlVirtualenv } from './confluent-sql-virtualenv.ts'

/** Where the scripts of this package are. */
export const PYTHON_DIRECTORY = join(import.meta.dirname, '../../python')

/** What a script printed and how it ended. */
export interface PythonRun {
  /** Undefined: ended by a signal. */
  exitCode: number | undefined
  timedOut: boolean
  /** The lines of standard output that are JSON objects, in order. */
  findings: Finding[]
  stdout: string
  stderr: string
}

/** One line of a check: its name and facts. */
export interface Finding {
  check: string
  [fact: string]: unknown
}

/**
 * Runs a Python script with confluent-sql in reach.
 * @param script absolute, or the name of a file in this package's `python` folder.
 * @param environment added to this process' environment.
 */
export async function runPython(script: string, environment: Record<string, string> = {}, options: { words?: readonly string[]; timeoutMs?: number } = {}): Promise<PythonRun> {
  const python = await confluentSqlVirtualenv()
  const path = isAbsolute(script) ? script : join(PYTHON_DIRECTORY, script)
  const end = await runProgram(python, [path, ...(options.words ?? [])], {
    timeoutMs: options.timeoutMs ?? 5 * 60_000,
    // No byte code beside the scripts: they are in the clone.
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1', PYTHONUNBUFFERED: '1', ...environment },
  })
  return { exitCode: end.code, timedOut: end.timedOut, findings: findingsOf(end.stdout), stdout: end.stdout, stderr: end.stderr }
}

function findingsOf(stdout: string): Finding[] {
  return stdout
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Finding)
}
