import { glob, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Scene } from '../scene.ts'
import { checkpointsInProgress } from '../stand/job-manager.ts'
import type { Sight } from './moment.ts'
import { startInsert } from './warm-up.ts'

const withinMs = 120_000
/** A wave of records keeps the tasks busy, so that barriers have something to wait behind. */
const waveSize = 3_000

/** The JobManager tells of a checkpoint in progress, and its `_metadata`, which is written last, was not there when the blow fell. */
export async function approachCheckpoint(scene: Scene): Promise<Sight | undefined> {
  const { endpoint, jobId } = await startInsert(scene)
  scene.producer.burst(waveSize)
  for (const untilMs = Date.now() + withinMs; Date.now() < untilMs; ) {
    const checkpoint = (await checkpointsInProgress(endpoint, jobId)).find(({ isSavepoint }) => !isSavepoint)
    if (checkpoint !== undefined) {
      return {
        facts: `checkpoint ${checkpoint.id} was in progress for ${Date.now() - checkpoint.triggeredAtMs} ms`,
        verify: async (struckAtMs) => {
          await sleep(100)
          const doneAtMs = await writtenAtMs(scene.stand.dataDirectory, `**/${jobId}/chk-${checkpoint.id}/_metadata`)
          return doneAtMs !== undefined && doneAtMs < struckAtMs ? `checkpoint ${checkpoint.id} had completed ${Math.round(struckAtMs - doneAtMs)} ms before` : undefined
        },
      }
    }
    await sleep(2)
  }
  return undefined
}

/** When a file that matches was written; undefined when there is none. */
export async function writtenAtMs(dataDirectory: string, pattern: string): Promise<number | undefined> {
  for await (const file of glob(join('organizations/*/environments/*/statements', pattern), { cwd: dataDirectory })) {
    const found = await stat(join(dataDirectory, file)).catch(() => undefined)
    if (found !== undefined) return found.mtimeMs
  }
  return undefined
}
