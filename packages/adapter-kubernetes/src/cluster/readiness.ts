import type { Worker } from '@headgate/domain'
import type { PoolKey } from '@headgate/ports'
import type { WorkerProbe } from './worker-probe.ts'

/** Knows which pods have been ready: a worker is asked itself, as Kubernetes only knows that a process runs. The API server is not asked for it. */
export interface Readiness {
  isReady(uid: string): boolean
  /** The worker of a pod that is there, and whether its process runs. */
  see(uid: string, worker: Worker, isUp: boolean): void
  /** The pod is not there any more. */
  forget(uid: string): void
  /** Pods that something is known of, of one pool or of all. */
  known(pool?: PoolKey): string[]
  /** Asks those that run and were not ready yet; returns workers that are now. */
  ask(): Promise<Worker[]>
}

const poolOf = ({ organizationId, environmentId, computePoolId }: PoolKey): string => [organizationId, environmentId, computePoolId].join('/')
const clusterOf = (worker: Worker): string => `${poolOf(worker)}/${worker.clusterGeneration}`

export function createReadiness({ askTaskManagers, isGatewayReady, isJobManagerReady }: WorkerProbe): Readiness {
  const ready = new Map<string, Worker>()
  const running = new Map<string, Worker>()

  /** Of one cluster generation. */
  async function askAll(open: [uid: string, worker: Worker][], jobManager: Worker | undefined): Promise<Worker[]> {
    const hasTaskManagers = open.some(([, { role }]) => role === 'taskmanager')
    const registered = hasTaskManagers && jobManager?.endpoint !== undefined ? await askTaskManagers(jobManager.endpoint) : undefined
    const answers = await Promise.all(
      open.map(async ([uid, worker]) => {
        const isReady =
          worker.role === 'taskmanager'
            ? registered?.some(({ workerId }) => workerId === worker.workerId) === true
            : worker.endpoint !== undefined && (await (worker.role === 'jobmanager' ? isJobManagerReady(worker.endpoint) : isGatewayReady(worker.endpoint)))
        if (!isReady || !running.has(uid)) return []
        ready.set(uid, worker)
        return [worker]
      }),
    )
    return answers.flat()
  }

  return {
    isReady: (uid) => ready.has(uid),
    see(uid, worker, isUp) {
      if (isUp) running.set(uid, worker)
      else running.delete(uid)
    },
    forget(uid) {
      running.delete(uid)
      ready.delete(uid)
    },
    known(pool) {
      const known = new Map([...running, ...ready])
      return [...known].filter(([, worker]) => pool === undefined || poolOf(worker) === poolOf(pool)).map(([uid]) => uid)
    },
    async ask() {
      const open = [...running].filter(([uid]) => !ready.has(uid))
      const clusters = Map.groupBy(open, ([, worker]) => clusterOf(worker))
      const answers = await Promise.all(
        [...clusters].map(([cluster, some]) => askAll(some, [...running.values()].find((worker) => worker.role === 'jobmanager' && clusterOf(worker) === cluster))),
      )
      return answers.flat()
    },
  }
}
