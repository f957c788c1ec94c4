import { readyGateway } from '@headgate/planner'
import type { Clock, ReconcileStore } from '@headgate/ports'

/**
 * Resolves when each warm pool would run a first statement at once: gateway warmed up, a TaskManager registered, both seen since
 * `startedAtMs` (what an earlier controller saw may be long gone).
 */
export async function waitUntilWarm(store: ReconcileStore, warmPools: string[], startedAtMs: number, clock: Clock): Promise<void> {
  for (const name of warmPools) {
    const [organizationId = '', environmentId = '', computePoolId = ''] = name.split('/')
    for (;;) {
      const pool = await store.loadPool({ organizationId, environmentId, computePoolId })
      if (pool.ok) {
        const gateway = readyGateway(pool.value)
        const cluster = pool.value.observed.cluster
        const workers = pool.value.observed.workers
        const isFresh = workers.state === 'known' && workers.seenAtMs >= startedAtMs && (cluster?.state !== 'known' || cluster.seenAtMs >= startedAtMs)
        const slots = isFresh && cluster?.state === 'known' ? cluster.value.slotsTotal : 0
        if (gateway !== undefined && gateway.workerId === pool.value.observed.warmGatewayWorkerId && slots > 0) break
      }
      if (!pool.ok && pool.reason === 'not-found') break
      await clock.sleep(100)
    }
  }
}
