import type { FakeWorld } from '../create-fake-world.ts'
import type { Random } from '../random.ts'
import type { Ledger } from './run/ledger.ts'
import type { SimApi, UserAnswer, UserRequest } from './run/sim-api.ts'
import type { SimControllers } from './run/sim-controllers.ts'
import type { Swarm } from './swarm.ts'
import type { SimEnvironment } from './tenants.ts'
import type { Trace } from './trace.ts'

/** One run: a world, those who live in it, and what is known of them. Acts, strikes and checkers are functions of it. */
export interface Sim {
  seed: number
  world: FakeWorld
  swarm: Swarm
  environments: SimEnvironment[]
  api: SimApi
  controllers: SimControllers
  ledger: Ledger
  trace: Trace
  random: { acts: Random; strikes: Random; calls: Random; time: Random }
  /** After the last fault. */
  isQuiet: boolean
  /** Sends a request of a user of this environment, notes it, and holds its answer against the ledger. Undefined: no answer came. */
  ask(environment: SimEnvironment, request: Omit<UserRequest, 'auth'> & { auth?: string }): Promise<UserAnswer | undefined>
  /** Runs when the time has come, unless it is quiet by then. */
  later(delayMs: number, run: () => void): void
  /** Takes back everything that `later` still holds: what strikes began ends now. */
  endStrikes(): void
}

/** What a user may do in one step. It returns at once; answers come as the world moves. */
export interface Act {
  name: string
  /** How often, beside the others. */
  weight: number
  perform(sim: Sim, random: Random): Promise<void> | void
}

/** What may befall the world in one step. Undone, if it can be, by `sim.later`. */
export interface Strike {
  name: string
  /** Returns what was struck, for the story; undefined: there was nothing to strike. */
  hit(sim: Sim, random: Random): string | undefined
}

/** What must be so after each step. */
export interface Checker {
  name: string
  check(sim: Sim): string[]
}
