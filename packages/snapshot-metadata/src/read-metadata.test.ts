import { expect, it } from 'vitest'
import type { SnapshotMetadata } from './index.ts'
import { everyHandle, namedByEveryHandle } from './testing/every-handle.ts'
import { metadataNaming, readAll, writeMetadata } from './testing/index.ts'
import { readMetadata } from './read-metadata.ts'
import type { PropertiesToWrite } from './testing/index.ts'

const valueOf = async (read: ReturnType<typeof readAll>): Promise<SnapshotMetadata> => {
  const result = await read
  if (!result.ok) throw new Error(`${result.reason}: ${result.message}`)
  return result.value
}

it.each([5, 6] as const)('reads every type of handle of version %i back', async (formatVersion) => {
  const bytes = writeMetadata(everyHandle(formatVersion))
  const read = await valueOf(readAll(bytes))
  expect(read.references).toEqual(namedByEveryHandle)
  expect(read).toMatchObject({
    formatVersion, flinkVersionMin: formatVersion === 5 ? '2.0' : '2.1', checkpointId: 42, kind: 'savepoint', format: 'native', stop: 'suspend', hasChannelState: true, sizeBytes: bytes.length,
    // The hook's state is 4 + 2 + 4 + 4 + 3 bytes; then coordinator, operator state, meta file, OPTIONS, changes.
    inlined: { count: 7, bytes: 17 + 2 + 10 + 5 + 300 + 7 },
  })
  const common = { parallelism: 4, maxParallelism: 128, finishedSubtasks: 0, isFinished: false, hasCoordinatorState: false, coordinatorStateBytes: 0 }
  const ofChannels = 200 + 8 + (formatVersion === 6 ? 2 * 16 : 0)
  expect(read.operators).toEqual([
    { ...common, operatorId: 'cbc357ccb763df2852fee8c4fc7d55f2', uid: '1_source', name: 'Source: orders[1] → ünïcode', subtasks: 4, finishedSubtasks: 1, hasCoordinatorState: true, coordinatorStateBytes: 2, stateBytes: 2 + 10 + 1_000 + 70 },
    { ...common, operatorId: '0123456789abcdef0123456789abcdef', uid: '7_group-aggregate', subtasks: 4, stateBytes: 11 + 22 + 33 + (5 + 175 + 7 + 3) + (44 + 155 + 3 + 300 + 100) },
    { ...common, operatorId: 'ffffffffffffffff0000000000000000', subtasks: 2, stateBytes: 1_234 + 320 + 7 + 80 },
    { ...common, operatorId: 'abcdefabcdefabcdefabcdefabcdefab', name: 'Sink', subtasks: 1, stateBytes: ofChannels },
    { ...common, operatorId: 'e'.repeat(32), uid: 'ended', subtasks: 0, isFinished: true, stateBytes: 0 },
  ])
  expect(read.stateBytes).toBe(read.operators.reduce((sum, { stateBytes }) => sum + stateBytes, 0))
})

it.each([1, 2, 7, 64, 1_000_000])('reads the same in pieces of %i bytes', async (pieceBytes) => {
  const bytes = writeMetadata(everyHandle(6))
  expect(await readAll(bytes, {}, pieceBytes)).toEqual(await readAll(bytes))
})

it('reads state that is larger than its window without keeping it', async () => {
  const own = { location: 'own', isRelative: true, sizeBytes: 1, isShared: false }
  const snapshot = metadataNaming([own], { checkpointId: 7 })
  const large = { operatorId: '0'.repeat(32), parallelism: 1, maxParallelism: 32_768 }
  snapshot.operators.unshift({ ...large, coordinatorState: 3_000_000, subtasks: [{ index: 0, managedKeyedState: { type: 12, keyGroups: { first: 0, count: 32_768 }, stream: { type: 1, bytes: 2_000_000 } } }] })
  const read = await valueOf(readAll(writeMetadata(snapshot), { keptBytesMax: 2_000 }))
  expect(read.inlined).toEqual({ count: 3, bytes: 5_000_000 + 64 })
  expect(read.references).toEqual([own])
})

it('finds exactly what a snapshot names, once, in any number', async () => {
  const references = Array.from({ length: 30_000 }, (_, index) => ({
    location: index % 3 === 0 ? `own-${index}` : `s3://bucket/job/shared/${index}`, isRelative: index % 3 === 0, sizeBytes: index, isShared: index % 3 === 1,
  }))
  const read = await valueOf(readAll(writeMetadata(metadataNaming([...references, ...references.slice(0, 100)], { checkpointId: 1 }))))
  const byLocation = (one: { location: string }, other: { location: string }) => (one.location < other.location ? -1 : 1)
  expect(read.references.toSorted(byLocation)).toEqual(references.toSorted(byLocation))
})

it.each<[PropertiesToWrite, Partial<SnapshotMetadata>]>([
  [{ kind: 'checkpoint' }, { kind: 'checkpoint', format: 'native', stop: 'none' }],
  [{ kind: 'checkpoint', isFull: true }, { kind: 'checkpoint', format: 'native', stop: 'none' }],
  [{ kind: 'savepoint', format: 'canonical' }, { kind: 'savepoint', format: 'canonical', stop: 'none' }],
  [{ kind: 'savepoint', format: 'native', stop: 'drain' }, { kind: 'savepoint', format: 'native', stop: 'drain' }],
])('tells the kind of %j', async (properties, expected) => {
  expect(await valueOf(readAll(writeMetadata({ checkpointId: 1, operators: [], properties })))).toMatchObject(expected)
})

it('lets go of its source before it has ended', async () => {
  let isOpen = true
  const pieces = async function* () {
    try {
      yield Uint8Array.of(1, 2, 3, 4, 5)
      for (;;) yield new Uint8Array(64 * 1024)
    } finally {
      isOpen = false
    }
  }
  expect(await readMetadata(pieces())).toMatchObject({ ok: false, reason: 'rejected' })
  expect(isOpen).toBe(false)
})
