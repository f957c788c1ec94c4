import { isLive, listJobs, listTaskManagers } from '../stand/job-manager.ts'
import type { TrueJob } from '../stand/job-manager.ts'
import { isPaused, listFlinkProcesses } from '../stand/processes.ts'
import type { TruthSample } from './sample.ts'

/** What is so at this moment, for each statement by name: from the process table and from the JobManager, past Headgate. */
export async function lookAtTruth(dataDirectory: string, names: readonly string[]): Promise<Map<string, TruthSample>> {
  const flink = await listFlinkProcesses(dataDirectory)
  const jobManager = flink.filter(({ role }) => role === 'jobmanager').at(-1)
  const taskManagers = flink.filter(({ role, pid }) => role === 'taskmanager' && !isPaused(pid))
  const all = (state: TruthSample['state'], why: string, liveJobs?: number) => new Map(names.map((name) => [name, { atMs: Date.now(), state, why, liveJobs }]))
  if (jobManager?.endpoint === undefined) return all('down', 'no JobManager is alive', 0)
  if (isPaused(jobManager.pid)) return all('down', 'the JobManager is paused')
  const [jobs, registered] = await Promise.all([listJobs(jobManager.endpoint), listTaskManagers(jobManager.endpoint)])
  if (jobs === undefined || registered === undefined) return taskManagers.length === 0 ? all('down', 'no TaskManager runs') : all('unknown', 'the JobManager does not answer')
  const ghosts = registered.filter((id) => !taskManagers.some(({ workerId }) => workerId === id))
  const lack = taskManagers.length === 0 ? 'no TaskManager runs' : ghosts.length > 0 ? 'the JobManager still counts on a TaskManager that does not run' : undefined
  return new Map(names.map((name) => [name, judge(jobs.filter((job) => job.name === name && isLive(job)), lack)]))
}

function judge(live: TrueJob[], lack: string | undefined): TruthSample {
  const sample = { atMs: Date.now(), liveJobs: live.length }
  const [job] = live
  if (job === undefined) return { ...sample, state: 'down', why: 'the JobManager has no live job of it' }
  if (lack !== undefined) return { ...sample, state: 'down', why: `${lack} (job ${job.state})` }
  return job.allTasksRunning ? { ...sample, state: 'running', why: 'all tasks run' } : { ...sample, state: 'down', why: `job ${job.state}, not all tasks run` }
}
