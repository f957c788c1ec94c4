import type { Pool, PoolDemand, PoolIntent, Worker } from '@headgate/domain'
import { grantSlots } from './grant-slots.ts'
import { judgeMemory, mayHoldSlots } from './judge-memory.ts'
import { planningTurn } from './planning-turn.ts'
import { isAlive, seenWorkers } from './pool-workers.ts'

/** Platform settings of pools; not tenants'. */
export interface PoolSettings {
  /** Task slots (= CFU) of one TaskManager of the hardware profile. */
  slotsPerTaskManager: number
  /** After this long without use a pool gives its processes back. */
  idleTimeoutMs: number
  /** After this long without a granted slot a pool gives its TaskManagers back; the next query of somebody at work finds them there. */
  taskManagerIdleTimeoutMs: number
  /** How often a pool with jobs is observed, in one batch. */
  observeEveryMs: number
}

export interface PoolWorld {
  nowMs: number
  pool: Pool
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
/** Time for whoever is to see that a pool cannot be renewed, and to do something about it. */
const renewBeforeMs = 30 * 24 * 60 * 60_000

/** Decides what a pool's cluster shall be and who gets its slots. The only writer of grants. */
export function planPool(world: PoolWorld): PoolPlan {
  const { pool } = world
  const workers = seenWorkers(pool)
  if (workers === undefined) return rest(world, pool.intent, lookAgainMs)
  if (pool.deletionRequestedAtMs !== undefined) return planDeletion(world, workers)

  const memory = judgeMemory({ nowMs: world.nowMs, losses: pool.observed.memoryLosses ?? [], demands: world.demands, before: pool.intent.memory })
  // Who has to give way keeps its slots until its job is gone: till then nobody else could use them.
  const entitled = world.demands.filter((demand) => mayHoldSlots(memory, demand.uid) || demand.jobId !== undefined)
  const { grants, exhausted } = grantSlots(pool.intent.grants, entitled, pool.spec.maxCfu)
  const busy = world.demands.some((demand) => demand.needsGateway || demand.slotsAsked > 0)
  const idleSinceMs = busy ? undefined : (pool.intent.idleSinceMs ?? world.nowMs)
  const idleFor = idleSinceMs === undefined ? 0 : world.nowMs - idleSinceMs
  const awake =
    !world.stopping && (busy || world.keepWarm || (pool.intent.awake && idleFor < world.settings.idleTimeoutMs))
  const slotsFreeSinceMs = slotsOf(grants) > 0 ? undefined : (pool.intent.slotsFreeSinceMs ?? world.nowMs)
  const intent: PoolIntent = {
    ...pool.intent,
    awake,
    grants,
    exhausted,
    memory,
    planning: planningTurn(world.demands, pool.intent.planning, world.nowMs),
    idleSinceMs,
    slotsFreeSinceMs,
    taskManagers: wantedTaskManagers(world, grants, awake, slotsFreeSinceMs),
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
function wantedTaskManagers(world: PoolWorld, grants: Record<string, number>, awake: boolean, slotsFreeSinceMs: number | undefined): number {
  if (!awake) return 0
  const needed = Math.max(Math.ceil(slotsOf(grants) / world.settings.slotsPerTaskManager), world.keepWarm ? 1 : 0)
  const isKept = slotsFreeSinceMs === undefined || world.nowMs - slotsFreeSinceMs < world.settings.taskManagerIdleTimeoutMs
  return isKept && world.pool.intent.awake ? Math.max(needed, world.pool.intent.taskManagers) : needed
}

const slotsOf = (grants: Record<string, number>): number => Object.values(grants).reduce((sum, granted) => sum + granted, 0)

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
  if (gateway?.endpoint !== undefined && gateway.workerId !== world.pool.observed.warmGatewayWorkerId) {
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
  if (Object.keys(intent.grants).length > 0 || intent.memory?.isolation !== undefined || intent.planning !== undefined) return world.settings.observeEveryMs
  const { idleTimeoutMs, taskManagerIdleTimeoutMs } = world.settings
  const spareUntilMs = intent.taskManagers > (world.keepWarm ? 1 : 0) ? (intent.slotsFreeSinceMs ?? world.nowMs) + taskManagerIdleTimeoutMs : Infinity
  const idleUntilMs = intent.idleSinceMs === undefined || world.keepWarm ? Infinity : intent.idleSinceMs + idleTimeoutMs
  const usualMs = world.keepWarm ? 60_000 : intent.idleSinceMs === undefined ? 10_000 : Infinity
  return Math.min(usualMs, Math.max(1_000, Math.min(spareUntilMs, idleUntilMs) - world.nowMs))
}

function giveBack(world: PoolWorld, intent: PoolIntent, workers: Worker[]): PoolPlan {
  if (!workers.some(isAlive)) return rest(world, intent, undefined)
  const drop = { kind: 'drop-workers', upToGeneration: intent.clusterGeneration } as const
  return { ...rest(world, intent, lookAgainMs), actions: [drop] }
}

function planDeletion(world: PoolWorld, workers: Worker[]): PoolPlan {
  const intent: PoolIntent = { ...world.pool.intent, awake: false, taskManagers: 0, grants: {}, exhausted: [] }
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
