import type { Failure } from '@headgate/domain'
import { hasLiveJob } from '@headgate/planner'
import { createKeptSessions, createRunner, dropOrphans, reconcileOne } from '@headgate/reconcile'
import type { ReconcileDeps, Report } from '@headgate/reconcile'
import { renderWorkKey } from '@headgate/ports'
import type { Listening, WorkKey } from '@headgate/ports'
import { loops } from './loops.ts'

/** What the controller tells of itself. */
export interface ControllerEvents {
  onReport(report: Report, durationMs: number): void
  /** A throw in a turn: a bug, or a closed door; the key is tried again by the scan. */
  onCrash(key: WorkKey, error: unknown): void
  onFailure(where: string, failure: Failure): void
}

export interface ControllerOptions {
  deps: Omit<ReconcileDeps, 'isSuspending' | 'keptSessions'>
  events: ControllerEvents
  /** Statements that ended this long ago are removed. */
  keepEndedMs: number
  sweepEveryMs: number
  /** Runs each turn, for those who want to know which calls belong to it. */
  within?: (key: WorkKey, turn: () => Promise<void>) => Promise<void>
}

export interface Suspension {
  suspended: number
  /** Names of statements that could not be suspended in time; they go on from their newest checkpoint. */
  unfinished: string[]
}

export interface Controller {
  start(): Promise<void>
  /** Stops running INSERTs with a savepoint (spec.stopped stays as it is), at most until `deadlineMs` from now. */
  suspend(deadlineMs: number, onProgress?: (left: number) => void): Promise<Suspension>
  /** Takes no new work and waits for what is under way. Flink goes on. */
  stop(): Promise<void>
  /** Ends the processes of every pool. */
  dropAllWorkers(): Promise<void>
}

/** Builds the controller of plain ports; starts nothing by itself. */
export function createController(options: ControllerOptions): Controller {
  let isSuspending = false
  const deps: ReconcileDeps = { ...options.deps, isSuspending: () => isSuspending, keptSessions: createKeptSessions(options.deps) }
  const { clock, store, wake, cluster } = deps
  const stopping = new AbortController()
  const listening: Listening[] = []
  const timers: Promise<void>[] = []
  const within = options.within ?? ((_key, turn) => turn())
  const runner = createRunner((key) => within(key, async () => {
    const startedAtMs = clock.nowMs()
    try {
      options.events.onReport(await reconcileOne(key, deps), clock.nowMs() - startedAtMs)
    } catch (error) {
      options.events.onCrash(key, error)
    }
  }))

  /** Calls `work` again and again, with a pause, until the controller stops. */
  const every = (pauseMs: number, work: () => Promise<void>): void => {
    timers.push(
      (async () => {
        while (!stopping.signal.aborted) {
          try {
            await work()
          } catch (error) {
            options.events.onFailure('timer', { ok: false, reason: 'unavailable', message: String(error) })
          }
          await clock.sleep(pauseMs, stopping.signal)
        }
      })(),
    )
  }

  const scan = async (kind: WorkKey['kind'], limit: number): Promise<void> => {
    const due = await store.listDue(kind, clock.nowMs(), limit)
    if (!due.ok) return options.events.onFailure(`scan ${kind}`, due)
    for (const key of due.value) void runner.run(key)
  }

  const wakeAll = async (): Promise<WorkKey[]> => {
    const pools = await store.listPools()
    const statements = await store.listActiveStatements()
    const keys = [...(pools.ok ? pools.value : []), ...(statements.ok ? statements.value : [])]
    for (const key of keys) await wake.wake(key, 0)
    return statements.ok ? statements.value : []
  }

  const unwatch = cluster.watchWorkers((pool) => {
    void wake.wake({ kind: 'pool', organizationId: pool.organizationId, environmentId: pool.environmentId, id: pool.computePoolId }, 0)
  })

  return {
    async start() {
      for (const loop of loops) {
        listening.push(await wake.listen(loop.kind, loop.concurrency, (key) => runner.run(key)))
        every(loop.scanEveryMs, () => scan(loop.kind, loop.scanLimit))
      }
      every(options.sweepEveryMs, async () => {
        const nowMs = clock.nowMs()
        const swept = await store.sweep({ endedBeforeMs: nowMs - options.keepEndedMs, dryRunsBeforeMs: nowMs - 120_000, nowMs })
        if (!swept.ok) options.events.onFailure('sweep', swept)
        for (const failure of (await dropOrphans(deps)).failures) options.events.onFailure('drop-orphans', failure)
      })
      await wakeAll()
    },
    async suspend(deadlineMs, onProgress) {
      isSuspending = true
      const untilMs = clock.nowMs() + deadlineMs
      const first = await wakeAll()
      const active = new Map(first.map((key) => [renderWorkKey(key), { key, statementName: key.id, wasLive: false }]))
      let suspended = 0
      while (active.size > 0 && clock.nowMs() < untilMs) {
        for (const [name, entry] of active) {
          const statement = await store.loadStatement(entry.key)
          if (!statement.ok && statement.reason !== 'not-found') continue
          if (statement.ok) entry.statementName = statement.value.name
          if (statement.ok && hasLiveJob(statement.value)) {
            entry.wasLive = true
            continue
          }
          active.delete(name)
          if (entry.wasLive) suspended += 1
        }
        onProgress?.(active.size)
        if (active.size > 0) await clock.sleep(200)
      }
      return { suspended, unfinished: [...active.values()].map((entry) => entry.statementName) }
    },
    async stop() {
      unwatch()
      stopping.abort()
      await Promise.all(listening.map((each) => each.stop()))
      await Promise.all(timers)
      await runner.idle()
    },
    async dropAllWorkers() {
      const workers = await cluster.listWorkers()
      if (!workers.ok) return
      for (const worker of workers.value.filter((each) => each.state !== 'exited')) {
        await cluster.dropWorkers(worker, worker.clusterGeneration)
      }
      const untilMs = clock.nowMs() + 15_000
      while (clock.nowMs() < untilMs) {
        const left = await cluster.listWorkers()
        if (left.ok && left.value.every((worker) => worker.state === 'exited')) return
        await clock.sleep(100)
      }
    },
  }
}
