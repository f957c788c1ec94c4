import type { Worker } from '@headgate/domain'

export interface ExitEvidence {
  atMs: number
  /** Null or undefined: not our child, or ended by a signal. */
  code?: number | null
  signal?: NodeJS.Signals | null
  /** We asked for its end. */
  dropRequested: boolean
  /** We ended it because it did not become ready. */
  hung?: boolean
  /** The machine was started anew since. */
  rebooted?: boolean
  /** The last lines of its log. */
  log: string
  /** The last lines of what it printed. */
  output: string
}

/** `-XX:+ExitOnOutOfMemoryError` ends the JVM with it. */
const outOfMemoryCode = 3
const lineMax = 400

/** Why a JVM ended, as well as can be told. Pure. */
export function explainExit(evidence: ExitEvidence): NonNullable<Worker['exit']> {
  const { atMs, code, signal } = evidence
  const exit = (reason: NonNullable<Worker['exit']>['reason'], message: string) => ({ atMs, reason, message })
  const memory = memoryLine(evidence)
  if (evidence.hung) return exit('crashed', `It did not become ready in time and was ended. Its last log line: ${lastLine(evidence)}`)
  if (evidence.dropRequested) return exit('dropped', 'It was not needed any more.')
  if (code === outOfMemoryCode || memory !== undefined) return exit('out-of-memory', memory ?? 'The JVM ran out of memory.')
  if (signal !== null && signal !== undefined) return exit('killed', `It was ended by ${signal}, not by Headgate.`)
  if (code !== null && code !== undefined && code > 128 && code <= 128 + 15) return exit('killed', `It was ended by signal ${code - 128}, not by Headgate.`)
  if (evidence.rebooted) return exit('killed', 'The machine was started anew.')
  const trouble = troubleLine(evidence)
  if (code !== null && code !== undefined) return exit('crashed', `It ended with exit code ${code}: ${trouble ?? lastLine(evidence)}`)
  if (trouble !== undefined) return exit('crashed', trouble)
  return exit('unknown', `It ended while no controller was watching. Its last log line: ${lastLine(evidence)}`)
}

function memoryLine({ log, output }: ExitEvidence): string | undefined {
  const line = `${log}\n${output}`.split('\n').findLast((text) => /OutOfMemoryError/.test(text) && /Terminating|FATAL|ERROR|Exception in thread/.test(text))
  return line === undefined ? undefined : cut(line)
}

function troubleLine({ log, output }: ExitEvidence): string | undefined {
  const causes = [...log.split('\n'), ...output.split('\n')].filter((text) => /^Caused by: |\b(ERROR|FATAL)\b|^Error: |^Unrecognized |^Exception in thread/.test(text))
  const last = causes.at(-1)
  return last === undefined ? undefined : cut(last)
}

function lastLine({ log, output }: ExitEvidence): string {
  const line = [...output.split('\n'), ...log.split('\n')].findLast((text) => text.trim() !== '' && !/^\s+at /.test(text))
  return line === undefined ? 'none.' : cut(line)
}

const cut = (line: string): string => (line.length > lineMax ? `${line.slice(0, lineMax)}…` : line.trim())
