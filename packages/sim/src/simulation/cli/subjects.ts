import { crashSteps, historySteps, runCrashPoint, runHistory } from '../../storage/index.ts'
import { defaultSteps, runSimulation } from '../run-simulation.ts'
import type { SimulationOptions, SimulationResult } from '../simulation-options.ts'

/** What a seed can be run of. */
export interface Subject {
  /** What the command line says for it. */
  option: '' | ' --storage' | ' --crashes'
  steps: number
  run(seed: number, options: SimulationOptions): Promise<SimulationResult>
}

/** The whole product, as its users meet it. */
export const product: Subject = { option: '', steps: defaultSteps, run: runSimulation }

/** Histories of the storage of snapshots: days go by. */
export const storage: Subject = { option: ' --storage', steps: historySteps, run: runHistory }

/** One story of the storage of snapshots, with a crash at the call that the seed is the number of. */
export const crashes: Subject = { option: ' --crashes', steps: crashSteps, run: runCrashPoint }
