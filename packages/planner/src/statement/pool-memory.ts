import type { MemoryCulprit, Pool, StatementWarning } from '@headgate/domain'
import { mayHoldSlots } from '../pool/judge-memory.ts'
import { endpointOf, lostJobManagerText } from '../pool/pool-workers.ts'
import { finish, wait } from './draft.ts'
import type { StatementPlan, StatementWorld } from './statement-plan.ts'

const reason = 'POOL_OUT_OF_MEMORY'

/** Why a statement must end for good: it was found to run its pool out of memory. Decided once, kept in its intent. */
export function condemnation(world: StatementWorld): string | undefined {
  const { statement, pool } = world
  if (statement.intent.condemned !== undefined) return statement.intent.condemned
  const { generation } = statement.intent
  const culprit = pool?.intent.memory?.culprits.find(({ uid, atMs }) => uid === statement.uid && generation !== undefined && generation.createdAtMs <= atMs)
  return culprit === undefined ? undefined : condemnationText(culprit)
}

/** Ends the job of a condemned statement. Its checkpoints are kept: no savepoint can be expected of it. */
export function endCondemned(world: StatementWorld, condemned: string): StatementPlan {
  const { statement, pool } = world
  const { generation } = statement.intent
  const jobManagerEndpoint = pool === undefined || generation === undefined ? undefined : endpointOf(pool, 'jobmanager', generation.clusterGeneration)
  if (jobManagerEndpoint === undefined || generation === undefined) {
    return wait(world, 'JobManagerLost', lostJobManagerText(pool, generation?.clusterGeneration), { intent: { condemned }, wakeAfterMs: 1_000 })
  }
  return finish(world, { intent: { condemned }, actions: [{ kind: 'cancel-job', jobManagerEndpoint, generation }], wakeAfterMs: 300 })
}

/** Whether the statement must give way while the pool tries its statements one at a time. */
export const isHeldBack = (pool: Pool | undefined, uid: string): boolean => !mayHoldSlots(pool?.intent.memory, uid)

export const heldBackText =
  'TaskManagers of the compute pool ran out of memory again and again. To find the statement that needs too much, the pool runs them one at a time; ' +
  'this one waits for its turn and goes on from its newest checkpoint.'

/** Adds to a plan what the user must know of TaskManagers of the pool that ran out of memory while the statement had its job there. */
export function tellMemory(world: StatementWorld, plan: StatementPlan): StatementPlan {
  if (plan.intent.rest !== undefined) return plan
  const others = plan.status.warnings.filter((warning) => warning.reason !== reason)
  const known = plan.status.warnings.find((warning) => warning.reason === reason)
  const message = notice(world)
  if (message === undefined) return known === undefined ? plan : { ...plan, status: { ...plan.status, warnings: others } }
  if (known?.message === message) return plan
  const warning: StatementWarning = { severity: 'MODERATE', reason, message, createdAtMs: world.nowMs }
  return {
    ...plan,
    status: { ...plan.status, warnings: [...others, warning] },
    events: [...plan.events, { atMs: world.nowMs, type: 'Warning', reason: 'PoolOutOfMemory', message }],
  }
}

function notice({ statement, pool }: StatementWorld): string | undefined {
  const losses = (pool?.observed.memoryLosses ?? []).filter((loss) => loss.present.includes(statement.uid))
  const last = losses.at(-1)
  if (last === undefined) return undefined
  const times = losses.length === 1 ? '' : ` (${losses.length} times within the last hour)`
  const what = `At ${timeOf(last.atMs)} a TaskManager of the compute pool ran out of memory: ${last.memory}${times}. The jobs in it restart from their newest checkpoints.`
  const culprit = pool?.intent.memory?.culprits.findLast(({ uid, sinceMs }) => uid !== statement.uid && losses.some(({ atMs }) => atMs >= sinceMs))
  if (culprit !== undefined) return `${what} The cause was the statement '${culprit.name}', which has been ended as FAILED.`
  return pool?.intent.memory?.isolation === undefined ? what : `${what} The pool runs its statements one at a time to find the one that needs too much.`
}

function condemnationText({ losses, sinceMs, atMs, memory, how, thread }: MemoryCulprit): string {
  const minutes = Math.max(1, Math.ceil((atMs - sinceMs) / 60_000))
  const evidence = {
    task: `Each time it was its task that asked for more${thread === undefined ? '' : `, at last '${thread.slice(0, 200)}'`}.`,
    alone: 'It was alone in its TaskManager when that happened.',
    newest: 'Each statement of the pool ran well alone, together they did not; of those this one is the newest.',
  }[how]
  return (
    `The statement ran TaskManagers of its compute pool out of memory (${memory}), ${losses} times within ${minutes} min, and restarted all its neighbours with it. ${evidence} ` +
    'Let it hold less at once (shorter values, smaller windows and groups, less parallelism), then create a new statement: one that FAILED cannot be resumed.'
  )
}

/** `12:34:56 UTC`. */
const timeOf = (ms: number): string => `${new Date(ms).toISOString().slice(11, 19)} UTC`
