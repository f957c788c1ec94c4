import { readdir, readFile, writeFile } from 'node:fs/promises'
import type { DataLayout } from './data-layout.ts'
import { problem } from './problem.ts'
import type { Problem } from './problem.ts'

/**
 * The format of the data directory (Postgres major, names of directories, keys). Rises when a newer `dev` could not use an old directory as
 * it is; what lies in Postgres has its own migrations.
 */
export const dataVersion = 1

/** How a data directory stands to this version. */
export type DataState =
  | { state: 'new' | 'current' }
  /** Headgate's, of another version: may be reset. */
  | { state: 'other-version'; problem: Problem }
  /** Not Headgate's: never touched, so that `--data-dir ~` makes no mess and `--reset` deletes nobody's files. */
  | { state: 'foreign'; problem: Problem }

export async function readDataState(layout: DataLayout): Promise<DataState> {
  const text = await readFile(layout.versionFile, 'utf8').catch(() => undefined)
  if (text === undefined) {
    const entries = await readdir(layout.root).catch(() => [])
    const foreign = entries.filter((name) => !name.startsWith('dev.lock'))
    if (foreign.length === 0) return { state: 'new' }
    return {
      state: 'foreign',
      problem: problem('dataVersion', `${layout.root} is not a data directory of Headgate: it has no VERSION, but holds ${foreign.slice(0, 3).join(', ')}.`, 'Name an empty or new directory with --data-dir DIR.'),
    }
  }
  const found = /^\d{1,9}$/.test(text.trim()) ? Number(text.trim()) : undefined
  if (found === dataVersion) return { state: 'current' }
  const choices = 'name another directory with --data-dir DIR, or start over with --reset (deletes all statements and state).'
  return {
    state: 'other-version',
    problem:
      found !== undefined && found > dataVersion
        ? problem('dataVersion', `${layout.root} was made by a newer Headgate (data version ${found}, this one knows ${dataVersion}).`, `Use that version or a newer one, ${choices}`)
        : problem('dataVersion', `${layout.root} has data version ${JSON.stringify(text.trim().slice(0, 20))}, this Headgate needs ${dataVersion}.`, `Run the version that made it, ${choices}`),
  }
}

export async function writeDataVersion(layout: DataLayout): Promise<void> {
  await writeFile(layout.versionFile, `${dataVersion}\n`)
}
