import type { Failure, Worker } from '@headgate/domain'
import { renderWorkKey } from '@headgate/ports'
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
  // In this order: what runs by then has its pool in the store by then.
  const listed = await cluster.listWorkers()
  if (!listed.ok) return { ...dropped, failures: [listed] }
  const pools = await store.listPools()
  if (!pools.ok) return { ...dropped, failures: [pools] }
  const known = new Set(pools.value.map(renderWorkKey))
  for (const [name, workers] of Map.groupBy(listed.value, poolKeyOf)) {
    if (known.has(name)) continue
    const [{ organizationId, environmentId, computePoolId }] = workers as [Worker, ...Worker[]]
    const pool = { organizationId, environmentId, computePoolId }
    const environment = await store.loadEnvironment(pool)
    if (!environment.ok) continue
    const lives = workers.some(({ state }) => state !== 'exited')
    const done = lives ? await cluster.dropWorkers(pool, Math.max(...workers.map(({ clusterGeneration }) => clusterGeneration))) : await cluster.removePool(pool)
    if (!done.ok) dropped.failures.push(done)
    else dropped.pools.push(pool)
  }
  return dropped
}

const poolKeyOf = ({ organizationId, environmentId, computePoolId }: Worker): string => renderWorkKey({ kind: 'pool', organizationId, environmentId, id: computePoolId })
