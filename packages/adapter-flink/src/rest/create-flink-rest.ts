import { failed, ok } from '@headgate/domain'
import type { JobState, Result } from '@headgate/domain'
import type { FlinkPort } from '@headgate/ports'
import { request } from '../http.ts'
import { parseArchive } from './parse-archive.ts'
import { readSourceOffsets } from './read-source-offsets.ts'

const timeoutMs = 8_000

interface OverviewJson { taskmanagers: number; 'slots-total': number; 'slots-available': number; 'flink-version': string }
interface JobsJson { jobs: { jid: string; state: JobState; 'start-time': number; 'end-time': number; tasks: Record<string, number> }[] }
interface JobJson { state: JobState; 'start-time': number; 'end-time': number; vertices: { status: string }[] }
interface CheckpointsJson {
  latest?: {
    completed?: { id: number; external_path?: string; latest_ack_timestamp: number; is_savepoint: boolean; discarded?: boolean } | null
    restored?: { external_path?: string | null } | null
  }
}
interface ExceptionsJson {
  exceptionHistory?: { entries: { exceptionName: string; stacktrace: string; timestamp: number; taskManagerId?: string }[] }
}
interface AsyncJson { status: { id: string }; operation?: { location?: string; 'failure-cause'?: { class?: string; 'stack-trace'?: string } } }

/** The JobManager's REST API of Flink 2.3. */
export function createFlinkRest(): FlinkPort {
  return {
    async observeCluster(endpoint, clusterGeneration) {
      const overview = await read<OverviewJson>(`${endpoint}/overview`)
      if (!overview.ok) return overview
      const jobs = await read<JobsJson>(`${endpoint}/jobs/overview`)
      if (!jobs.ok) return jobs
      return ok({
        clusterGeneration,
        taskManagers: overview.value.taskmanagers,
        slotsTotal: overview.value['slots-total'],
        slotsAvailable: overview.value['slots-available'],
        flinkVersion: overview.value['flink-version'],
        jobs: Object.fromEntries(
          jobs.value.jobs.map((job) => [
            job.jid,
            { state: job.state, allTasksRunning: allRunning(job.tasks), startTimeMs: job['start-time'], endTimeMs: job['end-time'] },
          ]),
        ),
      })
    },
    async describeJob(endpoint, jobId) {
      const job = await read<JobJson>(`${endpoint}/jobs/${jobId}`)
      if (!job.ok) return job
      // 500 while the JobMaster initialises: then nothing is known of checkpoints yet.
      const checkpoints = await read<CheckpointsJson>(`${endpoint}/jobs/${jobId}/checkpoints`)
      const metrics = await read<{ id: string; value: string }[]>(`${endpoint}/jobs/${jobId}/metrics?get=numRestarts`)
      const completed = checkpoints.ok ? checkpoints.value.latest?.completed : undefined
      const restored = checkpoints.ok ? checkpoints.value.latest?.restored?.external_path : undefined
      const statuses = job.value.vertices.map((vertex) => vertex.status)
      return ok({
        jobId,
        state: job.value.state,
        allTasksRunning: statuses.includes('RUNNING') && statuses.every((status) => status === 'RUNNING' || status === 'FINISHED'),
        startTimeMs: job.value['start-time'],
        endTimeMs: job.value['end-time'],
        restarts: metrics.ok ? Number(metrics.value[0]?.value ?? 0) : 0,
        ...(completed?.external_path === undefined || completed.discarded === true
          ? {}
          : {
              newestCheckpoint: {
                id: completed.id,
                uri: completed.external_path,
                completedAtMs: completed.latest_ack_timestamp,
                isSavepoint: completed.is_savepoint,
              },
            }),
        ...(restored ? { restoredFromUri: restored } : {}),
      })
    },
    async listExceptions(endpoint, jobId) {
      const answer = await read<ExceptionsJson>(`${endpoint}/jobs/${jobId}/exceptions?maxExceptions=10`)
      if (!answer.ok) return answer
      return ok(
        (answer.value.exceptionHistory?.entries ?? []).map((entry) => ({
          name: entry.exceptionName,
          message: entry.stacktrace.slice(0, 16_384),
          atMs: entry.timestamp,
          ...(entry.taskManagerId === undefined ? {} : { taskManagerId: entry.taskManagerId }),
        })),
      )
    },
    async stopWithSavepoint(endpoint, jobId, { triggerId, targetUri }) {
      const body = { targetDirectory: targetUri, drain: false, formatType: 'NATIVE', triggerId }
      return done(await request(`${endpoint}/jobs/${jobId}/stop`, { method: 'POST', body, timeoutMs: 20_000 }))
    },
    async savepointStatus(endpoint, jobId, triggerId) {
      const answer = await read<AsyncJson>(`${endpoint}/jobs/${jobId}/savepoints/${triggerId}`)
      if (!answer.ok) return answer
      const { status, operation } = answer.value
      if (status.id !== 'COMPLETED') return ok({ state: 'in-progress' })
      if (operation?.location !== undefined) return ok({ state: 'completed', uri: operation.location })
      return ok({ state: 'failed', message: failureLine(operation?.['failure-cause']?.['stack-trace'] ?? '') })
    },
    async cancelJob(endpoint, jobId) {
      const answer = await request(`${endpoint}/jobs/${jobId}?mode=cancel`, { method: 'PATCH', timeoutMs })
      if (answer.ok && (answer.value.status === 404 || answer.value.status === 409)) return ok(undefined)
      return done(answer)
    },
    readSourceOffsets: (endpoint, jobId) => readSourceOffsets(endpoint, jobId, read),
    parseArchive,
  }
}

const allRunning = (tasks: Record<string, number>): boolean =>
  (tasks['total'] ?? 0) > 0 && (tasks['running'] ?? 0) > 0 && (tasks['running'] ?? 0) + (tasks['finished'] ?? 0) === tasks['total']

async function read<T>(url: string): Promise<Result<T>> {
  const answer = await request(url, { timeoutMs })
  if (!answer.ok) return answer
  if (answer.value.status === 404) return failed('not-found', 'Flink does not know it.', answer.value.text.slice(0, 4_000))
  if (answer.value.status >= 300) return failed('unavailable', `Flink answered ${answer.value.status}.`, answer.value.text.slice(0, 4_000))
  return ok(JSON.parse(answer.value.text) as T)
}

function done(answer: Awaited<ReturnType<typeof request>>): Result<void> {
  if (!answer.ok) return answer
  const { status, text } = answer.value
  if (status < 300) return ok(undefined)
  if (status === 404) return failed('not-found', 'Flink does not know the job.', text.slice(0, 4_000))
  if (status === 409) return failed('conflict', 'The job has ended.', text.slice(0, 4_000))
  return failed(status < 500 ? 'rejected' : 'unavailable', `Flink answered ${status}: ${failureLine(text)}`, text.slice(0, 4_000))
}

/** The innermost cause of a Java trace on one line. */
function failureLine(trace: string): string {
  const lines = trace.replaceAll('\\n', '\n').split('\n')
  const last = lines.filter((line) => line.includes('Caused by: ')).at(-1) ?? lines[0] ?? ''
  return last.replace(/^.*Caused by: /, '').replace(/^([\w$]+\.)+([\w$]+): /, '$2: ').trim().slice(0, 500) || 'no cause was given'
}
