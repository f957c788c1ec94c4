import type { Generation, RestorePoint, Statement, StatementObserved } from '@headgate/domain'

/** Where the next generation starts, or why it must not start without a person. */
export type RestoreDecision =
  | { kind: 'from'; restorePoint: RestorePoint }
  | { kind: 'empty'; reason: 'first-start' | 'nothing-was-taken' | 'chosen' }
  | { kind: 'park'; reason: string; message: string }

/**
 * Never start empty where state was expected: state is expected once a checkpoint or savepoint of any generation was
 * recorded or found. A bounded statement whose end is unknown is not run again by itself.
 */
export function decideRestore(statement: Statement): RestoreDecision {
  const { intent, observed } = statement
  if (intent.resolution === 'start-empty') return { kind: 'empty', reason: 'chosen' }
  if (intent.chosen !== undefined) {
    const { kind, uri, generation } = intent.chosen
    const restorePoint: RestorePoint = { kind, uri, generation }
    return uri === observed.restoreMissingUri && intent.resolution !== 'run-again' ? missing(restorePoint, false) : { kind: 'from', restorePoint }
  }
  const newest = newestRestorePoint(statement)
  // Run again: its files are said to be back, and are looked at once more before anything is sent.
  if (newest !== undefined && newest.uri === observed.restoreMissingUri && intent.resolution !== 'run-again') return missing(newest, observed.prepared?.bounded === true)
  const last = intent.generation
  const hasEndUnseen = last !== undefined && observed.prepared?.bounded === true && mayHaveRun(observed, last) && !hasEndedUnfinished(observed, last)
  if (newest !== undefined && hasEndUnseen && !showsNoEnd(newest, last, observed) && intent.resolution !== 'run-again') return endUnknown
  if (newest !== undefined) return { kind: 'from', restorePoint: newest }
  if (intent.stateExpected) {
    return {
      kind: 'park',
      reason: 'StateMissing',
      message:
        'State was expected (a checkpoint or savepoint had been taken) but none can be found. Restore the files of ' +
        'the statement, or decide to start it with empty state.',
    }
  }
  if (last === undefined || !mayHaveRun(observed, last)) return { kind: 'empty', reason: 'first-start' }
  if (intent.resolution === 'run-again') return { kind: 'empty', reason: 'chosen' }
  if (observed.listed?.generation !== last.generation || observed.listed.directory !== 'intact') {
    return {
      kind: 'park',
      reason: 'StateUnknown',
      message:
        'The checkpoint directory of the last run is missing or cannot be listed, so it is not known whether state exists. ' +
        'Make the directory available again, or decide to start with empty state.',
    }
  }
  if (hasEndUnseen) return endUnknown
  return { kind: 'empty', reason: 'nothing-was-taken' }
}

/** It was sent: Flink may have had it, whether or not its answer arrived. */
const mayHaveRun = ({ submitted, sent }: StatementObserved, { generation }: Generation): boolean => submitted?.generation === generation || sent?.generation === generation

/** It is known how it ended, and that was before its input did. */
const hasEndedUnfinished = ({ ended }: StatementObserved, { generation }: Generation): boolean => ended?.generation === generation && ended.state !== 'FINISHED'

/** A job that finishes discards its checkpoints; one that ended for a savepoint did not finish by itself. */
const showsNoEnd = ({ kind, uri, generation }: RestorePoint, last: Generation, { stopOutcome }: StatementObserved): boolean =>
  generation === last.generation && (kind === 'checkpoint' || uri === stopOutcome?.savepointUri)

/** A job that finishes publishes its last rows: to start from before its end would publish them again. */
const endUnknown: RestoreDecision = {
  kind: 'park',
  reason: 'EndUnknown',
  message:
    'The statement reads a bounded input and its cluster was lost before its end was recorded: it may have finished. ' +
    'Decide whether it runs again or counts as complete.',
}

/** Flink discards the checkpoints of a job that finished: of a bounded statement they may be gone because it is done. */
function missing(restorePoint: RestorePoint, mayHaveFinished: boolean): RestoreDecision {
  const what = `The ${describeRestorePoint(restorePoint)} is not there any more (its _metadata is missing).`
  if (mayHaveFinished && restorePoint.kind === 'checkpoint') {
    const message =
      `${what} The statement reads a bounded input and its cluster was lost before its end was recorded: it may have finished, which discards its checkpoints. ` +
      'Decide whether it counts as complete, or start it with empty state; if it had not finished, restore its files and choose to run again.'
    return { kind: 'park', reason: 'EndUnknown', message }
  }
  return { kind: 'park', reason: 'RestorePointMissing', message: `${what} Restore its files and choose to run again, or decide to start with empty state.` }
}

/** A restore point in words. */
export const describeRestorePoint = ({ kind, generation }: RestorePoint): string =>
  generation === 0 ? `${kind} of the statement it was forked from` : `${kind} of generation ${generation}`

/** What a person chose, else the savepoint of the last stop if there is one, else the newest checkpoint known. */
export function newestRestorePoint(statement: Pick<Statement, 'intent' | 'observed'>): RestorePoint | undefined {
  const { intent, observed } = statement
  if (intent.chosen !== undefined) {
    const { kind, uri, generation } = intent.chosen
    return { kind, uri, generation }
  }
  const savepointUri =
    intent.stop !== undefined && observed.stopOutcome?.triggerId === intent.stop.triggerId
      ? observed.stopOutcome.savepointUri
      : undefined
  if (savepointUri !== undefined && intent.generation !== undefined) {
    return { kind: 'savepoint', uri: savepointUri, generation: intent.generation.generation }
  }
  const isForgotten = observed.newestSnapshot !== undefined && observed.newestSnapshot.generation < (intent.emptyFromGeneration ?? 0)
  const snapshot = isForgotten ? undefined : observed.newestSnapshot
  // The checkpoints of a generation that stopped with a savepoint are discarded by Flink: its savepoint is what there is.
  const isNewer =
    snapshot !== undefined &&
    (intent.restorePoint === undefined ||
      snapshot.generation > intent.restorePoint.generation ||
      (snapshot.generation === intent.restorePoint.generation && intent.restorePoint.kind === 'checkpoint'))
  if (snapshot !== undefined && isNewer) {
    return { kind: snapshot.kind, uri: snapshot.uri, generation: snapshot.generation }
  }
  return intent.restorePoint
}
