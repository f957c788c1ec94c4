import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { DataLayout } from './data-layout.ts'

/** Deletes everything in the data directory but the lock that we hold. Only called on a directory that is Headgate's. */
export async function resetData(layout: DataLayout): Promise<void> {
  for (const name of await readdir(layout.root).catch(() => [])) {
    const path = join(layout.root, name)
    if (path !== layout.lockFile) await rm(path, { recursive: true, force: true })
  }
}
