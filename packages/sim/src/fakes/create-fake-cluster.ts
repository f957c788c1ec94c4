import { archiveKey, environmentKey, failed, ok } from '@headgate/domain'
import type { Result, Worker, WorkerRole } from '@headgate/domain'
import type { ClusterPort, Ids, LogPort, PoolKey } from '@headgate/ports'
import type { VirtualClock } from '../virtual-clock.ts'
import type { FakeBlobs } from './create-fake-blobs.ts'
import { createFakeEngine } from './engine/create-fake-engine.ts'
import type { FakeEngine } from './engine/create-fake-engine.ts'
import { defaultEngineSettings } from './engine/engine-settings.ts'
import type { EngineSettings } from './engine/engine-settings.ts'
import type { FakeJob } from './engine/fake-job.ts'
import { copyWorker, hidden, isOfPool, poolOf, tailOf } from './fake-worker.ts'
import type { FakeWorker } from './fake-worker.ts'

export interface FakeClusterSettings {
  /** From asking for a process until it serves. */
  startMs: Record<WorkerRole, number>
  /** From asking for the end of a process until it is gone. */
  dropMs: number
  /** How long exited workers are listed. */
  keepExitedMs: number
  engine: EngineSettings
}

type ExitReason = NonNullable<Worker['exit']>['reason']

/** A platform in memory, with a Flink engine behind each JobManager. */
export interface FakeCluster extends ClusterPort, LogPort {
  readonly settings: FakeClusterSettings
  /** The next starts of a role that fail, in order. */
  failStart(role: WorkerRole, exit?: { reason?: ExitReason; message?: string }): void
  /** Takes back what `failStart` planned. */
  forgetPlannedFailures(): void
  /** Is told of each job that an engine takes and of each change of its state, with the JobManager; for checkers. */
  watchJobs(onJob: (job: FakeJob, event: 'submitted' | 'changed', jobManager: Worker) => void): void
  /** Ends a process on command: a crash, a kill, out of memory. */
  exit(workerId: string, reason?: ExitReason, message?: string, evidence?: Pick<NonNullable<Worker['exit']>, 'thread' | 'jobIds'>): void
  /** Asks for the end of a process from outside, as who drains its node does; it ends after a while. */
  evict(workerId: string, afterMs: number): void
  /** Says until when the certificates of a JobManager are valid. */
  certify(workerId: string, untilMs: number): void
  /** Stops or lets go on what a process answers. */
  pause(workerId: string, isPaused?: boolean): void
  /** Makes the platform unable (or able again) to tell about a process. */
  hide(workerId: string, isHidden?: boolean): void
  /** Adds a line to a worker's log. */
  writeLog(workerId: string, line: string): void
  /** Every process that ever was, in the order of their start. */
  all(): FakeWorker[]
  /** Those that live, of a role and a pool if named. */
  alive(role?: WorkerRole, computePoolId?: string): FakeWorker[]
  /** The worker that serves an endpoint; `unavailable` when it does not serve. */
  workerAt(endpoint: string): Result<FakeWorker>
  /** The engine behind a JobManager's endpoint; `unavailable` when it does not answer. */
  engineAt(endpoint: string): Result<FakeEngine>
  /** The engine of a cluster generation, dead ones too. */
  engineOf(pool: PoolKey, clusterGeneration: number): FakeEngine | undefined
  /** Where jobs of a pool put checkpoints that say nothing else. */
  defaultCheckpointsUri(pool: PoolKey): string
}

/** Times as on a warm machine, roughly. */
export const defaultClusterSettings = (): FakeClusterSettings => ({
  startMs: { jobmanager: 8_000, gateway: 9_000, taskmanager: 8_500 },
  dropMs: 500,
  keepExitedMs: 10 * 60_000,
  engine: defaultEngineSettings(),
})

/** Makes a platform that runs nothing yet. */
export function createFakeCluster(options: { clock: VirtualClock; blobs: FakeBlobs; ids: Ids; settings?: Partial<FakeClusterSettings> }): FakeCluster {
  const { clock, blobs, ids } = options
  const settings: FakeClusterSettings = { ...defaultClusterSettings(), ...options.settings }
  const workers: FakeWorker[] = []
  const engines = new Map<string, FakeEngine>()
  const watchers = new Set<(pool: PoolKey) => void>()
  const jobWatchers: ((job: FakeJob, event: 'submitted' | 'changed', jobManager: Worker) => void)[] = []
  const failures: { role: WorkerRole; exit: { reason?: ExitReason; message?: string } }[] = []

  const tell = ({ worker }: FakeWorker) => {
    const pool = poolOf(worker)
    for (const watcher of watchers) watcher(pool)
  }
  const engineKey = (pool: PoolKey, clusterGeneration: number) =>
    [pool.organizationId, pool.environmentId, pool.computePoolId, clusterGeneration].join('/')
  const engineFor = ({ worker }: FakeWorker) => engines.get(engineKey(worker, worker.clusterGeneration))
  const isRunning = (each: FakeWorker) => each.worker.state === 'running'

  const start = (pool: PoolKey, role: WorkerRole, clusterGeneration: number, slots: number) => {
    const each: FakeWorker = {
      worker: {
        ...poolOf(pool),
        clusterGeneration,
        role,
        workerId: `${pool.computePoolId}-${clusterGeneration}-${role}-${ids.token(6)}`,
        state: 'starting',
        startedAtMs: clock.nowMs(),
      },
      slots: role === 'taskmanager' ? slots : 0,
      isPaused: false,
      isHidden: false,
      log: [],
      isEnding: false,
    }
    workers.push(each)
    each.log.push(`${clock.nowMs()} INFO Starting ${role} of cluster generation ${clusterGeneration}`)
    const failure = failures.findIndex((planned) => planned.role === role)
    const planned = failure < 0 ? undefined : failures.splice(failure, 1)[0]
    clock.schedule(settings.startMs[role], () => {
      if (each.worker.state !== 'starting') return
      if (planned !== undefined) return exit(each, planned.exit.reason ?? 'crashed', planned.exit.message ?? 'The process ended while it was starting.')
      each.worker.state = 'running'
      if (role !== 'taskmanager') each.worker.endpoint = `http://${each.worker.workerId}.sim:${role === 'jobmanager' ? 8081 : 8083}`
      each.log.push(`${clock.nowMs()} INFO ${role} is ready`)
      connect(each)
      tell(each)
    })
  }
  /** A JobManager begins with those TaskManagers that are ready; a TaskManager joins the JobManager that is. */
  const connect = (each: FakeWorker) => {
    const { worker } = each
    const key = engineKey(worker, worker.clusterGeneration)
    const mates = workers.filter((other) => isRunning(other) && engineKey(other.worker, other.worker.clusterGeneration) === key)
    if (worker.role === 'jobmanager') {
      const engine = createFakeEngine({ clock, blobs, ids, settings: settings.engine, archiveKey: archiveKey(worker), onJob: (job, event) => jobWatchers.forEach((watch) => watch(job, event, worker)) })
      engines.set(key, engine)
      for (const mate of mates) if (mate.worker.role === 'taskmanager') engine.addTaskManager(mate.worker.workerId, mate.slots)
    }
    if (worker.role === 'taskmanager') engines.get(key)?.addTaskManager(worker.workerId, each.slots)
  }
  const exit = (each: FakeWorker, reason: ExitReason, message: string, evidence: Pick<NonNullable<Worker['exit']>, 'thread' | 'jobIds'> = {}) => {
    if (each.worker.state === 'exited') return
    each.worker.state = 'exited'
    each.worker.exit = { atMs: clock.nowMs(), reason, message, ...evidence }
    each.log.push(`${clock.nowMs()} ERROR ${message}`)
    if (each.worker.role === 'jobmanager') engineFor(each)?.die()
    if (each.worker.role === 'taskmanager') engineFor(each)?.loseTaskManager(each.worker.workerId)
    tell(each)
  }
  const drop = (each: FakeWorker) => {
    if (each.isEnding) return
    each.isEnding = true
    clock.schedule(settings.dropMs, () => exit(each, 'dropped', 'The process was ended because it is not needed any more.'))
  }
  const find = (workerId: string): FakeWorker | undefined => workers.find((each) => each.worker.workerId === workerId)
  const need = (workerId: string): FakeWorker => {
    const found = find(workerId)
    if (found === undefined) throw new Error(`There is no worker ${workerId}.`)
    return found
  }
  const workerAt = (endpoint: string): Result<FakeWorker> => {
    const found = workers.find((each) => each.worker.endpoint === endpoint && isRunning(each) && !each.isPaused)
    return found === undefined ? failed('unavailable', `${endpoint} does not answer.`) : ok(found)
  }
  const isListed = (each: FakeWorker) =>
    each.worker.exit === undefined || each.isHidden || clock.nowMs() - each.worker.exit.atMs < settings.keepExitedMs

  return {
    settings,
    failStart: (role, planned = {}) => void failures.push({ role, exit: planned }),
    forgetPlannedFailures: () => void (failures.length = 0),
    watchJobs: (onJob) => void jobWatchers.push(onJob),
    exit: (workerId, reason = 'killed', message = 'The process was killed.', evidence = {}) => exit(need(workerId), reason, message, evidence),
    evict(workerId, afterMs) {
      const each = need(workerId)
      each.worker.isLeaving = true
      tell(each)
      clock.schedule(afterMs, () => exit(each, 'killed', 'It was evicted.'))
    },
    certify(workerId, untilMs) {
      need(workerId).worker.certificatesUntilMs = untilMs
    },
    // What ends may have ended already: a pool that was removed took its workers with it.
    pause(workerId, isPaused = true) {
      const each = isPaused ? need(workerId) : find(workerId)
      if (each !== undefined) each.isPaused = isPaused
    },
    hide(workerId, isHidden = true) {
      const each = isHidden ? need(workerId) : find(workerId)
      if (each !== undefined) each.isHidden = isHidden
    },
    writeLog: (workerId, line) => void need(workerId).log.push(line),
    all: () => [...workers],
    alive: (role, computePoolId) =>
      workers.filter(
        (each) =>
          each.worker.state !== 'exited' &&
          (role === undefined || each.worker.role === role) &&
          (computePoolId === undefined || each.worker.computePoolId === computePoolId),
      ),
    workerAt,
    engineAt(endpoint) {
      const found = workerAt(endpoint)
      if (!found.ok) return found
      const engine = found.value.worker.role === 'jobmanager' ? engineFor(found.value) : undefined
      return engine === undefined ? failed('unavailable', `${endpoint} is not a JobManager.`) : ok(engine)
    },
    engineOf: (pool, clusterGeneration) => engines.get(engineKey(pool, clusterGeneration)),
    defaultCheckpointsUri: (pool) => blobs.uri(`${environmentKey(pool)}/pools/${pool.computePoolId}/checkpoints`),

    async ensureWorkers(wanted) {
      const ofGeneration = workers.filter((each) => isOfPool(wanted, each.worker) && each.worker.clusterGeneration === wanted.clusterGeneration)
      const jobManager = ofGeneration.find((each) => each.worker.role === 'jobmanager')
      const others = workers.filter((each) => isOfPool(wanted, each.worker) && each.worker.state !== 'exited')
      const newer = others.find(({ worker }) => worker.clusterGeneration > wanted.clusterGeneration)
      if (newer !== undefined) return failed('conflict', `Generation ${newer.worker.clusterGeneration} of the pool is running already.`)
      const older = others.find(({ worker }) => worker.clusterGeneration < wanted.clusterGeneration)
      if (older !== undefined && wanted.besideOlder !== true) return failed('conflict', `Generation ${older.worker.clusterGeneration} of the pool has not ended yet.`)
      // Its memory is gone with it: what would be started now would be another cluster under the same name.
      if (jobManager !== undefined && (jobManager.worker.state === 'exited' || jobManager.isEnding)) return ok(undefined)
      const living = (role: WorkerRole) => ofGeneration.filter((each) => each.worker.role === role && each.worker.state !== 'exited' && !each.isEnding)
      if (jobManager === undefined) start(wanted, 'jobmanager', wanted.clusterGeneration, 0)
      if (living('gateway').length === 0) start(wanted, 'gateway', wanted.clusterGeneration, 0)
      const taskManagers = living('taskmanager')
      for (let missing = wanted.taskManagers - taskManagers.length; missing > 0; missing--) {
        start(wanted, 'taskmanager', wanted.clusterGeneration, wanted.slotsPerTaskManager)
      }
      const engine = engines.get(engineKey(wanted, wanted.clusterGeneration))
      const idleFirst = taskManagers
        .map((each, position) => ({ each, position, used: engine?.slots.used(each.worker.workerId) ?? 0 }))
        .sort((a, b) => a.used - b.used || b.position - a.position)
      for (const { each } of idleFirst.slice(0, Math.max(0, taskManagers.length - wanted.taskManagers))) drop(each)
      return ok(undefined)
    },
    async dropWorkers(pool, upToGeneration) {
      for (const each of workers) {
        const isMeant = isOfPool(pool, each.worker) && each.worker.clusterGeneration <= upToGeneration
        if (isMeant && each.worker.state !== 'exited') drop(each)
      }
      return ok(undefined)
    },
    async removePool(pool) {
      const own = workers.filter((each) => isOfPool(pool, each.worker))
      if (own.some(({ worker }) => worker.state !== 'exited')) return failed('conflict', `A process of the pool ${pool.computePoolId} has not ended yet.`)
      for (const each of own) workers.splice(workers.indexOf(each), 1)
      return ok(undefined)
    },
    async listWorkers(pool) {
      const listed = workers.filter((each) => isListed(each) && (pool === undefined || isOfPool(pool, each.worker)))
      return ok(listed.map((each) => copyWorker(each.isHidden ? hidden(each.worker) : each.worker)))
    },
    watchWorkers(onChange) {
      watchers.add(onChange)
      return () => void watchers.delete(onChange)
    },
    async readLog(worker, tailBytes) {
      const found = workers.find((each) => isOfPool(worker, each.worker) && each.worker.workerId === worker.workerId)
      return found === undefined ? failed('not-found', `There is no log of the worker ${worker.workerId}.`) : ok(tailOf(found, tailBytes))
    },
    async readLogs(pool, { role, tailBytes, workersMax }) {
      const newestFirst = workers.filter((each) => isOfPool(pool, each.worker) && (role === undefined || each.worker.role === role)).reverse()
      return ok(
        newestFirst.slice(0, workersMax).map((each) => ({ workerId: each.worker.workerId, role: each.worker.role, text: tailOf(each, tailBytes) })),
      )
    },
  }
}
