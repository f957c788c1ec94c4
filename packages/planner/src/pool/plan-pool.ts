import type { Pool, PoolDemand, PoolIntent, Worker } from '@headgate/domain'
import { grantSlots, passOnGrants } from './grant-slots.ts'
import { judgeMemory, mayHoldSlots } from './judge-memory.ts'
import { planningTurn } from './planning-turn.ts'
import { isAlive, seenWorkers, slotsHere } from './pool-workers.ts'

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
  | { kind: 'ensure-workers'; clusterGeneration: number; taskManagers: number; slotsPerTaskManager: number }
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
/** Time for whoever is to see that a pool cannot be renewed, and to do something about it. */
const renewBeforeMs = 30 * 24 * 60 * 60_000

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
  const intent: PoolIntent = {
    ...pool.intent,
    awake,
    ...granted,
    exhausted,
    memory,
    planning: planningTurn(here, pool.intent.planning, world.nowMs),
    idleSinceMs,
    slotsFreeSinceMs,
    taskManagers: wantedTaskManagers(world, slotsHere(granted), awake, slotsFreeSinceMs),
    clusterGeneration: nextClusterGeneration(world, awake, workers),
  }
  return awake ? run(world, intent, workers) : giveBack(world, intent, workers)
}

/**
 * A new JobManager is a new generation: on waking up, and when the present one has ended, was wiped away with everything around it, or has certificates that run
 * out (Flink reads them when it starts, and never again).
 */
function nextClusterGeneration({ pool: { intent, observed }, nowMs }: PoolWorld, awake: boolean, workers: Worker[]): number {
  if (!awake) return intent.clusterGeneration
  if (!intent.awake) return intent.clusterGeneration + 1
  const jobManager = workers.find(
    (worker) => worker.role === 'jobmanager' && worker.clusterGeneration === intent.clusterGeneration,
  )
  const untilMs = jobManager?.certificatesUntilMs ?? Infinity
  const isOver = jobManager === undefined ? observed.jobManagerSeen === intent.clusterGeneration : !isAlive(jobManager) || untilMs - nowMs < renewBeforeMs
  return isOver ? intent.clusterGeneration + 1 : intent.clusterGeneration
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
  const older = workers.filter((worker) => worker.clusterGeneration < intent.clusterGeneration && isAlive(worker))
  if (older.length > 0) {
    const drop = { kind: 'drop-workers', upToGeneration: intent.clusterGeneration - 1 } as const
    return { ...rest(world, intent, 1_000), actions: [drop] }
  }
  const actions: PoolAction[] = []
  if (!matches(intent, workers)) {
    actions.push({
      kind: 'ensure-workers',
      clusterGeneration: intent.clusterGeneration,
      taskManagers: intent.taskManagers,
      slotsPerTaskManager: world.settings.slotsPerTaskManager,
    })
  }
  const gateway = workers.find((worker) => worker.role === 'gateway' && worker.state === 'running')
  // Of an own pool the first statement is the only one.
  if (gateway?.endpoint !== undefined && world.pool.ownOf === undefined && gateway.workerId !== world.pool.observed.warmGatewayWorkerId) {
    actions.push({ kind: 'warm-gateway', endpoint: gateway.endpoint, workerId: gateway.workerId })
  }
  const settled = actions.length === 0 && workers.every((worker) => worker.state !== 'starting')
  return { ...rest(world, intent, settled ? restfulWakeMs(world, intent) : lookAgainMs), actions }
}

/** Whether just the wanted processes are alive. */
function matches(intent: PoolIntent, workers: Worker[]): boolean {
  const alive = workers.filter((worker) => worker.clusterGeneration === intent.clusterGeneration && isAlive(worker))
  const count = (role: Worker['role']) => alive.filter((worker) => worker.role === role).length
  return count('jobmanager') === 1 && count('gateway') === 1 && count('taskmanager') === intent.taskManagers
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
  const intent: PoolIntent = { ...world.pool.intent, awake: false, taskManagers: 0, grants: {}, slotsElsewhere: undefined, exhausted: [] }
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
