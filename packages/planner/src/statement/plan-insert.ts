import type { Generation } from '@headgate/domain'
import { endpointOf, readyGateway } from '../pool/pool-workers.ts'
import { finish, wait, withoutWarning, withWarning } from './draft.ts'
import { plannedTraits } from './planned-traits.ts'
import { planStop, stopCause } from './plan-stop.ts'
import type { StatementPlan, StatementWorld } from './statement-plan.ts'

/** Plans an INSERT whose newest generation may be alive. */
export function planInsert(world: StatementWorld): StatementPlan {
  const { statement, pool } = world
  const generation = statement.intent.generation
  if (generation === undefined) throw new Error('planInsert is called only with a live generation')
  if (statement.intent.stop !== undefined || stopCause(world) !== undefined) return planStop(world, generation)
  const job = statement.observed.job
  const seen = job?.state === 'known' && job.value.generation === generation.generation ? job.value : undefined
  if (seen !== undefined) {
    if (seen.state === 'RUNNING' && seen.allTasksRunning) return running(world)
    return statement.status.phase === 'RUNNING' ? restarting(world, seen.state) : deploying(world)
  }
  if (pool === undefined || endpointOf(pool, 'jobmanager', generation.clusterGeneration) === undefined) {
    return wait(world, 'JobManagerLost', 'The JobManager of the job does not answer; waiting until it does or is proven gone.', {
      status: lostStatus(world),
      wakeAfterMs: 1_000,
    })
  }
  if (statement.observed.submitted?.generation === generation.generation) {
    return wait(world, 'LookingForJob', 'Looking for the job in the cluster.', { wakeAfterMs: 1_000 })
  }
  return submitAgain(world, generation)
}

/** A submit whose outcome is not known is repeated under the same job id: Flink refuses a second one. */
function submitAgain(world: StatementWorld, generation: Generation): StatementPlan {
  const gateway = world.pool === undefined ? undefined : readyGateway(world.pool)
  if (gateway === undefined || world.pool?.intent.clusterGeneration !== generation.clusterGeneration) {
    return wait(world, 'GatewayStarting', 'Waiting for the SQL gateway of the compute pool.', { intent: { needsGateway: true }, wakeAfterMs: 1_000 })
  }
  return finish(world, {
    intent: { needsGateway: true },
    status: { waitingFor: world.statement.status.waitingFor },
    actions: [{ kind: 'submit', gatewayEndpoint: gateway.endpoint, generation }],
    wakeAfterMs: 500,
  })
}

function running(world: StatementWorld): StatementPlan {
  const { statement } = world
  const job = statement.observed.job
  const restarts = job?.state === 'known' ? (job.value.restarts ?? 0) : 0
  const isNew = statement.status.phase !== 'RUNNING'
  const wasRestarting = statement.status.warnings.some((warning) => warning.reason === 'RESTARTING')
  return finish(world, {
    intent: {
      needsGateway: false,
      failures: 0,
      retryAtMs: undefined,
      stateExpected: statement.intent.stateExpected || statement.observed.newestSnapshot !== undefined,
    },
    status: {
      phase: 'RUNNING',
      detail: '',
      traits: plannedTraits(world),
      startedAtMs: statement.status.startedAtMs ?? world.nowMs,
      scalingState: 'OK',
      scalingUpdatedAtMs: statement.status.scalingUpdatedAtMs ?? world.nowMs,
      warnings: withoutWarning(world, 'RESTARTING'),
    },
    ...(isNew || wasRestarting
      ? {
          event: {
            type: 'Normal' as const,
            reason: 'Running',
            message: wasRestarting
              ? `All tasks run again (restart ${restarts} of this generation).`
              : `All tasks run (generation ${statement.intent.generation?.generation ?? 0}).`,
          },
        }
      : {}),
    wakeAfterMs: world.settings.lookEveryMs,
  })
}

/** Flink restarts the job by itself from its newest checkpoint: still RUNNING for the user, with a warning that says so. */
function restarting(world: StatementWorld, state: string): StatementPlan {
  const message = `Flink is restarting the job from its newest checkpoint (job state ${state}).`
  const isNew = !world.statement.status.warnings.some((warning) => warning.reason === 'RESTARTING')
  return finish(world, {
    status: { warnings: withWarning(world, { severity: 'MODERATE', reason: 'RESTARTING', message }) },
    ...(isNew ? { event: { type: 'Warning' as const, reason: 'Restarting', message } } : {}),
    wakeAfterMs: 1_000,
  })
}

function deploying(world: StatementWorld): StatementPlan {
  return wait(world, 'Deploying', 'Flink is deploying the tasks of the job.', { wakeAfterMs: 500 })
}

/** RUNNING is not claimed for a job that cannot be seen. */
const lostStatus = (world: StatementWorld) =>
  world.statement.status.phase === 'RUNNING' ? { phase: 'PENDING' as const } : {}
