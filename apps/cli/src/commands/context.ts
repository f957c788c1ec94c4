import { Option } from 'commander'
import type { Command } from 'commander'
import { createApi } from '../api/api.ts'
import type { Api } from '../api/api.ts'
import { findConnection } from '../api/connection.ts'
import type { Terminal } from '../terminal.ts'

/** Adds the option that every command with a connection has. */
export const withConnection = (command: Command): Command =>
  command.option('--connection <file>', 'the connection.json of an instance (default: HEADGATE_* variables, else .headgate/connection.json)')

/** Adds `--format`. */
export const withFormat = (command: Command, formats: readonly string[]): Command =>
  command.addOption(new Option('--format <format>', 'how to print').choices(formats).default('table'))

/** The API as the options and the environment name it. */
export const openApi = async (options: { connection?: string }, terminal: Terminal): Promise<Api> =>
  createApi(await findConnection(options.connection, terminal.env, terminal.directory))

/** Help lines with examples below a command. */
export const withExamples = (command: Command, ...examples: string[]): Command =>
  command.addHelpText('after', `\nExamples:\n${examples.map((example) => `  $ ${example}`).join('\n')}`)
