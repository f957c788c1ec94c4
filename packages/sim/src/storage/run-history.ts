import { defaultStorageSettings } from '@headgate/planner'
import { createFakeWorld } from '../create-fake-world.ts'
import type { FakeBlobs } from '../fakes/create-fake-blobs.ts'
import { createRandom } from '../random.ts'
import type { Random } from '../random.ts'
import type { SimulationFailure, SimulationOptions, SimulationResult } from '../simulation/simulation-options.ts'
import { createTrace } from '../simulation/trace.ts'
import { historyActs } from './acts/index.ts'
import { createStatement, endlessSql } from './acts/statements.ts'
import { putPolicy } from './acts/storage.ts'
import { drawCharacter } from './character.ts'
import { look } from './checkers/index.ts'
import type { History } from './history.ts'
import { clearAway } from './quiet/clear-away.ts'
import { quietDown } from './quiet/quiet-down.ts'
import { drawCallFault } from './strikes/call-faults.ts'
import { historyStrikes } from './strikes/index.ts'
import { createTown, tenants } from './town/create-town.ts'
import { jump, work } from './town/pass-time.ts'
import { createStaff } from './town/staff.ts'
import { createLedger } from './truth/ledger.ts'
import { watchRemovals } from './truth/watch-removals.ts'
import { watchStores } from './truth/watch-stores.ts'

/** Steps of a history unless it is told otherwise. */
export const historySteps = 30

/**
 * Makes one history of snapshots: people act, processes die, stores misbehave, days go by. After each step what is there is held against what
 * must be; then the faults stop and everything under way must end; at last all is deleted, and nothing may be left behind.
 */
export async function runHistory(seed: number, options: Pick<SimulationOptions, 'steps' | 'onLine'> = {}): Promise<SimulationResult> {
  const steps = options.steps ?? historySteps
  const history = await begin(seed, options)
  const { world, trace } = history
  const startMs = world.clock.nowMs()
  let stepsDone = 0
  const finish = (failure?: SimulationFailure): SimulationResult => ({ seed, stepsDone, hash: trace.hash(), counts: trace.counts, virtualMs: world.clock.nowMs() - startMs, ...(failure === undefined ? {} : { failure }) })
  const failed = (step: SimulationFailure['step'], violations: string[]): SimulationResult => {
    for (const violation of violations) trace.note('checker', `VIOLATION ${violation}`)
    return finish({ step, atMs: world.clock.nowMs() - startMs, violations })
  }
  for (let number = 1; number <= steps; number++) {
    await step(history, history.random.acts.fork(String(number)))
    const violations = look(history)
    stepsDone = number
    if (violations.length > 0) return failed(number, violations)
  }
  const unfinished = await quietDown(history)
  if (unfinished.length > 0) return failed('quiet', unfinished)
  if (history.random.time.chance(0.4)) return finish()
  const left = await clearAway(history)
  return left.length > 0 ? failed('end', left) : finish()
}

async function step(history: History, random: Random): Promise<void> {
  const { trace, character } = history
  for (let count = random.pick([0, 1, 1, 1, 2]); count > 0; count--) perform(history, random.fork(`act ${count}`))
  strike(history)
  const { time } = history.random
  if (time.chance(character.jumpRate)) {
    const forMs = Math.round(Math.exp(Math.log(60_000) + time.next() * (Math.log(character.jumpMsMax) - Math.log(60_000))))
    trace.note('time', `${Math.round(forMs / 60_000)} minutes go by`)
    trace.count('jumps')
    await jump(history, time, forMs, time.integer(0, 2))
  } else {
    await work(history, character.tickMs * time.integer(1, 8), character.tickMs)
  }
}

function perform(history: History, random: Random): void {
  const { trace, character, tenants: all } = history
  const weightOf = (act: (typeof historyActs)[number]): number => act.weight * (character.acts[act.name] ?? 1)
  let left = random.next() * historyActs.reduce((sum, act) => sum + weightOf(act), 0)
  const act = historyActs.find((each) => (left -= weightOf(each)) < 0) ?? historyActs[0]!
  const tenant = random.chance(0.85) ? all[0]! : all[1]!
  act.perform(history, tenant, random).then(
    (what) => {
      if (what === undefined) return
      trace.count(`act ${act.name}`)
      trace.note(tenant.environmentId, `${act.name} ${what}`)
    },
    (error: unknown) => void history.ledger.violations.push(`the act ${act.name} broke: ${error instanceof Error ? error.stack : String(error)}`),
  )
}

function strike(history: History): void {
  const { character, trace, random } = history
  for (const each of historyStrikes) {
    if (!random.strikes.chance(character.strikes[each.name] ?? 0)) continue
    const struck = each.hit(history, random.strikes)
    if (struck === undefined) continue
    trace.count(`strike ${each.name}`)
    trace.note('strike', `${each.name}: ${struck}`)
  }
}

async function begin(seed: number, options: Pick<SimulationOptions, 'steps' | 'onLine'>): Promise<History> {
  const random = createRandom(seed)
  const character = drawCharacter(random.fork('character'), historyActs.map(({ name }) => name), historyStrikes.map(({ name }) => name))
  const world = createFakeWorld(seed, { cluster: { startMs: { jobmanager: 300, gateway: 300, taskmanager: 300 }, keepExitedMs: 1_000 * 86_400_000 } })
  const { clock, blobs, faults, cluster } = world
  const trace = createTrace({ nowMs: clock.nowMs, startMs: clock.nowMs(), onLine: options.onLine })
  const begun = new Set<() => void>()
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
    later(delayMs, run) {
      const once = (): void => {
        if (!begun.delete(once)) return
        cancel()
        run()
      }
      begun.add(once)
      const cancel = clock.schedule(delayMs, once)
    },
    endStrikes: () => [...begun].forEach((end) => end()),
  }
  Object.assign(cluster.settings.engine, {
    checkpointIntervalMs: character.checkpointIntervalMs, finishAfterSavepointMs: character.finishAfterSavepointMs, savepointMs: character.savepointMs, archiveMs: character.archiveMs,
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
    if (verb === 'objects.removeMany' && fault.kind === 'lost-reply') history.ledger.answerLostAtMs = clock.nowMs()
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
