import { randomBytes } from 'node:crypto'
import { renameSync, rmSync, writeFileSync } from 'node:fs'

/** Writes JSON so that a reader, and a start after a crash, sees the old or the new text. Blocks: records must be written before what they record goes on. */
export function writeJson(path: string, value: unknown): void {
  const temporary = `${path}.${randomBytes(4).toString('hex')}.tmp`
  try {
    writeFileSync(temporary, `${JSON.stringify(value, undefined, 1)}\n`, { mode: 0o600 })
    renameSync(temporary, path)
  } catch (error) {
    // A full disk: half a file would stay.
    rmSync(temporary, { force: true })
    throw error
  }
}
