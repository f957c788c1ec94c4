import { randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePorts } from '../free-ports.ts'
import { runProgramOrThrow } from '../run-program.ts'
import { makeOwnCertificates } from '../s3/own-certificates.ts'
import { startServerProcess } from '../server-process.ts'

const START_TIMEOUT_MS = 30_000
const COMMAND_TIMEOUT_MS = 10_000

/** A user of the server beside its default one. */
export interface RedisUser {
  name: string
  password: string
  /** As `ACL SETUSER` takes them: `~headgate:*`, `+@all`. */
  rules: readonly string[]
}

/** A real Redis of one test. */
export interface TestRedis {
  /** `redis://…` or `rediss://…`, with the password if there is one; stays the same over `kill9` and `restart`. */
  url: string
  port: number
  /** With TLS: the file of the authority to trust. */
  caFile: string | undefined
  /** Of the server that runs now. */
  pid(): number
  /** The URL of one of its users. */
  urlOf(user: Pick<RedisUser, 'name' | 'password'>): string
  /** Runs one command as the default user by redis-cli and gives what that prints, a line for each element. Throws when the server refuses. */
  command(...words: string[]): Promise<string>
  /** Kills the server as a crash would. */
  kill9(): Promise<void>
  /** Lets it hang: it takes connections and answers nothing. */
  pause(): void
  /** Ends `pause`. */
  unpause(): void
  /** Starts the server again on the same port, after `kill9` too; without its data if asked. */
  restart(options?: { withoutData?: boolean }): Promise<void>
  /** Ends the server; removes its directory if `startRedis` made it. May be called twice. */
  stop(): Promise<void>
}

export interface StartRedisOptions {
  /** TLS alone, with a certificate of an authority of its own for `localhost`. */
  tls?: boolean
  /** The default user needs a password, which `url` has. */
  password?: boolean
  users?: readonly RedisUser[]
  /** An address of this machine that others shall reach it at; default the loopback. */
  host?: string
  /** Where data and logs go; default a private temporary directory, removed by `stop`. */
  directory?: string
}

/** Starts a real redis-server on a free port, ready within a second. Every write is on disk before it is answered, so that `kill9` keeps all data. */
export async function startRedis(options: StartRedisOptions = {}): Promise<TestRedis> {
  const directory = options.directory ?? (await mkdtemp(join(tmpdir(), 'headgate-redis-')))
  const place = (name: string) => join(directory, name)
  const [port] = (await freePorts(1)) as [number]
  const host = options.host ?? '127.0.0.1'
  const password = options.password === true ? randomBytes(20).toString('hex') : undefined
  const caFile = options.tls === true ? place('authority.pem') : undefined
  if (caFile !== undefined) {
    const { authority, certificate, key } = await makeOwnCertificates()
    for (const [name, text] of Object.entries({ 'authority.pem': authority, 'server.pem': certificate, 'server.key': key })) await writeFile(place(name), text, { mode: 0o600 })
  }
  const address = caFile === undefined ? `${host}:${port}` : `localhost:${port}`
  const scheme = caFile === undefined ? 'redis' : 'rediss'
  // In a file, for the words of a process are for everybody to read.
  const lines = [
    `bind ${host}`,
    ...(caFile === undefined ? [`port ${port}`] : ['port 0', `tls-port ${port}`, `tls-cert-file ${place('server.pem')}`, `tls-key-file ${place('server.key')}`, 'tls-auth-clients no']),
    'save ""',
    'appendonly yes',
    'appendfsync always',
    `dir ${place('data')}`,
    ...(password === undefined ? [] : [`requirepass ${password}`]),
    ...(options.users ?? []).map((user) => `user ${user.name} on >${user.password} ${user.rules.join(' ')}`),
  ]
  await mkdir(place('data'), { recursive: true })
  await writeFile(place('redis.conf'), `${lines.join('\n')}\n`, { mode: 0o600 })

  const command = async (...words: string[]): Promise<string> => {
    const printed = await runProgramOrThrow('redis-cli', ['-e', '--raw', ...(caFile === undefined ? ['-h', host] : ['-h', 'localhost', '--tls', '--cacert', caFile]), '-p', String(port), ...words], {
      timeoutMs: COMMAND_TIMEOUT_MS,
      env: { PATH: process.env['PATH'], LC_ALL: 'C.UTF-8', ...(password === undefined ? {} : { REDISCLI_AUTH: password }) },
    })
    return printed.trimEnd()
  }
  const launch = () =>
    startServerProcess({
      name: 'Redis',
      program: 'redis-server',
      words: [place('redis.conf')],
      env: { PATH: process.env['PATH'], LC_ALL: 'C.UTF-8' },
      logFile: place('server.log'),
      startTimeoutMs: START_TIMEOUT_MS,
      isReady: async () => await command('PING').then((answer) => answer === 'PONG', () => false),
    })
  let server = await launch()

  return {
    url: `${scheme}://${password === undefined ? '' : `:${password}@`}${address}`,
    port,
    caFile,
    pid: () => server.pid,
    urlOf: (user) => `${scheme}://${user.name}:${user.password}@${address}`,
    command,
    kill9: async () => await server.kill9(),
    pause: () => void process.kill(server.pid, 'SIGSTOP'),
    unpause: () => void process.kill(server.pid, 'SIGCONT'),
    restart: async ({ withoutData = false } = {}) => {
      await server.stop()
      if (withoutData) {
        await rm(place('data'), { recursive: true, force: true })
        await mkdir(place('data'))
      }
      server = await launch()
    },
    stop: async () => {
      // A server that hangs hears no SIGTERM.
      await server.kill9()
      if (options.directory === undefined) await rm(directory, { recursive: true, force: true })
    },
  }
}
