import { setTimeout as sleep } from 'node:timers/promises'
import type { Scene } from '../scene.ts'
import { findJobManager, isLive, listJobs } from '../stand/job-manager.ts'
import type { EventShown } from '../watch/sample.ts'
import type { Sight } from './moment.ts'
import { createInsert, startInsert } from './warm-up.ts'

/** During the first submit: the generation was committed (its event is there), and the job's tasks do not all run yet. */
export async function approachSubmit(scene: Scene): Promise<Sight | undefined> {
  await createInsert(scene)
  return await seeSubmit(scene, 0)
}

/** The same after a stop with savepoint and a resume. */
export async function approachResume(scene: Scene): Promise<Sight | undefined> {
  await startInsert(scene)
  const { user } = scene.stand
  await user.stop(scene.ledger.insertName)
  await user.waitFor(scene.ledger.insertName, ['STOPPED'], 300_000)
  const before = (await starts(scene)) ?? 0
  await user.resume(scene.ledger.insertName)
  scene.act('resumed')
  return await seeSubmit(scene, before)
}

const withinMs = 300_000

async function seeSubmit(scene: Scene, startsBefore: number): Promise<Sight | undefined> {
  const jobManager = await findJobManager(scene.stand.dataDirectory)
  if (jobManager === undefined) throw new Error('There is no JobManager to submit to.')
  for (const untilMs = Date.now() + withinMs; Date.now() < untilMs; ) {
    if (((await starts(scene)) ?? 0) > startsBefore) {
      const jobs = await listJobs(jobManager.endpoint)
      const job = jobs?.find((candidate) => candidate.name === scene.ledger.insertName && isLive(candidate))
      if (jobs === undefined || job?.allTasksRunning === true) return undefined
      return { facts: `the generation was committed; the JobManager had ${job === undefined ? 'no job of it yet' : `its job as ${job.state}, not all tasks running`}` }
    }
    await sleep(10)
  }
  throw new Error(`No start of the statement within ${withinMs / 1000} s.`)
}

/** How many generations the events tell of; undefined when they cannot be read. */
async function starts({ probe, ledger }: Scene): Promise<number | undefined> {
  const answer = await probe.events(ledger.insertName)
  if (!('status' in answer) || answer.status !== 200) return undefined
  return (answer.body as { data: EventShown[] }).data.filter(({ reason }) => reason === 'Starting').length
}
