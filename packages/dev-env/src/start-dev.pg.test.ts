import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Dev, DevOptions } from './dev-options.ts'
import { startDev } from './start-dev.ts'
import { readStartTime } from './process/process-identity.ts'
import { stubParts } from './testing/stub-parts.ts'

const program = fileURLToPath(new URL('testing/run-stub-dev.ts', import.meta.url))
let directory: string
let instances: Dev[]
let programs: ChildProcess[]

beforeEach(async () => {
  directory = join(await mkdtemp(join(tmpdir(), 'headgate-dev-')), 'data')
  instances = []
  programs = []
})

afterEach(async () => {
  for (const instance of instances) await instance.killEverything()
  for (const child of programs) if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
  // What a killed program left is swept by a start, as for a user.
  if (programs.length > 0) await start().then((instance) => instance.stop('without-savepoints'), () => undefined)
  await rm(join(directory, '..'), { recursive: true, force: true })
})

async function start(options: Partial<DevOptions> = {}): Promise<Dev> {
  const started = await startDev({ dataDirectory: directory, port: 0, ...options }, stubParts)
  if (!started.ok) throw new Error(`${started.message} ${started.detail ?? ''}`)
  instances.push(started.value)
  return started.value
}

/** Runs it as a program; what it says can be waited for. */
function run(args: string[] = [], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', program, directory, '0', ...args], { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } })
  programs.push(child)
  let said = ''
  const look: (() => void)[] = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => { said += chunk.toString('utf8'); for (const check of look) check() })
  return {
    child,
    said: () => said,
    until: (text: string) =>
      new Promise<void>((resolve, reject) => {
        const check = () => { if (said.includes(text)) resolve() }
        look.push(check)
        child.once('exit', () => reject(new Error(`It ended without saying ${text}: ${said}`)))
        check()
      }),
    exit: new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code))),
  }
}

const gone = async (pid: number | undefined) => pid !== undefined && (await readStartTime(pid)) === undefined

describe('the supervisor', () => {
  it('starts, keeps key and secret private, stops with a line per step, and starts again with the same key', async () => {
    const lines: string[] = []
    const first = await start({ onProgress: (line) => lines.push(line) })
    expect((await stat(join(directory, 'connection.json'))).mode & 0o777).toBe(0o600)
    expect((await stat(join(directory, 'keys'))).mode & 0o777).toBe(0o700)
    expect(JSON.parse(await readFile(join(directory, 'connection.json'), 'utf8'))).toMatchObject({ endpoint: first.connection.endpoint, api_secret: first.connection.apiSecret })
    const pids = first.pids()
    expect(await first.stop()).toEqual({ suspended: 2, unfinished: 1 })
    expect(lines.join('\n')).toMatch(/3 statements are being suspended[\s\S]*2 statements suspended; 1 could not be[\s\S]*Stopping the API[\s\S]*Stopping Postgres/)
    for (const pid of Object.values(pids)) expect(await gone(pid)).toBe(true)
    const second = await start()
    expect(second.connection.apiSecret).toBe(first.connection.apiSecret)
    expect(second.playground.jdbcUrl).toBe(first.playground.jdbcUrl)
    await second.stop()
    const third = await start({ reset: true })
    expect(third.connection.apiSecret).not.toBe(first.connection.apiSecret)
  })

  it('lets the role of the second database into its own database alone', async () => {
    const instance = await start()
    const connect = async (url: string) => {
      const client = new pg.Client({ connectionString: url })
      try {
        await client.connect()
        return 'connected'
      } catch (error) {
        return String(error)
      } finally {
        await client.end().catch(() => undefined)
      }
    }
    const { postgres: postgresPort } = JSON.parse(await readFile(join(directory, 'ports.json'), 'utf8')) as { postgres: number }
    expect(await connect(instance.playground.url)).toBe('connected')
    for (const other of ['headgate', 'postgres', 'template1']) {
      expect(await connect(instance.playground.url.replace(/\/playground$/, `/${other}`))).toMatch(/leads to the database playground/)
      const around = instance.playground.url.replace(/:\d+\/playground$/, `:${postgresPort}/${other}`)
      expect(await connect(around)).toMatch(/permission denied/)
    }
    expect(await connect(instance.playground.url.replace('//playground:', '//admin:'))).toMatch(/leads to the database playground/)
  })

  it('refuses a second instance, a taken port, a newer directory and a foreign one, each with the next step', async () => {
    await start()
    const refused = async (options: Partial<DevOptions>) => {
      const outcome = await startDev({ dataDirectory: directory, port: 0, ...options }, stubParts)
      if (outcome.ok) instances.push(outcome.value)
      return outcome
    }
    expect(await refused({})).toMatchObject({ ok: false, exitCode: 4, message: expect.stringMatching(/Another .* using .*--data-dir/) })
    const other = join(directory, '..', 'other')
    const server = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const { port } = server.address() as { port: number }
    expect(await refused({ dataDirectory: other, port })).toMatchObject({ ok: false, exitCode: 4, message: expect.stringMatching(`Port ${port} .*--port`) })
    server.close()
    await instances.pop()?.stop('without-savepoints')
    await writeFile(join(directory, 'VERSION'), '99\n')
    expect(await refused({})).toMatchObject({ ok: false, exitCode: 7, message: expect.stringMatching(/newer Headgate.*--reset/) })
    await rm(join(directory, 'VERSION'))
    expect(await refused({ reset: true })).toMatchObject({ ok: false, exitCode: 7, message: expect.stringMatching(/not a data directory/) })
    expect((await stat(join(directory, 'postgres'))).isDirectory()).toBe(true)
  })

  it('gives up with the last lines of the log when a part cannot start, and leaves nothing running', async () => {
    const outcome = await startDev({ dataDirectory: directory, port: 0, childEnv: { STUB_MODE: 'exit' } }, stubParts)
    expect(outcome).toMatchObject({ ok: false, exitCode: 1, detail: expect.stringContaining('line before the end') })
    expect(JSON.stringify(outcome)).toContain('could not start')
    const again = await start()
    expect(again.connection.endpoint).toMatch(/^http/)
  })

  it('starts a dead part again, and stops everything after the third death', async () => {
    const lines: string[] = []
    let settle = (message: string): void => void message
    const failure = new Promise<string>((resolve) => (settle = resolve))
    const instance = await start({ childEnv: { STUB_MODE: 'die-later' }, onProgress: (line) => lines.push(line), onFailure: (found) => settle(found.message) })
    expect(await failure).toMatch(/died three times within a minute/)
    expect(lines.filter((line) => line.includes('starting it again')).length).toBeGreaterThanOrEqual(2)
    await instance.ended
    instances = []
  })

  it('goes on after kill -9 of the supervisor: children end, Postgres is swept, the lock is taken over', async () => {
    const first = run()
    await first.until('Headgate is ready')
    const records = ['api', 'controller', 'postgres'].map(async (name) => JSON.parse(await readFile(join(directory, 'processes', `${name}.dev.json`), 'utf8')).pid as number)
    const [api, controller, postgres] = await Promise.all(records)
    first.child.kill('SIGKILL')
    await first.exit
    expect(await gone(postgres)).toBe(false)
    const lines: string[] = []
    await start({ onProgress: (line) => lines.push(line) })
    for (const pid of [api, controller, postgres]) expect(await gone(pid)).toBe(true)
    expect(lines.join('\n')).toContain('Ended what the last run left')
  })

  it('runs COMMAND with the connection in its environment and exits with its code', async () => {
    const ran = run([process.execPath, '-e', 'console.log(process.env.HEADGATE_ENDPOINT, process.env.HEADGATE_API_KEY); process.exit(7)'])
    expect(await ran.exit, ran.said()).toBe(7)
    expect(ran.said()).toMatch(/http:\/\/127\.0\.0\.1:\d+ ABCDEFGHIJKLMNOP/)
    expect(ran.said()).toContain('Stopping Postgres')
  })

  it('stops gracefully on SIGTERM, and skips the savepoints at the second one', async () => {
    const graceful = run()
    await graceful.until('Headgate is ready')
    graceful.child.kill('SIGTERM')
    expect(await graceful.exit).toBe(0)
    expect(graceful.said()).toContain('2 statements suspended')
    const hurried = run([], { STUB_MODE: 'stubborn' })
    await hurried.until('Headgate is ready')
    hurried.child.kill('SIGINT')
    await hurried.until('Suspending running INSERT')
    // Within this time a second signal is the same press, as a terminal and npx both send it.
    await new Promise((resolve) => setTimeout(resolve, 900))
    hurried.child.kill('SIGINT')
    expect(await hurried.exit).toBe(0)
    expect(hurried.said()).toContain('Without savepoints')
  })
})
