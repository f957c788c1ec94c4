import { readyGateway } from '@headgate/planner'
import type { Clock, ReconcileStore } from '@headgate/ports'

/** Resolves when each warm pool would run a first statement at once: gateway warmed up, a TaskManager registered. */
export async function waitUntilWarm(store: ReconcileStore, warmPools: string[], clock: Clock): Promise<void> {
  for (const name of warmPools) {
    const [organizationId = '', environmentId = '', computePoolId = ''] = name.split('/')
    for (;;) {
      const pool = await store.loadPool({ organizationId, environmentId, computePoolId })
      if (pool.ok) {
        const gateway = readyGateway(pool.value)
        const cluster = pool.value.observed.cluster
        const slots = cluster?.state === 'known' ? cluster.value.slotsTotal : 0
        if (gateway !== undefined && gateway.workerId === pool.value.observed.warmGatewayWorkerId && slots > 0) break
      }
      if (!pool.ok && pool.reason === 'not-found') break
      await clock.sleep(100)
    }
  }
}
