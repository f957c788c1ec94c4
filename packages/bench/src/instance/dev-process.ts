import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { readFlinkProcesses } from './flink-endpoints.ts'

/** `headgate dev` as a user starts it, once it is ready. */
export interface DevProcess {
  /** From the start of the process to the banner: a statement would run at once. */
  readyMs: number
  /** What it said on the way, and how long each step took. */
  steps: [step: string, ms: number][]
  /** Ends it as Ctrl-C does. */
  end(): Promise<void>
}

/** Starts `dev` on a data directory, on any port, and returns when it says that it is ready. */
export async function startDevProcess(dataDirectory: string): Promise<DevProcess> {
  const entry = fileURLToPath(new URL('../../../../apps/cli/src/main.ts', import.meta.url))
  const startedAtMs = Date.now()
  const child = spawn(process.execPath, [entry, 'dev', '--data-dir', dataDirectory, '--port', '0'], { stdio: ['ignore', 'pipe', 'pipe'] })
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const lines: { text: string; atMs: number }[] = [{ text: 'node and its modules', atMs: startedAtMs }]
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    said += chunk
    const parts = chunk.split('\n').filter((line) => line !== '' && !line.startsWith('Waiting'))
    lines.push(...parts.map((text) => ({ text, atMs: Date.now() })))
  })
  const readyAtMs = await new Promise<number>((resolve, reject) => {
    // The banner is all that it writes there.
    child.stdout.once('data', () => resolve(Date.now()))
    child.once('exit', (code) => reject(new Error(`dev ended with code ${code}: ${said.slice(-2_000)}`)))
  })
  child.stdout.resume()
  const workers = await readFlinkProcesses(dataDirectory)
  lines.push(
    { text: 'JVMs until all three are ready', atMs: Math.min(...workers.map((worker) => worker.startedAtMs)) },
    { text: 'warm-up of the gateway, until all is told', atMs: Math.max(...workers.map((worker) => worker.readyAtMs)) },
  )
  return {
    readyMs: readyAtMs - startedAtMs,
    steps: stepsOf(lines, readyAtMs),
    async end() {
      child.kill('SIGINT')
      await exited
    },
  }
}

/** Each line lasts until the next one, in order of their times. */
export function stepsOf(lines: readonly { text: string; atMs: number }[], endMs: number): [step: string, ms: number][] {
  return lines.toSorted((a, b) => a.atMs - b.atMs).map(({ text, atMs }, index, sorted) => [text, (sorted[index + 1]?.atMs ?? endMs) - atMs])
}
