import { isRestorable } from '@headgate/domain'
import type { Snapshot, Statement } from '@headgate/domain'
import { newestRestorePoint, sameUri } from '@headgate/planner'

/** When the state was that it holds. */
const takenAtMs = ({ observed, createdAtMs }: Snapshot): number => observed.completedAtMs ?? createdAtMs

/**
 * The newest of a statement's own snapshots that it can be started from. What was copied or adopted is younger than its state, and is taken
 * only when a person names it; one whose files were found missing is not good, whatever its row says.
 */
export function newestGood(own: readonly Snapshot[], statement: Pick<Statement, 'observed'>): Snapshot | undefined {
  const { restoreMissingUri } = statement.observed
  return own
    .filter((snapshot) => snapshot.trigger !== 'exported' && snapshot.trigger !== 'adopted' && isRestorable(snapshot))
    .filter(({ observed }) => restoreMissingUri === undefined || !sameUri(observed.uri ?? '', restoreMissingUri))
    .sort((a, b) => takenAtMs(b) - takenAtMs(a))[0]
}

/** What the statement would go on from by itself is not known as a complete snapshot yet: an older one must not be taken for the newest. */
export function isOvertaken(snapshots: readonly Pick<Snapshot, 'observed'>[], statement: Pick<Statement, 'intent' | 'observed'>): boolean {
  const target = newestRestorePoint(statement)
  const { restoreMissingUri } = statement.observed
  if (target === undefined || (restoreMissingUri !== undefined && sameUri(target.uri, restoreMissingUri))) return false
  return !snapshots.some(({ observed }) => sameUri(observed.uri ?? '', target.uri))
}
