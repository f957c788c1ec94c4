import type { Pool, StatementIntent, Worker } from '@headgate/domain'
import { mayPlan } from '../pool/planning-turn.ts'
import { readyGateway, seenWorkers } from '../pool/pool-workers.ts'
import { startingText } from '../pool/starting-text.ts'
import { asksNothing, finish, wait } from './draft.ts'
import type { StatementAction, StatementPlan, StatementWorld } from './statement-plan.ts'

/** So many gateways one statement may exhaust. */
const lossesMax = 3

/**
 * Plans a step that has Flink's planner work on the statement. It is written down which gateway works on it, so that one that runs out
 * of memory is put down to those that were being planned; the next times each of them is planned alone. Whoever exhausts three
 * gateways, the last one alone, is FAILED: otherwise it would end each new gateway, and no statement of the pool would be planned.
 * `asked` is what it asks of the pool meanwhile.
 */
export function planOnGateway(
  world: StatementWorld,
  pool: Pool,
  action: (gatewayEndpoint: string) => StatementAction,
  asked: Partial<StatementIntent> = { needsGateway: true },
): StatementPlan {
  const { intent, uid } = world.statement
  const exit = lostGateway(pool, intent.planning?.gatewayWorkerId)
  const losses = intent.planningLosses ?? 0
  if (exit !== undefined) {
    const now = losses + 1
    if (now >= lossesMax && intent.planning?.isAlone === true) return exhausted(world, now, exit.message)
    const message = `The SQL gateway of the compute pool ended while this statement was being planned (${exit.message}). It will be planned alone.`
    return finish(world, { intent: { ...asked, planningLosses: now }, event: { type: 'Warning', reason: 'GatewayLost', message }, wakeAfterMs: 500 })
  }
  const gateway = readyGateway(pool)
  if (gateway === undefined || (intent.retryAtMs ?? 0) > world.nowMs) {
    return wait(world, 'PoolStarting', startingText(pool, 'its SQL gateway'), { intent: asked })
  }
  const may = mayPlan(pool.intent.planning, uid, losses)
  if (may === 'no') {
    const text =
      losses > 0
        ? 'It is planned alone when its turn comes: the SQL gateway of the compute pool had ended while it was being planned.'
        : 'The compute pool plans another statement alone, because its SQL gateway had ended over it. This one follows.'
    return wait(world, 'WaitsForPlanning', text, { intent: asked, wakeAfterMs: 1_000 })
  }
  return finish(world, {
    intent: { ...asked, planning: { gatewayWorkerId: gateway.workerId, isAlone: may === 'alone' } },
    actions: [action(gateway.endpoint)],
    wakeAfterMs: 1_000,
  })
}

/** How the gateway that worked on the statement ended, if it ended for want of memory or crashed. One that was killed says nothing about a statement. */
function lostGateway(pool: Pool, workerId: string | undefined): Worker['exit'] {
  const exit = seenWorkers(pool)?.find((worker) => worker.workerId === workerId && worker.state === 'exited')?.exit
  return exit?.reason === 'out-of-memory' || exit?.reason === 'crashed' ? exit : undefined
}

function exhausted(world: StatementWorld, losses: number, message: string): StatementPlan {
  const detail =
    `Planning the statement ended the SQL gateway of its compute pool ${losses} times, at last with no other statement being planned (${message}). ` +
    'Constant expressions are computed while planning: make them smaller (for example the count of a REPEAT), or split the statement.'
  return finish(world, {
    intent: { ...asksNothing, rest: 'failed', planningLosses: losses },
    status: { phase: 'FAILED', detail },
    event: { type: 'Warning', reason: 'PlanningFailed', message: detail },
  })
}
