import { Command } from 'commander'
import type { Terminal } from '../../terminal.ts'
import { withConnection } from '../context.ts'
import { keepCommands } from './keep-commands.ts'
import { lookCommands } from './look-commands.ts'
import { makeCommands } from './make-commands.ts'
import { policyCommand } from './policy-command.ts'
import { proofCommands } from './proof-commands.ts'
import { startCommands } from './start-commands.ts'
import { storageCommands } from './storage-commands.ts'

/** `headgate snapshot …`. */
export function snapshotCommand(terminal: Terminal): Command {
  const group = new Command('snapshot').description('take, look into, keep, verify, copy and delete snapshots, and start statements from them')
  const commands = [...makeCommands(terminal), ...lookCommands(terminal), ...keepCommands(terminal), ...proofCommands(terminal), ...startCommands(terminal), ...storageCommands(terminal)]
  for (const command of commands) group.addCommand(withConnection(command))
  group.addCommand(policyCommand(terminal))
  return group.addHelpText('after', '\nAn id may be given by as much of its beginning as no other snapshot has.')
}
