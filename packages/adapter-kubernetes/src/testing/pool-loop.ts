import { failed, newPoolIntent, newPoolObserved, newPoolStatus, ok } from '@headgate/domain'
import type { Failure, Pool, PoolDemand } from '@headgate/domain'
import type { ClusterPort, Clock, PoolKey, WorkKey } from '@headgate/ports'
import { createKeptSessions, defaultReconcileSettings, reconcileOne } from '@headgate/reconcile'
import type { ReconcileDeps } from '@headgate/reconcile'

/** The controller's own loop on one pool, with a store that never fails. */
export interface PoolLoop {
  pool(): Pool
  /** What statements ask of the pool. */
  demand(demands: Partial<PoolDemand>[]): void
  /** One turn; returns when the next one is due. */
  turn(): Promise<number>
  /** Somebody called since the last turn began. */
  isWoken(): boolean
  /** What the turns told of. */
  failures: { action: string; failure: Failure }[]
  stop(): void
}

/** Half an hour in the product. */
const idleTimeoutMs = 10_000
/** The controller scans for what is due so often, whatever a turn said. */
const scanEveryMs = 2_000

export function createPoolLoop(key: PoolKey, options: { cluster: ClusterPort; clock: Clock; clusterGeneration: number }): PoolLoop {
  const { cluster, clock, clusterGeneration } = options
  const workKey: WorkKey = { kind: 'pool', organizationId: key.organizationId, environmentId: key.environmentId, id: key.computePoolId }
  let demands: PoolDemand[] = []
  let isWoken = false
  let pool: Pool = {
    organizationId: key.organizationId, environmentId: key.environmentId, id: key.computePoolId,
    spec: { displayName: 'p', cloud: 'AWS', region: 'local-1', maxCfu: 10, defaultPool: true, enableAi: false },
    specVersion: 1, createdAtMs: 0, updatedAtMs: 0, intentVersion: 1,
    intent: { ...newPoolIntent(), clusterGeneration }, observed: newPoolObserved(clock.nowMs()), status: newPoolStatus(),
  }
  const store = {
    lease: () => Promise.resolve(ok({ key: workKey, token: 1, untilMs: clock.nowMs() + 20_000 })),
    release: () => Promise.resolve(ok({ dueNow: false })),
    loadPool: () => Promise.resolve(ok(pool)),
    listDemands: () => Promise.resolve(ok(demands)),
    commitPool: (_lease: unknown, { intent, observed, status }: Pick<Pool, 'intent' | 'observed' | 'status'>) => {
      pool = { ...pool, intent, observed, status, intentVersion: pool.intentVersion + 1 }
      return Promise.resolve(ok(pool))
    },
    recordPool: (_lease: unknown, { observed }: Pick<Pool, 'observed'>) => {
      pool = { ...pool, observed }
      return Promise.resolve(ok(undefined))
    },
  }
  const used = {
    store, cluster, clock, holder: 'test',
    flink: { observeCluster: () => Promise.resolve(failed('unavailable', 'There is no Flink here.')) },
    wake: { wake: () => Promise.resolve() },
    settings: { ...defaultReconcileSettings, pool: { ...defaultReconcileSettings.pool, idleTimeoutMs } },
    isSuspending: () => false, isKeptWarm: () => false, warmGateway: () => Promise.resolve(true),
  }
  // A turn of a pool uses nothing else.
  const deps = used as unknown as ReconcileDeps
  deps.keptSessions = createKeptSessions(deps)
  const unwatch = cluster.watchWorkers(() => void (isWoken = true))
  const loop: PoolLoop = {
    pool: () => pool,
    demand: (wanted) => void (demands = wanted.map((each, index) => ({ uid: `statement-${index}`, name: `s-${index}`, needsGateway: true, slotsAsked: 0, slotsAskedAtMs: 1, ...each }))),
    isWoken: () => isWoken,
    failures: [],
    stop: unwatch,
    async turn() {
      isWoken = false
      const report = await reconcileOne(workKey, deps)
      loop.failures.push(...report.failures)
      return report.nextDueAtMs ?? clock.nowMs() + scanEveryMs
    },
  }
  return loop
}
