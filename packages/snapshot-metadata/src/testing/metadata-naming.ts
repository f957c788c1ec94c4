import type { SnapshotReference } from '../snapshot-metadata.ts'
import type { FileToWrite, MetadataToWrite, PropertiesToWrite } from './metadata-to-write.ts'

/** The one operator of such a snapshot. */
const operator = { uid: 'aggregate', name: 'GroupAggregate', operatorId: '6d2677a0ecc3fd8df0b72ec675edf8f4', parallelism: 1, maxParallelism: 128 }

/**
 * A snapshot of one operator in RocksDB that names exactly these objects, for `writeMetadata`: for stand-ins of Flink, which put the objects
 * themselves into a store. Relative ones count as the snapshot's own, whatever `isShared` says, as with Flink.
 */
export function metadataNaming(references: readonly SnapshotReference[], about: { checkpointId: number; formatVersion?: 5 | 6; properties?: PropertiesToWrite }): MetadataToWrite {
  const files = (isShared: boolean): FileToWrite[] =>
    references
      .filter((reference) => (reference.isShared && !reference.isRelative) === isShared)
      .map(({ location, isRelative, sizeBytes }, index) => ({
        localPath: `${String(index).padStart(6, '0')}.sst`,
        stream: isRelative ? { type: 6, path: location, sizeBytes } : { type: 2, location, sizeBytes },
      }))
  const managedKeyedState = { type: 11, checkpointId: about.checkpointId, keyGroups: { first: 0, count: 128 }, meta: { type: 1, bytes: 64 }, shared: files(true), private: files(false) } as const
  return { ...about, operators: [{ ...operator, subtasks: [{ index: 0, managedKeyedState }] }] }
}
