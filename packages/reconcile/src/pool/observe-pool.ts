import { known, unknownSince } from '@headgate/domain'
import type { Pool, PoolDemand, PoolObserved } from '@headgate/domain'
import { endpointOf, memoryLosses } from '@headgate/planner'
import type { ReconcileDeps } from '../deps.ts'

/** Looks at a pool's processes and, in one batch, at its Flink cluster. What does not answer becomes unknown. */
export async function observePool(pool: Pool, demands: PoolDemand[], deps: ReconcileDeps): Promise<PoolObserved> {
  const listed = await deps.cluster.listWorkers({ organizationId: pool.organizationId, environmentId: pool.environmentId, computePoolId: pool.id })
  const seenAtMs = deps.clock.nowMs()
  if (!listed.ok) {
    const since = pool.observed.workers.state === 'unknown' ? pool.observed.workers.sinceMs : seenAtMs
    return { ...pool.observed, workers: unknownSince(since) }
  }
  const workers = listed.value
  const cluster = pool.observed.cluster?.state === 'known' ? pool.observed.cluster.value : undefined
  const losses = memoryLosses(pool.observed.memoryLosses ?? [], workers, demands, cluster, seenAtMs)
  const jobManagers = workers.filter(({ role, state }) => role === 'jobmanager' && (state === 'starting' || state === 'running')).map(({ clusterGeneration }) => clusterGeneration)
  const jobManagerSeen = Math.max(pool.observed.jobManagerSeen ?? 0, ...jobManagers)
  const observed: PoolObserved = { ...pool.observed, workers: known(workers, seenAtMs), ...(jobManagerSeen === 0 ? {} : { jobManagerSeen }), memoryLosses: losses.length === 0 ? undefined : losses }
  const endpoint = endpointOf({ ...pool, observed }, 'jobmanager', pool.intent.clusterGeneration)
  if (endpoint === undefined) return { ...observed, cluster: undefined }
  const told = await deps.flink.observeCluster(endpoint, pool.intent.clusterGeneration)
  return { ...observed, cluster: told.ok ? known(told.value, deps.clock.nowMs()) : unknownSince(deps.clock.nowMs()) }
}
