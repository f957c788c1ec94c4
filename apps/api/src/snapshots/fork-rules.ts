import type { Snapshot, SnapshotTrigger } from '@headgate/domain'

/** What a fork does about sinks that write exactly once. */
export type ForkVerdict = { allowed: true; warning?: string } | { allowed: false; why: string }

/** No transaction is open in these: the job had committed all when it wrote them. */
const isOfStop = (trigger: SnapshotTrigger): boolean => trigger === 'stop' || trigger === 'upgrade'

/**
 * Whether a statement may begin with this state. A snapshot that a running job wrote holds its sinks' open transactions; the job goes on and
 * commits them, and whoever starts from the snapshot commits them again. `original` is what made the snapshot, or the one that it is a copy of;
 * `otherRuns`: the statement that it is of may have a job.
 */
export function judgeFork(snapshot: Pick<Snapshot, 'statement' | 'blueprint'>, original: SnapshotTrigger, dropsSinkState: boolean, otherRuns: boolean): ForkVerdict {
  const sinks = snapshot.blueprint?.prepared?.exactlyOnceSinks
  const name = snapshot.statement?.name ?? 'the other statement'
  if (sinks?.length === 0) return { allowed: true }
  if (dropsSinkState) {
    return {
      allowed: true,
      warning:
        `The state of its sinks was left behind: it commits no transaction of '${name}'. What '${name}' had written in a transaction that was open in the snapshot comes from '${name}' alone; ` +
        'if that never commits it, those rows are missing.',
    }
  }
  if (isOfStop(original) && !otherRuns) return { allowed: true }
  const whatSinks = sinks === undefined ? `It is not known whether the sinks of '${name}' write exactly once` : `${sinks.map((sink) => `'${sink}'`).join(', ')} ${sinks.length === 1 ? 'is' : 'are'} written exactly once, in transactions`
  if (isOfStop(original)) {
    // A sink that is restored ends what its predecessors may have left open, by the names that are in its state: those of the other statement.
    return {
      allowed: false,
      why:
        `${whatSinks}, and '${name}' runs: a fork with the state of its sinks would begin by ending its transactions. Stop '${name}' first and fork from the snapshot of that stop (it can be resumed once the fork runs), ` +
        'or set drop_sink_state.',
    }
  }
  return {
    allowed: false,
    why:
      `${whatSinks}, and this snapshot is not of a stop (its trigger is ${original}): open transactions can be part of it. A fork would commit them again, which can publish what '${name}' gave up, ` +
      `or end a transaction that '${name}' has under way. Either fork from a snapshot of a stop: stop '${name}', use the snapshot that its stop takes, and resume it. ` +
      `Or set drop_sink_state: the fork then commits none of them, and rows that '${name}' had written in them come from '${name}' alone.`,
  }
}
