import type { Command } from 'commander'
import { openApi } from '../context.ts'
import { wholeNumber } from '../numbers.ts'
import type { Terminal } from '../../terminal.ts'
import { CommandFailure } from '../../failure.ts'

export interface Common {
  connection?: string
  format?: 'table' | 'json'
}

/** The part of the API that is about snapshots. */
export const openSnapshots = async (options: Common, terminal: Terminal) => (await openApi(options, terminal)).snapshots

/** Adds `--no-wait` and `--timeout`. */
export const withWait = (command: Command, until: string, timeoutSeconds: number): Command =>
  command.option('--no-wait', `do not wait until ${until}`).option('--timeout <seconds>', 'wait at most so long', wholeNumber(1, 100_000), timeoutSeconds)

/** Adds `--label`, which may be repeated. */
export const withLabels = (command: Command): Command => command.option('-l, --label <key=value>', 'a label (may be repeated)', (value: string, earlier: string[] | undefined) => [...(earlier ?? []), value])

/** `key=value` pairs. */
export const readLabels = (given: readonly string[] | undefined): Record<string, string> =>
  Object.fromEntries((given ?? []).map((pair) => {
    const at = pair.indexOf('=')
    if (at < 1) throw new CommandFailure(`A label is key=value, not ${JSON.stringify(pair)}.`, 2)
    return [pair.slice(0, at), pair.slice(at + 1)]
  }))

/** Prints the object, or the text for people. */
export const print = (terminal: Terminal, format: string | undefined, value: unknown, text: () => string): void =>
  terminal.out(format === 'json' ? JSON.stringify(value, undefined, 2) : text())
