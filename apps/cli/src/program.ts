import { Command } from 'commander'
import { devCommand } from './commands/dev-command.ts'
import { doctorCommand } from './commands/doctor-command.ts'
import { migrateCommand } from './commands/migrate-command.ts'
import { organizationCommand } from './commands/organization-command.ts'
import { poolCommand } from './commands/pool-command.ts'
import { snapshotCommand } from './commands/snapshot/snapshot-command.ts'
import { sqlCommand } from './commands/sql-command.ts'
import { statementCommand } from './commands/statement-command.ts'
import type { Terminal } from './terminal.ts'

/** The command line: every command, with its options and help. */
export function createProgram(terminal: Terminal): Command {
  const program = new Command('headgate')
    .description('An open control plane for Apache Flink that speaks Confluent\'s Flink REST API.')
    .enablePositionalOptions()
    .addHelpText('after', `
The connection comes from --connection FILE, else from HEADGATE_* variables, else from .headgate/connection.json, which \`headgate dev\` writes.`)
  const commands = [devCommand(), sqlCommand(terminal), statementCommand(terminal), snapshotCommand(terminal), poolCommand(terminal), organizationCommand(terminal), migrateCommand(terminal), doctorCommand(terminal)]
  for (const command of commands) program.addCommand(command)
  throwInsteadOfExit(program)
  return program
}

/** Wrong usage comes back as an error, so that `run.ts` chooses the exit code. */
function throwInsteadOfExit(command: Command): void {
  command.exitOverride()
  command.showHelpAfterError('(more: --help)')
  for (const child of command.commands) throwInsteadOfExit(child as Command)
}
