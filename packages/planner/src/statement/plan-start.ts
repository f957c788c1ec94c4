import { placeOf } from '@headgate/domain'
import type { Generation, Pool, RestorePoint, StatementEvent, StatementIntent } from '@headgate/domain'
import { endpointOf, readyGateway, slotsHere } from '../pool/pool-workers.ts'
import { startingText } from '../pool/starting-text.ts'
import { decideRestore, describeRestorePoint } from './decide-restore.ts'
import { asksNothing, finish, wait, withoutWarning, withPlanned, withWarning } from './draft.ts'
import { parallelismOf } from './live-job.ts'
import { plannedTraits } from './planned-traits.ts'
import { poolMissing } from './plan-once.ts'
import { heldBackText, isHeldBack } from './pool-memory.ts'
import type { StatementPlan, StatementWorld } from './statement-plan.ts'

/**
 * Plans the start of the next generation. `why` tells what ended the last one; undefined for the first start.
 * Called only when no older generation can be alive.
 */
export function planStart(world: StatementWorld, why: string | undefined): StatementPlan {
  const { statement, pool } = world
  const status = { phase: 'PENDING' as const, traits: plannedTraits(world) }
  if (pool === undefined) return poolMissing(world)
  // The old generation's pool was looked at; the next pass looks at the one it moves to.
  if (pool.id !== placeOf(statement)) return finish(world, { intent: asksNothing, status, wakeAfterMs: 0 })
  if (pool.ownOf !== undefined && world.parent === undefined) return poolMissing(world)
  if (world.suspending) {
    const waitingFor = 'Headgate is stopping; the statement goes on at the next start.'
    return wait(world, 'Suspended', waitingFor, {
      intent: asksNothing,
      status: { ...status, warnings: withWarning(world, { severity: 'LOW', reason: 'SUSPENDED', message: waitingFor }) },
    })
  }
  const decision = decideRestore(statement)
  if (decision.kind === 'park') return park(world, decision.reason, decision.message)
  const restoreFrom = decision.kind === 'from' ? decision.restorePoint : undefined
  const asked: Partial<StatementIntent> = {
    slotsAsked: parallelismOf(statement),
    slotsAskedAtMs: statement.intent.slotsAskedAtMs ?? world.nowMs,
    needsGateway: true,
    // It was planned: a turn of planning alone is for others now, however long it waits for slots.
    planningLosses: undefined,
    ...(restoreFrom === undefined ? {} : { restorePoint: restoreFrom, stateExpected: true }),
  }
  const retryAtMs = statement.intent.retryAtMs ?? 0
  if (retryAtMs > world.nowMs) {
    const waitingFor = `${why ?? 'The last attempt failed.'} The next attempt follows after a pause.`
    return wait(world, 'BackingOff', waitingFor, { intent: asked, status, wakeAfterMs: retryAtMs - world.nowMs })
  }
  const place = placeFor(world, pool)
  if ('waitingFor' in place) {
    const exhausted = place.exhausted
    return wait(world, exhausted ? 'PoolExhausted' : 'PoolStarting', place.waitingFor, {
      intent: asked,
      status: {
        ...status,
        ...(exhausted
          ? { scalingState: 'POOL_EXHAUSTED' as const, scalingUpdatedAtMs: statement.status.scalingUpdatedAtMs ?? world.nowMs }
          : {}),
      },
    })
  }
  const generation: Generation = {
    generation: (statement.intent.generation?.generation ?? 0) + 1,
    jobId: world.fresh.jobId,
    computePoolId: pool.id,
    clusterGeneration: pool.intent.clusterGeneration,
    parallelism: parallelismOf(statement),
    restoreFrom,
    createdAtMs: world.nowMs,
  }
  return finish(world, {
    intent: {
      ...asked,
      generation,
      stop: undefined,
      resolution: undefined,
      chosen: undefined,
      ...((decision.kind === 'empty' && decision.reason === 'chosen') || statement.intent.chosen !== undefined ? { emptyFromGeneration: generation.generation } : {}),
    },
    status: {
      ...status,
      scalingState: 'OK',
      scalingUpdatedAtMs: world.nowMs,
      warnings: withPlanned(world, withoutWarning(world, 'SUSPENDED')),
    },
    actions: [
      statement.class === 'query'
        ? { kind: 'start-query', gatewayEndpoint: place.gatewayEndpoint, gatewayWorkerId: place.gatewayWorkerId, generation }
        : { kind: 'submit', gatewayEndpoint: place.gatewayEndpoint, jobManagerEndpoint: place.jobManagerEndpoint, generation },
    ],
    event: startEvent(generation, restoreFrom, decision.kind === 'empty' ? decision.reason : undefined, why),
    wakeAfterMs: 300,
  })
}

type Place =
  | { gatewayEndpoint: string; gatewayWorkerId: string; jobManagerEndpoint: string }
  | { waitingFor: string; exhausted: boolean }

/** Where a job can be sent to right now, or what is missing. */
function placeFor(world: StatementWorld, pool: Pool): Place {
  const uid = world.statement.uid
  const parallelism = parallelismOf(world.statement)
  // What an own pool passes on may be of an earlier start: what counts is what is granted now.
  const budget = world.parent ?? pool
  const { maxCfu } = budget.spec
  if (parallelism > maxCfu) {
    return {
      exhausted: true,
      waitingFor: `The statement asks for ${parallelism} CFU, and max_cfu of the pool ${budget.id} is ${maxCfu}: raise max_cfu or lower the parallelism.`,
    }
  }
  if (budget.intent.exhausted.includes(uid)) {
    return {
      exhausted: true,
      waitingFor: `All ${maxCfu} CFU of the pool ${budget.id} are in use: stop a statement, raise max_cfu, or wait.`,
    }
  }
  if (isHeldBack(pool, uid)) return { exhausted: false, waitingFor: heldBackText }
  const granted = Math.min(pool.intent.grants[uid] ?? 0, budget.intent.grants[uid] ?? 0)
  if (granted < parallelism) return { exhausted: false, waitingFor: 'Waiting for the compute pool to grant slots.' }
  const gateway = readyGateway(pool)
  const jobManager = endpointOf(pool, 'jobmanager', pool.intent.clusterGeneration)
  if (gateway === undefined || jobManager === undefined) {
    return { exhausted: false, waitingFor: startingText(pool, 'its JobManager and SQL gateway') }
  }
  const cluster = pool.observed.cluster
  if (
    cluster?.state !== 'known' ||
    cluster.value.clusterGeneration !== pool.intent.clusterGeneration ||
    cluster.value.slotsTotal < slotsHere(pool.intent)
  ) {
    return { exhausted: false, waitingFor: startingText(pool, 'TaskManagers') }
  }
  return { gatewayEndpoint: gateway.endpoint, gatewayWorkerId: gateway.workerId, jobManagerEndpoint: jobManager }
}

function startEvent(
  generation: Generation,
  restoreFrom: RestorePoint | undefined,
  empty: string | undefined,
  why: string | undefined,
): Omit<StatementEvent, 'atMs'> {
  const from =
    restoreFrom !== undefined
      ? `from the ${describeRestorePoint(restoreFrom)}`
      : empty === 'nothing-was-taken'
        ? 'from the beginning: no checkpoint had completed before the loss'
        : 'from the beginning'
  const message = `${why === undefined ? '' : `${why} `}Generation ${generation.generation} starts ${from}.`
  return { type: why === undefined ? 'Normal' : 'Warning', reason: 'Starting', message }
}

/** Stops trying and asks a person, with the reason and the choices. */
function park(world: StatementWorld, reason: string, message: string): StatementPlan {
  return finish(world, {
    intent: { ...asksNothing, rest: 'parked' },
    status: {
      phase: 'PENDING',
      waitingFor: message,
      warnings: withWarning(world, { severity: 'CRITICAL', reason: 'PARKED', message }),
    },
    event: { type: 'Warning', reason, message },
  })
}
