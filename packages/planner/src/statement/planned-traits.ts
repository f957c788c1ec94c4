import type { StatementTraits } from '@headgate/domain'
import type { StatementWorld } from './statement-plan.ts'

/** What planning told, over what the classifier knew. */
export const plannedTraits = (world: StatementWorld): StatementTraits => ({
  ...world.statement.status.traits,
  ...world.statement.observed.prepared?.traits,
})
