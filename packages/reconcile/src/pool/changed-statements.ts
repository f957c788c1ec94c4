import { sameValue } from '@headgate/domain'
import type { Pool, PoolDemand, PoolIntent, PoolObserved } from '@headgate/domain'

/**
 * Uids of the statements for which something changed between two looks at their pool: its processes, its slots, the grants, or
 * the state of their own job. Those of a quiet pool are not woken.
 */
export function changedStatements(
  before: Pool,
  after: { intent: PoolIntent; observed: PoolObserved },
  demands: PoolDemand[],
): string[] {
  const everyone = !sameValue(shape(before.intent, before.observed), shape(after.intent, after.observed))
  if (everyone) return demands.map((demand) => demand.uid)
  const jobsBefore = before.observed.cluster?.state === 'known' ? before.observed.cluster.value.jobs : {}
  const jobsAfter = after.observed.cluster?.state === 'known' ? after.observed.cluster.value.jobs : {}
  return demands
    .filter((demand) => {
      const granted = before.intent.grants[demand.uid] !== after.intent.grants[demand.uid]
      if (demand.jobId === undefined) return granted
      return granted || !sameValue(jobsBefore[demand.jobId], jobsAfter[demand.jobId])
    })
    .map((demand) => demand.uid)
}

function shape(intent: PoolIntent, observed: PoolObserved): unknown {
  return {
    clusterGeneration: intent.clusterGeneration,
    exhausted: intent.exhausted,
    memory: intent.memory,
    planning: intent.planning,
    losses: observed.memoryLosses?.map((loss) => loss.workerId),
    workers: observed.workers.state === 'known' ? observed.workers.value.map((worker) => [worker.workerId, worker.state]).sort() : [],
    slots: observed.cluster?.state === 'known' ? observed.cluster.value.slotsTotal : undefined,
  }
}
