import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { holdLock } from '../machine/hold-lock.ts'
import { isAlive } from '../machine/process-identity.ts'
import { endLab } from './end-lab.ts'
import { labsDirectory, readLabRecords, type LabRecord } from './lab-record.ts'

/** Does something while nobody else opens, sweeps or ends labs of this cache. */
export async function withLabsLock<T>(cacheDirectory: string, act: () => Promise<T>): Promise<T> {
  await mkdir(labsDirectory(cacheDirectory), { recursive: true })
  const lock = await holdLock(join(labsDirectory(cacheDirectory), '.lock'))
  try {
    return await act()
  } finally {
    await lock.release()
  }
}

/**
 * Ends the labs whose owners are gone, and others that are asked for; the caller holds the lock. One that does not go is told to `say`, stays on record and
 * hinders nobody: the next sweep tries again. Returns how many went.
 */
export async function sweepLabs(cacheDirectory: string, say: (line: string) => void, alsoThese: (record: LabRecord) => boolean = () => false): Promise<number> {
  let ended = 0
  for (const record of readLabRecords(cacheDirectory)) {
    if (!alsoThese(record) && (record.owner === undefined || isAlive(record.owner))) continue
    try {
      await endLab(cacheDirectory, record)
      ended += 1
    } catch (error) {
      say(`The lab in ${record.directory} cannot be ended: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  return ended
}
