import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createDirectoryStore } from '@headgate/adapter-directory'
import type { BlobPort, PoolKey } from '@headgate/ports'
import { createProcessCluster } from '../cluster/create-process-cluster.ts'
import type { ProcessCluster } from '../cluster/create-process-cluster.ts'
import type { ProcessClusterDeps } from '../cluster/deps.ts'
import { sweepOrphans } from '../sweep-orphans.ts'
import { javaCommand, realClock, realEngine, realIds, silent, waitFor } from './real-engine.ts'

/** A Flink cluster of its own, in a temporary directory. */
export interface RealCluster {
  cluster: ProcessCluster
  blobs: BlobPort
  dataDirectory: string
  pool: PoolKey
  jobManagerEndpoint: string
  gatewayEndpoint: string
  /** Ends every process and removes the directory. */
  stop(): Promise<void>
}

export const testPool: PoolKey = { organizationId: 'org-test', environmentId: 'env-test01', computePoolId: 'lfcp-test01' }

/** The dependencies of a process cluster in a fresh temporary directory. */
export async function realDeps(more: Partial<ProcessClusterDeps> = {}): Promise<ProcessClusterDeps & { blobs: BlobPort }> {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'headgate-flink-'))
  const blobs = createDirectoryStore({ rootDirectory: dataDirectory })
  return { dataDirectory, engineDirectory: await realEngine(), javaCommand, clock: realClock, ids: realIds, log: silent, ...more, blobs }
}

/** Starts a JobManager, a gateway and TaskManagers and waits until they are ready. */
export async function startRealCluster(wanted: { taskManagers?: number; slotsPerTaskManager?: number } = {}): Promise<RealCluster> {
  const deps = await realDeps()
  const cluster = createProcessCluster(deps)
  const stop = async () => {
    cluster.close()
    await sweepOrphans(deps.dataDirectory)
    await rm(deps.dataDirectory, { recursive: true, force: true, maxRetries: 5 })
  }
  try {
    const ensured = await cluster.ensureWorkers({ ...testPool, clusterGeneration: 1, taskManagers: wanted.taskManagers ?? 1, slotsPerTaskManager: wanted.slotsPerTaskManager ?? 4 })
    if (!ensured.ok) throw new Error(ensured.message)
    const workers = await waitFor(async () => {
      const listed = await cluster.listWorkers()
      if (!listed.ok) throw new Error(listed.message)
      const exited = listed.value.find((worker) => worker.state === 'exited')
      if (exited !== undefined) throw new Error(`The ${exited.role} ended: ${exited.exit?.message}`)
      return listed.value.every((worker) => worker.state === 'running') ? listed.value : undefined
    }, 'the cluster is ready', 150_000)
    const endpointOf = (role: string) => workers.find((worker) => worker.role === role)?.endpoint ?? ''
    return { cluster, blobs: deps.blobs, dataDirectory: deps.dataDirectory, pool: testPool, jobManagerEndpoint: endpointOf('jobmanager'), gatewayEndpoint: endpointOf('gateway'), stop }
  } catch (error) {
    await stop()
    throw error
  }
}
