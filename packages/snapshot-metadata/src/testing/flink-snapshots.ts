import { mkdir, writeFile } from 'node:fs/promises'
import { waitFor } from '@headgate/adapter-process/testing'
import type { RealCluster } from '@headgate/adapter-process/testing'
import { startJob } from './flink-jobs.ts'
import type { FlinkJob } from './flink-jobs.ts'

/** In the order in which they are taken, with what they must turn out to be. */
export const flinkSnapshots = {
  'rocksdb-incremental-checkpoint': { kind: 'checkpoint', format: 'native', stop: 'none', hasChannelState: false },
  'rocksdb-canonical-savepoint': { kind: 'savepoint', format: 'canonical', stop: 'none', hasChannelState: false },
  'rocksdb-native-stop': { kind: 'savepoint', format: 'native', stop: 'suspend', hasChannelState: false },
  'rocksdb-rescaled-checkpoint': { kind: 'checkpoint', format: 'native', stop: 'none', hasChannelState: false },
  'heap-checkpoint-after-an-end': { kind: 'checkpoint', format: 'native', stop: 'none', hasChannelState: false },
  'heap-canonical-drain': { kind: 'savepoint', format: 'canonical', stop: 'drain', hasChannelState: false },
  'heap-unaligned-checkpoint': { kind: 'checkpoint', format: 'native', stop: 'none', hasChannelState: true },
  'rocksdb-merged-files-checkpoint': { kind: 'checkpoint', format: 'native', stop: 'none', hasChannelState: false },
} as const

export type FlinkSnapshotName = keyof typeof flinkSnapshots

/** A snapshot that a real Flink has just written. */
export interface FlinkSnapshot {
  name: FlinkSnapshotName
  job: FlinkJob
  /** Where its `_metadata` is. */
  directory: string
  /** Of its job's checkpoints, or its own: what is below it belongs to the snapshots below it, and nothing else is there. */
  ownDirectory: string
}

/** Sources with state, one of them with a growing coordinator: the directory is looked into again and again. */
const tables = (filesDirectory: string): string[] => [
  "CREATE TABLE orders (id BIGINT, customer INT, price INT, note STRING, at_time AS PROCTIME()) WITH ('connector' = 'datagen', 'rows-per-second' = '300', 'fields.customer.min' = '1', 'fields.customer.max' = '400', 'fields.note.length' = '100')",
  "CREATE TABLE payments (id BIGINT, customer INT, amount INT) WITH ('connector' = 'datagen', 'rows-per-second' = '100', 'fields.customer.min' = '1', 'fields.customer.max' = '400', 'fields.amount.min' = '1', 'fields.amount.max' = '9')",
  "CREATE TABLE few (id BIGINT, customer INT) WITH ('connector' = 'datagen', 'number-of-rows' = '20', 'fields.customer.min' = '1', 'fields.customer.max' = '5')",
  "CREATE TABLE torrent (customer INT, note STRING) WITH ('connector' = 'datagen', 'rows-per-second' = '100000', 'fields.customer.min' = '1', 'fields.customer.max' = '1000', 'fields.note.length' = '1000')",
  `CREATE TABLE names (customer INT, name STRING) WITH ('connector' = 'filesystem', 'path' = 'file://${filesDirectory}', 'format' = 'csv', 'source.monitor-interval' = '500 ms')`,
  "CREATE TABLE counts (customer INT, orders BIGINT) WITH ('connector' = 'blackhole')",
  "CREATE TABLE sums (window_end TIMESTAMP(3), total BIGINT) WITH ('connector' = 'blackhole')",
  "CREATE TABLE joined (customer INT, name STRING, amount INT) WITH ('connector' = 'blackhole')",
]

const keyed = {
  name: 'keyed',
  sql: `STATEMENT SET BEGIN
    INSERT INTO counts SELECT customer, COUNT(DISTINCT note) FROM orders GROUP BY customer;
    INSERT INTO sums SELECT window_end, SUM(price) FROM TUMBLE(TABLE orders, DESCRIPTOR(at_time), INTERVAL '1' MINUTE) GROUP BY customer, window_start, window_end;
    INSERT INTO joined SELECT p.customer, n.name, p.amount FROM payments p JOIN names n ON p.customer = n.customer;
  END`,
}
const withEnd = {
  name: 'with-end',
  sql: 'INSERT INTO counts SELECT customer, COUNT(*) FROM (SELECT customer, id FROM few UNION ALL SELECT customer, id FROM orders) GROUP BY customer',
}
/** The aggregate is far slower than its source: what is between them waits in buffers. */
const slow = {
  name: 'slow',
  sql: 'INSERT INTO counts SELECT customer, CHAR_LENGTH(MD5(REPEAT(LAST_VALUE(note), 5000))) FROM torrent GROUP BY customer',
}

const rocksdb = { 'state.backend.type': 'rocksdb', 'execution.checkpointing.incremental': 'true', 'execution.checkpointing.data-inline-threshold': '1 kb' }
const heap = { 'state.backend.type': 'hashmap' }

/** Takes snapshots of every sort with a real Flink, one after the other; a job ends after its last one was looked at. */
export async function* takeFlinkSnapshots(real: RealCluster): AsyncGenerator<FlinkSnapshot> {
  const filesDirectory = `${real.dataDirectory}/names`
  await mkdir(filesDirectory, { recursive: true })
  await writeFile(`${filesDirectory}/names.csv`, Array.from({ length: 200 }, (_, index) => `${index},name ${index}\n`).join(''))
  const start = (statement: { name: string; sql: string }, settings: Record<string, string>) => startJob(real, { ...statement, tables: tables(filesDirectory) }, settings)
  const ofCheckpoint = (name: FlinkSnapshotName, job: FlinkJob, id: number): FlinkSnapshot => ({ name, job, directory: `${job.checkpointsDirectory}/chk-${id}`, ownDirectory: job.checkpointsDirectory })
  const ofSavepoint = (name: FlinkSnapshotName, job: FlinkJob, directory: string): FlinkSnapshot => ({ name, job, directory, ownDirectory: directory })

  const first = await start(keyed, { ...rocksdb, 'parallelism.default': '2' })
  await first.checkpoint()
  await untilRead(first, 300)
  await first.checkpoint()
  yield ofCheckpoint('rocksdb-incremental-checkpoint', first, await first.checkpoint())
  yield ofSavepoint('rocksdb-canonical-savepoint', first, await first.savepoint('CANONICAL'))
  const stopped = await first.stop('NATIVE', false)
  yield ofSavepoint('rocksdb-native-stop', first, stopped)

  const wider = await start(keyed, { ...rocksdb, 'parallelism.default': '3', 'execution.state-recovery.path': `file://${stopped}` })
  await wider.checkpoint()
  yield ofCheckpoint('rocksdb-rescaled-checkpoint', wider, await wider.checkpoint())
  await wider.cancel()

  const ending = await start(withEnd, { ...heap, 'parallelism.default': '2', 'execution.checkpointing.data-inline-threshold': '5 kb' })
  await untilOneFinished(ending)
  yield ofCheckpoint('heap-checkpoint-after-an-end', ending, await ending.checkpoint())
  yield ofSavepoint('heap-canonical-drain', ending, await ending.stop('CANONICAL', true))

  const crowded = await start(slow, { ...heap, 'parallelism.default': '2', 'execution.checkpointing.unaligned.enabled': 'true', 'execution.checkpointing.aligned-checkpoint-timeout': '0 s' })
  await untilBackPressured(crowded)
  yield ofCheckpoint('heap-unaligned-checkpoint', crowded, await crowded.checkpoint())
  await crowded.cancel()

  const merging = await start(keyed, { ...rocksdb, 'parallelism.default': '2', 'execution.checkpointing.file-merging.enabled': 'true' })
  await untilRead(merging, 300)
  await merging.checkpoint()
  yield ofCheckpoint('rocksdb-merged-files-checkpoint', merging, await merging.checkpoint())
  await merging.cancel()
}

interface JobDetails {
  vertices: { id: string; status: string; metrics: { 'read-records': number; 'accumulated-backpressured-time': number } }[]
}

async function untilRead(job: FlinkJob, records: number): Promise<void> {
  await waitFor(async () => ((await job.ask<JobDetails>('')).vertices.some(({ metrics }) => metrics['read-records'] >= records) ? true : undefined), 'rows have been read')
}

async function untilOneFinished(job: FlinkJob): Promise<void> {
  await waitFor(async () => ((await job.ask<JobDetails>('')).vertices.some(({ status }) => status === 'FINISHED') ? true : undefined), 'the bounded source has ended')
}

async function untilBackPressured(job: FlinkJob): Promise<void> {
  await waitFor(async () => ((await job.ask<JobDetails>('')).vertices.some(({ metrics }) => metrics['accumulated-backpressured-time'] > 500) ? true : undefined), 'the source waits for the aggregate')
}
