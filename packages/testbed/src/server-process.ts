import { spawn, type ChildProcess } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { waitUntil } from './wait-until.ts'

const STOP_TIMEOUT_MS = 30_000

/** A server of one test. Started once; end it by `stop` or `kill9`. */
export interface ServerProcess {
  pid: number
  /** SIGKILL, and waits until it is gone. */
  kill9(): Promise<void>
  /** SIGTERM, SIGKILL if that does not help, and waits until it is gone. */
  stop(): Promise<void>
}

export interface ServerProcessOptions {
  /** For people: `the Kafka broker`. */
  name: string
  program: string
  words: readonly string[]
  env?: NodeJS.ProcessEnv
  /** Gets what it prints. */
  logFile: string
  startTimeoutMs: number
  /** Asked again and again until it is true. */
  isReady(): Promise<boolean>
}

/** Starts a server and waits until it is ready. It ends with this process at the latest. Throws with its last lines when it ends at once or takes too long. */
export async function startServerProcess(options: ServerProcessOptions): Promise<ServerProcess> {
  const log = openSync(options.logFile, 'a')
  // Not detached: it stays in the process group of the test run, whose end is then its end too.
  const child = spawn(options.program, options.words, { stdio: ['ignore', log, log], ...(options.env === undefined ? {} : { env: options.env }) })
  closeSync(log)
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
    child.once('error', () => resolve())
  })
  const endWithUs = () => void child.kill('SIGKILL')
  process.once('exit', endWithUs)
  void gone.then(() => process.removeListener('exit', endWithUs))
  try {
    await waitUntil(`${options.name} is ready`, options.startTimeoutMs, async () => {
      if (hasEnded(child)) throw new Error(`${options.name} ended at once:\n${readFileSync(options.logFile, 'utf8').slice(-3_000)}`)
      return (await options.isReady()) || undefined
    })
  } catch (error) {
    await end(child, gone, 'SIGKILL')
    throw error
  }
  return { pid: child.pid!, kill9: () => end(child, gone, 'SIGKILL'), stop: () => end(child, gone, 'SIGTERM') }
}

async function end(child: ChildProcess, gone: Promise<void>, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (hasEnded(child)) return
  child.kill(signal)
  const forced = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS)
  await gone
  clearTimeout(forced)
}

function hasEnded(child: ChildProcess): boolean {
  return child.pid === undefined || child.exitCode !== null || child.signalCode !== null
}
