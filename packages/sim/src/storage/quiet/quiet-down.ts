import { finalSnapshotStates } from '@headgate/domain'
import { look } from '../checkers/index.ts'
import type { History } from '../history.ts'
import { jump, work } from '../town/pass-time.ts'

/** Longer than an attempt may take and the pauses between attempts together, with the wait for a statement to run. */
const quietMsMax = 4 * 3_600_000

/** Ends all faults; what is under way must end. Answers what did not. */
export async function quietDown(history: History): Promise<string[]> {
  const { world, staff, trace, ledger } = history
  history.isQuiet = true
  trace.note('quiet', 'the last fault is over')
  world.faults.clear()
  history.endStrikes()
  const { settings } = world.blobs
  Object.assign(settings, { hiddenFromListsMs: 0, shownAfterRemovalMs: 0, isThrottled: undefined, refuseRemoval: undefined, isReplyLost: undefined })
  world.cluster.settings.engine.savepointFailures.length = 0
  world.cluster.settings.engine.checkpointsFail = false
  ledger.standstillUntilMs = Math.min(ledger.standstillUntilMs, world.clock.nowMs())
  for (const trade of ['controller', 'keeper'] as const) if (staff.alive(trade).length === 0) staff.start(trade)
  // Who hesitated has acted by then.
  await jump(history, history.random.time, 2 * 60_000, 0)
  const beganMs = world.clock.nowMs()
  for (;;) {
    await work(history, 5_000, 500)
    const violations = look(history)
    if (violations.length > 0) return violations
    const open = unfinished(history)
    if (open.length === 0) break
    if (world.clock.nowMs() - beganMs > quietMsMax) return open.map((what) => `not over ${Math.round((world.clock.nowMs() - beganMs) / 1_000)} s after the last fault: ${what}`)
    await jump(history, history.random.time, 5 * 60_000, 0)
  }
  if (lostStops(history).length === 0) return []
  // A scan finds it.
  await jump(history, history.random.time, 2 * 3_600_000, 0)
  return [...look(history), ...lostStops(history)]
}

/** What must come to its end by itself. */
function unfinished({ world }: History): string[] {
  const { database } = world.stores
  return [
    ...[...database.snapshots.values()].filter(({ state }) => !finalSnapshotStates.includes(state)).map(({ id, state, trigger, intent }) => `snapshot ${id} (${trigger}) is ${state}${intent.attempt === undefined ? '' : `, attempt ${intent.attempt.attempt}`}`),
    ...[...database.snapshots.values()].filter(({ observed }) => observed.drill !== undefined).map(({ id }) => `the drill of the snapshot ${id} is not over`),
    ...[...database.directories.values()].filter(({ registeredAtMs, isWorthless, frozenBecause }) => registeredAtMs === undefined && !isWorthless && frozenBecause === undefined).map(({ key }) => `the checkpoints of ${key} are not known`),
  ]
}

/** The savepoint of a stop that was written is found, whatever became of the answer. */
function lostStops({ world }: History): string[] {
  return [...world.stores.database.snapshots.values()].flatMap(({ id, trigger, state, intent: { attempt } }) => {
    if (trigger !== 'stop' || state !== 'FAILED' || attempt === undefined) return []
    return world.blobs.keysNow(attempt.directoryKey).some((key) => key.endsWith('/_metadata')) ? [`snapshot ${id} (stop) is FAILED, and its savepoint is there`] : []
  })
}
