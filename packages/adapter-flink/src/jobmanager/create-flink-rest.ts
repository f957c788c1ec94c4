import { failed, ok } from '@headgate/domain'
import type { Failure, Result } from '@headgate/domain'
import type { FlinkFetch, FlinkPort } from '@headgate/ports'
import { request } from '../http/request.ts'
import type { HttpAnswer, HttpRequest } from '../http/request.ts'
import { failedCheckpoints } from './failed-checkpoints.ts'
import { parseArchive } from './parse-archive.ts'
import { allRunning } from './raw.ts'
import type { RawCheckpoint, RawCheckpoints, RawExceptions, RawJob, RawOverview } from './raw.ts'
import { readRestError } from './read-rest-error.ts'
import { offsetMetrics, renderOffsets } from './source-offsets.ts'
import { longUri } from './uri.ts'

const stackBytesMax = 64 * 1024
const exceptionsMax = 20
/** Metrics asked for in one request: they travel in the URL. */
const metricsPerRequest = 40
const metricsPauseMs = 400
const metricsWithinMs = 3_000

/** The Flink port over the JobManager's REST API, asked by `fetch` (default: the global one). Every call is bounded by `timeoutMs` (default 5 s). */
export function createFlinkRest({ timeoutMs = 5_000, fetch = globalThis.fetch }: { timeoutMs?: number; fetch?: FlinkFetch } = {}): FlinkPort {

  async function call(method: HttpRequest['method'], url: string, body?: unknown): Promise<Result<HttpAnswer>> {
    return request(fetch, { method, url, body, timeoutMs, who: 'The JobManager' })
  }

  async function get<T>(url: string): Promise<Result<T>> {
    const answer = await call('GET', url)
    if (!answer.ok) return answer
    if (answer.value.status !== 200) return readRestError(answer.value)
    try {
      return ok(JSON.parse(answer.value.text) as T)
    } catch {
      return failed('unavailable', 'The JobManager gave an answer that is no JSON.')
    }
  }

  async function countRestarts(jobUrl: string): Promise<number> {
    const told = await get<{ id: string; value: string }[]>(`${jobUrl}/metrics?get=numRestarts`)
    const count = told.ok ? Number(told.value[0]?.value) : 0
    return Number.isFinite(count) ? count : 0
  }

  /**
   * The JobManager collects metrics only when asked, and answers with those it had before: so it is asked, given time, and asked again.
   */
  async function listOffsetMetrics(url: string): Promise<Result<string[]>> {
    let found: string[] = []
    for (let waitedMs = 0; waitedMs <= metricsWithinMs; waitedMs += metricsPauseMs) {
      const listed = await get<{ id: string }[]>(url)
      if (!listed.ok) return listed
      const before = found.length
      found = offsetMetrics(listed.value.map(({ id }) => id))
      if (before > 0 && found.length === before) return ok(found)
      await new Promise((resolve) => setTimeout(resolve, metricsPauseMs))
    }
    return ok(found)
  }

  return {
    async observeCluster(endpoint, clusterGeneration) {
      const [overview, jobs] = await Promise.all([get<RawOverview>(`${endpoint}/overview`), get<{ jobs: RawJob[] }>(`${endpoint}/jobs/overview`)])
      if (!overview.ok) return unavailable(overview)
      if (!jobs.ok) return unavailable(jobs)
      return ok({
        clusterGeneration,
        taskManagers: overview.value.taskmanagers,
        slotsTotal: overview.value['slots-total'],
        slotsAvailable: overview.value['slots-available'],
        flinkVersion: overview.value['flink-version'],
        jobs: Object.fromEntries(
          jobs.value.jobs.map((job) => [
            job.jid,
            { state: job.state, allTasksRunning: job.state === 'RUNNING' && allRunning(job.tasks), startTimeMs: job['start-time'], endTimeMs: job['end-time'] },
          ]),
        ),
      })
    },

    async describeJob(endpoint, jobId) {
      const url = `${endpoint}/jobs/${jobId}`
      const job = await get<RawJob>(url)
      if (!job.ok) return job
      // A job that is being started has no more to tell, and is asked often.
      const isStarting = startingStates.has(job.value.state)
      const [checkpoints, restarts] = isStarting ? [noCheckpoints, 0] : await Promise.all([get<RawCheckpoints>(`${url}/checkpoints`), countRestarts(url)])
      const vertices = job.value.vertices ?? []
      // Answers with an error while the job initialises and for jobs without checkpoints.
      const latest = checkpoints.ok ? checkpoints.value.latest : undefined
      const newest = newestOf([latest?.completed, latest?.savepoint])
      const failing = checkpoints.ok ? failedCheckpoints(checkpoints.value.history ?? []) : undefined
      const restored = latest?.restored?.external_path
      return ok({
        jobId,
        state: job.value.state,
        allTasksRunning: job.value.state === 'RUNNING' && vertices.length > 0 && allRunning(sum(vertices.map((vertex) => vertex.tasks ?? {}))),
        startTimeMs: job.value['start-time'],
        endTimeMs: job.value['end-time'],
        restarts,
        ...(newest === undefined ? {} : { newestCheckpoint: newest }),
        ...(restored === undefined ? {} : { restoredFromUri: longUri(restored) }),
        ...(failing === undefined ? {} : { failedCheckpoints: failing }),
      })
    },

    async listExceptions(endpoint, jobId) {
      const told = await get<RawExceptions>(`${endpoint}/jobs/${jobId}/exceptions?maxExceptions=${exceptionsMax}`)
      if (!told.ok) return told
      return ok(
        (told.value.exceptionHistory?.entries ?? []).map((entry) => ({
          name: entry.exceptionName ?? 'unknown',
          message: (entry.stacktrace ?? '').slice(0, stackBytesMax),
          atMs: entry.timestamp ?? 0,
          ...(entry.taskManagerId === undefined || entry.taskManagerId === null ? {} : { taskManagerId: entry.taskManagerId }),
          ...(entry.taskName === undefined || entry.taskName === null ? {} : { taskName: entry.taskName }),
        })),
      )
    },

    async stopWithSavepoint(endpoint, jobId, { triggerId, targetUri }) {
      // Native: as quick as a checkpoint, and restorable at another parallelism. Not drained: the job goes on later.
      const answer = await call('POST', `${endpoint}/jobs/${jobId}/stop`, { targetDirectory: targetUri, drain: false, formatType: 'NATIVE', triggerId })
      if (!answer.ok) return answer
      return answer.value.status === 202 ? ok(undefined) : readRestError(answer.value)
    },

    async triggerSavepoint(endpoint, jobId, { triggerId, targetUri, format }) {
      const answer = await call('POST', `${endpoint}/jobs/${jobId}/savepoints`, { 'target-directory': targetUri, 'cancel-job': false, formatType: format.toUpperCase(), triggerId })
      if (!answer.ok) return answer
      return answer.value.status === 202 ? ok(undefined) : readRestError(answer.value)
    },

    async savepointStatus(endpoint, jobId, triggerId) {
      const told = await get<{ status: { id: string }; operation?: { location?: string; 'failure-cause'?: { class?: string; 'stack-trace'?: string } } }>(
        `${endpoint}/jobs/${jobId}/savepoints/${triggerId}`,
      )
      if (!told.ok) return told
      const { status, operation } = told.value
      if (status.id !== 'COMPLETED') return ok({ state: 'in-progress' })
      if (operation?.location !== undefined) return ok({ state: 'completed', uri: longUri(operation.location) })
      return ok({ state: 'failed', message: rootLine(operation?.['failure-cause']?.['stack-trace']) })
    },

    async cancelJob(endpoint, jobId) {
      const answer = await call('PATCH', `${endpoint}/jobs/${jobId}?mode=cancel`)
      if (!answer.ok) return answer
      // 404: it is gone; 409: it ended otherwise.
      return [202, 404, 409].includes(answer.value.status) ? ok(undefined) : readRestError(answer.value)
    },

    async readSourceOffsets(endpoint, jobId) {
      const job = await get<RawJob>(`${endpoint}/jobs/${jobId}`)
      if (!job.ok) return job
      const names = new Map((job.value.vertices ?? []).map((vertex) => [vertex.id, vertex.name]))
      const sources = (job.value.plan?.nodes ?? []).filter((node) => (node.inputs ?? []).length === 0 && names.get(node.id)?.includes('KafkaSource'))
      const metrics: { id: string; max?: number }[] = []
      for (const source of sources) {
        const url = `${endpoint}/jobs/${jobId}/vertices/${source.id}/subtasks/metrics`
        const ids = await listOffsetMetrics(url)
        if (!ids.ok) return ids
        for (let from = 0; from < ids.value.length; from += metricsPerRequest) {
          const some = ids.value.slice(from, from + metricsPerRequest).map(encodeURIComponent).join(',')
          const read = await get<{ id: string; max?: number }[]>(`${url}?get=${some}&agg=max`)
          if (!read.ok) return read
          metrics.push(...read.value)
        }
      }
      return ok(renderOffsets(metrics))
    },

    parseArchive,
  }
}

const startingStates: ReadonlySet<string> = new Set(['INITIALIZING', 'CREATED'])
const noCheckpoints = failed('not-found', 'Not asked for.')

/** A cluster has no 404: an answer that is none means that it is not there yet. */
const unavailable = (failure: Failure): Failure => ({ ...failure, reason: 'unavailable' })

function newestOf(candidates: (RawCheckpoint | null | undefined)[]) {
  const newest = candidates
    .filter((checkpoint) => checkpoint !== null && checkpoint !== undefined)
    // A path such as <checkpoint-not-externally-addressable> is none.
    .filter((checkpoint) => checkpoint.discarded !== true && /^\w+:/.test(checkpoint.external_path ?? ''))
    .sort((a, b) => b.id - a.id)[0]
  if (newest === undefined) return undefined
  return { id: newest.id, uri: longUri(newest.external_path ?? ''), completedAtMs: newest.latest_ack_timestamp ?? 0, isSavepoint: newest.is_savepoint === true }
}

function sum(counts: Record<string, number>[]): Record<string, number> {
  const total: Record<string, number> = {}
  for (const each of counts) for (const [name, count] of Object.entries(each)) total[name] = (total[name] ?? 0) + count
  return total
}

/** The innermost cause of a stack trace in one line. */
function rootLine(trace: string | undefined): string {
  const lines = (trace ?? '').split('\n').filter((line) => /^(Caused by: )?(\w+\.)+\w+(: |$)/.test(line))
  return lines.at(-1)?.replace(/^(Caused by: )?(?:\w+\.)+\w+: /, '').trim() || 'Flink gave no reason.'
}
