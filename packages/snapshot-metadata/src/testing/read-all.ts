import type { Result } from '@headgate/domain'
import type { MetadataLimits } from '../limits.ts'
import { readMetadata } from '../read-metadata.ts'
import type { SnapshotMetadata } from '../snapshot-metadata.ts'

/** The bytes in pieces of this many, as a store would hand them out. */
export async function* inPieces(bytes: Uint8Array, pieceBytes = 64 * 1024): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += pieceBytes) yield bytes.subarray(start, start + pieceBytes)
}

/** Reads metadata that is in memory. */
export const readAll = (bytes: Uint8Array, limits: Partial<MetadataLimits> = {}, pieceBytes?: number): Promise<Result<SnapshotMetadata>> => readMetadata(inPieces(bytes, pieceBytes), limits)
