import { expect, it } from 'vitest'
import type { Result } from '@headgate/domain'
import type { SnapshotMetadata } from './index.ts'
import { readMetadata } from './read-metadata.ts'
import { ByteWriter } from './testing/byte-writer.ts'
import { everyHandle } from './testing/every-handle.ts'
import { inPieces, metadataNaming, readAll, writeMetadata } from './testing/index.ts'
import type { OperatorToWrite, StreamToWrite } from './testing/index.ts'

const whole = writeMetadata(everyHandle(6))
const operator: OperatorToWrite = { operatorId: 'a'.repeat(32), parallelism: 2, maxParallelism: 4, subtasks: [] }
const withOperator = (change: Partial<OperatorToWrite>) => writeMetadata({ checkpointId: 1, operators: [{ ...operator, ...change }] })
const withStream = (stream: StreamToWrite) => withOperator({ subtasks: [{ index: 0, managedKeyedState: { type: 12, keyGroups: { first: 0, count: 1 }, stream } }] })
const withVersion = (version: number) => new ByteWriter().raw(whole.subarray(0, 4)).int(version).raw(whole.subarray(8)).toBytes()

const expectRefusal = (read: Result<SnapshotMetadata>, reason: string, words: RegExp) => {
  expect(read).toMatchObject({ ok: false, reason, message: expect.stringMatching(words) })
}

it.each<[string, Uint8Array, RegExp]>([
  ['no bytes', new Uint8Array(0), /empty/],
  ['half a magic number', whole.subarray(0, 2), /cut off.* 2 bytes/],
  ['another file', new TextEncoder().encode('PAR1 and more'), /no metadata of a Flink snapshot: it begins with 50415231/],
  ['version 1', withVersion(1), /written by Flink 1\.1 or 1\.2 .*version 1/],
  ['version 2', withVersion(2), /written by Flink 1\.3 to 1\.10/],
  ['version 3', withVersion(3), /written by Flink 1\.11 to 1\.15/],
  ['version 4', withVersion(4), /written by Flink 1\.16 to 1\.20/],
  ['version 7', withVersion(7), /version 7: only a Flink newer than 2\.3/],
  ['version 0', withVersion(0), /damaged: it has version 0/],
  ['version -3', withVersion(-3), /damaged: it has version -3/],
  ['bytes behind the end', new ByteWriter().raw(whole).raw(3).toBytes(), /3 bytes behind its end/],
  ['much behind the end', new ByteWriter().raw(whole).raw(70_000).toBytes(), /more behind its operators/],
  ['a negative checkpoint id', writeMetadata({ checkpointId: -1, operators: [] }), /-1 as the id of the checkpoint/],
  ...['../other/file', '/etc/passwd', '', 'a/../../b', 'a/', './a', 'a//b', '..', '/', '//host/share'].map((path): [string, Uint8Array, RegExp] => [
    `the relative path '${path}'`, withStream({ type: 6, path, sizeBytes: 1 }), /path ".*", which Flink would not write/,
  ]),
  ...['', 's3://bucket', 's3://bucket/', 's3://bucket//a', 's3://bucket/a/../b', 'file:/a/./b', 'file:a', 'a/b', '/a/', 's3://bucket/a/..', '/'].map((location): [string, Uint8Array, RegExp] => [
    `the location '${location}'`, withStream({ type: 2, location, sizeBytes: 1 }), /path ".*", which Flink would not write/,
  ]),
  ['a master state of another length', new ByteWriter().raw(whole.subarray(0, 24)).int(18).raw(whole.subarray(28)).toBytes(), /master state that does not have its 18 bytes/],
  ['a master state that begins as something else', new ByteWriter().raw(whole.subarray(0, 20)).int(1).raw(whole.subarray(24)).toBytes(), /master state that does not begin as one/],
  ['a path with a NUL', withStream({ type: 2, location: 's3://b/\0', sizeBytes: 1 }), /path that is no text/],
  ['half a surrogate pair', withOperator({ uid: 'a\ud800b' }), /uid that is no text/],
  ['a negative size', withStream({ type: 2, location: 's3://b/a', sizeBytes: -5 }), /a file of -5 bytes/],
  ['a size beyond what can be counted', withStream({ type: 2, location: 's3://b/a', sizeBytes: 2 ** 60 }), /a file of 1152921504606847000 bytes/],
  ['sizes whose sum cannot be counted', withOperator({ subtasks: [0, 1].map((index) => ({ index, managedKeyedState: { type: 12, keyGroups: { first: 0, count: 1 }, stream: { type: 2, location: `s3://b/${index}`, sizeBytes: Number.MAX_SAFE_INTEGER } } })) }), /bytes of state/],
  ['keyed state without a handle', withOperator({ subtasks: [{ index: 0, managedKeyedState: { type: 12, keyGroups: { first: 0, count: 1 } } }] }), /no state handle where one belongs/],
  ['more subtasks than parallelism', withOperator({ subtasks: [0, 1, 1].map((index) => ({ index })) }), /3 subtasks of an operator of parallelism 2/],
  ['a subtask twice', withOperator({ subtasks: [{ index: 1 }, { index: 1, isFinished: true }] }), /subtask 1 twice/],
  ['a subtask beyond the parallelism', withOperator({ subtasks: [{ index: 2 }] }), /subtask 2 of an operator of parallelism 2/],
  ['a finished subtask beyond it', withOperator({ subtasks: [{ index: 2, isFinished: true }] }), /subtask 2 of/],
  ['parallelism beyond the maximum', withOperator({ parallelism: 5 }), /parallelism 5, at most 4/],
  ['no parallelism', withOperator({ parallelism: 0 }), /parallelism 0/],
  ['parallelism that Flink cannot have', withOperator({ maxParallelism: 32_769 }), /at most 32769/],
  ['a finished operator with coordinator state', withOperator({ coordinatorState: 1, subtasks: 'finished' }), /coordinator state of an operator that has finished/],
  ['changes that are none', withOperator({ subtasks: [{ index: 0, managedKeyedState: { type: 14, keyGroups: { first: 0, count: 1 }, materialized: [], changes: [{ type: 12, keyGroups: { first: 0, count: 1 }, stream: { type: 16 } } as never] } }] }), /type 12 among changes/],
  ['a file where a segment belongs', withOperator({ subtasks: [{ index: 0, managedOperatorState: { type: 17, states: [], taskOwnedDirectory: '', sharedDirectory: '', isEmpty: false, stream: { type: 6, path: 'a', sizeBytes: 1 } as never } }] }), /where a segment belongs/],
])('refuses %s', async (_name, bytes, words) => {
  expectRefusal(await readAll(bytes), 'rejected', words)
})

const references = Array.from({ length: 100 }, (_, index) => ({ location: `s3://bucket/${index}`, isRelative: false, sizeBytes: 1, isShared: true }))
const named = writeMetadata(metadataNaming(references, { checkpointId: 1 }))
const nested = (levels: number): StreamToWrite => (levels === 0 ? { type: 16 } : { type: 3, keyGroups: { first: 0, count: 1 }, stream: nested(levels - 1) })

it.each(['s3://bucket/a', 'file:/tmp/a', 'hdfs://host:9000/a b/c#d?e', '/tmp/a', 's3a://key:secret@bucket/..a/b../...', 'C:/x'])('takes the location %s', async (location) => {
  expect(await readAll(withStream({ type: 2, location, sizeBytes: -1 }))).toMatchObject({ ok: true, value: { references: [{ location, sizeBytes: 0 }] } })
})

it('is as large as a limit allows, and no larger', async () => {
  const several = writeMetadata({ checkpointId: 1, operators: [operator, operator, operator] })
  for (const [bytes, limit, value, words] of [
    [named, 'referencesMax', 100, /more than 99 objects/],
    [named, 'fileBytesMax', named.length, /more than [\d,]+ bytes, the limit/],
    [named, 'locationBytesMax', 'S3://bucket/99'.length, /path of 14 bytes, and 13/],
    [named, 'nameBytesMax', 'GroupAggregate'.length, /name of 14 bytes, and 13/],
    [several, 'operatorsMax', 3, /3 operators, and 2/],
    [withStream(nested(10)), 'nestingMax', 11, /more than 10 deep/],
  ] as const) {
    expect(await readAll(bytes, { [limit]: value })).toMatchObject({ ok: true })
    expectRefusal(await readAll(bytes, { [limit]: value - 1 }), 'limit', words)
  }
})

it('keeps no more than it may', async () => {
  expectRefusal(await readAll(named, { keptBytesMax: 10_000 }), 'limit', /names and paths have more than 10,000 bytes/)
  expect(await readAll(named, { keptBytesMax: 20_000 })).toMatchObject({ ok: true })
})

it('nests no deeper than it may, whatever the stack would bear', async () => {
  const [flat, one] = [withStream({ type: 16 }), withStream(nested(1))]
  const upToHandle = flat.subarray(0, flat.findIndex((byte, index) => byte !== one[index]))
  const levels = Uint8Array.from({ length: 9 * 200_000 }, (_, index) => (index % 9 === 0 ? 3 : 0))
  expectRefusal(await readAll(new ByteWriter().raw(upToHandle).raw(levels).toBytes()), 'limit', /nested more than 16 deep/)
})

it('says that the source failed, not that the file is bad', async () => {
  const failing = async function* () {
    yield* inPieces(whole.subarray(0, 500))
    throw new Error('connection reset')
  }
  expect(await readMetadata(failing())).toEqual({ ok: false, reason: 'unavailable', message: 'The metadata could not be read to its end.', detail: 'Error: connection reset' })
})

it('ends with a source that never does', async () => {
  let pieces = 0
  const endless = async function* () {
    yield whole.subarray(0, -700)
    for (;;) {
      pieces += 1
      yield new Uint8Array(64 * 1024)
    }
  }
  expect(await readMetadata(endless())).toMatchObject({ ok: false })
  expect(pieces).toBeLessThan(10)
})
