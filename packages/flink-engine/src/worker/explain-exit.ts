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

/** `-XX:+ExitOnOutOfMemoryError` ends the JVM with it; `-XX:+CrashOnOutOfMemoryError` aborts it with a line that says so. */
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
  if (code !== null && code !== undefined) return exit('crashed', `It ended with exit code ${code}: ${troubleLine(evidence) ?? lastLine(evidence)}`)
  return exit('unknown', `It ended while no controller was watching. Its last log line: ${lastLine(evidence)}`)
}

function memoryLine({ log, output }: ExitEvidence): string | undefined {
  const line = `${log}\n${output}`.split('\n').findLast((text) => /OutOfMemoryError/.test(text) && /Terminating|Aborting|FATAL|ERROR|Exception in thread/.test(text))
  return line === undefined ? undefined : cut(line)
}

/** What the JVM itself printed tells most; the newest error in the log may be one of a statement. */
function troubleLine({ log, output }: ExitEvidence): string | undefined {
  const printed = output.split('\n').find((text) => /^Error: |^Error occurred|^Unrecognized |^Exception in thread/.test(text))
  const logged = log.split('\n').slice(-60).findLast((text) => /^Caused by: |\b(ERROR|FATAL)\b/.test(text))
  const line = printed ?? logged
  return line === undefined ? undefined : cut(line)
}

function lastLine({ log, output }: ExitEvidence): string {
  const line = [...output.split('\n'), ...log.split('\n')].findLast((text) => text.trim() !== '' && !/^\s+at /.test(text))
  return line === undefined ? 'none.' : cut(line)
}

const cut = (line: string): string => (line.length > lineMax ? `${line.slice(0, lineMax)}…` : line.trim())
