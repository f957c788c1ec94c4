import { createFakeWorld } from '../create-fake-world.ts'
import { createRandom } from '../random.ts'
import { acts } from './acts/index.ts'
import { checkers } from './checkers/index.ts'
import { strikes } from './faults/index.ts'
import { quietDown } from './run/quiet-down.ts'
import { createSim } from './run/create-sim.ts'
import { step } from './run/step.ts'
import type { Sim } from './sim.ts'
import type { SimulationOptions, SimulationResult } from './simulation-options.ts'
import { drawSwarm } from './swarm.ts'

/** Steps of a run unless it is told otherwise. */
export const defaultSteps = 300

/**
 * Makes one run: a seed gives a world, what its users do, and what befalls it. After each step the checkers look; after the last one
 * the faults stop, and everything must become as it shall be. The same seed gives the same story, to the byte.
 */
export async function runSimulation(seed: number, options: SimulationOptions = {}): Promise<SimulationResult> {
  const steps = options.steps ?? defaultSteps
  const random = createRandom(seed)
  const swarm = drawSwarm(random.fork('swarm'), acts.map((act) => act.name), strikes.map((strike) => strike.name))
  const world = createFakeWorld(seed)
  const startMs = world.clock.nowMs()
  const sim = await createSim({ seed, world, swarm, random, options })
  const outcome = { seed, stepsDone: 0, counts: sim.trace.counts }
  const finish = (rest: Omit<Partial<SimulationResult>, 'seed'>): SimulationResult => ({
    ...outcome, hash: sim.trace.hash(), virtualMs: world.clock.nowMs() - startMs, ...rest,
  })
  for (let number = 1; number <= steps; number++) {
    await step(sim, number)
    outcome.stepsDone = number
    const violations = look(sim)
    if (violations.length > 0) return finish({ failure: { step: number, atMs: world.clock.nowMs() - startMs, violations } })
  }
  const quiet = await quietDown(sim, () => look(sim))
  if ('convergedAfterMs' in quiet) return finish({ convergedAfterMs: quiet.convergedAfterMs })
  return finish({ failure: { step: 'quiet', atMs: world.clock.nowMs() - startMs, violations: quiet.violations } })
}

/** What the checkers find. */
function look(sim: Sim): string[] {
  const found = checkers.flatMap((checker) => checker.check(sim))
  for (const violation of found) sim.trace.note('checker', `VIOLATION ${violation}`)
  return found
}
