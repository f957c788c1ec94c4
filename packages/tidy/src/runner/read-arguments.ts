import { parseArgs } from 'node:util'
import { GROUPS, type GroupName } from './groups.ts'

/** What the caller of the test command asked for. */
export interface RunArguments {
  groups: GroupName[]
  /** Parts of file paths; empty: all files. */
  filters: string[]
  help: boolean
}

/**
 * Reads `pnpm test` arguments: `--group <name>` (may be repeated or hold a comma list), file filters, `--help`. A lone `--`, which pnpm hands
 * through, is skipped.
 * @returns the arguments, or `{ problem }`: one line that says what is wrong and what is accepted.
 */
export function readArguments(words: readonly string[]): RunArguments | { problem: string } {
  const names = GROUPS.map((group) => group.name)
  let parsed
  try {
    parsed = parseArgs({
      args: words.filter((word) => word !== '--'),
      options: { group: { type: 'string', multiple: true }, help: { type: 'boolean', short: 'h' } },
      allowPositionals: true,
    })
  } catch (error) {
    return { problem: `${error instanceof Error ? error.message.split('. ')[0] : String(error)}. Accepted: --group <${names.join('|')}>, --help, parts of file paths.` }
  }
  const usual = GROUPS.filter((group) => group.onlyWhenAsked !== true).map((group) => group.name)
  const asked = (parsed.values.group ?? []).flatMap((value) => value.split(','))
  const unknown = asked.find((name) => !names.some((known) => known === name))
  if (unknown !== undefined) return { problem: `There is no test group "${unknown}". Groups: ${names.join(', ')}.` }
  return {
    groups: asked.length === 0 ? usual : names.filter((name) => asked.includes(name)),
    filters: parsed.positionals.map((filter) => filter.replace(/^\.\//, '')),
    help: parsed.values.help ?? false,
  }
}
