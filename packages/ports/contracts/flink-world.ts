import type { Result, ResultColumn, ResultRow } from '@headgate/domain'
import { afterAll, beforeAll } from 'vitest'
import type { FlinkPort, JobDescription, SqlGatewayPort } from '../src/index.ts'
import { freshId, valueOf } from './store-fixtures.ts'

/** A running Flink session cluster to try, with at least four free slots. */
export interface FlinkUnderTest {
  flink: FlinkPort
  gateway: SqlGatewayPort
  jobManagerEndpoint: string
  gatewayEndpoint: string
  /** Where nobody answers, for example a port of this machine that is not open. */
  deadEndpoint: string
  /** A directory that both Flink and the suite reach, as Flink takes it. */
  directoryUri: string
  /** Makes a directory below it, where Flink does not do that itself. */
  ensureDirectory(uri: string): Promise<void>
  /** Whether there is a file at a URI below that directory, in either spelling. */
  exists(uri: string): Promise<boolean>
  /** The text of the archive file of a job that has ended; undefined while it is not there. Absent: this cluster keeps no archive. */
  readArchive?(jobId: string): Promise<string | undefined>
  /** Told the INSERT of the test that needs a failing job; a fake makes it fail, Flink fails by itself. */
  expectToFail?(sql: string): void
  /** Looks again and again, and returns the first answer that is not undefined; throws with `what` when it takes too long. */
  wait<T>(look: () => Promise<T | undefined>, what: string): Promise<T>
  stop(): Promise<void>
}

/** Common steps of the suites that need a Flink cluster. */
export interface FlinkSteps {
  world(): FlinkUnderTest
  /** A session that knows `numbers` (10 rows per second, endless), `few` (1 to 25, then it ends), `texts` and the sink `nothing`. */
  session(): Promise<string>
  /** Runs one statement to its end. */
  run(session: string, statement: string, executionConfig?: Record<string, string>): Promise<Result<{ columns: ResultColumn[]; rows: ResultRow[]; jobId?: string }>>
  /** Submits an INSERT under a new job id, with a checkpoint each second. */
  insert(statement: string, executionConfig?: Record<string, string>): Promise<{ jobId: string; checkpointsUri: string }>
  /** Waits until a job is as wanted. */
  job(jobId: string, isWanted: (job: JobDescription) => boolean, what: string): Promise<JobDescription>
}

/** 32 hex characters that no other test has. */
export const freshJobId = (): string => crypto.randomUUID().replaceAll('-', '')

/** The same place in both spellings: Java prints `file:/x` for `file:///x`. */
export const plainUri = (uri: string | undefined): string | undefined => uri?.replace(/^file:\/+/, 'file:/').replace(/\/+$/, '')

const tables = [
  "CREATE TABLE numbers (id BIGINT) WITH ('connector' = 'datagen', 'rows-per-second' = '10')",
  "CREATE TABLE few (id BIGINT) WITH ('connector' = 'datagen', 'fields.id.kind' = 'sequence', 'fields.id.start' = '1', 'fields.id.end' = '25')",
  "CREATE TABLE texts (name STRING) WITH ('connector' = 'datagen', 'rows-per-second' = '10')",
  "CREATE TABLE nothing (id BIGINT) WITH ('connector' = 'blackhole')",
]

/** Makes the world before the tests of a suite, and the steps over it. */
export function flinkSteps(makeFlink: () => Promise<FlinkUnderTest>): FlinkSteps {
  let made: FlinkUnderTest | undefined
  beforeAll(async () => {
    made = await makeFlink()
  })
  afterAll(async () => {
    await made?.stop()
  })
  const world = (): FlinkUnderTest => {
    if (made === undefined) throw new Error('The Flink cluster was not made.')
    return made
  }

  const session = async (): Promise<string> => {
    const { gateway, gatewayEndpoint } = world()
    const handle = valueOf(await gateway.openSession(gatewayEndpoint, { name: freshId('contract'), properties: { 'execution.runtime-mode': 'streaming' } }))
    for (const table of tables) valueOf(await gateway.configure(gatewayEndpoint, handle, table))
    return handle
  }
  const run: FlinkSteps['run'] = async (handle, statement, executionConfig = {}) => {
    const { gateway, gatewayEndpoint } = world()
    const started = await gateway.execute(gatewayEndpoint, handle, { statement, executionConfig })
    if (!started.ok) return started
    const rows: ResultRow[] = []
    let columns: ResultColumn[] = []
    let jobId: string | undefined
    let token = 0
    return await world().wait(async () => {
      const page = await gateway.fetchPage(gatewayEndpoint, handle, started.value, token)
      if (!page.ok) return page
      if (page.value.state === 'not-ready') return undefined
      columns = page.value.columns ?? columns
      jobId = page.value.jobId ?? jobId
      rows.push(...page.value.rows)
      if (page.value.state !== 'end' && page.value.nextToken !== undefined) {
        token = page.value.nextToken
        return undefined
      }
      return { ok: true, value: { columns, rows, ...(jobId === undefined ? {} : { jobId }) } } as const
    }, `the statement ends: ${statement}`)
  }
  const insert: FlinkSteps['insert'] = async (statement, executionConfig = {}) => {
    const jobId = freshJobId()
    const checkpointsUri = `${world().directoryUri}/checkpoints`
    await world().ensureDirectory(checkpointsUri)
    const handle = await session()
    valueOf(
      await run(handle, statement, {
        '$internal.pipeline.job-id': jobId,
        'pipeline.name': 'contract',
        'parallelism.default': '1',
        'execution.checkpointing.interval': '1 s',
        'execution.checkpointing.dir': checkpointsUri,
        'execution.checkpointing.externalized-checkpoint-retention': 'RETAIN_ON_CANCELLATION',
        ...executionConfig,
      }),
    )
    valueOf(await world().gateway.closeSession(world().gatewayEndpoint, handle))
    return { jobId, checkpointsUri }
  }
  const job: FlinkSteps['job'] = (jobId, isWanted, what) =>
    world().wait(async () => {
      const described = await world().flink.describeJob(world().jobManagerEndpoint, jobId)
      return described.ok && isWanted(described.value) ? described.value : undefined
    }, what)
  return { world, session, run, insert, job }
}
