import { environmentKey, failed, ok } from '@headgate/domain'
import type { Result, Snapshot, SnapshotContent, SnapshotReference } from '@headgate/domain'
import type { SnapshotMetadata } from '@headgate/snapshot-metadata'
import type { SnapshotsDeps } from '../deps.ts'

type Reference = Omit<SnapshotReference, 'snapshotId'>

/** What a snapshot's `_metadata` tells, with the files it names as keys of the store. */
export interface ReadContent {
  metadata: SnapshotMetadata
  content: SnapshotContent
  /** Key of the directory that holds `_metadata`. */
  directoryKey: string
  /** Files below that directory, without `_metadata` itself. */
  own: Reference[]
  /** Files elsewhere: other snapshots may need them too. */
  shared: Reference[]
}

/**
 * Reads the `_metadata` of a snapshot back. `rejected`: it is no snapshot that could be restored here, in words; a file it names outside of
 * its environment is another tenant's, and is refused too. `not-found`: there is none.
 */
export async function readContent(snapshot: Snapshot, deps: SnapshotsDeps): Promise<Result<ReadContent>> {
  const uri = snapshot.observed.uri
  const directoryKey = uri === undefined ? undefined : deps.objects.keyOf(uri)?.replace(/\/$/, '')
  const root = `${environmentKey(snapshot)}/`
  if (directoryKey === undefined || !directoryKey.startsWith(root)) return failed('rejected', 'It does not lie in the store of its environment.')
  const metadataKey = `${directoryKey}/_metadata`
  const stream = await deps.objects.readStream(metadataKey)
  if (!stream.ok) return stream.reason === 'not-found' ? failed('not-found', 'Its _metadata is not there.') : stream
  const read = await deps.readMetadata(stream.value)
  if (!read.ok) return read.reason === 'unavailable' ? read : failed('rejected', `Its _metadata cannot be used: ${read.message}`)
  const own: Reference[] = []
  const shared: Reference[] = []
  for (const { location, isRelative, sizeBytes } of read.value.references) {
    const key = isRelative ? `${directoryKey}/${location}` : deps.objects.keyOf(location)
    if (key === undefined || !key.startsWith(root)) return failed('rejected', `It refers to a file outside of its environment: ${location.slice(0, 300)}`)
    ;(key.startsWith(`${directoryKey}/`) ? own : shared).push({ key, sizeBytes })
  }
  const content: SnapshotContent = {
    atMs: deps.clock.nowMs(),
    formatVersion: read.value.formatVersion,
    flinkVersion: read.value.flinkVersionMin,
    checkpointId: read.value.checkpointId,
    operators: read.value.operators.map(({ operatorId, uid, name, parallelism, maxParallelism, stateBytes }) => ({
      operatorId, parallelism, maxParallelism, stateBytes, ...(uid === undefined ? {} : { uid }), ...(name === undefined ? {} : { name }),
    })),
    ownFiles: own.length + 1,
    ownBytes: sum(own) + read.value.sizeBytes,
    metadataBytes: read.value.sizeBytes,
    sharedFiles: shared.length,
    sharedBytes: sum(shared),
  }
  return ok({ metadata: read.value, content, directoryKey, own, shared })
}

const sum = (references: readonly Reference[]): number => references.reduce((total, reference) => total + reference.sizeBytes, 0)
