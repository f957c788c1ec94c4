import { spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync, readdirSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { join } from 'node:path'
import { isAlive, signalProcess, type ProcessIdentity } from './process-identity.ts'

/** Writes down who it is and becomes the program: there is no moment in which the program runs and is not on record. */
const RECORD_AND_BECOME = 'printf "%s %s\\n" $$ "$(cut -d" " -f22 /proc/$$/stat)" > "$1.new" && mv "$1.new" "$1" && shift && exec "$@"'
const END_TIMEOUT_MS = 20_000

/** A process just started. */
export interface RecordedProcess {
  pid: number
  hasEnded(): boolean
}

/** Starts a program that may outlive this process, with a record of it in `<directory>/pids/<name>` and its output in `<directory>/log/<name>.log`. */
export function startRecorded(directory: string, name: string, program: string, words: readonly string[], env: NodeJS.ProcessEnv = process.env): RecordedProcess {
  for (const folder of ['pids', 'log']) mkdirSync(join(directory, folder), { recursive: true })
  const log = openSync(join(directory, 'log', `${name}.log`), 'a')
  const child = spawn('/bin/sh', ['-c', RECORD_AND_BECOME, 'sh', join(directory, 'pids', name), program, ...words], { cwd: directory, env, detached: true, stdio: ['ignore', log, log] })
  closeSync(log)
  child.once('error', () => undefined)
  child.unref()
  return { pid: child.pid ?? 0, hasEnded: () => child.pid === undefined || child.exitCode !== null || child.signalCode !== null }
}

/** The process on record under a name, or undefined. */
export function recordedProcess(directory: string, name: string): ProcessIdentity | undefined {
  const [pid, startTicks] = readText(join(directory, 'pids', name)).trim().split(' ')
  return pid === undefined || startTicks === undefined ? undefined : { pid: Number(pid), startTicks }
}

/** Sends SIGKILL to all processes on record, without waiting. Returns those that were alive. */
export function killRecorded(directory: string): ProcessIdentity[] {
  const living = namesIn(join(directory, 'pids'))
    .map((name) => recordedProcess(directory, name))
    .filter((identity) => identity !== undefined)
    .filter(isAlive)
  for (const identity of living) signalProcess(identity, 'SIGKILL')
  return living
}

/** Ends all processes on record, and resolves when they are gone. Throws when one does not go. */
export async function endRecorded(directory: string): Promise<void> {
  const ending = killRecorded(directory)
  const untilMs = Date.now() + END_TIMEOUT_MS
  while (ending.some(isAlive)) {
    if (Date.now() > untilMs) throw new Error(`Processes ${ending.filter(isAlive).map(({ pid }) => pid).join(', ')} of ${directory} do not end.`)
    await sleep(20)
  }
}

function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory).filter((name) => !name.endsWith('.new'))
  } catch {
    return []
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
