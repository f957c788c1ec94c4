import { setTimeout as sleep } from 'node:timers/promises'
import { eventually } from '@headgate/e2e'
import { judgeSelect } from './judge/judge-select.ts'
import type { Scene } from './scene.ts'

/** What became of the streaming SELECT. */
export interface SelectEnd {
  rows: number
  phase: string
  detail: string
}

const moreWithinMs = 60_000
const overWithinMs = 180_000

/** Gives the SELECT time to serve on or to be told over, as the INSERT has settled. Returns how many rows came since. */
export async function watchSelectOn(scene: Scene): Promise<number> {
  const { select } = scene
  if (select === undefined) return 0
  const before = select.reader.count()
  for (const untilMs = Date.now() + moreWithinMs; Date.now() < untilMs && phaseOf(scene) === 'RUNNING' && select.reader.count() === before; ) await sleep(200)
  return select.reader.count() - before
}

/** Ends the SELECT as its user would, and judges what it served against the input. */
export async function endSelect(scene: Scene, servedSince: number, input: number[][]): Promise<{ end: SelectEnd; problems: string[] } | undefined> {
  const { select, stand } = scene
  if (select === undefined) return undefined
  const { name } = select.chronicle
  const { status } = await stand.user.read(name)
  await select.reader.stop()
  if (status.phase === 'RUNNING') await stand.user.stop(name)
  const jobsLeft = await eventually('no job of the SELECT', async () => select.chronicle.truth.at(-1)?.liveJobs === 0, overWithinMs).then(() => 0, () => 1)
  const problems = judgeSelect({ phase: status.phase, detail: status.detail, served: select.reader.served(), partitions: input, servedSince, jobsLeft })
  return { end: { rows: select.reader.count(), phase: status.phase, detail: status.detail }, problems }
}

function phaseOf(scene: Scene): string {
  const shown = scene.select?.chronicle.shown.at(-1)
  return shown !== undefined && 'shown' in shown ? shown.shown.phase : 'RUNNING'
}
