import { askTaskManagers, isGatewayReady, isJobManagerReady } from '@headgate/flink-engine'
import type { Worker } from '@headgate/domain'

/** Knows which pods have been ready: a worker is asked itself, as Kubernetes only knows that a process runs. */
export interface Readiness {
  isReady(uid: string): boolean
  /** Asks those that run and were not ready yet; returns the uids of those that are now. `workers` are all of the pool's. */
  ask(workers: { uid: string; worker: Worker }[]): Promise<string[]>
  forget(uid: string): void
}

export function createReadiness(): Readiness {
  const ready = new Set<string>()
  return {
    isReady: (uid) => ready.has(uid),
    forget: (uid) => void ready.delete(uid),
    async ask(workers) {
      const open = workers.filter(({ uid, worker }) => worker.state === 'starting' && !ready.has(uid))
      const jobManager = workers.find(({ worker }) => worker.role === 'jobmanager' && worker.state !== 'exited')?.worker.endpoint
      const hasTaskManagers = open.some(({ worker }) => worker.role === 'taskmanager')
      const registered = hasTaskManagers && jobManager !== undefined ? await askTaskManagers(jobManager) : undefined
      const answers = await Promise.all(
        open.map(async ({ uid, worker }) => {
          if (worker.role === 'taskmanager') return registered?.some(({ workerId }) => workerId === worker.workerId) === true ? uid : undefined
          if (worker.endpoint === undefined) return undefined
          return (await (worker.role === 'jobmanager' ? isJobManagerReady(worker.endpoint) : isGatewayReady(worker.endpoint))) ? uid : undefined
        }),
      )
      const now = answers.filter((uid) => uid !== undefined)
      for (const uid of now) ready.add(uid)
      return now
    },
  }
}
