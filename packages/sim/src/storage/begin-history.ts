import { createStrikeEnds } from '../faults/create-strike-ends.ts'
import { defaultStorageSettings } from '@headgate/planner'
import { createFakeWorld } from '../create-fake-world.ts'
import type { FakeBlobs } from '../fakes/create-fake-blobs.ts'
import { createRandom } from '../random.ts'
import { createTrace } from '../simulation/trace.ts'
import { historyActs } from './acts/index.ts'
import { createStatement, endlessSql } from './acts/statements.ts'
import { putPolicy } from './acts/storage.ts'
import { drawCharacter } from './character.ts'
import type { Character } from './character.ts'
import type { History } from './history.ts'
import { drawCallFault } from './strikes/call-faults.ts'
import { historyStrikes } from './strikes/index.ts'
import { createTown, tenants } from './town/create-town.ts'
import { work } from './town/pass-time.ts'
import { createStaff } from './town/staff.ts'
import { createLedger } from './truth/ledger.ts'
import { watchRemovals } from './truth/watch-removals.ts'
import { watchStores } from './truth/watch-stores.ts'

export interface BeginOptions {
  onLine?: ((line: string) => void) | undefined
  /** Instead of the one that the seed draws. */
  character?: Character
}

/** A world with two tenants, two statements that run, who works there, and the faults of its character from now on. Everything that happens is watched. */
export async function beginHistory(seed: number, options: BeginOptions = {}): Promise<History> {
  const random = createRandom(seed)
  const character = options.character ?? drawCharacter(random.fork('character'), historyActs.map(({ name }) => name), historyStrikes.map(({ name }) => name))
  const world = createFakeWorld(seed, { cluster: { startMs: { jobmanager: 300, gateway: 300, taskmanager: 300 }, keepExitedMs: 1_000 * 86_400_000 } })
  const { clock, blobs, faults, cluster } = world
  const trace = createTrace({ nowMs: clock.nowMs, startMs: clock.nowMs(), onLine: options.onLine })
  const settings = defaultStorageSettings
  const staff = createStaff(world, settings, {
    onReport(hand, { key, outcome, actions, failures }) {
      if (actions.length === 0 && failures.length === 0 && (outcome === 'done' || outcome === 'leased-elsewhere')) return
      trace.count(`turns ${key.kind}`)
      trace.note(hand.name, `${key.kind} ${key.id} ${outcome}${actions.map((action) => ` ${action}`).join('')}${failures.map(({ action, failure }) => ` [${action}: ${failure.reason} ${failure.message}]`).join('')}`)
    },
    onThrow: (hand, key, error) => void history.ledger.violations.push(`${hand.name} threw at ${key.kind} ${key.id}: ${error instanceof Error ? error.stack : String(error)}`),
  })
  const history: History = {
    seed, world, character, tenants: [...tenants], settings, staff, trace,
    ledger: createLedger(blobs, clock.nowMs),
    random: { acts: random.fork('acts'), strikes: random.fork('strikes'), calls: random.fork('calls'), time: random.fork('time') },
    isQuiet: false,
    ...createStrikeEnds(clock),
  }
  Object.assign(cluster.settings.engine, {
    checkpointIntervalMs: character.checkpointIntervalMs,
    // Whether a checkpoint is whole is looked up in lists: where they are late, none is left half.
    checkpointDiscardMs: character.blobs.shownAfterRemovalMs > 0 ? 0 : character.checkpointDiscardMs,
    finishAfterSavepointMs: character.finishAfterSavepointMs, savepointMs: character.savepointMs, archiveMs: character.archiveMs,
    leavesRemains: () => random.chance(0.5),
  })
  await createTown(world)
  watchRemovals(history)
  watchStores(history)
  if (character.policy !== undefined) for (const tenant of tenants) await putPolicy(history, tenant, 'all', {}, random)
  for (const name of ['s1', 's2']) await createStatement(history, tenants[0]!, name, endlessSql)
  for (let count = character.controllers; count > 0; count--) staff.start('controller')
  for (let count = character.keepers; count > 0; count--) staff.start('keeper')
  await work(history, 4_000, 250)
  faults.isRecording = false
  faults.keptAnswers = /^flink\.(observe|describe|savepointStatus)/
  faults.onFault = (verb, fault) => {
    if (verb === 'objects.removeMany' && (fault.kind === 'lost-reply' || fault.kind === 'doubled')) history.ledger.answerLostAtMs = clock.nowMs()
    trace.count(`fault ${fault.kind}${fault.kind === 'crash' ? ` ${fault.moment}` : ''} ${verb.slice(0, verb.indexOf('.'))}`)
    trace.note('fault', `${fault.kind}${fault.kind === 'crash' ? ` ${fault.moment}` : fault.kind === 'slow' ? ` ${fault.delayMs} ms` : ''} at ${verb}`)
  }
  faults.draw = (verb) => drawCallFault(verb, history)
  const { calls } = history.random
  const { throttleRate, refuseRate, lostReplyRate, ...late } = character.blobs
  Object.assign(blobs.settings, late, {
    ...(throttleRate > 0 ? { isThrottled: () => calls.chance(throttleRate) } : {}),
    ...(refuseRate > 0 ? { refuseRemoval: () => (calls.chance(refuseRate) ? 'not now' : undefined) } : {}),
    ...(lostReplyRate > 0 ? { isReplyLost: () => calls.chance(lostReplyRate) } : {}),
  })
  keepControllersListsPunctual(blobs)
  return history
}

/**
 * What a generation left is listed once by a controller, and what it sees counts: it needs a store whose lists are not late. Whoever keeps the
 * files, and savepoints that are asked for, must do with any.
 */
function keepControllersListsPunctual(blobs: FakeBlobs): void {
  const { list, settings } = blobs
  blobs.list = (prefix, options) => {
    if (prefix.includes('/snapshots/')) return list(prefix, options)
    const { hiddenFromListsMs, shownAfterRemovalMs } = settings
    Object.assign(settings, { hiddenFromListsMs: 0, shownAfterRemovalMs: 0 })
    // It reads the settings before it returns.
    const listed = list(prefix, options)
    Object.assign(settings, { hiddenFromListsMs, shownAfterRemovalMs })
    return listed
  }
}
