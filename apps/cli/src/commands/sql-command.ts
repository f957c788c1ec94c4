import { readFile } from 'node:fs/promises'
import { Command } from 'commander'
import { CommandFailure } from '../failure.ts'
import { formats } from '../output/row-writer.ts'
import type { Format } from '../output/row-writer.ts'
import { runScript } from '../sql/run-script.ts'
import type { SessionSettings } from '../sql/session-settings.ts'
import { runShell } from '../sql/shell.ts'
import { splitScript } from '../sql/split-statements.ts'
import type { Terminal } from '../terminal.ts'
import { openApi, withConnection, withExamples, withFormat } from './context.ts'
import { wholeNumber } from './numbers.ts'

interface SqlOptions {
  connection?: string
  execute?: string[]
  file?: string
  snapshot?: boolean
  name?: string
  rows?: number
  timeout?: number
  pool?: string
  property?: string[]
  format: Format
}

/** `headgate sql`: one shot with -e or --file or a pipe, else a shell. */
export function sqlCommand(terminal: Terminal): Command {
  const command = withFormat(withConnection(new Command('sql')), formats)
    .description('run SQL: one shot with -e, --file or a pipe, otherwise an interactive shell')
    .option('-e, --execute <sql>', 'statements to run in order, separated by ; (may be repeated)', collect)
    .option('-f, --file <file>', 'a file with statements')
    .option('--snapshot', 'read tables as they are now (bounded) instead of following them')
    .option('--name <name>', 'name of the statement (default: made up; queries are then deleted when done)')
    .option('--rows <n>', 'stop a query after n rows', wholeNumber(1, 1_000_000_000))
    .option('--timeout <seconds>', 'give up after this time', wholeNumber(1, 1_000_000))
    .option('--pool <id>', 'compute pool to run in (default: that of the connection)')
    .option('-p, --property <key=value>', 'a property of the statements, as with SET (may be repeated)', collect)
    .action((options: SqlOptions) => sql(options, terminal))
  return withExamples(
    command,
    'headgate sql',
    'headgate sql -e "SHOW TABLES"',
    'headgate sql -e "SELECT customer, price FROM orders" --rows 5',
    'headgate sql --snapshot --format csv -e "SELECT * FROM totals" > totals.csv',
    'headgate sql --name totals -e "INSERT INTO totals SELECT ..."',
    'headgate sql < script.sql',
  )
}

async function sql(options: SqlOptions, terminal: Terminal): Promise<void> {
  const text = await scriptOf(options)
  const api = await openApi(options, terminal)
  const settings: SessionSettings = {
    catalog: api.connection.environmentId,
    database: api.connection.database,
    properties: { ...(options.snapshot ? { 'sql.snapshot.mode': 'now' } : {}), ...readProperties(options.property ?? []) },
  }
  const abort = new AbortController()
  const common = {
    name: options.name, computePoolId: options.pool, format: options.format, rowsMax: options.rows,
    timeoutMs: options.timeout === undefined ? undefined : options.timeout * 1000,
    terminalWidth: terminal.width(), out: terminal.out, note: terminal.note, sleep: terminal.sleep, nowMs: terminal.nowMs, makeName: terminal.makeName,
  }
  if (text === undefined) return runShell(api, settings, common, terminal)
  const statements = splitScript(text)
  if (statements.length === 0) throw new CommandFailure('There is no statement in it.', 2)
  const named = statements.filter((statement) => !/^\s*(USE|SET|RESET)\b/i.test(statement))
  if (options.name !== undefined && named.length > 1) throw new CommandFailure(`--name names one statement, there are ${named.length}.`, 2)
  const onSignal = () => {
    terminal.note('Stopping', true)
    abort.abort()
  }
  // Once: a second Ctrl-C ends us at once.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, onSignal)
  const { isInterrupted } = await runScript(api, statements, settings, { ...common, signal: abort.signal })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, onSignal)
  if (isInterrupted) process.exitCode = 130
}

/** The text of -e, --file or a pipe; undefined: a shell. */
async function scriptOf(options: SqlOptions): Promise<string | undefined> {
  if (options.execute !== undefined && options.file !== undefined) throw new CommandFailure('Use -e or --file, not both.', 2)
  if (options.execute !== undefined) return options.execute.join(';\n')
  if (options.file !== undefined) {
    const { file } = options
    return readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
      throw new CommandFailure(`${file} cannot be read (${error.code}).`, 2)
    })
  }
  if (process.stdin.isTTY) return undefined
  let text = ''
  for await (const chunk of process.stdin.setEncoding('utf8')) text += chunk
  return text
}

/** `key=value` pairs. */
export function readProperties(pairs: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=')
      if (at < 1) throw new CommandFailure(`--property takes key=value, not ${JSON.stringify(pair)}.`, 2)
      return [pair.slice(0, at), pair.slice(at + 1)]
    }),
  )
}

const collect = (value: string, earlier: string[] | undefined): string[] => [...(earlier ?? []), value]
