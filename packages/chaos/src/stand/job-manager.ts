import { listFlinkProcesses } from './processes.ts'

/** A job as Flink's JobManager tells it, asked directly. */
export interface TrueJob {
  id: string
  name: string
  state: string
  allTasksRunning: boolean
}

/** A checkpoint or savepoint that is being taken. */
export interface CheckpointInProgress {
  id: number
  isSavepoint: boolean
  triggeredAtMs: number
}

const timeoutMs = 1_500
const ended = ['FAILED', 'CANCELED', 'FINISHED']

export const isLive = (job: TrueJob): boolean => !ended.includes(job.state)

/** Base URL of the newest living JobManager. */
export async function findJobManager(dataDirectory: string): Promise<{ endpoint: string; pid: number } | undefined> {
  const found = (await listFlinkProcesses(dataDirectory)).filter((worker) => worker.role === 'jobmanager').at(-1)
  return found?.endpoint === undefined ? undefined : { endpoint: found.endpoint, pid: found.pid }
}

/** All jobs the JobManager knows; undefined when it does not answer. */
export async function listJobs(endpoint: string): Promise<TrueJob[] | undefined> {
  const answer = await get<{ jobs: { jid: string; name: string; state: string; tasks: Record<string, number> }[] }>(`${endpoint}/jobs/overview`)
  return answer?.jobs.map(({ jid, name, state, tasks }) => ({
    id: jid,
    name,
    state,
    allTasksRunning: state === 'RUNNING' && (tasks['total'] ?? 0) > 0 && tasks['running'] === tasks['total'],
  }))
}

/** Worker ids of the TaskManagers that the JobManager counts on; undefined when it does not answer. */
export async function listTaskManagers(endpoint: string): Promise<string[] | undefined> {
  const answer = await get<{ taskmanagers: { id: string }[] }>(`${endpoint}/taskmanagers`)
  return answer?.taskmanagers.map(({ id }) => id)
}

/** How many checkpoints of a job have completed. */
export async function completedCheckpoints(endpoint: string, jobId: string): Promise<number> {
  const answer = await get<{ counts?: { completed: number } }>(`${endpoint}/jobs/${jobId}/checkpoints`)
  return answer?.counts?.completed ?? 0
}

/** When the newest completed checkpoint of a job was begun; undefined when there is none, or no answer. */
export async function newestCheckpointTriggeredAtMs(endpoint: string, jobId: string): Promise<number | undefined> {
  const answer = await get<{ latest?: { completed?: { trigger_timestamp: number } | null } }>(`${endpoint}/jobs/${jobId}/checkpoints`)
  return answer?.latest?.completed?.trigger_timestamp
}

/** What is being taken of a job at this moment. */
export async function checkpointsInProgress(endpoint: string, jobId: string): Promise<CheckpointInProgress[]> {
  const answer = await get<{ history?: { id: number; status: string; is_savepoint: boolean; trigger_timestamp: number }[] }>(`${endpoint}/jobs/${jobId}/checkpoints`)
  return (answer?.history ?? []).filter(({ status }) => status === 'IN_PROGRESS').map((entry) => ({ id: entry.id, isSavepoint: entry.is_savepoint, triggeredAtMs: entry.trigger_timestamp }))
}

async function get<T>(url: string): Promise<T | undefined> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) })
    return response.ok ? ((await response.json()) as T) : undefined
  } catch {
    return undefined
  }
}
