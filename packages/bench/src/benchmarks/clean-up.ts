import { execFile, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { createPostgresStores } from '@headgate/adapter-postgres'
import { startTestPostgres } from '@headgate/adapter-postgres/testing'
import { createS3Store } from '@headgate/adapter-s3'
import { startS3 } from '@headgate/testbed'
import { DeleteObjectCommand, S3Client } from '@aws-sdk/client-s3'
import pg from 'pg'
import { fullSize, smallSize } from '../storage/storage-size.ts'
import type { StorageSize } from '../storage/storage-size.ts'
import { makeStorage } from '../storage/make-storage.ts'
import type { MadeStorage } from '../storage/make-storage.ts'
import type { Benchmark } from './benchmark.ts'

const latencyMs = 20
const parallel = 128
/** The other side deletes so many of the objects one by one; all of them would take minutes and tell the same. */
const sampleOf = 20_000
const run = promisify(execFile)
const fileOf = (name: string): string => fileURLToPath(new URL(`../storage/${name}.ts`, import.meta.url))

/**
 * Clean-up of 1,000 snapshots with 500,000 files, of which one in ten stays, on a stand-in of S3 that takes its time for every request, beside one
 * delete for each object. Then the same, smaller, on a real server, where what is left is compared key by key.
 */
export const cleanUpBenchmark: Benchmark = {
  name: 'clean-up',
  title: 'Clean-up of snapshots that share files, beside one delete per object',
  async run({ onProgress }) {
    const full = await onStandIn(fullSize, onProgress)
    const small = await onRealServer(smallSize, onProgress)
    return [...full, '', ...small].join('\n')
  },
}

async function onStandIn(size: StorageSize, onProgress: (line: string) => void): Promise<string[]> {
  const standIn = await startStandIn()
  const postgres = await startTestPostgres()
  try {
    const objects = createS3Store({ bucket: standIn.bucket, endpoint: standIn.endpoint, credentials: nobody })
    const made = await withStores(postgres, (stores) => makeStorage(size, stores, objects.uri))
    onProgress(`${made.keys.length} keys of ${size.statements * size.snapshotsPerStatement} snapshots`)
    for (let from = 0; from < made.keys.length; from += 50_000) await standIn.ask({ type: 'put', keys: made.keys.slice(from, from + 50_000) })
    await standIn.ask({ type: 'count' })
    await analyze(postgres.adminUrl)
    const ours = await cleanUp(postgres.snapshotsUrl, standIn.endpoint, standIn.bucket)
    const { counts, keys } = await standIn.ask({ type: 'count' })
    const deleted = made.keys.length - made.kept.size
    const least = Math.ceil(made.keys.length / 1_000) + Math.ceil(deleted / 1_000)
    const requests = Object.values(counts).reduce((sum, each) => sum + each, 0)
    onProgress(`ours: ${Math.round(ours.tookMs)} ms`)
    const theirs = await deleteOneByOne(standIn, made)
    const theirsMs = (theirs.tookMs / theirs.deleted) * deleted
    return [
      `${made.keys.length} keys, ${deleted} of them deleted with ${made.deletedSnapshots} snapshots; each request takes ${latencyMs} ms or more`,
      `what is left is ${sameKeys(keys, made.kept) ? 'exactly what is needed' : 'WRONG'}${ours.failures.length > 0 ? `; failures: ${JSON.stringify(ours.failures)}` : ''}`,
      `requests ${requests} (${JSON.stringify(counts)}) / least possible ${least} = ${(requests / least).toFixed(3)} (goal 1.05)`,
      `memory at most ${(ours.maxRssBytes / 1024 ** 2).toFixed(0)} MiB (goal 300 MB)`,
      `ours ${(ours.tookMs / 1_000).toFixed(1)} s (${(ours.cpuMs / 1_000).toFixed(1)} s of CPU, the start of its process among them); one delete per object, ${parallel} at once: ${(theirsMs / 1_000).toFixed(1)} s (${theirs.deleted} of them measured) = ${(theirsMs / ours.tookMs).toFixed(1)} times as fast (goal 20)`,
    ]
  } finally {
    standIn.end()
    await postgres.stop()
  }
}

async function onRealServer(size: StorageSize, onProgress: (line: string) => void): Promise<string[]> {
  const s3 = await startS3()
  const postgres = await startTestPostgres()
  try {
    const objects = createS3Store({ bucket: s3.bucket, endpoint: s3.endpoint, credentials: s3.keys })
    const made = await withStores(postgres, (stores) => makeStorage(size, stores, objects.uri))
    const content = Buffer.from('x')
    for (let from = 0; from < made.keys.length; from += 32) await Promise.all(made.keys.slice(from, from + 32).map((key) => objects.put(key, content)))
    onProgress(`${made.keys.length} keys on a real server`)
    const before = await s3.countRequests()
    const ours = await cleanUp(postgres.snapshotsUrl, s3.endpoint, s3.bucket, s3.keys)
    const after = await s3.countRequests()
    const left: string[] = []
    for (let from: string | undefined, first = true; first || from !== undefined; first = false) {
      const page = await objects.listPage('organizations', from)
      if (!page.ok) throw new Error(page.message)
      left.push(...page.value.entries.map(({ key }) => key).filter((key) => !key.endsWith('/')))
      from = page.value.nextStartAfter
    }
    const requests = Object.keys(after).map((name) => `${name} ${(after[name] ?? 0) - (before[name] ?? 0)}`)
    return [
      `real server: ${made.keys.length} keys, ${made.keys.length - made.kept.size} deleted in ${(ours.tookMs / 1_000).toFixed(1)} s (${requests.join(', ')})`,
      `what is left is ${sameKeys(left, made.kept) ? 'exactly what is needed' : 'WRONG'}${ours.failures.length > 0 ? `; failures: ${JSON.stringify(ours.failures)}` : ''}`,
    ]
  } finally {
    await postgres.stop()
    await s3.stop()
  }
}

/** What a server does by itself within a minute or so; an environment of this size has grown for days. */
async function analyze(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query('ANALYZE')
  await client.end()
}

/** As `dev` runs it: what it holds is little, so the garbage collector need not be generous. */
const heapOfKeeper = ['--max-old-space-size=320', '--max-semi-space-size=32']
const nobody = { accessKeyId: 'nobody', secretAccessKey: 'nothing' }

const sameKeys = (found: readonly string[], wanted: ReadonlySet<string>): boolean => found.length === wanted.size && found.every((key) => wanted.has(key))

async function withStores<T>(postgres: { apiUrl: string; snapshotsUrl: string }, work: (stores: Parameters<typeof makeStorage>[1]) => Promise<T>): Promise<T> {
  const options = { secretKey: new Uint8Array(32).fill(7), clock: { nowMs: () => Date.now(), sleep: async () => {} }, poolSize: 4 }
  const api = createPostgresStores({ ...options, url: postgres.apiUrl, role: 'api' })
  const snapshots = createPostgresStores({ ...options, url: postgres.snapshotsUrl, role: 'snapshots' })
  try {
    return await work({ api: api.api, resources: api.resources, storage: snapshots.storage })
  } finally {
    await Promise.all([api.close(), snapshots.close()])
  }
}

interface CleanedUp {
  tookMs: number
  cpuMs: number
  maxRssBytes: number
  failures: unknown[]
}

async function cleanUp(databaseUrl: string, endpoint: string, bucket: string, keys: { accessKeyId: string; secretAccessKey: string } = nobody): Promise<CleanedUp> {
  const { stdout } = await run(process.execPath, [...heapOfKeeper, fileOf('clean-up-process'), databaseUrl, endpoint, bucket, keys.accessKeyId, keys.secretAccessKey], { maxBuffer: 64 * 1024 ** 2 })
  return JSON.parse(stdout) as CleanedUp
}

async function deleteOneByOne(standIn: { endpoint: string; bucket: string; ask(message: unknown): Promise<unknown> }, made: MadeStorage): Promise<{ tookMs: number; deleted: number }> {
  const keys = made.keys.filter((key) => !made.kept.has(key)).slice(0, sampleOf)
  await standIn.ask({ type: 'put', keys })
  const client = new S3Client({ endpoint: standIn.endpoint, region: 'us-east-1', forcePathStyle: true, credentials: nobody, requestHandler: { httpAgent: { keepAlive: true, maxSockets: parallel } } })
  const startedMs = performance.now()
  let next = 0
  const work = async (): Promise<void> => {
    for (let index = next++; index < keys.length; index = next++) await client.send(new DeleteObjectCommand({ Bucket: standIn.bucket, Key: keys[index] ?? '' }))
  }
  await Promise.all(Array.from({ length: parallel }, work))
  const tookMs = performance.now() - startedMs
  client.destroy()
  return { tookMs, deleted: keys.length }
}

interface StandIn {
  endpoint: string
  bucket: string
  ask(message: unknown): Promise<{ counts: Record<string, number>; keys: string[] }>
  end(): void
}

async function startStandIn(): Promise<StandIn> {
  const child = fork(fileOf('stand-in-process'), [String(latencyMs)])
  const next = <T>(): Promise<T> => new Promise((resolve, reject) => {
    const fail = (code: number | null): void => reject(new Error(`The stand-in ended (${code}).`))
    child.once('exit', fail)
    child.once('message', (message) => {
      child.off('exit', fail)
      resolve(message as T)
    })
  })
  const { endpoint, bucket } = await next<{ endpoint: string; bucket: string }>()
  return {
    endpoint,
    bucket,
    ask(message) {
      const answer = next<{ counts: Record<string, number>; keys: string[] }>()
      child.send(message as object)
      return answer
    },
    end: () => void child.kill(),
  }
}
