import pg from 'pg'

export const headgateDatabase = 'headgate'
export const queueDatabase = 'queue'
export const queueRole = 'headgate_queue'
export const playgroundDatabase = 'playground'
export const playgroundRole = 'playground'

/**
 * Makes the databases of the embedded server: `headgate` for the control plane (its roles are made with its schema), `queue` for the wake-up
 * signals, and `playground` for users' JDBC tables. The roles of the last two own their database, can connect to no other, and are no
 * superusers. Idempotent.
 */
export async function ensureDatabases(adminUrl: string, passwords: { queue: string; playground: string }): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl })
  await client.connect()
  try {
    const has = async (query: string, name: string) => ((await client.query(query, [name])).rowCount ?? 0) > 0
    for (const [role, password, limit] of [[queueRole, passwords.queue, -1], [playgroundRole, passwords.playground, 20]] as const) {
      const verb = (await has('SELECT 1 FROM pg_roles WHERE rolname = $1', role)) ? 'ALTER' : 'CREATE'
      await client.query(`${verb} ROLE ${role} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS CONNECTION LIMIT ${limit} PASSWORD ${client.escapeLiteral(password)}`)
    }
    for (const [database, owner] of [[headgateDatabase, 'admin'], [queueDatabase, queueRole], [playgroundDatabase, playgroundRole]] as const) {
      if (!(await has('SELECT 1 FROM pg_database WHERE datname = $1', database))) await client.query(`CREATE DATABASE ${database} OWNER ${owner}`)
    }
    for (const database of [headgateDatabase, queueDatabase, playgroundDatabase, 'postgres', 'template1']) await client.query(`REVOKE ALL ON DATABASE ${database} FROM PUBLIC`)
  } finally {
    await client.end()
  }
}
