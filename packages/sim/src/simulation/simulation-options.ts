import type { createController } from '@headgate/controller'
import type { ReconcileSettings } from '@headgate/reconcile'
import type { FakePorts, FakeWorld } from '../create-fake-world.ts'

/** A bug that is planted on purpose, to see that the checkers find it. Everything is optional. */
export interface Plant {
  /** Changes what every new controller gets of the world. */
  controllerPorts?(ports: FakePorts, world: FakeWorld): FakePorts
  /** The same for every new API process. */
  apiPorts?(ports: FakePorts, world: FakeWorld): FakePorts
  settings?: Partial<ReconcileSettings>
  /** Takes the place of the real one. */
  createController?: typeof createController
  /** Called once, before anything starts. */
  world?(world: FakeWorld): void
}

/** How a run is made. */
export interface SimulationOptions {
  /** Steps with acts and faults, before the quiet; default 300. */
  steps?: number
  /** Told of each line of the story. Without it nothing is rendered for people, and the run is quicker. */
  onLine?(line: string): void
  plant?: Plant
}

/** What broke a run: the first step in which a checker found something. */
export interface SimulationFailure {
  /** Steps count from 1; `quiet`: after the last fault; `end`: when everything was deleted (of a history). */
  step: number | 'quiet' | 'end'
  atMs: number
  violations: string[]
}

/** What came of a run. */
export interface SimulationResult {
  seed: number
  stepsDone: number
  failure?: SimulationFailure
  /** Over the whole story: two runs of one seed have the same. */
  hash: string
  /** How often each kind of act, fault, crash and so on occurred: `act create-insert`, `fault unavailable store`. */
  counts: Record<string, number>
  /** How much virtual time went by, quiet included. */
  virtualMs: number
  /** From the last fault until everything was as it shall be. */
  convergedAfterMs?: number
}
