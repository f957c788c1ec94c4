import { setTimeout as sleep } from 'node:timers/promises'
import { isPlainlyRunning } from './judge/find-lies.ts'
import { findLiveJob } from './moments/warm-up.ts'
import type { Scene } from './scene.ts'
import { newestCheckpointTriggeredAtMs } from './stand/job-manager.ts'
import { listFlinkProcesses } from './stand/processes.ts'

/** Long enough for Flink's heartbeats, a new JVM and a busy machine; a person would have stepped in by then. */
const withinMs = 400_000
/** What holds this long is no passing moment. */
const stableMs = 3_000

/**
 * Waits until the INSERT is where it belongs and everybody is back, as shown and as it is; a running one has also completed a checkpoint that was begun after
 * `overAtMs`, when the trouble was over. Returns when that began, or what is wrong.
 */
export async function settle(scene: Scene, goal: 'RUNNING' | 'STOPPED', overAtMs: number): Promise<{ atMs: number } | { problem: string }> {
  let sinceMs: number | undefined
  let last = 'nothing'
  for (const untilMs = Date.now() + withinMs; Date.now() < untilMs; ) {
    if (!scene.stand.isUp()) return { problem: 'dev itself ended.' }
    const now = await look(scene, goal, overAtMs)
    if (now === 'over') return { problem: `The INSERT is over: ${describe(scene)}.` }
    last = now ?? last
    if (now !== undefined) sinceMs = undefined
    else sinceMs ??= Date.now()
    if (sinceMs !== undefined && Date.now() - sinceMs >= stableMs) return { atMs: sinceMs }
    await sleep(100)
  }
  return { problem: `Not ${goal} again without a person within ${withinMs / 1000} s (${last}); shown: ${describe(scene)}.` }
}

/** What is still missing; undefined when nothing is. */
async function look(scene: Scene, goal: 'RUNNING' | 'STOPPED', overAtMs: number): Promise<string | undefined | 'over'> {
  const shown = scene.insert.shown.at(-1)
  const truth = scene.insert.truth.at(-1)
  if (shown === undefined || !('shown' in shown)) return 'the API does not answer'
  if (['FAILED', 'COMPLETED'].includes(shown.shown.phase)) return 'over'
  const { victim } = scene.cell
  if (victim !== 'everything' && (await scene.stand.pidsOf(victim)).length === 0) return `no ${victim} lives`
  const flink = await listFlinkProcesses(scene.stand.dataDirectory)
  for (const role of ['jobmanager', 'taskmanager', 'gateway']) if (!flink.some((worker) => worker.role === role)) return `no ${role} lives`
  if (goal === 'STOPPED') return shown.shown.phase === 'STOPPED' && truth?.liveJobs === 0 ? undefined : 'not shown as STOPPED, or with a live job'
  if (!isPlainlyRunning(shown.shown)) return 'not shown as RUNNING'
  if (truth?.state !== 'running') return `it is ${truth?.state}: ${truth?.why}`
  const job = await findLiveJob(scene)
  const begunAtMs = job === undefined ? undefined : await newestCheckpointTriggeredAtMs(job.endpoint, job.jobId)
  return begunAtMs !== undefined && begunAtMs > overAtMs ? undefined : 'no checkpoint has completed since'
}

function describe({ insert }: Scene): string {
  const shown = insert.shown.at(-1)
  return shown === undefined ? 'nothing' : 'shown' in shown ? `${shown.shown.phase} ${shown.shown.detail} ${shown.shown.waitingFor ?? ''}`.trim() : shown.error
}
