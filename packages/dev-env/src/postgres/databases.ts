import pg from 'pg'

export const headgateDatabase = 'headgate'
export const playgroundDatabase = 'playground'
export const playgroundRole = 'playground'

/**
 * Makes the databases of the embedded server: `headgate` for the control plane (its roles are made with its schema), and `playground` with its
 * own role for users' JDBC tables. That role owns its database, can connect to no other, and is no superuser. Idempotent.
 */
export async function ensureDatabases(adminUrl: string, playgroundPassword: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl })
  await client.connect()
  try {
    const has = async (query: string, name: string) => ((await client.query(query, [name])).rowCount ?? 0) > 0
    const verb = (await has('SELECT 1 FROM pg_roles WHERE rolname = $1', playgroundRole)) ? 'ALTER' : 'CREATE'
    await client.query(`${verb} ROLE ${playgroundRole} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS CONNECTION LIMIT 20 PASSWORD ${client.escapeLiteral(playgroundPassword)}`)
    for (const [database, owner] of [[headgateDatabase, 'admin'], [playgroundDatabase, playgroundRole]] as const) {
      if (!(await has('SELECT 1 FROM pg_database WHERE datname = $1', database))) await client.query(`CREATE DATABASE ${database} OWNER ${owner}`)
    }
    for (const database of [headgateDatabase, playgroundDatabase, 'postgres', 'template1']) await client.query(`REVOKE ALL ON DATABASE ${database} FROM PUBLIC`)
  } finally {
    await client.end()
  }
}
