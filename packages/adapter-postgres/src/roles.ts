import type { Result } from '@headgate/domain'
import { ok } from '@headgate/domain'
import pg from 'pg'
import { toFailure } from './failure.ts'

/** Owns the schema and migrates it; serves nothing. */
export const migratorRole = 'headgate_migrator'
/** Serves requests, within one tenant per transaction. */
export const apiRole = 'headgate_api'
/** Runs the loops: across tenants in the work index alone. */
export const controllerRole = 'headgate_controller'

/** Keeps the files of snapshots: across tenants it sees whose files are due alone. */
export const snapshotsRole = 'headgate_snapshots'

/** The roles that serve, by what they are called in the code. */
export const servingRoles = { api: apiRole, controller: controllerRole, snapshots: snapshotsRole } as const
export type ServingRole = keyof typeof servingRoles

/** One password for each of the roles. */
export interface RolePasswords extends Record<ServingRole, string> {
  migrator: string
}

/**
 * Makes the roles (or sets their passwords and attributes again) and hands the database of `adminUrl` to the migrator.
 * Idempotent. `adminUrl` needs CREATEROLE and the right to change the database's owner.
 */
export async function createRoles(adminUrl: string, passwords: RolePasswords): Promise<Result<void>> {
  const client = new pg.Client({ connectionString: adminUrl })
  try {
    await client.connect()
    await client.query('BEGIN')
    // Roles are shared by all databases of a server: two callers at once would both see "missing".
    await client.query(`SELECT pg_advisory_xact_lock(hashtext('headgate_roles'))`)
    const serving = Object.entries(servingRoles).map(([name, role]) => [role, passwords[name as ServingRole]] as const)
    for (const [role, password] of [[migratorRole, passwords.migrator] as const, ...serving]) {
      const found = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [role])
      const verb = found.rowCount === 0 ? 'CREATE' : 'ALTER'
      await client.query(
        `${verb} ROLE ${role} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION PASSWORD ${client.escapeLiteral(password)}`,
      )
    }
    const database = await client.query<{ name: string }>('SELECT current_database() AS name')
    const name = client.escapeIdentifier(database.rows[0]?.name ?? '')
    await client.query(`GRANT ${migratorRole} TO CURRENT_USER`)
    await client.query(`ALTER DATABASE ${name} OWNER TO ${migratorRole}`)
    await client.query(`REVOKE ALL ON DATABASE ${name} FROM PUBLIC`)
    await client.query(`GRANT CONNECT ON DATABASE ${name} TO ${Object.values(servingRoles).join(', ')}`)
    await client.query('COMMIT')
    return ok(undefined)
  } catch (error) {
    return toFailure(error)
  } finally {
    await client.end().catch(() => undefined)
  }
}
