import { asksNothing, finish, wait } from './draft.ts'
import { planOnGateway } from './plan-on-gateway.ts'
import { plannedTraits } from './planned-traits.ts'
import type { StatementPlan, StatementWorld } from './statement-plan.ts'

/** Plans a statement that is answered once: DDL, SHOW, DESCRIBE, EXPLAIN. */
export function planOnce(world: StatementWorld): StatementPlan {
  const { statement, pool } = world
  const done = statement.observed.oneShotDone
  if (done !== undefined) {
    return done.error === undefined
      ? finish(world, { intent: { ...asksNothing, rest: 'completed' }, status: { phase: 'COMPLETED', detail: '', traits: plannedTraits(world) } })
      : finish(world, {
          intent: { ...asksNothing, rest: 'failed' },
          status: { phase: 'FAILED', detail: done.error.message },
          event: { type: 'Warning', reason: 'StatementFailed', message: done.error.message },
        })
  }
  if (pool === undefined) return poolMissing(world)
  if (world.suspending) return wait(world, 'Suspended', 'Headgate is stopping; the statement runs at the next start.')
  return planOnGateway(world, pool, (gatewayEndpoint) => ({ kind: 'run-once', gatewayEndpoint }))
}

/** The pool that the spec names is gone: nothing can run, and waiting would not help. */
export function poolMissing(world: StatementWorld): StatementPlan {
  const detail =
    `The compute pool ${world.statement.spec.computePoolId} does not exist any more. ` +
    'Create the statement again with another compute_pool_id.'
  return finish(world, {
    intent: { ...asksNothing, rest: 'failed' },
    status: { phase: 'FAILED', detail },
    event: { type: 'Warning', reason: 'PoolMissing', message: detail },
  })
}
