import { setTimeout as sleep } from 'node:timers/promises'
import type { Cell } from './cells/cell.ts'
import { closeScene } from './close-scene.ts'
import { countTopics } from './count-topics.ts'
import { endSelect, watchSelectOn } from './end-select.ts'
import type { SelectEnd } from './end-select.ts'
import type { LedgerCount } from './judge/count-ledger.ts'
import { findLies, lieBoundMs } from './judge/find-lies.ts'
import { judgeAnswers, judgeTexts } from './judge/judge-answers.ts'
import { judgeEvents } from './judge/judge-events.ts'
import { renderTimeline, secondsToRunning } from './judge/render-timeline.ts'
import type { TimelineEntry } from './judge/render-timeline.ts'
import { approaches } from './moments/moment.ts'
import { openScene } from './scene.ts'
import type { Scene } from './scene.ts'
import { settle } from './settle.ts'
import type { Stand } from './stand/start-stand.ts'
import { strike } from './stand/strike.ts'
import type { Strike } from './stand/strike.ts'

/** What one try at a cell brought. */
export interface Try {
  /** What was so when the signal was sent; or why the moment was missed. */
  facts: string
  isMissed: boolean
  problems: string[]
  secondsToRunning?: number
  falselyRunningSeconds?: number
  ledger?: LedgerCount
  select?: SelectEnd
  timeline: TimelineEntry[]
  /** The stand is not fit for another cell. */
  isStandSpent: boolean
}

/** One try: leads to the moment, strikes, waits until everything is back, counts, and holds what was shown against what was so. */
export async function tryCell(cell: Cell, stand: Stand): Promise<Try> {
  const scene = await openScene(cell, stand)
  const pids = await stand.pidsOf(cell.victim)
  let outcome: Try = { facts: 'the moment did not come in sight', isMissed: true, problems: [], timeline: [], isStandSpent: false }
  let struckAtMs = Date.now()
  try {
    const sight = await approaches[cell.moment](scene)
    if (sight !== undefined) {
      const blow = strike(cell, pids, stand)
      struckAtMs = blow.atMs
      scene.act(`${cell.manner === 'kill' ? 'SIGKILL' : 'SIGSTOP'} to ${cell.victim} (${blow.pids.length} processes)`)
      const missed = await sight.verify?.(struckAtMs)
      outcome = { ...outcome, facts: missed ?? sight.facts, isMissed: missed !== undefined, ...(await follow(scene, blow)) }
    }
  } catch (error) {
    outcome = { ...outcome, isMissed: false, problems: [...outcome.problems, error instanceof Error ? error.message : String(error)], isStandSpent: true }
  }
  try {
    await closeScene(scene)
  } catch (error) {
    outcome.isStandSpent = true
    outcome.problems.push(`It left something behind: ${error instanceof Error ? error.message : String(error)}`)
  }
  const chronicles = [scene.insert, scene.select?.chronicle].filter((chronicle) => chronicle !== undefined)
  return { ...outcome, isStandSpent: outcome.isStandSpent || !stand.isUp(), timeline: renderTimeline(chronicles, scene.acts, struckAtMs) }
}

/** From the blow to the verdict. */
async function follow(scene: Scene, blow: Strike): Promise<Pick<Try, 'problems'> & Partial<Try>> {
  const { moment, victim, manner } = scene.cell
  const over = await blow.over
  if (manner === 'pause') scene.act('SIGCONT')
  else if (over.endedAtMs - blow.atMs > 1_000) scene.act(`${victim} started again by the harness`)
  if (moment === 'during-stop') {
    const stopped = await settle(scene, 'STOPPED', over.endedAtMs)
    if ('problem' in stopped) return { problems: [stopped.problem], isStandSpent: true }
    await scene.stand.user.resume(scene.ledger.insertName)
    scene.act('resumed')
  }
  const settled = await settle(scene, 'RUNNING', over.endedAtMs)
  if ('problem' in settled) return { problems: [settled.problem], isStandSpent: true }
  const servedSince = await watchSelectOn(scene)
  await sleep(1_500)
  const judgedUntilMs = Date.now()
  const { ledger, input } = await countTopics(scene)
  const select = await endSelect(scene, servedSince, input)
  const chronicles = [scene.insert, scene.select?.chronicle].filter((chronicle) => chronicle !== undefined)
  const { falselyRunningMs, falselyStoppedMs } = findLies(scene.insert)
  const span = { struckAtMs: blow.atMs, settledAtMs: settled.atMs }
  const problems = [
    ...(ledger.lost + ledger.doubled + ledger.brokenKeys > 0 ? [`Not exactly once: ${JSON.stringify(ledger)}.`] : []),
    ...(ledger.sent < 100 ? [`Only ${ledger.sent} records were sent: this proves nothing.`] : []),
    ...(falselyRunningMs > lieBoundMs ? [`RUNNING was shown for ${falselyRunningMs / 1000} s while the job surely did not run.`] : []),
    ...(falselyStoppedMs > lieBoundMs ? [`STOPPED was shown for ${falselyStoppedMs / 1000} s while a job ran.`] : []),
    ...(scene.insert.truth.some(({ liveJobs }) => (liveJobs ?? 0) > 1) ? ['Two live jobs of the statement were on the JobManager.'] : []),
    ...judgeEvents({ moment, struckAtMs: blow.atMs, judgedUntilMs, events: scene.insert.events, truth: scene.insert.truth }),
    ...chronicles.flatMap((chronicle) => judgeAnswers({ shown: chronicle.shown.filter(({ atMs }) => atMs < judgedUntilMs) }, { victim, ...span })),
    ...chronicles.flatMap((chronicle) => judgeTexts(chronicle.texts, scene.stand.secrets)),
    ...(select?.problems ?? []),
  ]
  return {
    problems,
    ledger,
    secondsToRunning: secondsToRunning(scene.insert, blow.atMs, settled.atMs + 100),
    falselyRunningSeconds: Math.round(falselyRunningMs / 100) / 10,
    ...(select === undefined ? {} : { select: select.end }),
  }
}
