import { finish } from './draft.ts'
import { planDeletion } from './plan-deletion.ts'
import { planJob } from './plan-job.ts'
import { planOnce } from './plan-once.ts'
import { planRest } from './plan-rest.ts'
import { tellMemory } from './pool-memory.ts'
import type { StatementPlan, StatementWorld } from './statement-plan.ts'

/** Decides the next step of one statement. Never waits, never throws for a legal world. */
export function planStatement(world: StatementWorld): StatementPlan {
  const { statement } = world
  if (statement.deletionRequestedAtMs !== undefined) return planDeletion(world)
  if (statement.intent.rest !== undefined) return planRest(world)
  switch (statement.class) {
    case 'catalog':
      return statement.observed.oneShotDone === undefined
        ? finish(world, { actions: [{ kind: 'answer-from-catalog' }], wakeAfterMs: 1_000 })
        : planOnce(world)
    case 'ddl':
    case 'explain':
      return planOnce(world)
    case 'query':
    case 'insert':
      return tellMemory(world, planJob(world))
  }
}
