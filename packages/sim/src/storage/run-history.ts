import type { Random } from '../random.ts'
import type { SimulationFailure, SimulationOptions, SimulationResult } from '../simulation/simulation-options.ts'
import { historyActs } from './acts/index.ts'
import { beginHistory } from './begin-history.ts'
import { look } from './checkers/index.ts'
import type { History } from './history.ts'
import { clearAway } from './quiet/clear-away.ts'
import { quietDown } from './quiet/quiet-down.ts'
import { historyStrikes } from './strikes/index.ts'
import { jump, work } from './town/pass-time.ts'

/** Steps of a history unless it is told otherwise. */
export const historySteps = 30

/**
 * Makes one history of snapshots: people act, processes die, stores misbehave, days go by. After each step what is there is held against what
 * must be; then the faults stop and everything under way must end; at last all is deleted, and nothing may be left behind.
 */
export async function runHistory(seed: number, options: Pick<SimulationOptions, 'steps' | 'onLine'> = {}): Promise<SimulationResult> {
  const steps = options.steps ?? historySteps
  const history = await beginHistory(seed, options)
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
