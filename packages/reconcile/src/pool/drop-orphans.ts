import type { Failure, Worker } from '@headgate/domain'
import type { PoolKey } from '@headgate/ports'
import type { ReconcileDeps } from '../deps.ts'

/** What a look for orphans did. */
export interface OrphansDropped {
  pools: PoolKey[]
  failures: Failure[]
}

/**
 * Ends the processes of pools that the store does not know any more: one whose controller stood still may have started them after its pool was removed.
 * A pool is in the store before anything of it is started. Of an environment that is not in the store nothing is touched: another deployment may share
 * the platform.
 */
export async function dropOrphans({ cluster, store }: Pick<ReconcileDeps, 'cluster' | 'store'>): Promise<OrphansDropped> {
  const dropped: OrphansDropped = { pools: [], failures: [] }
  const listed = await cluster.listWorkers()
  if (!listed.ok) return { ...dropped, failures: [listed] }
  for (const workers of Map.groupBy(listed.value, ({ organizationId, environmentId, computePoolId }) => `${organizationId}/${environmentId}/${computePoolId}`).values()) {
    const [{ organizationId, environmentId, computePoolId }] = workers as [Worker, ...Worker[]]
    const pool = { organizationId, environmentId, computePoolId }
    const known = await store.loadPool(pool)
    if (known.ok || known.reason !== 'not-found') continue
    const environment = await store.loadEnvironment(pool)
    if (!environment.ok) continue
    const lives = workers.some(({ state }) => state !== 'exited')
    const done = lives ? await cluster.dropWorkers(pool, Math.max(...workers.map(({ clusterGeneration }) => clusterGeneration))) : await cluster.removePool(pool)
    if (!done.ok) dropped.failures.push(done)
    else dropped.pools.push(pool)
  }
  return dropped
}
