import { setTimeout as sleep } from 'node:timers/promises'
import type { Scene } from '../scene.ts'
import { checkpointsInProgress } from '../stand/job-manager.ts'
import { writtenAtMs } from './during-checkpoint.ts'
import type { Sight } from './moment.ts'
import { startInsert } from './warm-up.ts'

const withinMs = 120_000

/** STOPPING is shown, and the JobManager tells of a savepoint in progress whose `_metadata` was not there when the blow fell. */
export async function approachStop(scene: Scene): Promise<Sight | undefined> {
  const { endpoint, jobId } = await startInsert(scene)
  const { uid } = (await scene.stand.user.read(scene.ledger.insertName)).metadata
  scene.producer.burst(3_000)
  await scene.stand.user.stop(scene.ledger.insertName)
  scene.act('stop asked for')
  for (const untilMs = Date.now() + withinMs; Date.now() < untilMs; ) {
    const savepoint = (await checkpointsInProgress(endpoint, jobId)).find(({ isSavepoint }) => isSavepoint)
    if (savepoint !== undefined) return seen(scene, uid, savepoint.triggeredAtMs)
    const phase = scene.insert.shown.at(-1)
    if (phase !== undefined && 'shown' in phase && phase.shown.phase === 'STOPPED') return undefined
    await sleep(2)
  }
  return undefined
}

function seen(scene: Scene, uid: string, triggeredAtMs: number): Sight {
  return {
    facts: `the savepoint was in progress for ${Date.now() - triggeredAtMs} ms`,
    verify: async (struckAtMs) => {
      await sleep(100)
      const doneAtMs = await writtenAtMs(scene.stand.dataDirectory, `${uid}/savepoints/**/_metadata`)
      return doneAtMs !== undefined && doneAtMs < struckAtMs ? `the savepoint had completed ${Math.round(struckAtMs - doneAtMs)} ms before` : undefined
    },
  }
}
