import { endpointOf, readyGateway } from '../pool/pool-workers.ts'
import { asksNothing, finish, wait } from './draft.ts'
import { plannedTraits } from './planned-traits.ts'
import type { StatementAction, StatementPlan, StatementWorld } from './statement-plan.ts'

/** Plans a SELECT whose job may be alive: start it once, have it drained, end it. Its job is gone before it rests. */
export function planQuery(world: StatementWorld): StatementPlan {
  const { statement, pool } = world
  const generation = statement.intent.generation
  if (generation === undefined || pool === undefined) return wait(world, 'PoolMissing', 'The compute pool is being removed.')
  const gateway = readyGateway(pool)
  const { drain, spoolComplete, spoolFailure } = statement.observed
  const gatewayEndpoint = drain !== undefined && drain.gatewayWorkerId === gateway?.workerId ? gateway.endpoint : undefined
  const jobManagerEndpoint = endpointOf(pool, 'jobmanager', generation.clusterGeneration)
  const end: StatementAction = { kind: 'end-query', gatewayEndpoint, jobManagerEndpoint, generation }

  if (spoolComplete === true && spoolFailure === undefined) return complete(world, end)
  if (statement.spec.stopped) return finish(world, { status: { phase: 'STOPPING' }, actions: [end], wakeAfterMs: 250 })
  if (spoolFailure !== undefined) return finish(world, { actions: [end], wakeAfterMs: 250 })
  if (world.suspending) return stopForGood(world, end, 'Headgate was stopped while the query ran. Run the query again.')
  if (isUnread(world)) {
    const minutes = Math.round(world.settings.unreadTimeoutMs / 60_000)
    return stopForGood(world, end, `Stopped, because nobody had read its results for ${minutes} minutes. Run the query again.`)
  }
  if (drain === undefined) {
    if (gateway === undefined || pool.intent.clusterGeneration !== generation.clusterGeneration) {
      return wait(world, 'GatewayStarting', 'Waiting for the SQL gateway of the compute pool.', { wakeAfterMs: 1_000 })
    }
    return finish(world, {
      actions: [{ kind: 'start-query', gatewayEndpoint: gateway.endpoint, gatewayWorkerId: gateway.workerId, generation }],
      wakeAfterMs: 500,
    })
  }
  if (gateway !== undefined && gateway.workerId !== drain.gatewayWorkerId) {
    return stopForGood(world, end, 'The SQL gateway was lost, and with it the rows not yet fetched. Run the query again.', 'failed')
  }
  const isNew = statement.status.phase !== 'RUNNING'
  return finish(world, {
    status: {
      phase: 'RUNNING',
      detail: '',
      traits: plannedTraits(world),
      startedAtMs: statement.status.startedAtMs ?? world.nowMs,
    },
    actions: [{ kind: 'drain-query' }],
    ...(isNew ? { event: { type: 'Normal' as const, reason: 'Running', message: 'The query runs; its rows are being collected.' } } : {}),
    wakeAfterMs: Math.min(60_000, world.settings.unreadTimeoutMs),
  })
}

function complete(world: StatementWorld, end: StatementAction): StatementPlan {
  return finish(world, {
    intent: { ...asksNothing, rest: 'completed' },
    status: { phase: 'COMPLETED', detail: '', traits: plannedTraits(world) },
    actions: [end],
    event: { type: 'Normal', reason: 'Completed', message: 'The query finished and its whole result is kept.' },
  })
}

/** Whether a running query has been read by nobody for too long. */
function isUnread(world: StatementWorld): boolean {
  const { status, observed } = world.statement
  if (status.phase !== 'RUNNING') return false
  const since = Math.max(observed.lastReadAtMs ?? 0, status.startedAtMs ?? world.nowMs)
  return world.nowMs - since > world.settings.unreadTimeoutMs
}

function stopForGood(world: StatementWorld, end: StatementAction, detail: string, rest: 'stopped' | 'failed' = 'stopped'): StatementPlan {
  return finish(world, {
    intent: { ...asksNothing, rest },
    status: { phase: rest === 'failed' ? 'FAILED' : 'STOPPED', detail },
    actions: [end],
    event: { type: 'Warning', reason: rest === 'failed' ? 'QueryFailed' : 'Stopped', message: detail },
  })
}
