import { createInterface } from 'node:readline'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Api } from '../api/api.ts'
import { CommandFailure } from '../failure.ts'
import type { Terminal } from '../terminal.ts'
import { runScript } from './run-script.ts'
import type { ScriptOptions } from './run-script.ts'
import type { SessionSettings } from './session-settings.ts'
import { splitStatements } from './split-statements.ts'

const helpText = [
  'Statements end with ; and may take several lines. Ctrl-C stops a running query, or drops what was typed.',
  "  USE db;  USE CATALOG env;  SET 'key' = 'value';  RESET 'key';  SET;    settings of this shell",
  '  SHOW TABLES;  DESCRIBE t;  EXPLAIN SELECT ...;                        the catalog',
  "  SET 'sql.snapshot.mode' = 'now';                                      read tables as they are now",
  '  \\q or exit                                                            leave',
].join('\n')

const historyLinesMax = 1_000

/** Where the shell keeps what was typed: `$XDG_STATE_HOME/headgate/history`, mode 0600. */
export const historyFile = (env: Record<string, string | undefined>): string =>
  join(env['XDG_STATE_HOME'] || join(homedir(), '.local', 'state'), 'headgate', 'history')

/** The interactive shell; returns when the user leaves. A failed statement is shown and the shell goes on. */
export async function runShell(api: Api, settings: SessionSettings, options: Omit<ScriptOptions, 'signal'>, terminal: Terminal): Promise<void> {
  const file = historyFile(terminal.env)
  const history = (await readFile(file, 'utf8').catch(() => '')).split('\n').filter((line) => line !== '').reverse()
  const reader = createInterface({ input: process.stdin, output: process.stdout, history: history.slice(0, historyLinesMax), historySize: historyLinesMax, removeHistoryDuplicates: true })
  let remembered = history
  reader.on('history', (lines) => (remembered = lines))
  terminal.note(`Headgate SQL at ${api.connection.endpoint}. help or \\q.`)
  let present = settings
  let typed = ''
  let running: AbortController | undefined
  const prompt = () => {
    reader.setPrompt(typed === '' ? `${present.database}> ` : `${' '.repeat(Math.max(0, present.database.length - 1))}...> `)
    reader.prompt()
  }
  reader.on('SIGINT', () => {
    if (running !== undefined) return running.abort()
    typed = ''
    process.stdout.write('\n')
    prompt()
  })
  prompt()
  for await (const line of reader) {
    const word = line.trim().replace(/;$/, '').toLowerCase()
    if (typed === '' && ['\\q', 'exit', 'quit'].includes(word)) break
    if (typed === '' && ['help', '\\h', '\\?'].includes(word)) {
      terminal.note(helpText)
      prompt()
      continue
    }
    const { statements, rest } = splitStatements(typed === '' ? line : `${typed}\n${line}`)
    typed = rest
    if (statements.length > 0) {
      running = new AbortController()
      try {
        const ran = await runScript(api, statements, present, { ...options, terminalWidth: terminal.width(), signal: running.signal })
        present = ran.settings
        if (ran.isInterrupted) terminal.note('Stopped.')
      } catch (error) {
        if (!(error instanceof CommandFailure)) throw error
        terminal.note(error.message)
      }
      running = undefined
    }
    prompt()
  }
  reader.close()
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, `${remembered.slice(0, historyLinesMax).reverse().join('\n')}\n`, { mode: 0o600 }).catch(() => undefined)
}
