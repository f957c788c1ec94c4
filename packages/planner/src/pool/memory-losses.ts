import type { ClusterFact, MemoryLoss, PoolDemand, Worker } from '@headgate/domain'

/** Long enough to tell people why their statements restarted. */
const keptMs = 60 * 60_000

/**
 * The TaskManagers that ran out of memory in the last hour, oldest first: those known before, and those whose end is listed now.
 * A loss keeps who may have been there when it was first seen. Pure.
 */
export function memoryLosses(known: MemoryLoss[], workers: Worker[], demands: PoolDemand[], cluster: ClusterFact | undefined, nowMs: number): MemoryLoss[] {
  const isRecent = (atMs: number) => nowMs - atMs < keptMs
  const fresh = workers.flatMap((worker): MemoryLoss[] => {
    const { exit } = worker
    if (worker.role !== 'taskmanager' || exit?.reason !== 'out-of-memory' || !isRecent(exit.atMs)) return []
    if (known.some(({ workerId }) => workerId === worker.workerId)) return []
    const there = demands.filter((demand) => wasThere(demand, worker, exit.atMs, cluster))
    return [
      {
        workerId: worker.workerId,
        atMs: exit.atMs,
        memory: /OutOfMemoryError: ([\w ]{3,60})/.exec(exit.message)?.[1]?.trim() ?? 'memory',
        ...(exit.thread === undefined ? {} : { thread: exit.thread }),
        suspects: there.filter((demand) => exit.jobIds?.includes(demand.jobId ?? '') === true).map(({ uid }) => uid),
        present: there.map(({ uid }) => uid),
      },
    ]
  })
  const before = known.filter((loss) => isRecent(loss.atMs))
  return fresh.length === 0 && before.length === known.length ? known : [...before, ...fresh].toSorted((a, b) => a.atMs - b.atMs)
}

/** Whether a job may have had a task in a process at its end. */
function wasThere(demand: PoolDemand, worker: Worker, atMs: number, cluster: ClusterFact | undefined): boolean {
  if (demand.jobId === undefined || demand.clusterGeneration !== worker.clusterGeneration) return false
  if (demand.startedAtMs !== undefined && demand.startedAtMs > atMs) return false
  const job = cluster?.clusterGeneration === worker.clusterGeneration ? cluster.jobs[demand.jobId] : undefined
  return job === undefined || !['FINISHED', 'CANCELED'].includes(job.state)
}
