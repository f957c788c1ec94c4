import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { GoPart } from './parts.ts'

/** What a program is made of, as a short text that differs when any of it does: its sources and the Go that compiles them. */
export async function buildKey({ source }: GoPart, goVersion: string): Promise<string> {
  if ('module' in source) return source.module
  const digest = createHash('sha256')
  for (const file of source.files) digest.update(await readFile(join(source.directory, file)))
  return digest.update(`${goVersion}\n`).digest('hex').slice(0, 16)
}
