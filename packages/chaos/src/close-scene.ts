import { eventually } from '@headgate/e2e'
import type { Scene } from './scene.ts'

const goneWithinMs = 240_000

/** Removes what the try made, so that the next cell finds the stand as it was. Throws when the stand is not fit for another cell. */
export async function closeScene(scene: Scene): Promise<void> {
  await scene.producer.stop()
  await scene.select?.reader.stop()
  try {
    for (const chronicle of [scene.insert, scene.select?.chronicle].filter((found) => found !== undefined)) {
      await eventually(`removal of ${chronicle.name}`, async () => {
        await scene.stand.user.remove(chronicle.name)
        const answer = await scene.probe.statement(chronicle.name)
        return 'status' in answer && answer.status === 404 && chronicle.truth.at(-1)?.liveJobs === 0
      }, goneWithinMs)
    }
  } finally {
    await scene.watcher.stop()
  }
}
