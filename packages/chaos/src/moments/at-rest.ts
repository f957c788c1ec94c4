import { setTimeout as sleep } from 'node:timers/promises'
import type { Scene } from '../scene.ts'
import { checkpointsInProgress } from '../stand/job-manager.ts'
import type { Sight } from './moment.ts'
import { startInsert } from './warm-up.ts'

/** The INSERT runs, nobody asks anything of it, and no checkpoint is being taken. */
export async function approachRest(scene: Scene): Promise<Sight | undefined> {
  const { endpoint, jobId } = await startInsert(scene)
  for (const untilMs = Date.now() + 30_000; Date.now() < untilMs; ) {
    if ((await checkpointsInProgress(endpoint, jobId)).length === 0) return { facts: 'the INSERT ran, no checkpoint was in progress' }
    await sleep(2)
  }
  return undefined
}
