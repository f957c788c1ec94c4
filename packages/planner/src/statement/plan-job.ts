import type { StatementIntent } from '@headgate/domain'
import { asksNothing, finish, wait, withPlanned } from './draft.ts'
import { hasLiveJob, parallelismOf } from './live-job.ts'
import { planEnded } from './plan-ended.ts'
import { planInsert } from './plan-insert.ts'
import { poolMissing } from './plan-once.ts'
import { condemnation, endCondemned } from './pool-memory.ts'
import { plannedTraits } from './planned-traits.ts'
import { planOnGateway } from './plan-on-gateway.ts'
import { planQuery } from './plan-query.ts'
import { planStart } from './plan-start.ts'
import type { StatementPlan, StatementWorld } from './statement-plan.ts'

/** Plans a statement that is a Flink job: planned once, then started, run, stopped and started again. */
export function planJob(world: StatementWorld): StatementPlan {
  const { statement } = world
  if (hasLiveJob(statement)) {
    if (statement.class === 'query') return planQuery(world)
    const condemned = statement.spec.stopped ? undefined : condemnation(world)
    return condemned === undefined ? planInsert(world) : endCondemned(world, condemned)
  }
  if (statement.observed.prepared === undefined) return planPreparation(world)
  if (statement.observed.prepared.error !== undefined) return planningFailed(world)
  if (statement.dryRun) return planned(world)
  if (statement.intent.generation !== undefined) return planEnded(world)
  if (statement.spec.stopped) return createdStopped(world)
  return planStart(world, undefined)
}

function planPreparation(world: StatementWorld): StatementPlan {
  if (world.pool === undefined) return poolMissing(world)
  if (world.suspending) return wait(world, 'Suspended', 'Headgate is stopping; the statement runs at the next start.')
  return planOnGateway(world, world.pool, (gatewayEndpoint) => ({ kind: 'prepare', gatewayEndpoint }), asksForStart(world))
}

/** Slots are asked for while it is planned: the pool grants them, and starts TaskManagers, meanwhile. */
function asksForStart({ statement, nowMs }: StatementWorld): Partial<StatementIntent> {
  if (statement.dryRun || statement.spec.stopped) return { needsGateway: true }
  return { needsGateway: true, slotsAsked: parallelismOf(statement), slotsAskedAtMs: statement.intent.slotsAskedAtMs ?? nowMs }
}

function planningFailed(world: StatementWorld): StatementPlan {
  const detail = world.statement.observed.prepared?.error?.message ?? 'Planning failed.'
  return finish(world, {
    intent: { ...asksNothing, rest: 'failed' },
    status: { phase: 'FAILED', detail },
    event: { type: 'Warning', reason: 'PlanningFailed', message: detail },
  })
}

/** A dry run ends with its plan. */
function planned(world: StatementWorld): StatementPlan {
  return finish(world, {
    intent: { ...asksNothing, rest: 'completed' },
    status: { phase: 'COMPLETED', detail: '', traits: plannedTraits(world), warnings: withPlanned(world, world.statement.status.warnings) },
  })
}

function createdStopped(world: StatementWorld): StatementPlan {
  return finish(world, {
    intent: { ...asksNothing, rest: 'stopped' },
    status: { phase: 'STOPPED', detail: '', traits: plannedTraits(world), warnings: withPlanned(world, world.statement.status.warnings) },
    event: { type: 'Normal', reason: 'CreatedStopped', message: 'Planned without errors; it starts when spec.stopped becomes false.' },
  })
}
