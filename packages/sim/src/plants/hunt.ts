import type { SimulationResult } from '../simulation/simulation-options.ts'
import type { PlantedBug } from './planted-bug.ts'

/** What came of the hunt for one planted bug. */
export interface Hunt {
  name: string
  /** The seed that found it; undefined: none did. */
  seed?: number
  /** Seeds that were run, that one included. */
  seedsRun: number
  step?: number | 'quiet' | 'end'
  /** What the checkers said. */
  violation?: string
  /** What they said of seeds that found something else. */
  others: string[]
  /** The plant, or the hunt, is broken: this is neither found nor missed. */
  problem?: string
}

/** A throw is how a badly planted bug shows: no checker found it. */
const isThrow = (violation: string): boolean => /\bthrew\b|the act \S+ broke|: a 5xx: /.test(violation)

/** Runs seed after seed with the bug in the code until a checker says what it shall say. */
export async function hunt(bug: PlantedBug, seeds: Iterable<number>, steps: number, run: (seed: number, steps: number) => Promise<SimulationResult>): Promise<Hunt> {
  const found: Hunt = { name: bug.name, seedsRun: 0, others: [] }
  for (const seed of seeds) {
    const { failure } = await run(seed, steps)
    found.seedsRun += 1
    if (failure === undefined) continue
    const violation = failure.violations.find((each) => bug.caughtBy.test(each))
    if (violation !== undefined) return { ...found, seed, step: failure.step, violation }
    const thrown = failure.violations.find(isThrow)
    if (thrown !== undefined) return { ...found, problem: `seed ${seed}: ${thrown}` }
    found.others.push(`seed ${seed}: ${failure.violations[0]}`)
  }
  return found
}
