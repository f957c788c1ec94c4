import type { SimulationResult } from '../simulation/simulation-options.ts'
import type { PlantedBug } from './planted-bug.ts'

/** What a hunt runs, and for how long. */
export interface HuntedIn {
  name: 'product' | 'storage'
  /** As many as a run has in the tests: what a seed tells here, it tells there. */
  steps: number
  /** Seeds until a bug counts as not found. */
  seedsMax: number
}

const product: HuntedIn = { name: 'product', steps: 300, seedsMax: 60 }
const storage: HuntedIn = { name: 'storage', steps: 30, seedsMax: 600 }

/** Where a bug is to be found. */
export const huntedIn = ({ subject }: Pick<PlantedBug, 'subject'>): HuntedIn => (subject === 'storage' ? storage : product)

/** Loads what is run, with whatever is planted by then. */
export async function loadSubject(name: HuntedIn['name']): Promise<(seed: number, steps: number) => Promise<SimulationResult>> {
  if (name === 'storage') {
    const { runHistory } = await import('../storage/run-history.ts')
    return (seed, steps) => runHistory(seed, { steps })
  }
  const { runSimulation } = await import('../simulation/run-simulation.ts')
  return (seed, steps) => runSimulation(seed, { steps })
}
