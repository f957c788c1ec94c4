import { endpointOf, readyGateway } from '../pool/pool-workers.ts'
import { describeRestorePoint } from './decide-restore.ts'
import { finish, withoutWarning } from './draft.ts'
import { hasLiveJob } from './live-job.ts'
import type { StatementPlan, StatementWorld } from './statement-plan.ts'

/** Plans a statement at rest: it leaves its rest only by a resume, or by a person's choice about a parked one. */
export function planRest(world: StatementWorld): StatementPlan {
  const { statement } = world
  const { intent } = statement
  if (intent.rest === 'stopped' && !statement.spec.stopped && statement.class === 'insert') {
    return finish(world, {
      intent: { rest: undefined, failures: 0, retryAtMs: undefined },
      status: { phase: 'PENDING', detail: '' },
      event: { type: 'Normal', reason: 'Resumed', message: resumeText(world) },
      wakeAfterMs: 0,
    })
  }
  if (intent.rest === 'parked' && intent.chosen !== undefined) return planChosen(world)
  if (intent.rest === 'parked' && intent.resolution !== undefined) return planResolution(world)
  if (statement.class === 'query' && hasLiveJob(statement)) return leaveNoJob(world)
  return finish(world, statement.status.waitingFor === undefined ? {} : { status: { waitingFor: statement.status.waitingFor } })
}

/** A query that is over for its user still has its job ended: no job of an ended SELECT is left behind. */
function leaveNoJob(world: StatementWorld): StatementPlan {
  const { pool, statement } = world
  const generation = statement.intent.generation
  if (pool === undefined || generation === undefined) return finish(world, {})
  const gateway = readyGateway(pool)
  const gatewayEndpoint = gateway?.workerId === statement.observed.drain?.gatewayWorkerId ? gateway?.endpoint : undefined
  const jobManagerEndpoint = endpointOf(pool, 'jobmanager', generation.clusterGeneration)
  return finish(world, { actions: [{ kind: 'end-query', gatewayEndpoint, jobManagerEndpoint, generation }], wakeAfterMs: 500 })
}

/** A person chose where a parked statement goes on from. */
function planChosen(world: StatementWorld): StatementPlan {
  return finish(world, {
    intent: { rest: undefined, resolution: undefined, failures: 0, retryAtMs: undefined, stateExpected: true },
    status: { phase: 'PENDING', detail: '', warnings: withoutWarning(world, 'PARKED') },
    event: { type: 'Normal', reason: 'Resumed', message: resumeText(world) },
    wakeAfterMs: 0,
  })
}

function resumeText(world: StatementWorld): string {
  const { chosen } = world.statement.intent
  if (chosen !== undefined) return `Resumed; a person chose that it goes on from the snapshot ${chosen.snapshotId} (${describeRestorePoint(chosen)}).`
  const from = world.statement.intent.restorePoint
  if (from === undefined) return 'Resumed; it starts from the beginning (no state was ever taken).'
  return `Resumed; it goes on from the ${describeRestorePoint(from)}.`
}

function planResolution(world: StatementWorld): StatementPlan {
  const { intent } = world.statement
  if (intent.resolution === 'treat-as-complete') {
    return finish(world, {
      intent: { rest: 'completed', resolution: undefined },
      status: { phase: 'COMPLETED', detail: '', warnings: withoutWarning(world, 'PARKED') },
      event: { type: 'Normal', reason: 'TreatedAsComplete', message: 'A person decided that the statement counts as complete.' },
    })
  }
  const startEmpty = intent.resolution === 'start-empty'
  return finish(world, {
    intent: {
      rest: undefined,
      resolution: startEmpty ? 'start-empty' : 'run-again',
      failures: 0,
      ...(startEmpty ? { stateExpected: false, restorePoint: undefined } : {}),
    },
    status: { phase: 'PENDING', detail: '', warnings: withoutWarning(world, 'PARKED') },
    event: {
      type: 'Warning',
      reason: startEmpty ? 'StartsEmpty' : 'RunsAgain',
      message: startEmpty
        ? 'A person decided that the statement starts with empty state.'
        : 'A person decided that the statement runs again.',
    },
    wakeAfterMs: 0,
  })
}
