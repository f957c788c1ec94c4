import { eventually } from '@headgate/e2e'
import type { Scene } from '../scene.ts'
import { completedCheckpoints, findJobManager, isLive, listJobs } from '../stand/job-manager.ts'

/** The statement's live job, asked of the JobManager. */
export interface LiveJob {
  endpoint: string
  jobId: string
}

/** Starts the INSERT and waits until it runs and has state in a completed checkpoint. */
export async function startInsert(scene: Scene): Promise<LiveJob> {
  await createInsert(scene)
  return await untilWarm(scene)
}

export async function createInsert({ stand, ledger, act }: Scene): Promise<void> {
  await stand.user.create(ledger.insertSql, { name: ledger.insertName })
  act('INSERT created')
}

export async function untilWarm(scene: Scene): Promise<LiveJob> {
  await scene.stand.user.waitFor(scene.ledger.insertName, ['RUNNING'], 300_000)
  return await eventually(
    'a completed checkpoint of the INSERT',
    async () => {
      const job = await findLiveJob(scene)
      return job !== undefined && (await completedCheckpoints(job.endpoint, job.jobId)) >= 1 ? job : undefined
    },
    180_000,
  )
}

export async function findLiveJob({ stand, ledger }: Scene): Promise<LiveJob | undefined> {
  const jobManager = await findJobManager(stand.dataDirectory)
  const jobs = jobManager === undefined ? undefined : await listJobs(jobManager.endpoint)
  const job = jobs?.find((candidate) => candidate.name === ledger.insertName && isLive(candidate))
  return jobManager === undefined || job === undefined ? undefined : { endpoint: jobManager.endpoint, jobId: job.id }
}
