import { randomUUID } from 'node:crypto'
import { createFlinkRest, createSqlGateway } from '@headgate/adapter-flink'
import { waitFor } from '@headgate/adapter-process/testing'
import type { RealCluster } from '@headgate/adapter-process/testing'
import type { Result } from '@headgate/domain'

/** A job of a real Flink whose snapshots are taken by hand. */
export interface FlinkJob {
  jobId: string
  /** Where its checkpoints lie, a path. */
  checkpointsDirectory: string
  /** Takes a checkpoint and returns its id. */
  checkpoint(): Promise<number>
  /** Takes a savepoint and returns its directory, a path. */
  savepoint(format: 'CANONICAL' | 'NATIVE'): Promise<string>
  /** Ends the job with a savepoint and returns its directory, a path. */
  stop(format: 'CANONICAL' | 'NATIVE', drain: boolean): Promise<string>
  cancel(): Promise<void>
  /** Asks the JobManager about it; `path` begins behind the id of the job. */
  ask<T>(path: string): Promise<T>
}

const [gateway, flink] = [createSqlGateway(), createFlinkRest()]

/** What a job runs. */
export interface FlinkStatement {
  tables: readonly string[]
  /** Its plan is compiled once under this name: operators have the same ids whenever it is started. */
  name: string
  /** INSERT or STATEMENT SET. */
  sql: string
}

/** Starts a job with checkpoints only when asked for, and waits until all of it runs. */
export async function startJob(real: RealCluster, { tables, name, sql }: FlinkStatement, settings: Record<string, string>): Promise<FlinkJob> {
  const jobId = freshId()
  const directory = (kind: string) => real.blobs.uri(`${jobId}-${kind}`)
  const session = valueOf(await gateway.openSession(real.gatewayEndpoint, { name: jobId, properties: { 'execution.runtime-mode': 'streaming' } }))
  for (const table of tables) valueOf(await gateway.configure(real.gatewayEndpoint, session, table))
  const executionConfig = {
    '$internal.pipeline.job-id': jobId,
    'execution.checkpointing.dir': directory('checkpoints'),
    'execution.checkpointing.interval': '1 h',
    'execution.checkpointing.min-pause': '0 s',
    'execution.checkpointing.num-retained': '1',
    'execution.checkpointing.externalized-checkpoint-retention': 'RETAIN_ON_CANCELLATION',
    ...settings,
  }
  const plan = `'${real.blobs.uri(`${name}.json`)}'`
  for (const statement of [`COMPILE PLAN ${plan} IF NOT EXISTS FOR ${sql}`, `EXECUTE PLAN ${plan}`]) {
    const operation = valueOf(await gateway.execute(real.gatewayEndpoint, session, { statement, executionConfig }))
    await waitFor(async () => (valueOf(await gateway.fetchPage(real.gatewayEndpoint, session, operation, 0)).state === 'not-ready' ? undefined : true), statement)
  }
  await gateway.closeSession(real.gatewayEndpoint, session)
  await waitFor(async () => {
    const job = await flink.describeJob(real.jobManagerEndpoint, jobId)
    if (job.ok && job.value.state === 'FAILED') throw new Error(`The job failed: ${JSON.stringify(await flink.listExceptions(real.jobManagerEndpoint, jobId)).slice(0, 3_000)}`)
    return job.ok && job.value.allTasksRunning ? true : undefined
  }, 'the job runs')

  const url = `${real.jobManagerEndpoint}/jobs/${jobId}`
  const ask = async <T>(path: string): Promise<T> => {
    const answer = await fetch(`${url}${path}`)
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`)
    return (await answer.json()) as T
  }
  /** Asks for something that takes its time, and waits until it is done. */
  const order = async <T extends object>(path: string, statusPath: string, body: object): Promise<T> => {
    const triggerId = freshId()
    const asked = await fetch(`${url}${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ ...body, triggerId }) })
    if (!asked.ok) throw new Error(`${path} answered ${asked.status}: ${await asked.text()}`)
    return waitFor(async () => {
      const { status, operation } = await ask<{ status: { id: string }; operation?: T & { 'failure-cause'?: unknown; failureCause?: unknown } }>(`${statusPath}/${triggerId}`)
      if (status.id !== 'COMPLETED' || operation === undefined) return undefined
      const cause = operation['failure-cause'] ?? operation.failureCause
      if (cause !== undefined && cause !== null) throw new Error(`${path}: ${JSON.stringify(cause).slice(0, 3_000)}`)
      return operation
    }, `${path} is done`)
  }
  return {
    jobId,
    checkpointsDirectory: `${pathOf(directory('checkpoints'))}/${jobId}`,
    checkpoint: async () => (await order<{ checkpointId: number }>('/checkpoints', '/checkpoints', { checkpointType: 'CONFIGURED' })).checkpointId,
    savepoint: async (formatType) => pathOf((await order<{ location: string }>('/savepoints', '/savepoints', { 'target-directory': directory('savepoints'), 'cancel-job': false, formatType })).location),
    stop: async (formatType, drain) => pathOf((await order<{ location: string }>('/stop', '/savepoints', { targetDirectory: directory('savepoints'), drain, formatType })).location),
    async cancel() {
      valueOf(await flink.cancelJob(real.jobManagerEndpoint, jobId))
      await waitFor(async () => {
        const job = await flink.describeJob(real.jobManagerEndpoint, jobId)
        return job.ok && job.value.state === 'CANCELED' ? true : undefined
      }, 'the job is cancelled')
    },
    ask,
  }
}

/** A URI of a file as a path. */
export const pathOf = (uri: string): string => uri.replace(/^file:\/*/, '/')

const freshId = (): string => randomUUID().replaceAll('-', '')

function valueOf<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.reason}: ${result.message} ${result.detail?.slice(0, 2_000) ?? ''}`)
  return result.value
}
