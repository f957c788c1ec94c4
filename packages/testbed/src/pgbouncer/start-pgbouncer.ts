import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePorts } from '../free-ports.ts'
import { startServerProcess } from '../server-process.ts'

/** A real PgBouncer of one test. */
export interface TestPgBouncer {
  /** The same URL by way of it, marked with `pgbouncer=true`. */
  urlOf(url: string): string
  /** Ends it and removes its directory. */
  stop(): Promise<void>
}

/**
 * Starts a PgBouncer in transaction mode before a Postgres on the loopback: each transaction gets another connection of only `connectionsMax`. `urls` are those of the roles that
 * come by it, with their passwords. Prepared names are not kept: that came with version 1.21.
 */
export async function startPgBouncer(urls: readonly string[], { connectionsMax = 3 }: { connectionsMax?: number } = {}): Promise<TestPgBouncer> {
  const directory = await mkdtemp(join(tmpdir(), 'headgate-pgbouncer-'))
  const [port] = (await freePorts(1)) as [number]
  const known = urls.map((url) => new URL(url))
  const quoted = (text: string): string => `"${decodeURIComponent(text).replaceAll('"', '""')}"`
  await writeFile(join(directory, 'users.txt'), known.map(({ username, password }) => `${quoted(username)} ${quoted(password)}\n`).join(''))
  const databases = [...new Set(known.map(({ pathname, hostname, port: target }) => `${pathname.slice(1)} = host=${hostname} port=${target}`))]
  const settings = {
    listen_addr: '127.0.0.1',
    listen_port: port,
    unix_socket_dir: '',
    auth_type: 'plain',
    auth_file: join(directory, 'users.txt'),
    pool_mode: 'transaction',
    default_pool_size: connectionsMax,
    // It refuses to run as root.
    ...(process.getuid?.() === 0 ? { user: 'nobody' } : {}),
  }
  const configFile = join(directory, 'pgbouncer.ini')
  await writeFile(configFile, `[databases]\n${databases.join('\n')}\n[pgbouncer]\n${Object.entries(settings).map(([name, value]) => `${name} = ${value}`).join('\n')}\n`)
  await chmod(directory, 0o755)
  const server = await startServerProcess({
    name: 'PgBouncer',
    program: 'pgbouncer',
    words: [configFile],
    // Debian has it where only administrators look.
    env: { PATH: `${process.env['PATH']}:/usr/sbin:/sbin`, LC_ALL: 'C.UTF-8' },
    logFile: join(directory, 'server.log'),
    startTimeoutMs: 30_000,
    isReady: () => isOpen(port),
  })
  return {
    urlOf(url) {
      const by = new URL(url)
      by.host = `127.0.0.1:${port}`
      by.searchParams.set('pgbouncer', 'true')
      return by.href
    },
    async stop() {
      await server.kill9()
      await rm(directory, { recursive: true, force: true })
    },
  }
}

const isOpen = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    const end = (isThere: boolean): void => {
      socket.destroy()
      resolve(isThere)
    }
    socket.once('connect', () => end(true))
    socket.once('error', () => end(false))
  })
