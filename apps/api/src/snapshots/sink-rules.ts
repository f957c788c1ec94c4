import type { RestorePoint, Snapshot, SnapshotTrigger, Statement } from '@headgate/domain'
import { sameUri } from '@headgate/planner'

/** What a fork does about sinks that write exactly once. */
export type ForkVerdict = { allowed: true; warning?: string } | { allowed: false; why: string }

/** No transaction is open in these: the job had committed all when it wrote them. */
const isOfStop = (trigger: SnapshotTrigger): boolean => trigger === 'stop' || trigger === 'upgrade'

/**
 * Whether a statement may begin with this state. A snapshot that a running job wrote holds its sinks' open transactions; the job goes on and
 * commits them, and whoever starts from the snapshot commits them again. A file that is being written stays open even over a stop. `original` is
 * what made the snapshot, or the one that it is a copy of; `otherRuns`: the statement that it is of may have a job.
 */
export function judgeFork(snapshot: Pick<Snapshot, 'statement' | 'blueprint'>, original: SnapshotTrigger, dropsSinkState: boolean, otherRuns: boolean): ForkVerdict {
  const { exactlyOnceSinks: sinks, fileSinks: files } = snapshot.blueprint?.prepared ?? {}
  const name = snapshot.statement?.name ?? 'the other statement'
  if (sinks?.length === 0) return { allowed: true }
  if (dropsSinkState) {
    return {
      allowed: true,
      warning:
        `The state of its sinks was left behind: it commits no transaction of '${name}' and goes on with none of its files. What '${name}' had written and not yet committed in the snapshot comes from '${name}' alone; ` +
        'if that never commits it, those rows are missing.',
    }
  }
  if (sinks === undefined || files === undefined) return { allowed: false, why: `It is not known whether the sinks of '${name}' write exactly once: a fork could commit again what '${name}' commits, or take a file away from it. ${dropping(name)}` }
  if (files.length > 0) {
    return {
      allowed: false,
      why: `${listed(files)} ${files.length === 1 ? 'is' : 'are'} written to files, and a file that was open is part of the snapshot: a fork would go on writing that very file, and take it away from '${name}'. ${dropping(name)}`,
    }
  }
  if (isOfStop(original) && !otherRuns) return { allowed: true }
  if (isOfStop(original)) {
    // A sink that is restored ends what its predecessors may have left open, by the names that are in its state: those of the other statement.
    return {
      allowed: false,
      why:
        `${listed(sinks)} ${sinks.length === 1 ? 'is' : 'are'} written exactly once, in transactions, and '${name}' runs: a fork with the state of its sinks would begin by ending its transactions. ` +
        `Either stop '${name}' first and fork from the snapshot of that stop (it can be resumed once the fork runs). Or: ${dropping(name)}`,
    }
  }
  return {
    allowed: false,
    why:
      `${listed(sinks)} ${sinks.length === 1 ? 'is' : 'are'} written exactly once, in transactions, and this snapshot is not of a stop (its trigger is ${original}): open transactions can be part of it. ` +
      `A fork would commit them again, which can publish what '${name}' gave up, or end a transaction that '${name}' has under way. ` +
      `Either fork from a snapshot of a stop: stop '${name}', use the snapshot that its stop takes, and resume it. Or: ${dropping(name)}`,
  }
}

const listed = (names: readonly string[]): string => names.map((each) => `'${each}'`).join(', ')

const dropping = (name: string): string => `Set drop_sink_state: the fork then leaves that alone, and rows that '${name}' had written and not yet committed come from '${name}' alone.`

/**
 * Why a statement cannot go back to one of its own snapshots: files that were open in it were written on and closed since, so that its job would
 * look for them in vain. Undefined: it can; `target` is what it would go on from by itself.
 */
export function whyNotBack(statement: Pick<Statement, 'name' | 'observed'>, snapshotUri: string, target: RestorePoint | undefined): string | undefined {
  const files = statement.observed.prepared?.fileSinks ?? []
  if (files.length === 0 || (target !== undefined && sameUri(target.uri, snapshotUri))) return undefined
  return (
    `${listed(files)} ${files.length === 1 ? 'is' : 'are'} written to files, and those that were open in this snapshot may have been written on and closed since: '${statement.name}' could not go on with them and would fail for good. ` +
    `Fork the snapshot with drop_sink_state instead: a new statement then begins with its state. Or resume '${statement.name}' as usual, from where it stopped.`
  )
}
