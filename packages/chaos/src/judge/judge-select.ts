import { departsFrom } from './count-ledger.ts'

export interface SelectToJudge {
  phase: string
  detail: string
  /** Ids served, by partition. */
  served: readonly (readonly number[])[]
  /** Ids in the topic, by partition. */
  partitions: readonly (readonly number[])[]
  /** Rows served after the victim was back. */
  servedSince: number
  /** Live jobs of it once it is over (or was ended by its user). */
  jobsLeft: number
}

/** Whether a streaming SELECT served what there is, and whether its end, if it ended, is told. Pure; returns what is wrong. */
export function judgeSelect(select: SelectToJudge): string[] {
  const problems = select.served.flatMap((ids, partition) => {
    const departure = departsFrom(ids, select.partitions[partition] ?? [])
    return departure === undefined ? [] : [`The SELECT lost or doubled rows in partition ${partition}: ${departure}.`]
  })
  if (select.phase === 'COMPLETED') problems.push('The streaming SELECT is shown as COMPLETED: its result has no end.')
  else if (select.phase === 'RUNNING') {
    if (select.servedSince === 0) problems.push('The SELECT is shown as RUNNING and serves no rows any more.')
  } else if (!['FAILED', 'STOPPED'].includes(select.phase)) problems.push(`The SELECT is ${select.phase}: neither served nor told to be over.`)
  else if (select.detail.length < 20) problems.push(`The SELECT is ${select.phase} without a reason.`)
  if (select.jobsLeft > 0) problems.push('A job of the SELECT was left behind.')
  return problems
}
