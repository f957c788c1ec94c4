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
  if (everyone) return demands.filter((demand) => demand.elsewhere === undefined || isGrantedOtherwise(demand, before.intent, after.intent)).map((demand) => demand.uid)
  const jobsBefore = before.observed.cluster?.state === 'known' ? before.observed.cluster.value.jobs : {}
  const jobsAfter = after.observed.cluster?.state === 'known' ? after.observed.cluster.value.jobs : {}
  return demands
    .filter((demand) => {
      const granted = isGrantedOtherwise(demand, before.intent, after.intent)
      if (demand.jobId === undefined) return granted
      return granted || !sameValue(jobsBefore[demand.jobId], jobsAfter[demand.jobId])
    })
    .map((demand) => demand.uid)
}

/** The own pools of statements elsewhere that are granted more or less than before: each has to start or give back TaskManagers. */
export const changedOwnPools = (before: PoolIntent, after: PoolIntent, demands: PoolDemand[]): string[] =>
  demands.flatMap((demand) => (demand.elsewhere !== undefined && isGrantedOtherwise(demand, before, after) ? [demand.elsewhere] : []))

const isGrantedOtherwise = ({ uid }: PoolDemand, before: PoolIntent, after: PoolIntent): boolean =>
  before.grants[uid] !== after.grants[uid] || before.exhausted.includes(uid) !== after.exhausted.includes(uid)

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
