import { failed, ok } from '@headgate/domain'
import type { Result } from '@headgate/domain'
import type { SnapshotMetadata } from '@headgate/snapshot-metadata'
import type { SnapshotContent } from './fake-job.ts'

/** Reads the `_metadata` of the fake engine, which is JSON, as the reader of real ones would. */
export async function readFakeMetadata(source: AsyncIterable<Uint8Array>): Promise<Result<SnapshotMetadata>> {
  const pieces: Uint8Array[] = []
  try {
    for await (const piece of source) pieces.push(piece)
  } catch (error) {
    return failed('unavailable', 'The metadata could not be read to its end.', String(error))
  }
  const text = Buffer.concat(pieces).toString('utf8')
  try {
    const { checkpointId, isSavepoint, references = [] } = JSON.parse(text) as SnapshotContent
    return ok({
      formatVersion: 6,
      flinkVersionMin: '2.1',
      checkpointId,
      kind: isSavepoint ? 'savepoint' : 'checkpoint',
      format: 'native',
      stop: 'unknown',
      operators: [],
      references: references.map((reference) => ({ ...reference, isShared: reference.location.includes('/shared/') })),
      inlined: { count: 0, bytes: 0 },
      hasChannelState: false,
      stateBytes: references.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
      sizeBytes: text.length,
    })
  } catch {
    return failed('rejected', 'It is no metadata of the fake engine.')
  }
}
