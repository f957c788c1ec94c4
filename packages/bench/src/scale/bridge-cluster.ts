import { ok } from '@headgate/domain'
import type { Worker } from '@headgate/domain'
import type { ClusterPort, PoolKey } from '@headgate/ports'
import type { FakeCluster } from '@headgate/sim'

/** Pods of a real API server, and behind them stand-ins for what would run in them. */
export interface BridgedCluster {
  cluster: ClusterPort
  /** TaskManagers that were listed: what JobManagers are asked for. */
  taskManagers(): string[]
}

/** Asks both for everything; a pod that runs has the address of its stand-in, and a stand-in whose pod is gone ends. */
export function bridgeCluster(pods: ClusterPort, standIns: FakeCluster): BridgedCluster {
  const seen = new Set<string>()
  const withEndpoint = (worker: Worker): Worker => {
    if (worker.role === 'taskmanager') seen.add(worker.workerId)
    if (worker.state !== 'running' || worker.role === 'taskmanager') return worker
    const standIn = standIns.alive(worker.role, worker.computePoolId).find((each) => each.worker.clusterGeneration === worker.clusterGeneration)?.worker
    return standIn?.endpoint === undefined ? { ...worker, state: 'starting' } : { ...worker, endpoint: standIn.endpoint }
  }
  const endWithoutPod = ({ computePoolId }: PoolKey, pods: Worker[]): void => {
    const lives = pods.filter(({ state }) => state !== 'exited')
    const room = new Map<string, number>()
    for (const { role, clusterGeneration } of lives) room.set(`${role} ${clusterGeneration}`, (room.get(`${role} ${clusterGeneration}`) ?? 0) + 1)
    for (const { worker } of standIns.alive(undefined, computePoolId)) {
      const of = `${worker.role} ${worker.clusterGeneration}`
      const left = room.get(of) ?? 0
      room.set(of, left - 1)
      if (left <= 0) standIns.exit(worker.workerId)
    }
  }
  return {
    taskManagers: () => [...seen],
    cluster: {
      async ensureWorkers(wanted) {
        const ensured = await pods.ensureWorkers(wanted)
        return ensured.ok ? await standIns.ensureWorkers(wanted) : ensured
      },
      async dropWorkers(pool, upToGeneration) {
        await standIns.dropWorkers(pool, upToGeneration)
        return await pods.dropWorkers(pool, upToGeneration)
      },
      removePool: (pool) => pods.removePool(pool),
      async listWorkers(pool) {
        const listed = await pods.listWorkers(pool)
        if (listed.ok && pool !== undefined) endWithoutPod(pool, listed.value)
        return listed.ok ? ok(listed.value.map(withEndpoint)) : listed
      },
      watchWorkers(onChange) {
        const unwatch = [pods.watchWorkers(onChange), standIns.watchWorkers(onChange)]
        return () => unwatch.forEach((each) => each())
      },
      readLog: (worker, tailBytes) => pods.readLog(worker, tailBytes),
    },
  }
}
