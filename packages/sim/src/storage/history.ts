import type { Tenant } from '@headgate/domain'
import type { StorageSettings } from '@headgate/planner'
import type { FakeWorld } from '../create-fake-world.ts'
import type { Random } from '../random.ts'
import type { Trace } from '../simulation/trace.ts'
import type { Character } from './character.ts'
import type { Staff } from './town/staff.ts'
import type { Ledger } from './truth/ledger.ts'

/** One random history of an installation's snapshots: a world, who works in it, and what is known to be true of it. */
export interface History {
  seed: number
  world: FakeWorld
  character: Character
  /** The first one is where most things happen. */
  tenants: Tenant[]
  settings: StorageSettings
  staff: Staff
  ledger: Ledger
  trace: Trace
  random: { acts: Random; strikes: Random; calls: Random; time: Random }
  /** After the last fault. */
  isQuiet: boolean
  /** Runs when the time has come, unless it is quiet by then. */
  later(delayMs: number, run: () => void): void
  /** What strikes began ends now. */
  endStrikes(): void
}

/** What a person does; it may take its time between a look and a write. */
export interface HistoryAct {
  name: string
  /** How often, beside the others. */
  weight: number
  /** Answers what was done, for the story; undefined: there was nothing to do it with. */
  perform(history: History, tenant: Tenant, random: Random): Promise<string | undefined>
}

/** What befalls the world. */
export interface HistoryStrike {
  name: string
  hit(history: History, random: Random): string | undefined
}
