import { crc32 } from 'node:zlib'
import { readMetadata } from '@headgate/snapshot-metadata'
import { inPieces, writeMetadata } from '@headgate/snapshot-metadata/testing'
import type { FileToWrite, SubtaskToWrite } from '@headgate/snapshot-metadata/testing'
import { renderComparison } from '../report/render-comparison.ts'
import { interleave } from '../stats/interleave.ts'
import type { Benchmark } from './benchmark.ts'

const subtasks = 500
const filesPerSubtask = 200
/** As S3 hands them out. */
const pieceBytes = 64 * 1024
const directory = 's3://headgate/organizations/6f2f3a8e-0000-4000-8000-000000000001/environments/env-abc123/statements/0b6d/checkpoints/a7652328647a49cdaf9b0ef51dbf4212/shared'

/**
 * Reading the `_metadata` of a very large incremental checkpoint (100,000 files, 10 kB of inlined state for each subtask) beside the least that
 * can be done with its bytes: a checksum, and looking at each byte in JavaScript. Everything is in memory.
 */
export const metadataBenchmark: Benchmark = {
  name: 'metadata',
  title: `Reading snapshot metadata that names ${(subtasks * filesPerSubtask).toLocaleString('en')} files`,
  async run({ rounds = 15, onProgress }) {
    const bytes = largeMetadata()
    const sizeMB = bytes.length / 1e6
    const inMBPerSecond = async (work: () => Promise<void>): Promise<number> => {
      const startedMs = performance.now()
      await work()
      return (sizeMB / (performance.now() - startedMs)) * 1_000
    }
    const ours = () =>
      inMBPerSecond(async () => {
        const read = await readMetadata(inPieces(bytes, pieceBytes))
        if (!read.ok || read.value.references.length !== subtasks * filesPerSubtask) throw new Error('The metadata was not read.')
      })
    const over = (sum: (piece: Uint8Array, before: number) => number) => () =>
      inMBPerSecond(async () => {
        let all = 0
        for await (const piece of inPieces(bytes, pieceBytes)) all = sum(piece, all)
        if (Number.isNaN(all)) throw new Error('There is no checksum.')
      })
    const options = { rounds, warmUps: 3, onRound: (round: number) => onProgress(`${round + 1} of ${rounds} rounds`) }
    const besideChecksum = await interleave({ ours, theirs: over((piece, before) => crc32(piece, before)) }, options)
    const besideLoop = await interleave({ ours, theirs: over(addUp) }, options)
    const compared = (found: typeof besideChecksum, name: string) =>
      renderComparison({
        title: `${metadataBenchmark.title} (${sizeMB.toFixed(1)} MB), beside ${name} of the same bytes`, unit: 'MB/s', better: 'higher',
        ours: { name: 'reading', values: found.ours }, theirs: { name, values: found.theirs },
      })
    return [compared(besideChecksum, 'the crc32'), compared(besideLoop, 'the sum')].join('\n\n')
  },
}

function addUp(piece: Uint8Array, before: number): number {
  let sum = before
  for (let index = 0; index < piece.length; index++) sum = (sum + (piece[index] ?? 0)) | 0
  return sum
}

function largeMetadata(): Uint8Array {
  const file = (subtask: number, index: number): FileToWrite => ({
    localPath: `${String(index).padStart(6, '0')}.sst`,
    stream: { type: 2, location: `${directory}/${subtask.toString(16).padStart(8, '0')}-4c1e-4d7a-9e53-${index.toString(16).padStart(12, '0')}`, sizeBytes: 2_000_000 + index },
  })
  const subtaskStates = Array.from({ length: subtasks }, (_, index): SubtaskToWrite => ({
    index,
    managedKeyedState: {
      type: 11, checkpointId: 1_000, keyGroups: { first: 2 * index, count: 2 }, meta: { type: 1, bytes: 10_000 },
      shared: Array.from({ length: filesPerSubtask }, (_each, position) => file(index, position)), private: [],
    },
  }))
  return writeMetadata({ checkpointId: 1_000, operators: [{ operatorId: '6d2677a0ecc3fd8df0b72ec675edf8f4', uid: '4_group-aggregate', parallelism: subtasks, maxParallelism: 2 * subtasks, subtasks: subtaskStates }] })
}
