import type { Pool, PoolDemand, PoolIntent, Worker } from '@headgate/domain'
import { grantSlots, passOnGrants } from './grant-slots.ts'
import { judgeMemory, mayHoldSlots } from './judge-memory.ts'
import { nextGeneration } from './next-generation.ts'
import { planningTurn } from './planning-turn.ts'
import { isAlive, isComplete, seenWorkers, slotsHere } from './pool-workers.ts'

/** Platform settings of pools; not tenants'. */
export interface PoolSettings {
  /** Task slots (= CFU) of one TaskManager of the hardware profile. */
  slotsPerTaskManager: number
  /** After this long without use a pool gives its processes back. */
  idleTimeoutMs: number
  /** The same of an own pool, which nobody else could use meanwhile. */
  ownIdleTimeoutMs: number
  /** After this long without a granted slot a pool gives its TaskManagers back; the next query of somebody at work finds them there. */
  taskManagerIdleTimeoutMs: number
  /** How often a pool with jobs is observed, in one batch. */
  observeEveryMs: number
}

export interface PoolWorld {
  nowMs: number
  pool: Pool
  /** Of an own pool: the one that grants. `gone`: that pool, or the statement, does not exist any more. */
  parent?: Pool | 'gone'
  demands: PoolDemand[]
  settings: PoolSettings
  /** Kept awake with one TaskManager, for quick first statements. */
  keepWarm: boolean
  /** The deployment is stopping: nothing is started. */
  stopping: boolean
}

export type PoolAction =
  | { kind: 'drop-workers'; upToGeneration: number }
  | { kind: 'ensure-workers'; clusterGeneration: number; taskManagers: number; slotsPerTaskManager: number; besideOlder?: boolean }
  | { kind: 'warm-gateway'; endpoint: string; workerId: string }
  | { kind: 'remove-pool' }

export interface PoolPlan {
  intent: PoolIntent
  status: Pool['status']
  actions: PoolAction[]
  /** Undefined: only when woken. */
  wakeAfterMs: number | undefined
}

const lookAgainMs = 2_000
/** An own pool that sleeps looks now and then whether it is still anybody's: whoever removes its statement wakes it, but may be of an older version. */
const ownLookMs = 10 * 60_000
/** How often a successor is tried for which there is no room. */
const prepareAgainMs = 60_000

/** Decides what a pool's cluster shall be and who gets its slots. The only writer of grants: an own pool passes on what the DEDICATED one granted. */
export function planPool(world: PoolWorld): PoolPlan {
  const { pool, parent } = world
  const workers = seenWorkers(pool)
  if (workers === undefined) return rest(world, pool.intent, lookAgainMs)
  if (pool.deletionRequestedAtMs !== undefined || parent === 'gone') return planDeletion(world, workers)

  const here = world.demands.filter((demand) => demand.elsewhere === undefined)
  const memory = judgeMemory({ nowMs: world.nowMs, losses: pool.observed.memoryLosses ?? [], demands: here, before: pool.intent.memory })
  // Who has to give way keeps its slots until its job is gone: till then nobody else could use them.
  const entitled = world.demands.filter((demand) => demand.elsewhere !== undefined || mayHoldSlots(memory, demand.uid) || demand.jobId !== undefined)
  const { grants, exhausted } = parent === undefined ? grantSlots(pool.intent.grants, entitled, pool.spec.maxCfu) : passOnGrants(pool.intent.grants, entitled, parent.intent)
  const granted = { grants, slotsElsewhere: slotsElsewhere(world.demands, grants) }
  const busy = here.some((demand) => demand.needsGateway || demand.slotsAsked > 0)
  const idleSinceMs = busy ? undefined : (pool.intent.idleSinceMs ?? world.nowMs)
  const idleFor = idleSinceMs === undefined ? 0 : world.nowMs - idleSinceMs
  const awake =
    !world.stopping && (busy || world.keepWarm || (pool.intent.awake && idleFor < idleTimeoutMs(world)))
  const slotsFreeSinceMs = slotsHere(granted) > 0 ? undefined : (pool.intent.slotsFreeSinceMs ?? world.nowMs)
  const taskManagers = wantedTaskManagers(world, slotsHere(granted), awake, slotsFreeSinceMs)
  const intent: PoolIntent = {
    ...pool.intent,
    awake,
    ...granted,
    exhausted,
    memory,
    planning: planningTurn(here, pool.intent.planning, world.nowMs),
    idleSinceMs,
    slotsFreeSinceMs,
    taskManagers,
    ...nextGeneration(world, awake, workers, taskManagers),
  }
  return awake ? run(world, intent, workers) : giveBack(world, intent, workers)
}

/**
 * As many TaskManagers as the granted slots need; none is taken away while any slot is granted (it could be the busy one), nor for a while after that: a
 * new one takes longer to start than most people take to write their next query.
 */
function wantedTaskManagers(world: PoolWorld, slots: number, awake: boolean, slotsFreeSinceMs: number | undefined): number {
  if (!awake) return 0
  const needed = Math.max(Math.ceil(slots / world.settings.slotsPerTaskManager), world.keepWarm ? 1 : 0)
  const isKept = slotsFreeSinceMs === undefined || world.nowMs - slotsFreeSinceMs < world.settings.taskManagerIdleTimeoutMs
  return isKept && world.pool.intent.awake ? Math.max(needed, world.pool.intent.taskManagers) : needed
}

const idleTimeoutMs = ({ pool, settings }: PoolWorld): number => (pool.ownOf === undefined ? settings.idleTimeoutMs : settings.ownIdleTimeoutMs)

/** Granted slots in TaskManagers of own pools; undefined: none. */
function slotsElsewhere(demands: PoolDemand[], grants: Record<string, number>): number | undefined {
  const slots = demands.reduce((sum, { uid, elsewhere }) => (elsewhere === undefined ? sum : sum + (grants[uid] ?? 0)), 0)
  return slots === 0 ? undefined : slots
}

function run(world: PoolWorld, intent: PoolIntent, workers: Worker[]): PoolPlan {
  const { successor, taskManagers } = intent
  // What runs already goes on while its successor is prepared.
  const generation = successor ?? intent.clusterGeneration
  const own = workers.filter((worker) => worker.clusterGeneration === generation && isAlive(worker))
  const isOlderAlive = workers.some((worker) => worker.clusterGeneration < intent.clusterGeneration && isAlive(worker))
  const actions: PoolAction[] = isOlderAlive ? [{ kind: 'drop-workers', upToGeneration: intent.clusterGeneration - 1 }] : []
  if (isOlderAlive && own.length === 0) return { ...rest(world, intent, 1_000), actions }
  if (!isComplete(workers, generation, taskManagers) && !isPutOff(world, intent) && !own.some(({ role, state }) => role === 'jobmanager' && state === 'unknown')) {
    const besideOlder = successor !== undefined || isOlderAlive ? { besideOlder: true } : {}
    actions.push({ kind: 'ensure-workers', clusterGeneration: generation, taskManagers, slotsPerTaskManager: world.settings.slotsPerTaskManager, ...besideOlder })
  }
  const gateway = own.find((worker) => worker.role === 'gateway' && worker.state === 'running')
  // Of an own pool the first statement is the only one.
  if (gateway?.endpoint !== undefined && world.pool.ownOf === undefined && gateway.workerId !== world.pool.observed.warmGatewayWorkerId) {
    actions.push({ kind: 'warm-gateway', endpoint: gateway.endpoint, workerId: gateway.workerId })
  }
  const isSettled = actions.length === 0 && successor === undefined && workers.every((worker) => worker.state !== 'starting')
  return { ...rest(world, intent, isSettled ? restfulWakeMs(world, intent) : isOlderAlive ? 1_000 : lookAgainMs), actions }
}

/** A successor for which there was no room is not asked for all the time. */
function isPutOff({ nowMs, pool: { observed } }: PoolWorld, { successor }: PoolIntent): boolean {
  return successor !== undefined && observed.startFailure !== undefined && nowMs - observed.startFailure.atMs < prepareAgainMs
}

function restfulWakeMs(world: PoolWorld, intent: PoolIntent): number | undefined {
  if (slotsHere(intent) > 0 || intent.memory?.isolation !== undefined || intent.planning !== undefined) return world.settings.observeEveryMs
  const { taskManagerIdleTimeoutMs } = world.settings
  const spareUntilMs = intent.taskManagers > (world.keepWarm ? 1 : 0) ? (intent.slotsFreeSinceMs ?? world.nowMs) + taskManagerIdleTimeoutMs : Infinity
  const idleUntilMs = intent.idleSinceMs === undefined || world.keepWarm ? Infinity : intent.idleSinceMs + idleTimeoutMs(world)
  const usualMs = world.keepWarm ? 60_000 : intent.idleSinceMs === undefined ? 10_000 : Infinity
  return Math.min(usualMs, Math.max(1_000, Math.min(spareUntilMs, idleUntilMs) - world.nowMs))
}

function giveBack(world: PoolWorld, intent: PoolIntent, workers: Worker[]): PoolPlan {
  if (!workers.some(isAlive)) return rest(world, intent, world.pool.ownOf === undefined ? undefined : ownLookMs)
  const drop = { kind: 'drop-workers', upToGeneration: intent.clusterGeneration } as const
  return { ...rest(world, intent, lookAgainMs), actions: [drop] }
}

function planDeletion(world: PoolWorld, workers: Worker[]): PoolPlan {
  const intent: PoolIntent = { ...world.pool.intent, ...nextGeneration(world, false, workers, 0), awake: false, taskManagers: 0, grants: {}, slotsElsewhere: undefined, exhausted: [] }
  const plan = rest(world, intent, lookAgainMs)
  const status = { ...plan.status, phase: 'DEPROVISIONING' as const }
  if (workers.some(isAlive)) {
    return { ...plan, status, actions: [{ kind: 'drop-workers', upToGeneration: intent.clusterGeneration }] }
  }
  return { ...plan, status, actions: [{ kind: 'remove-pool' }] }
}

function rest(world: PoolWorld, intent: PoolIntent, wakeAfterMs: number | undefined): PoolPlan {
  const currentCfu = Object.values(intent.grants).reduce((sum, granted) => sum + granted, 0)
  return { intent, status: { ...world.pool.status, currentCfu }, actions: [], wakeAfterMs }
}
