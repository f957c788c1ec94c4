import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { chmod, chown, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { once } from 'node:events'
import { open } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Result } from '@headgate/domain'
import { ok } from '@headgate/domain'
import pg from 'pg'
import { readTail } from '../process/log-tail.ts'
import { problem, recognise } from '../problem.ts'
import { findPostgresBinaries } from './postgres-binaries.ts'
import { chooseServerUser } from './server-user.ts'
import type { ServerUser } from './server-user.ts'

export interface EmbeddedPostgresOptions {
  dataDirectory: string
  logFile: string
  port: number
  /** Of the superuser `admin`. */
  adminPassword: string
}

export interface EmbeddedPostgres {
  pid: number
  host: string
  port: number
  url(user: string, password: string, database: string): string
  /** Resolves when the server ended, for whatever reason. */
  ended: Promise<void>
  /** Ends open connections and writes everything out; after `withinMs` it is killed (and recovers at the next start). */
  stop(withinMs: number): Promise<void>
  kill(): void
}

const host = '127.0.0.1'

/**
 * Starts the server on the loopback with password authentication; makes the data directory first if there is none. In a process group of its
 * own, so that a Ctrl-C in the terminal does not reach it before its clients are done.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<Result<EmbeddedPostgres>> {
  const binaries = await findPostgresBinaries()
  if (!binaries.ok) return binaries
  const user = chooseServerUser({ dataDirectory: options.dataDirectory, binary: binaries.value.postgres })
  await mkdir(dirname(options.logFile), { recursive: true })
  if (!(await isInitialised(options.dataDirectory))) {
    const made = await initialise(binaries.value.initdb, user, options)
    if (!made.ok) return made
  }
  return await startServer(binaries.value.postgres, user, options)
}

async function isInitialised(directory: string): Promise<boolean> {
  // Written last by us: an initdb that was interrupted leaves PG_VERSION but no such file.
  return await stat(join(directory, 'headgate-ready')).then(() => true, () => false)
}

async function initialise(initdb: string, user: ServerUser, options: EmbeddedPostgresOptions): Promise<Result<void>> {
  await rm(options.dataDirectory, { recursive: true, force: true })
  await mkdir(options.dataDirectory, { recursive: true, mode: 0o700 })
  if (user.identity !== undefined) await chown(options.dataDirectory, user.identity.uid, user.identity.gid)
  const passwordFile = join(options.dataDirectory, '..', '.initdb-password')
  await writeFile(passwordFile, `${options.adminPassword}\n`, { mode: 0o600 })
  if (user.identity !== undefined) await chown(passwordFile, user.identity.uid, user.identity.gid)
  const run = user.wrap(initdb, [
    `--pgdata=${options.dataDirectory}`, '--auth=scram-sha-256', '--username=admin', `--pwfile=${passwordFile}`, '--encoding=UTF8', '--no-locale', '--no-instructions',
  ])
  try {
    const child = spawn(run.command, run.args, { ...run.spawnAs, stdio: ['ignore', 'pipe', 'pipe'], env: serverEnvironment(), cwd: '/' })
    const log = createWriteStream(options.logFile, { flags: 'a' })
    let said = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        said = (said + chunk.toString('utf8')).slice(-8_000)
        log.write(chunk)
      })
    }
    const code = await exitOf(child)
    log.end()
    if (code !== 0) return explain(`Postgres could not make its data directory ${options.dataDirectory}.`, said, options)
    const ready = join(options.dataDirectory, 'headgate-ready')
    await writeFile(ready, '')
    if (user.identity !== undefined) await chown(ready, user.identity.uid, user.identity.gid)
    await chmod(options.dataDirectory, 0o700)
    return ok(undefined)
  } finally {
    await rm(passwordFile, { force: true })
  }
}

async function startServer(binary: string, user: ServerUser, options: EmbeddedPostgresOptions): Promise<Result<EmbeddedPostgres>> {
  const settings: Record<string, string> = {
    listen_addresses: host,
    // No socket: its directory would have to be reachable and short.
    unix_socket_directories: '',
    password_encryption: 'scram-sha-256',
    shared_buffers: '64MB',
    max_connections: '120',
    // One statement of ours touches a handful of rows: the planner's compiler costs more than it brings.
    jit: 'off',
    log_timezone: 'UTC',
    timezone: 'UTC',
    max_wal_size: '256MB',
    // Texts of statements are users' content: never into the log.
    log_min_error_statement: 'panic',
    log_parameter_max_length_on_error: '0',
  }
  const run = user.wrap(binary, ['-D', options.dataDirectory, '-p', String(options.port), ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])])
  const log = await open(options.logFile, 'a')
  const child = spawn(run.command, run.args, { ...run.spawnAs, detached: true, stdio: ['ignore', log.fd, log.fd], env: serverEnvironment(), cwd: '/' })
  await log.close()
  const ended = exitOf(child).then(() => undefined)
  let isEnded = false
  void ended.then(() => (isEnded = true))
  const url = (name: string, password: string, database: string) =>
    `postgres://${encodeURIComponent(name)}:${encodeURIComponent(password)}@${host}:${options.port}/${database}`
  const untilMs = Date.now() + 60_000
  while (!(await answers(url('admin', options.adminPassword, 'postgres')))) {
    if (isEnded || Date.now() > untilMs) {
      child.kill('SIGKILL')
      return explain('The embedded Postgres did not start.', await readTail(options.logFile, 15), options)
    }
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return ok({
    pid: child.pid ?? 0,
    host,
    port: options.port,
    url,
    ended,
    kill: () => void child.kill('SIGQUIT'),
    async stop(withinMs) {
      if (isEnded) return
      child.kill('SIGINT')
      if (await endsWithin(ended, withinMs)) return
      child.kill('SIGQUIT')
      if (await endsWithin(ended, 3_000)) return
      child.kill('SIGKILL')
      await ended
    },
  })
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    return true
  } catch {
    return false
  } finally {
    await client.end().catch(() => undefined)
  }
}

const endsWithin = (ended: Promise<void>, withinMs: number): Promise<boolean> => {
  const timeout = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), withinMs).unref())
  return Promise.race([ended.then(() => true), timeout])
}

async function exitOf(child: ChildProcess): Promise<number | null> {
  try {
    const [code] = (await once(child, 'close')) as [number | null]
    return code
  } catch {
    // 'error': it could not be started at all.
    return -1
  }
}

/** The server needs nothing of ours, and PG* variables of the user would lead it astray. */
const serverEnvironment = (): NodeJS.ProcessEnv => ({ PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' })

async function explain(line: string, said: string, options: EmbeddedPostgresOptions): Promise<Result<never>> {
  const known = recognise(said, options.dataDirectory)
  if (known?.exitCode === 6) return known
  if (/incompatible with server|initialized by PostgreSQL version/.test(said)) {
    const version = (await readFile(join(options.dataDirectory, 'PG_VERSION'), 'utf8').catch(() => '?')).trim()
    return problem('dataVersion', `${options.dataDirectory} was made by PostgreSQL ${version}, this Headgate brings another major version.`, 'Run the version that made it, name another directory with --data-dir DIR, or start over with --reset (deletes all statements and state).', said)
  }
  return problem('failure', line, `Its log: ${options.logFile}`, said)
}
