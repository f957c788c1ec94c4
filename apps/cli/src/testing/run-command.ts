import { createServer } from 'node:http'
import { once } from 'node:events'
import { createProgram } from '../program.ts'
import type { Terminal } from '../terminal.ts'

export interface Asked {
  method: string
  /** With its query. */
  path: string
  body: unknown
}

/** What the API answers a request; undefined: 404. `asked` holds all requests so far, this one last. */
export type Answers = (asked: Asked, all: readonly Asked[]) => { status?: number; body?: unknown } | undefined

export interface CommandRun {
  out: string
  /** Without the lines that are overwritten. */
  notes: string[]
  progress: string[]
  asked: Asked[]
  /** How often it waited; no time passes for the test. */
  sleeps: number
  /** What it failed with. */
  failure?: string
  exitCode?: number
}

const environmentPath = '/organizations/o/environments/env-1'

/** Runs `headgate …` against an API that answers as told; paths are those below the environment, for example `POST snapshots`. */
export async function runCommand(words: readonly string[], answers: Answers, nowMs = Date.UTC(2026, 10, 2, 9), env: Record<string, string> = {}): Promise<CommandRun> {
  const run: CommandRun = { out: '', notes: [], progress: [], asked: [], sleeps: 0 }
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
      const text = Buffer.concat(chunks).toString('utf8')
      const path = (request.url ?? '').replace(/^\/(?:sql|headgate)\/v1/, '').replace(`${environmentPath}/`, '')
      run.asked.push({ method: request.method ?? '', path, body: text === '' ? undefined : (JSON.parse(text) as unknown) })
      const answer = answers(run.asked.at(-1) as Asked, run.asked) ?? { status: 404, body: { errors: [{ detail: `There is nothing at ${path}.` }] } }
      response.writeHead(answer.status ?? 200, { 'content-type': 'application/json' }).end(answer.body === undefined ? '' : JSON.stringify(answer.body))
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  let clockMs = nowMs
  const terminal: Terminal = {
    out: (text) => void (run.out += `${text}\n`),
    note: (text, transient) => void (transient ? text === '' || run.progress.push(text) : run.notes.push(text)),
    width: () => undefined,
    env: {
      HEADGATE_ENDPOINT: `http://127.0.0.1:${port}`, HEADGATE_ORGANIZATION_ID: 'o', HEADGATE_ENVIRONMENT_ID: 'env-1', HEADGATE_COMPUTE_POOL_ID: 'lfcp-1', HEADGATE_DATABASE: 'default',
      HEADGATE_CLOUD: 'AWS', HEADGATE_REGION: 'local-1', HEADGATE_PRINCIPAL_ID: 'sa-1', HEADGATE_API_KEY: 'KEY', HEADGATE_API_SECRET: 'secret',
      ...env,
    },
    directory: '/',
    nowMs: () => clockMs,
    sleep: (delayMs) => {
      clockMs += delayMs
      run.sleeps += 1
      return Promise.resolve()
    },
    makeName: () => 'cli-1',
  }
  try {
    const program = createProgram(terminal)
    quiet(program)
    await program.parseAsync([...words], { from: 'user' })
  } catch (error) {
    run.failure = error instanceof Error ? error.message : String(error)
    run.exitCode = (error as { exitCode?: number }).exitCode
  } finally {
    server.closeAllConnections()
    server.close()
  }
  return run
}

/** Wrong usage is not told to the terminal of the test. */
function quiet(command: ReturnType<typeof createProgram>): void {
  command.configureOutput({ writeErr: () => undefined, writeOut: () => undefined })
  for (const child of command.commands) quiet(child as ReturnType<typeof createProgram>)
}
