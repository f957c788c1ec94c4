import type { SnapshotObject } from '@headgate/e2e'
import { readMetadata } from '@headgate/snapshot-metadata'
import { listFiles } from './storage.ts'
import type { Soak } from './soak.ts'

/** What the snapshots that there are need, against what lies there, both found without the keeper. */
export interface NeededFiles {
  files: number
  bytes: number
  /** Needed, and not there or too short. */
  missing: string[]
  /** There, and of no snapshot: files of statements that nobody needs. */
  leaked: string[]
}

/** Reads the `_metadata` of each snapshot and holds what it names against a listing. To be called when no job runs. */
export async function findNeededFiles(soak: Soak, snapshots: readonly SnapshotObject[]): Promise<NeededFiles> {
  const { store } = soak.s3
  const needed = new Map<string, number>()
  const missing: string[] = []
  for (const { id, status } of snapshots) {
    if (status.state !== 'COMPLETED' && status.state !== 'TRASHED') continue
    const directoryKey = store.keyOf(status.uri ?? '')?.replace(/\/$/, '') ?? ''
    const stream = await store.readStream(`${directoryKey}/_metadata`)
    const read = stream.ok ? await readMetadata(stream.value) : stream
    if (!read.ok) {
      missing.push(`${id}: its _metadata in ${directoryKey}: ${read.message}`)
      continue
    }
    needed.set(`${directoryKey}/_metadata`, read.value.sizeBytes)
    for (const { location, isRelative, sizeBytes } of read.value.references) needed.set(isRelative ? `${directoryKey}/${location}` : (store.keyOf(location) ?? location), sizeBytes)
  }
  const there = new Map((await listFiles(soak)).map(({ key, sizeBytes }) => [key, sizeBytes]))
  for (const [key, sizeBytes] of needed) if ((there.get(key) ?? -1) < sizeBytes) missing.push(`${key}: ${there.has(key) ? 'too short' : 'not there'}`)
  const leaked = [...there.keys()].filter((key) => /\/statements\/[^/]+\/(checkpoints|savepoints|snapshots)\/|\/exports\//.test(key) && !key.endsWith('/') && !needed.has(key))
  return { files: needed.size, bytes: [...needed.values()].reduce((sum, bytes) => sum + bytes, 0), missing, leaked }
}
