import type { Pool, Statement } from '@headgate/domain'
import type { Random } from '../../random.ts'
import type { Sim } from '../sim.ts'
import type { SimEnvironment } from '../tenants.ts'

/** Any environment of the run. */
export const anyEnvironment = (sim: Sim, random: Random): SimEnvironment => random.pick(sim.environments)

/** The statements that a user of an environment sees, newest first, since people work on what is new. */
export const statementsOf = (sim: Sim, environment: SimEnvironment): Statement[] =>
  [...sim.world.stores.database.statements.values()].filter((row) => row.environmentId === environment.environmentId && !row.dryRun).reverse()

/** One of the newer statements that match; undefined when there is none. */
export function anyStatement(sim: Sim, environment: SimEnvironment, random: Random, matches: (row: Statement) => boolean = () => true): Statement | undefined {
  const found = statementsOf(sim, environment).filter(matches).slice(0, 8)
  return found.length === 0 ? undefined : random.pick(found)
}

/** The pools of an environment that its users see and that are not being deleted. */
export const poolsOf = (sim: Sim, environment: SimEnvironment): Pool[] =>
  [...sim.world.stores.database.pools.values()].filter((row) => row.environmentId === environment.environmentId && row.deletionRequestedAtMs === undefined && row.ownOf === undefined)

/** One pool of them; undefined when there is none. */
export function anyPool(sim: Sim, environment: SimEnvironment, random: Random): Pool | undefined {
  const found = poolsOf(sim, environment)
  return found.length === 0 ? undefined : random.pick(found)
}

/** Eight digits that nothing else has. */
export const newSecret = (random: Random): string => `canary-${Array.from({ length: 8 }, () => random.integer(0, 15).toString(16)).join('')}`
