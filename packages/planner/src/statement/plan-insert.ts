import type { Generation, JobFact } from '@headgate/domain'
import { endpointOf, lostJobManagerText, readyGateway } from '../pool/pool-workers.ts'
import { finish, wait, withoutWarning, withWarning } from './draft.ts'
import { findings, tellHealth } from './job-health.ts'
import { isBatch } from './live-job.ts'
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
    // A batch job runs stage by stage: between two of them no task may run.
    if (seen.state === 'RUNNING' && isBatch(statement) && (seen.restarts ?? 0) === 0 && statement.status.phase === 'RUNNING') return running(world)
    return statement.status.phase === 'RUNNING' ? restarting(world, seen) : deploying(world, seen)
  }
  // A process that lives and is silent (stopped, swapped out, out of its mind) runs nothing that anybody could vouch for. One look without an answer is a hiccup; two
  // are not, of the pool and of the statement or of the statement alone.
  const isSilent = job?.state === 'unknown' && (pool?.observed.cluster?.state === 'unknown' || world.nowMs - job.sinceMs > world.settings.silentAfterMs)
  const jobManagerEndpoint = pool === undefined ? undefined : endpointOf(pool, 'jobmanager', generation.clusterGeneration)
  if (isSilent || jobManagerEndpoint === undefined) {
    return wait(world, 'JobManagerLost', lostJobManagerText(pool, generation.clusterGeneration), {
      status: lostStatus(world),
      wakeAfterMs: 1_000,
    })
  }
  if (statement.observed.submitted?.generation === generation.generation) {
    return wait(world, 'LookingForJob', 'Looking for the job in the cluster.', { wakeAfterMs: 1_000 })
  }
  return submitAgain(world, generation, jobManagerEndpoint)
}

/** A submit whose outcome is not known is repeated under the same job id: Flink refuses a second one. */
function submitAgain(world: StatementWorld, generation: Generation, jobManagerEndpoint: string): StatementPlan {
  const gateway = world.pool === undefined ? undefined : readyGateway(world.pool)
  if (gateway === undefined || world.pool?.intent.clusterGeneration !== generation.clusterGeneration) {
    return wait(world, 'GatewayStarting', 'Waiting for the SQL gateway of the compute pool.', { intent: { needsGateway: true }, wakeAfterMs: 1_000 })
  }
  return finish(world, {
    intent: { needsGateway: true },
    status: { waitingFor: world.statement.status.waitingFor },
    actions: [{ kind: 'submit', gatewayEndpoint: gateway.endpoint, jobManagerEndpoint, generation }],
    wakeAfterMs: 500,
  })
}

function running(world: StatementWorld): StatementPlan {
  const { statement } = world
  const job = statement.observed.job
  const restarts = job?.state === 'known' ? (job.value.restarts ?? 0) : 0
  const isNew = statement.status.phase !== 'RUNNING'
  const health = tellHealth(world, job?.state === 'known' ? findings(job.value, world.nowMs) : [], withoutWarning(world, 'RESTARTING'))
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
      warnings: health.warnings,
    },
    moreEvents: health.events,
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

/** Flink restarts the job by itself: still RUNNING for the user, with a warning that says so and why. */
function restarting(world: StatementWorld, job: JobFact): StatementPlan {
  const from = isBatch(world.statement) ? '' : ' from its newest checkpoint'
  const cause = job.lastFailure === undefined ? '' : ` The cause: ${job.lastFailure.message}`
  const message = `Flink is restarting the job${from} (job state ${job.state}).${cause}`
  const isNew = !world.statement.status.warnings.some((warning) => warning.reason === 'RESTARTING')
  return finish(world, {
    status: { warnings: withWarning(world, { severity: 'MODERATE', reason: 'RESTARTING', message }) },
    ...(isNew ? { event: { type: 'Warning' as const, reason: 'Restarting', message } } : {}),
    wakeAfterMs: 1_000,
  })
}

function deploying(world: StatementWorld, { lastFailure }: JobFact): StatementPlan {
  const what = lastFailure === undefined ? 'Flink is deploying the tasks of the job.' : `Flink tries again to bring the tasks of the job to run. The cause: ${lastFailure.message}`
  return wait(world, 'Deploying', what, { wakeAfterMs: 500 })
}

/** RUNNING is not claimed for a job that cannot be seen. */
const lostStatus = (world: StatementWorld) =>
  world.statement.status.phase === 'RUNNING' ? { phase: 'PENDING' as const } : {}
