import { statfs } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import type { Result } from '@headgate/domain'
import { ok } from '@headgate/domain'
import { problem } from '../problem.ts'

/** Bytes that may be written on the disk that holds `path`, or its nearest ancestor that exists; undefined when it cannot be told. */
export async function readFreeBytes(path: string): Promise<number | undefined> {
  let place = resolve(path)
  for (;;) {
    try {
      const stats = await statfs(place)
      return stats.bavail * stats.bsize
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || dirname(place) === place) return undefined
      place = dirname(place)
    }
  }
}

/** Refuses when fewer than `neededBytes` are free where `path` is or will be. */
export async function checkDiskSpace(path: string, neededBytes: number, what: string, readFree = readFreeBytes): Promise<Result<void>> {
  const freeBytes = await readFree(path)
  if (freeBytes === undefined || freeBytes >= neededBytes) return ok(undefined)
  return problem('diskFull', `${what} needs ${renderBytes(neededBytes)} on the disk of ${path}, only ${renderBytes(freeBytes)} are free.`, 'Free some space, or pick another disk with --data-dir DIR (data) or XDG_CACHE_HOME (Flink), then start again.')
}

/** `1.5 GB`, `300 MB`. */
export const renderBytes = (bytes: number): string =>
  bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${Math.round(bytes / 1e6)} MB`
