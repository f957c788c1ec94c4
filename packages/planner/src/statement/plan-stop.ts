import { placeOf, savepointKey } from '@headgate/domain'
import type { Generation, StopAttempt } from '@headgate/domain'
import { endpointOf, lostJobManagerText } from '../pool/pool-workers.ts'
import { finish, wait } from './draft.ts'
import { isBatch } from './live-job.ts'
import { heldBackText, isHeldBack } from './pool-memory.ts'
import type { StatementPlan, StatementWorld } from './statement-plan.ts'

/** Why a live generation must end, if it must. */
export function stopCause(world: StatementWorld): StopAttempt['cause'] | undefined {
  const { spec, intent } = world.statement
  if (spec.stopped) return 'user'
  if (world.suspending) return 'suspend'
  if (isHeldBack(world.pool, world.statement.uid)) return 'isolate'
  if (intent.generation !== undefined && placeOf(world.statement) !== intent.generation.computePoolId) return 'move'
  return undefined
}

/**
 * Plans the stop of a live INSERT: a savepoint into a directory of its own. Where none can be taken (the tasks do not run,
 * a batch job, too many failures) the job is cancelled and its newest checkpoint is what a resume starts from.
 */
export function planStop(world: StatementWorld, generation: Generation): StatementPlan {
  const { statement, pool, settings } = world
  const job = statement.observed.job
  const seen = job?.state === 'known' && job.value.generation === generation.generation ? job.value : undefined
  const stop = statement.intent.stop ?? newAttempt(world, generation, 1)
  const outcome = statement.observed.stopOutcome?.triggerId === stop.triggerId ? statement.observed.stopOutcome : undefined
  const status = {
    phase: statement.spec.stopped ? ('STOPPING' as const) : ('PENDING' as const),
    waitingFor: stop.cause === 'isolate' ? heldBackText : 'A savepoint is being taken.',
  }
  const jobManagerEndpoint = pool === undefined ? undefined : endpointOf(pool, 'jobmanager', generation.clusterGeneration)
  if (jobManagerEndpoint === undefined) {
    return wait(world, 'JobManagerLost', lostJobManagerText(pool, generation.clusterGeneration), {
      intent: { stop },
      status: { phase: status.phase },
      wakeAfterMs: 1_000,
    })
  }
  if (outcome?.savepointUri !== undefined) {
    return finish(world, { intent: { stop, stateExpected: true }, status, wakeAfterMs: 200 })
  }
  const cancel = { kind: 'cancel-job', jobManagerEndpoint, generation } as const
  const waitedMs = world.nowMs - stop.startedAtMs
  if (isBatch(statement) || stop.cause === 'isolate' || (seen === undefined && statement.observed.submitted === undefined)) {
    return finish(world, { intent: { stop }, status, actions: [cancel], wakeAfterMs: 300 })
  }
  if (outcome?.failure !== undefined) {
    if (stop.attempt >= settings.stopAttemptsMax) {
      return finish(world, {
        intent: { stop },
        status,
        actions: [cancel],
        event: {
          type: 'Warning',
          reason: 'SavepointFailed',
          message: `No savepoint could be taken in ${stop.attempt} attempts (${outcome.failure}). The job is cancelled; its newest checkpoint is kept.`,
        },
        wakeAfterMs: 300,
      })
    }
    const next = newAttempt(world, generation, stop.attempt + 1)
    return finish(world, {
      intent: { stop: next },
      status,
      event: { type: 'Warning', reason: 'SavepointRetried', message: `The savepoint failed (${outcome.failure}); attempt ${next.attempt} follows.` },
      wakeAfterMs: 1_000,
    })
  }
  if (seen?.allTasksRunning !== true) {
    if (waitedMs > settings.stopTimeoutMs) return finish(world, { intent: { stop }, status, actions: [cancel], wakeAfterMs: 300 })
    return finish(world, { intent: { stop }, status: { ...status, waitingFor: 'Waiting until all tasks run, to take a savepoint.' }, wakeAfterMs: 500 })
  }
  const isNew = statement.intent.stop === undefined
  return finish(world, {
    intent: { stop },
    status,
    actions: [{ kind: 'stop-with-savepoint', jobManagerEndpoint, generation, stop }],
    ...(isNew ? { event: { type: 'Normal' as const, reason: 'Stopping', message: stopText(stop.cause) } } : {}),
    wakeAfterMs: 250,
  })
}

/** Each attempt has its own trigger id and directory, so that its outcome can be found by looking. */
function newAttempt(world: StatementWorld, generation: Generation, attempt: number): StopAttempt {
  return {
    attempt,
    triggerId: world.fresh.triggerId,
    directoryKey: savepointKey(world.statement, generation.generation, attempt),
    startedAtMs: world.nowMs,
    cause: stopCause(world) ?? 'user',
  }
}

function stopText(cause: StopAttempt['cause']): string {
  switch (cause) {
    case 'user':
      return 'Stopping with a savepoint.'
    case 'suspend':
      return 'Headgate is stopping: the statement is suspended with a savepoint and goes on at the next start.'
    case 'isolate':
      return heldBackText
    case 'move':
      return 'Moving to another compute pool with a savepoint.'
  }
}
