import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ProcessIdentity } from '../machine/process-identity.ts'

/** What is known of a lab apart from its directory: enough to take away all of it. */
export interface LabRecord {
  id: string
  /** Who ends it. Undefined: a person, by the command `down`. */
  owner?: ProcessIdentity
  /** Of the machine when it was started: after another one only files can be left. Undefined: written by an earlier version. */
  bootId?: string
  directory: string
  mode: 'node' | 'control-plane'
  /** Of a node: its link, addresses and cgroups. */
  network?: number
}

/** Where records and, if nothing else is said, directories of labs are. */
export function labsDirectory(cacheDirectory: string): string {
  return join(cacheDirectory, 'labs')
}

/** Writes a record; it appears whole or not at all. */
export function writeLabRecord(cacheDirectory: string, record: LabRecord): void {
  const file = recordFile(cacheDirectory, record.id)
  mkdirSync(labsDirectory(cacheDirectory), { recursive: true })
  writeFileSync(`${file}.new`, JSON.stringify(record))
  renameSync(`${file}.new`, file)
}

export function removeLabRecord(cacheDirectory: string, id: string): void {
  rmSync(recordFile(cacheDirectory, id), { force: true })
}

export function isOnRecord(cacheDirectory: string, id: string): boolean {
  return existsSync(recordFile(cacheDirectory, id))
}

/** All labs on record. */
export function readLabRecords(cacheDirectory: string): LabRecord[] {
  let names: string[]
  try {
    names = readdirSync(labsDirectory(cacheDirectory))
  } catch {
    return []
  }
  return names.filter((name) => name.endsWith('.json')).map((name) => JSON.parse(readFileSync(join(labsDirectory(cacheDirectory), name), 'utf8')) as LabRecord)
}

function recordFile(cacheDirectory: string, id: string): string {
  return join(labsDirectory(cacheDirectory), `${id}.json`)
}
