import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseConnection } from '@headgate/dev-env/connection'
import type { Connection } from '@headgate/dev-env'

/** A `headgate dev` that runs as a process of its own. */
export interface Headgate {
  pid: number
  connection: Connection
  /** Resolves when the supervisor ended. */
  ended: Promise<void>
  /** Ends it without savepoints, and waits. */
  stop(): Promise<void>
}

const program = fileURLToPath(new URL('run-dev.ts', import.meta.url))
const readyWithinMs = 600_000

/** Starts `dev` on a data directory and waits until it says that it is ready. What it says goes to `logFile`. */
export async function startHeadgate(dataDirectory: string, port: number, logFile: string): Promise<Headgate> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', program, dataDirectory, String(port)], { stdio: ['ignore', 'pipe', 'pipe'], detached: true })
  const log = createWriteStream(logFile, { flags: 'a' })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  await untilReady(child, log)
  const parsed = parseConnection(await readFile(join(dataDirectory, 'connection.json'), 'utf8'))
  if (!('connection' in parsed)) throw new Error(`connection.json lacks ${parsed.missing.join(', ')}.`)
  return {
    pid: child.pid ?? 0,
    connection: parsed.connection,
    ended,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return
      child.kill('SIGTERM')
      // The second signal skips the savepoints; sooner it would count as the same press.
      const hurry = setTimeout(() => child.kill('SIGTERM'), 1_500)
      await ended
      clearTimeout(hurry)
    },
  }
}

async function untilReady(child: ChildProcess, log: NodeJS.WritableStream): Promise<void> {
  let said = ''
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill('SIGKILL')
      reject(new Error(`Headgate was not ready within ${readyWithinMs / 1000} s: ${said.slice(-2_000)}`))
    }, readyWithinMs)
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        log.write(chunk)
        said = (said + chunk.toString('utf8')).slice(-8_000)
        if (said.includes('Headgate is ready')) {
          clearTimeout(timer)
          resolve()
        }
      })
    }
    child.once('exit', (code, signal) => {
      clearTimeout(timer)
      reject(new Error(`Headgate ended while it started (${signal ?? `code ${code}`}): ${said.slice(-2_000)}`))
    })
  })
}
