import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { javaCommand, realEngine, startRealCluster, waitFor } from '@headgate/adapter-process/testing'
import type { RealCluster } from '@headgate/adapter-process/testing'
import { startFlinkMetadataReader } from '@headgate/testbed'
import type { FlinkMetadata, FlinkMetadataReader } from '@headgate/testbed'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SnapshotMetadata } from './index.ts'
import { commonOfFlink, commonOfOurs } from './testing/compare-with-flink.ts'
import { everyHandle } from './testing/every-handle.ts'
import { pathOf } from './testing/flink-jobs.ts'
import { flinkSnapshots, takeFlinkSnapshots } from './testing/flink-snapshots.ts'
import type { FlinkSnapshot, FlinkSnapshotName } from './testing/flink-snapshots.ts'
import { readAll, writeMetadata } from './testing/index.ts'
import { arbitraryChanges, arbitraryFlips } from './testing/mutated-bytes.ts'

/** A longer search by hand: HEADGATE_FUZZ_INPUTS=100000 HEADGATE_FUZZ_SEED=7. */
const inputCount = Number(process.env['HEADGATE_FUZZ_INPUTS'] ?? '4000')
const seed = Number(process.env['HEADGATE_FUZZ_SEED'] ?? '20260101')

/** What `/jobs/:id/checkpoints/details/:id` and `/jobs/:id` tell. */
interface RestDetails {
  state_size: number
  is_savepoint: boolean
  savepointFormat: string | null
}
interface RestJob {
  vertices: { id: string; parallelism: number; maxParallelism: number }[]
}

/** A snapshot as it was when its job still ran. */
interface Seen {
  bytes: Uint8Array
  read: SnapshotMetadata
  details: RestDetails
  job: RestJob
  /** Below its own directory, when nothing is left there that is being deleted. */
  present: Map<string, number>
  named: Map<string, number>
}

let real: RealCluster | undefined
let flink: FlinkMetadataReader
const seen = new Map<FlinkSnapshotName, Seen>()

beforeAll(async () => {
  real = await startRealCluster()
  for await (const snapshot of takeFlinkSnapshots(real)) seen.set(snapshot.name, await look(snapshot))
  await real.stop()
  real = undefined
  flink = await startFlinkMetadataReader({ engineDirectory: await realEngine(), javaCommand })
})
afterAll(async () => {
  await real?.stop()
  await flink?.stop()
})

async function look(snapshot: FlinkSnapshot): Promise<Seen> {
  const bytes = await readFile(join(snapshot.directory, '_metadata'))
  const read = await readOrThrow(bytes)
  const details = await snapshot.job.ask<RestDetails>(`/checkpoints/details/${read.checkpointId}`)
  const job = await snapshot.job.ask<RestJob>('')
  let [present, named] = [new Map<string, number>(), new Map<string, number>()]
  // Flink deletes what a checkpoint before the retained ones had in the background. If that has no end, the test tells the difference.
  await waitFor(async () => {
    present = await filesBelow(snapshot.ownDirectory)
    named = await namedBelow(snapshot.ownDirectory, [...present.keys()])
    return present.size === named.size ? true : undefined
  }, 'nothing but snapshots is left', 10_000).catch(() => undefined)
  return { bytes, read, details, job, present, named }
}

async function readOrThrow(bytes: Uint8Array): Promise<SnapshotMetadata> {
  const read = await readAll(bytes)
  if (!read.ok) throw new Error(read.message)
  return read.value
}

async function filesBelow(directory: string): Promise<Map<string, number>> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true })
  const files = new Map<string, number>()
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name)
    const found = entry.isFile() ? await stat(path).catch(() => undefined) : undefined
    if (found !== undefined) files.set(path, found.size)
  }
  return files
}

/** The files of all snapshots below a directory and what these name, with the sizes that they claim. */
async function namedBelow(directory: string, paths: readonly string[]): Promise<Map<string, number>> {
  const named = new Map<string, number>()
  for (const path of paths.filter((each) => each.endsWith('/_metadata'))) {
    // It may just have been deleted.
    const bytes = await readFile(path).catch(() => undefined)
    if (bytes === undefined) continue
    named.set(path, bytes.length)
    for (const { location, isRelative, sizeBytes } of (await readOrThrow(bytes)).references) {
      const target = isRelative ? join(path, '..', location) : pathOf(location)
      named.set(target, Math.max(sizeBytes, named.get(target) ?? 0))
    }
  }
  return named
}

const seenAs = (name: FlinkSnapshotName): Seen => {
  const found = seen.get(name)
  if (found === undefined) throw new Error(`There is no ${name}.`)
  return found
}

const names = Object.keys(flinkSnapshots) as FlinkSnapshotName[]

describe.each(names)('%s', (name) => {
  it('is what it was taken as', () => {
    const { read, details } = seenAs(name)
    expect(read).toMatchObject({ formatVersion: 6, flinkVersionMin: '2.1', ...flinkSnapshots[name] })
    expect(details).toMatchObject({ is_savepoint: read.kind === 'savepoint', savepointFormat: read.kind === 'savepoint' ? read.format.toUpperCase() : null })
  })

  it('names exactly the files that are there', () => {
    const { read, present, named } = seenAs(name)
    expect([...named.keys()].toSorted()).toEqual([...present.keys()].toSorted())
    for (const [path, sizeBytes] of named) expect(present.get(path)).toBeGreaterThanOrEqual(sizeBytes)
    expect(read.references.length).toBeGreaterThan(0)
    // Segments end within their files; whatever else is named is named in full.
    if (name !== 'rocksdb-merged-files-checkpoint') expect(Object.fromEntries(present)).toEqual(Object.fromEntries(named))
  })

  it('has the state and the operators that the JobManager tells', () => {
    const { read, details, job } = seenAs(name)
    // The JobManager's statistics leave the coordinators out.
    expect(read.stateBytes - read.operators.reduce((sum, operator) => sum + operator.coordinatorStateBytes, 0)).toBe(details.state_size)
    expect(details.state_size).toBeGreaterThan(0)
    for (const vertex of job.vertices) {
      // A vertex has the id of the operator at its head.
      expect(read.operators.find(({ operatorId }) => operatorId === vertex.id)).toMatchObject({ parallelism: vertex.parallelism, maxParallelism: vertex.maxParallelism })
    }
  })

  it("is the same for Flink's own reader", async () => {
    const { bytes, read } = seenAs(name)
    const [theirs] = await flink.read([bytes])
    expect(commonOfOurs(read)).toEqual(commonOfFlink(expectRead(theirs)))
  })
})

it.each(names.filter((name) => !flinkSnapshots[name].hasChannelState))('%s is the same as version 5', async (name) => {
  const { bytes, read } = seenAs(name)
  const version5 = await readOrThrow(await flink.toVersion5(bytes))
  expect(version5).toMatchObject({ formatVersion: 5, flinkVersionMin: '2.0' })
  expect(commonOfOurs(version5)).toEqual(commonOfOurs(read))
})

const expectRead = (read: FlinkMetadata | undefined): FlinkMetadata & { ok: true } => {
  if (read === undefined || !read.ok) throw new Error(read?.error ?? 'no answer')
  return read
}

it('holds what only a real Flink shows', () => {
  const { read: incremental } = seenAs('rocksdb-incremental-checkpoint')
  expect(incremental.references.some(({ isShared }) => isShared)).toBe(true)
  expect(incremental.operators).toContainEqual(expect.objectContaining({ uid: '14_source', name: 'Source: names[14]', hasCoordinatorState: true, parallelism: 2, subtasks: 2 }))
  expect(seenAs('rocksdb-native-stop').read.references.every(({ isRelative, isShared }) => isRelative && !isShared)).toBe(true)
  expect(seenAs('rocksdb-rescaled-checkpoint').read.operators.every(({ parallelism }) => parallelism === 3)).toBe(true)
  expect(seenAs('heap-checkpoint-after-an-end').read.operators.filter(({ isFinished }) => isFinished)).toHaveLength(2)
  expect(seenAs('rocksdb-merged-files-checkpoint').read.references.every(({ isShared }) => isShared)).toBe(true)
})

it("agrees with Flink's own reader on every type of handle", async () => {
  const files = [writeMetadata(everyHandle(5)), writeMetadata(everyHandle(6))]
  const theirs = await flink.read(files)
  for (const [index, file] of files.entries()) expect(commonOfOurs(await readOrThrow(file))).toEqual(commonOfFlink(expectRead(theirs[index])))
})

it("finds in damaged files what Flink's own reader finds, or refuses them", async () => {
  const whole = [writeMetadata(everyHandle(5)), writeMetadata(everyHandle(6)), ...names.map((name) => seenAs(name).bytes)]
  const damaged = fc.sample(fc.tuple(fc.constantFrom(...whole), fc.oneof(arbitraryFlips, arbitraryChanges)), { numRuns: inputCount, seed }).map(([bytes, change]) => change(bytes))
  const theirs = await flink.read(damaged)
  let bothRead = 0
  for (const [index, bytes] of damaged.entries()) {
    const [ours, flinks] = [await readAll(bytes), theirs[index]]
    if (!ours.ok || flinks?.ok !== true) continue
    bothRead += 1
    expect(commonOfOurs(ours.value)).toEqual(commonOfFlink(flinks))
  }
  expect(bothRead).toBeGreaterThan(100)
})
