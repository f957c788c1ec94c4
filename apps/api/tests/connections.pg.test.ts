import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Socket } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { countAnswers } from './count-answers.ts'
import { exchange, openSocket } from './raw-http.ts'
import { startMain } from './start-main.ts'
import type { RunningMain } from './start-main.ts'

const connections = 10_000
/** Measured: 9 to 14 KiB for a connection that has been served once. */
const bytesPerConnectionMax = 40 * 1024

let main: RunningMain | undefined
let holder: ChildProcess | undefined
afterEach(async () => {
  holder?.kill('SIGKILL')
  await main?.clean()
  main = undefined
})

const get = (endpoint: string) => fetch(`${endpoint}/org/v2/organizations`, { headers: { authorization: `Basic ${Buffer.from(`${main?.apiKey}:${main?.apiSecret}`).toString('base64')}` } })

/** Memory of the API process, of its heap collected as far as it collects by itself. */
async function residentBytes(endpoint: string): Promise<number> {
  const text = await (await fetch(`${endpoint}/metrics`)).text()
  return Number(/^headgate_api_process_resident_memory_bytes (\S+)$/m.exec(text)?.[1])
}

it(
  `serves while ${connections} connections are open, each for little memory`,
  async () => {
    main = await startMain()
    const { endpoint } = main
    expect((await get(endpoint)).status).toBe(200)
    const before = await residentBytes(endpoint)
    // In a process of its own: client and server each need a file descriptor per connection.
    holder = spawn(process.execPath, [join(import.meta.dirname, 'hold-connections.ts'), endpoint, String(connections)], { stdio: ['ignore', 'pipe', 'inherit'] })
    const said = await new Promise<string>((resolve) => holder?.stdout?.once('data', (text: Buffer) => resolve(text.toString())))
    expect(said, `Needed: a limit of open files (ulimit -n) of at least ${connections + 500}.`).toBe(`holding ${connections}\n`)
    for (let round = 0; round < 20; round++) expect((await get(endpoint)).status).toBe(200)
    expect((await fetch(`${endpoint}/health/ready`)).status).toBe(200)
    expect((await residentBytes(endpoint)) - before).toBeLessThan(connections * bytesPerConnectionMax)
    holder.kill('SIGKILL')
    expect((await get(endpoint)).status).toBe(200)
    expect((await countAnswers(endpoint)).filter(({ status }) => status >= 500)).toEqual([])
  },
  180_000,
)

it('more connections than are taken: those that rest make room, then new ones are told why', async () => {
  main = await startMain({ env: { HEADGATE_CONNECTIONS_MAX: '50' } })
  const { endpoint } = main
  const request = 'GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n'
  const open: Socket[] = []
  const openServed = async () => {
    const socket = await openSocket(endpoint)
    open.push(socket)
    const answered = new Promise<string>((resolve) => socket.once('data', (bytes: Buffer) => resolve(bytes.toString())))
    socket.write(request)
    return await answered
  }
  // They rest after their answer, and are closed when room is needed.
  for (let index = 0; index < 50; index++) expect(await openServed()).toMatch(/^HTTP\/1\.1 200 /)
  expect(await openServed()).toMatch(/^HTTP\/1\.1 503 [\s\S]*retry-after: 5[\s\S]*Too many connections/i)
  await Promise.all(open.map((socket) => (socket.closed ? undefined : new Promise((resolve) => socket.once('close', resolve)))))
  expect(await openServed()).toMatch(/^HTTP\/1\.1 200 /)
  // Such as never ask anything, and so do not rest: the next one is refused; beyond that they are closed without a word.
  const silent: Socket[] = []
  for (let index = 0; index < 49 + 20; index++) silent.push(await openSocket(endpoint))
  const refused = await exchange(endpoint, request)
  expect([refused.answers.map(({ status, headers }) => [status, headers['retry-after']]), refused.closed]).toEqual([[[503, '5']], true])
  for (let index = 0; index < 100; index++) silent.push(await openSocket(endpoint))
  await new Promise<void>((resolve) => (silent.some(({ closed }) => closed) ? resolve() : silent.at(-1)?.once('close', () => resolve())))
  for (const socket of silent) socket.destroy()
  for (;;) if ((await exchange(endpoint, request, { answers: 1 })).answers[0]?.status === 200) break
  expect(main.child.exitCode).toBeNull()
})

it('a process that may open few files keeps some for its database, and lives', async () => {
  main = await startMain({ descriptorsMax: 200, env: { HEADGATE_CONNECTIONS_MAX: '5000' } })
  const { endpoint } = main
  const crowd: Socket[] = []
  for (let index = 0; index < 400; index++) await openSocket(endpoint).then((socket) => crowd.push(socket), () => undefined)
  // Whoever got in is served, database and all.
  for (const socket of crowd) socket.destroy()
  for (;;) {
    const answer = await get(endpoint).catch(() => undefined)
    if (answer?.status === 200) break
  }
  expect(main.child.exitCode).toBeNull()
  expect(await readFile(main.logFile, 'utf8')).not.toMatch(/"level":"fatal"|EMFILE/)
})
