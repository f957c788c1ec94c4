import { Command } from 'commander'
import { CommandFailure } from '../failure.ts'
import type { Terminal } from '../terminal.ts'
import { withExamples } from './context.ts'

/** `headgate migrate`. */
export function migrateCommand(terminal: Terminal): Command {
  const command = new Command('migrate')
    .description('bring the schema of a database up to this version (dev does it by itself)')
    .option('--database-url <url>', 'connects as headgate_migrator, or with --create-roles as an administrator (default: HEADGATE_DATABASE_URL)')
    .option('--create-roles', 'make the roles first (those that are there get these passwords), with the passwords in HEADGATE_MIGRATOR_PASSWORD, HEADGATE_API_PASSWORD, HEADGATE_CONTROLLER_PASSWORD and HEADGATE_SNAPSHOTS_PASSWORD')
    .action(async (options: { databaseUrl?: string; createRoles?: boolean }) => {
      const url = options.databaseUrl ?? terminal.env['HEADGATE_DATABASE_URL']
      if (url === undefined) throw new CommandFailure('Name the database with --database-url postgres://headgate_migrator:PASSWORD@HOST:PORT/DATABASE, or in HEADGATE_DATABASE_URL.', 2)
      const { migrateDatabase } = await import('@headgate/dev-env')
      const migrated = await migrateDatabase(url, options.createRoles === true ? readPasswords(terminal.env) : undefined)
      if (!migrated.ok) throw new CommandFailure(migrated.message)
      const { applied, version } = migrated.value
      terminal.out(applied.length === 0 ? `The schema is current: ${version}` : `Applied ${applied.join(', ')}`)
    })
  return withExamples(command, 'headgate migrate --database-url postgres://headgate_migrator:secret@db:5432/headgate')
}

function readPasswords(env: Record<string, string | undefined>): { migrator: string; api: string; controller: string; snapshots: string } {
  const read = (name: string): string => {
    const value = env[name]
    if (value === undefined || value === '') throw new CommandFailure(`--create-roles needs ${name} in the environment.`, 2)
    return value
  }
  return {
    migrator: read('HEADGATE_MIGRATOR_PASSWORD'),
    api: read('HEADGATE_API_PASSWORD'),
    controller: read('HEADGATE_CONTROLLER_PASSWORD'),
    snapshots: read('HEADGATE_SNAPSHOTS_PASSWORD'),
  }
}
