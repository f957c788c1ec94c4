import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const LINES_SHOWN = 8

/** The last lines of each component, for the message of a start that failed. */
export function describeLogs(directory: string): string {
  const files = readdirSync(join(directory, 'log')).toSorted()
  return files.map((name) => `== ${name}\n${readFileSync(join(directory, 'log', name), 'utf8').trimEnd().split('\n').slice(-LINES_SHOWN).join('\n').slice(-2_000)}`).join('\n')
}
