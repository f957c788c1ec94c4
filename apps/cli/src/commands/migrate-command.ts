import { Command } from 'commander'
import { CommandFailure } from '../failure.ts'
import type { Terminal } from '../terminal.ts'
import { withExamples } from './context.ts'
import { wholeNumber } from './numbers.ts'

interface MigrateOptions {
  databaseUrl?: string
  createRoles?: boolean
  waitSeconds: number
}

const retryMs = 1_000

/** `headgate migrate`. */
export function migrateCommand(terminal: Terminal): Command {
  const command = new Command('migrate')
    .description('bring the schema of a database up to this version (dev does it by itself)')
    .option('--database-url <url>', 'connects as headgate_migrator, or with --create-roles as an administrator (default: HEADGATE_DATABASE_URL)')
    .option('--create-roles', 'make the roles first (those that are there get these passwords), with the passwords in HEADGATE_MIGRATOR_PASSWORD, HEADGATE_API_PASSWORD, HEADGATE_CONTROLLER_PASSWORD and HEADGATE_SNAPSHOTS_PASSWORD, or in the URLs in HEADGATE_MIGRATOR_DATABASE_URL and so on')
    .option('--wait-seconds <n>', 'try again for so long while the database cannot be reached', wholeNumber(0, 86_400), 0)
    .action(async ({ databaseUrl, createRoles, waitSeconds }: MigrateOptions) => {
      const url = databaseUrl ?? terminal.env['HEADGATE_DATABASE_URL']
      if (url === undefined) throw new CommandFailure('Name the database with --database-url postgres://headgate_migrator:PASSWORD@HOST:PORT/DATABASE, or in HEADGATE_DATABASE_URL.', 2)
      const passwords = createRoles === true ? readPasswords(terminal.env) : undefined
      const { migrateDatabase } = await import('@headgate/dev-env')
      const untilMs = terminal.nowMs() + waitSeconds * 1_000
      let migrated = await migrateDatabase(url, passwords)
      while (!migrated.ok && migrated.reason === 'unavailable' && terminal.nowMs() < untilMs) {
        await terminal.sleep(retryMs)
        migrated = await migrateDatabase(url, passwords)
      }
      if (!migrated.ok) throw new CommandFailure(migrated.message)
      const { applied, version, ahead } = migrated.value
      if (ahead.length > 0) terminal.out(`The schema is newer than this version (${version}): it has ${ahead.join(', ')}. Nothing is done. Migrations only add, so this version goes on with it.`)
      else terminal.out(applied.length === 0 ? `The schema is current: ${version}` : `Applied ${applied.join(', ')}`)
    })
  return withExamples(command, 'headgate migrate --database-url postgres://headgate_migrator:secret@db:5432/headgate')
}

const roles = ['migrator', 'api', 'controller', 'snapshots'] as const

/** Of each role, as it is, or out of the URL that its process gets. */
function readPasswords(env: Record<string, string | undefined>): Record<(typeof roles)[number], string> {
  const read = (role: string): string => {
    const name = `HEADGATE_${role.toUpperCase()}`
    const given = env[`${name}_PASSWORD`] || passwordIn(env[`${name}_DATABASE_URL`], `${name}_DATABASE_URL`, `headgate_${role}`)
    if (!given) throw new CommandFailure(`--create-roles needs ${name}_PASSWORD in the environment (or ${name}_DATABASE_URL, with the password in it).`, 2)
    return given
  }
  return { migrator: read('migrator'), api: read('api'), controller: read('controller'), snapshots: read('snapshots') }
}

/** No message holds the URL: there is a password in it. */
function passwordIn(text: string | undefined, name: string, role: string): string | undefined {
  if (!text) return undefined
  try {
    const { username, password } = new URL(text)
    if (decodeURIComponent(username) !== role) throw new CommandFailure(`${name} must connect as ${role}.`, 2)
    return decodeURIComponent(password)
  } catch (error) {
    if (error instanceof CommandFailure) throw error
    throw new CommandFailure(`${name} is no URL like postgres://${role}:PASSWORD@HOST:PORT/DATABASE. Special characters of the password must be percent-encoded.`, 2)
  }
}
