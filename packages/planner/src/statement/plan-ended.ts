import { describeRestorePoint, newestRestorePoint } from './decide-restore.ts'
import { asksNothing, backoffMs, finish } from './draft.ts'
import { planStart } from './plan-start.ts'
import { condemnation } from './pool-memory.ts'
import type { StatementPlan, StatementWorld } from './statement-plan.ts'

/** Plans a statement whose newest generation is proven gone: it rests, or the next generation starts. */
export function planEnded(world: StatementWorld): StatementPlan {
  const { statement } = world
  const { observed, intent } = statement
  const generation = intent.generation?.generation ?? 0
  const ended = observed.ended?.generation === generation ? observed.ended : undefined
  if (statement.class === 'query') return queryLost(world)
  const hasSavepoint = intent.stop !== undefined && observed.stopOutcome?.triggerId === intent.stop.triggerId && observed.stopOutcome.savepointUri !== undefined
  if (ended?.state === 'FINISHED' && !hasSavepoint) return completed(world)
  const condemned = statement.spec.stopped ? undefined : condemnation(world)
  if (condemned !== undefined) return failedForGood(world, condemned)
  if (ended?.state === 'FAILED' && ended.platformFault !== true && !statement.spec.stopped) return failedForGood(world, `${ended.message ?? 'The job failed.'}${afterRestarts(world)}`)
  if (statement.spec.stopped) return stopped(world)
  if (ended?.state === 'FAILED') return planStart(withBackoff(world), `${ended.message ?? 'The job lost its resources.'}`)
  if (hasSavepoint || intent.stop !== undefined) return planStart(world, undefined)
  return planStart(withBackoff(world), ended === undefined ? 'The cluster of the last run was lost.' : 'The job was cancelled from outside.')
}

/** The first restart after a loss is immediate; the pause grows while starts keep failing. */
function withBackoff(world: StatementWorld): StatementWorld {
  const { statement } = world
  const generation = statement.intent.generation?.generation ?? 0
  if (statement.intent.failureCountedFor === generation) return world
  const failures = statement.intent.failures + 1
  const retryAtMs = failures <= 1 ? undefined : world.nowMs + backoffMs(world)
  const intent = { ...statement.intent, failures, retryAtMs, failureCountedFor: generation }
  return { ...world, statement: { ...statement, intent } }
}

function completed(world: StatementWorld): StatementPlan {
  return finish(world, {
    intent: { ...asksNothing, rest: 'completed' },
    status: { phase: 'COMPLETED', detail: '', endedAtMs: world.statement.observed.ended?.atMs },
    event: { type: 'Normal', reason: 'Completed', message: 'The job finished.' },
  })
}

/** A FAILED statement is never started again; what it had reached is kept with it. */
function failedForGood(world: StatementWorld, message: string): StatementPlan {
  const restorePoint = newestRestorePoint(world.statement)
  return finish(world, {
    intent: { ...asksNothing, rest: 'failed', restorePoint, stop: undefined },
    status: { phase: 'FAILED', detail: message },
    event: { type: 'Warning', reason: 'Failed', message: restorePoint === undefined ? message : `${message} Its state is kept: the ${describeRestorePoint(restorePoint)}.` },
  })
}

/** What may be said of a job that Flink could not bring to run again. */
function afterRestarts(world: StatementWorld): string {
  const { job } = world.statement.observed
  const restarts = job?.state === 'known' ? (job.value.restarts ?? 0) : 0
  return restarts === 0 ? '' : `. Flink had restarted it ${restarts} times. Correct the cause, then create a new statement: one that FAILED cannot be resumed.`
}

function stopped(world: StatementWorld): StatementPlan {
  const restorePoint = newestRestorePoint(world.statement)
  const offsets = world.statement.observed.latestOffsets
  return finish(world, {
    intent: { ...asksNothing, rest: 'stopped', restorePoint, stateExpected: world.statement.intent.stateExpected || restorePoint !== undefined },
    status: {
      phase: 'STOPPED',
      detail: '',
      ...(offsets === undefined ? {} : { latestOffsets: offsets.offsets, latestOffsetsAtMs: offsets.atMs }),
    },
    event: {
      type: 'Normal',
      reason: 'Stopped',
      message: restorePoint === undefined ? 'Stopped; no state had been taken.' : `Stopped; a resume goes on from its ${restorePoint.kind}.`,
    },
  })
}

/** A query's rows live in the gateway until they are drained: with its cluster they are lost. */
function queryLost(world: StatementWorld): StatementPlan {
  const { observed, spec } = world.statement
  if (observed.spoolComplete === true && observed.spoolFailure === undefined) {
    return finish(world, { intent: { ...asksNothing, rest: 'completed' }, status: { phase: 'COMPLETED', detail: '' } })
  }
  if (spec.stopped) {
    return finish(world, {
      intent: { ...asksNothing, rest: 'stopped' },
      status: { phase: 'STOPPED', detail: '' },
      event: { type: 'Normal', reason: 'Stopped', message: 'The query was stopped.' },
    })
  }
  const ended = observed.ended?.state === 'FAILED' ? observed.ended.message : undefined
  const detail =
    observed.spoolFailure ?? ended ?? 'The cluster that ran the query was lost, and with it the rows not yet fetched. Run the query again.'
  return finish(world, {
    intent: { ...asksNothing, rest: 'failed' },
    status: { phase: 'FAILED', detail },
    event: { type: 'Warning', reason: 'QueryFailed', message: detail },
  })
}
