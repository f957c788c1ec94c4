import type { Failure } from '@headgate/domain'
import type { Listening, WorkKey } from '@headgate/ports'
import { createRunner } from '@headgate/reconcile'
import type { Report } from '@headgate/reconcile'
import type { SnapshotsDeps } from './deps.ts'
import { createDrillSlots } from './deps.ts'
import { keepStorage } from './keep-storage.ts'

export interface SnapshotsEvents {
  onReport(report: Report, durationMs: number): void
  /** A throw in a turn: a bug, or a closed door; the key is tried again by the scan. */
  onCrash(key: WorkKey, error: unknown): void
  onFailure(where: string, failure: Failure): void
}

export interface SnapshotsOptions {
  deps: Omit<SnapshotsDeps, 'drills'>
  events: SnapshotsEvents
  /** Environments worked on at once: a turn mostly waits for the store. */
  concurrency?: number
  /** How often the index is looked through for keys that are due and were not signalled. */
  scanEveryMs?: number
}

/** What keeps the snapshots of all environments. */
export interface Snapshots {
  start(): Promise<void>
  /** Takes no new work and waits for what is under way. */
  stop(): Promise<void>
}

/** Builds the service of plain ports; starts nothing by itself. */
export function createSnapshots(options: SnapshotsOptions): Snapshots {
  const { concurrency = 4, scanEveryMs = 2_000, events } = options
  const deps: SnapshotsDeps = { ...options.deps, drills: createDrillSlots(options.deps.settings.storage.drillsMax) }
  const { clock, store, wake } = deps
  const stopping = new AbortController()
  let listening: Listening | undefined
  let scanning: Promise<void> | undefined
  const runner = createRunner(async (key) => {
    const startedAtMs = clock.nowMs()
    try {
      events.onReport(await keepStorage(key, deps), clock.nowMs() - startedAtMs)
    } catch (error) {
      events.onCrash(key, error)
    }
  })
  const scan = async (): Promise<void> => {
    const due = await store.listDue('storage', clock.nowMs(), 100)
    if (!due.ok) return events.onFailure('scan', due)
    for (const key of due.value) void runner.run(key)
  }
  return {
    async start() {
      listening = await wake.listen('storage', concurrency, (key) => runner.run(key))
      scanning = (async () => {
        while (!stopping.signal.aborted) {
          await scan()
          await clock.sleep(scanEveryMs, stopping.signal)
        }
      })()
    },
    async stop() {
      stopping.abort()
      await listening?.stop()
      await scanning
      await runner.idle()
    },
  }
}
