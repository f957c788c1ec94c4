import { historySteps, runHistory } from '../../storage/index.ts'
import { defaultSteps, runSimulation } from '../run-simulation.ts'
import type { SimulationOptions, SimulationResult } from '../simulation-options.ts'

/** What a seed can be run of. */
export interface Subject {
  /** What the command line says for it. */
  option: '' | ' --storage'
  steps: number
  run(seed: number, options: SimulationOptions): Promise<SimulationResult>
}

/** The whole product, as its users meet it. */
export const product: Subject = { option: '', steps: defaultSteps, run: runSimulation }

/** Histories of the storage of snapshots: days go by. */
export const storage: Subject = { option: ' --storage', steps: historySteps, run: runHistory }
