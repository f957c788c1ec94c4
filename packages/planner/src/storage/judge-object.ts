import { isMarkerKey } from '@headgate/domain'
import type { Snapshot, StorageClass } from '@headgate/domain'
import { judgeCheckpointObject } from './judge-checkpoint-object.ts'
import { readPlace } from './read-place.ts'
import type { ObjectPlace } from './read-place.ts'
import { ownersOf } from './storage-context.ts'
import type { StorageContext } from './storage-context.ts'

/** A file as the listing shows it. */
export interface StoredObject {
  key: string
  sizeBytes: number
  modifiedMs: number
}

/** What a file is, and whether it may go. */
export interface Verdict {
  class: StorageClass
  /** Key of the directory or file that it is counted and deleted with. */
  unitKey: string
  /** A word for what the unit is, for example `snapshot` or `aborted-attempt`. */
  kind: string
  /**
   * `keep`; `now`: it was decided before and all was checked once more; `marked`: it may go when an earlier scan, long enough ago, found
   * the same.
   */
  fate: 'keep' | 'now' | 'marked'
  /** Why it goes, or why an orphan stays. */
  reason?: string
  statementUid?: string
  snapshotId?: string
}

/**
 * Judges one file of an environment: whom it belongs to, and whether it may be deleted. `users` are the snapshots whose `_metadata`
 * names it. What is not known is never deleted.
 */
export function judgeObject(object: StoredObject, users: readonly Snapshot[], context: StorageContext, place = readPlace(context.environmentKey, object.key)): Verdict {
  if (place.kind === 'table-file') return { class: 'tables', unitKey: `${context.environmentKey}/files`, kind: 'table-files', fate: 'keep' }
  const owners = ownersOf(object.key, context)
  const statementUid = 'statementUid' in place ? place.statementUid : owners[0]?.snapshot.statement?.uid
  const verdict = apart(object, spare(object, judgeUsed(object, users, owners, context) ?? judgeUnused(object, users, place, context), context))
  return statementUid === undefined ? verdict : { ...verdict, statementUid }
}

/** The marker of an empty directory goes for itself: it is no file, and nobody need be told of it. */
const apart = ({ key }: StoredObject, verdict: Verdict): Verdict =>
  verdict.fate === 'marked' && isMarkerKey(key) ? { ...verdict, unitKey: key, kind: emptyDirectoryKind, reason: `There is nothing in it. ${verdict.reason ?? ''}`.trim() } : verdict

/** What a marker is counted and deleted as. */
export const emptyDirectoryKind = 'directory'

/** The last wall: a statement may know of a savepoint that was written although its attempt is said to have failed, and a snapshot may name what it was not read for yet. */
function spare({ key }: StoredObject, verdict: Verdict, { above, hasUnread }: StorageContext): Verdict {
  if (verdict.fate === 'keep') return verdict
  if (hasUnread) return { ...verdict, fate: 'keep', reason: 'It goes when the adopted snapshots were read: one of them may name it.' }
  if (above(key).isNeeded) return { ...verdict, class: 'kept', fate: 'keep', reason: 'A statement would go on from it.' }
  return verdict
}

/** By the snapshots that need it, or in whose directories it lies. A file that two need goes with the last one. */
function judgeUsed(object: StoredObject, users: readonly Snapshot[], owners: ReturnType<typeof ownersOf>, context: StorageContext): Verdict | undefined {
  const others = users.filter((user) => !context.confirmed.has(user.id) && !owners.some((owner) => owner.snapshot.id === user.id))
  // Most of what goes: the shared state of others that are gone.
  if (others.length === 0 && owners.length === 0) return undefined
  const own = owners.map((owner) => ({ owner, verdict: judgeOwned(object, owner.snapshot, owner.directoryKey, context) }))
  const keeping = own.filter(({ verdict }) => verdict.fate === 'keep')
  const user = strongest([...others, ...keeping.map(({ owner }) => owner.snapshot)])
  if (user !== undefined && others.length > 0) {
    return { class: classOf(user), unitKey: owners[0]?.directoryKey ?? object.key.slice(0, object.key.lastIndexOf('/')), kind: 'snapshot', fate: 'keep', snapshotId: user.id }
  }
  // As long as one of them keeps it; and not at once while one of them wants a second look.
  return (keeping.find(({ owner }) => owner.snapshot.id === user?.id) ?? own.find(({ verdict }) => verdict.fate === 'marked') ?? own[0])?.verdict
}

/** What only snapshots named that are deleted now goes with them. */
function judgeUnused(object: StoredObject, users: readonly Snapshot[], place: ObjectPlace, context: StorageContext): Verdict {
  const verdict = judgePlace(object, place, context)
  const user = users.find(({ id }) => context.confirmed.has(id))
  return verdict.fate !== 'marked' || user === undefined ? verdict : { ...verdict, class: 'trash', kind: 'shared-state', fate: 'now', reason: 'Only snapshots that are deleted named it.' }
}

/** A file in a snapshot's own directory. */
function judgeOwned(object: StoredObject, snapshot: Snapshot, directoryKey: string, context: StorageContext): Verdict {
  const base = { unitKey: directoryKey, snapshotId: snapshot.id }
  const { attempt } = snapshot.intent
  if (attempt !== undefined && directoryKey !== attempt.directoryKey && directoryKey !== snapshot.intent.directoryKey && !context.confirmed.has(snapshot.id)) {
    return aborted(object, base, 'The attempt failed; a later one was made.', context)
  }
  switch (snapshot.state) {
    case 'PENDING':
    case 'IN_PROGRESS':
      return snapshot.trigger !== 'exported' && snapshot.intent.attempt === undefined
        ? { ...base, class: 'kept', kind: 'snapshot', fate: 'keep' }
        : snapshot.state === 'PENDING' && snapshot.trigger !== 'exported'
          ? aborted(object, base, 'The attempt failed; another one follows into a directory of its own.', context)
          : { ...base, class: 'live', kind: 'attempt', fate: 'keep' }
    case 'WRITTEN':
    case 'COMPLETED':
      return { ...base, class: classOf(snapshot), kind: 'snapshot', fate: 'keep' }
    case 'FAILED':
    case 'CANCELLED':
      return aborted(object, base, snapshot.state === 'FAILED' ? 'The snapshot failed.' : 'The snapshot was cancelled.', context)
    case 'DELETING':
      return context.confirmed.has(snapshot.id)
        ? { ...base, class: 'trash', kind: 'snapshot', fate: 'now', reason: snapshot.intent.doomedBecause ?? 'Its deletion was asked for.' }
        : { ...base, class: 'trash', kind: 'snapshot', fate: 'keep' }
  }
}

function aborted(object: StoredObject, base: { unitKey: string; snapshotId?: string }, reason: string, { nowMs, settings }: StorageContext): Verdict {
  const isOld = nowMs - object.modifiedMs > settings.abortedAfterMs
  return { ...base, class: 'orphaned', kind: 'aborted-attempt', fate: isOld ? 'marked' : 'keep', reason: isOld ? reason : `${reason} Flink may still be writing.` }
}

/** By where it lies. */
function judgePlace(object: StoredObject, place: ObjectPlace, context: StorageContext): Verdict {
  const { settings, nowMs } = context
  const ageMs = nowMs - object.modifiedMs
  switch (place.kind) {
    case 'table-file':
      return { class: 'tables', unitKey: `${context.environmentKey}/files`, kind: 'table-files', fate: 'keep' }
    case 'worker':
      return { class: 'unknown', unitKey: object.key, kind: 'worker-files', fate: 'keep' }
    case 'checkpoint':
      return judgeCheckpointObject(object, place, context)
    case 'plan': {
      const unitKey = object.key.endsWith('/') ? object.key.slice(0, -1) : object.key
      if (context.statements.has(place.statementUid) || context.statementsOfSnapshots.has(place.statementUid)) return { class: 'live', unitKey, kind: 'plan', fate: 'keep' }
      return { class: 'orphaned', unitKey, kind: 'plan', fate: ageMs > settings.abortedAfterMs ? 'marked' : 'keep', reason: 'The compiled plan of a statement that was deleted, and no snapshot of it is left.' }
    }
    case 'record': {
      if (place.jobId === undefined || context.liveJobIds.has(place.jobId) || ageMs <= settings.recordsAfterMs) return { class: 'records', unitKey: object.key, kind: 'job-record', fate: 'keep' }
      return { class: 'records', unitKey: object.key, kind: 'job-record', fate: 'marked', reason: 'How a job ended, of one that is long over.' }
    }
    case 'query-checkpoint': {
      if (context.liveJobIds.has(place.jobId)) return { class: 'live', unitKey: place.directoryKey, kind: 'query-checkpoint', fate: 'keep' }
      return { class: 'orphaned', unitKey: place.directoryKey, kind: 'query-checkpoint', fate: ageMs > settings.abortedAfterMs ? 'marked' : 'keep', reason: 'A checkpoint of a query that is over: queries are not resumed.' }
    }
    case 'savepoint':
      return judgeStrayAttempt(object, place, context)
    case 'export':
      return remains(object, place.directoryKey, context) ?? { class: 'unknown', unitKey: place.directoryKey, kind: 'export', fate: 'keep', reason: 'No snapshot says that it is its copy. It can be adopted.' }
    case 'unknown':
      return { class: 'unknown', unitKey: object.key, kind: 'unknown', fate: 'keep' }
  }
}

/** An attempt's directory that is no snapshot's. */
function judgeStrayAttempt(object: StoredObject, place: Extract<ObjectPlace, { kind: 'savepoint' }>, context: StorageContext): Verdict {
  return (
    remains(object, place.attemptKey, context, place.snapshotId) ?? {
      unitKey: place.attemptKey,
      class: 'orphaned',
      kind: 'unknown-savepoint',
      fate: 'keep',
      reason: 'No snapshot says that it is its directory. It can be adopted; it is not deleted, because nobody knows what it is.',
    }
  )
}

/** What turns up again in the place of something that was deleted. */
function remains(object: StoredObject, unitKey: string, { deleted, deletedSnapshots, nowMs, settings }: StorageContext, snapshotId?: string): Verdict | undefined {
  if (!deleted.has(unitKey) && (snapshotId === undefined || !deletedSnapshots.has(snapshotId))) return undefined
  return { class: 'orphaned', unitKey, kind: 'remains', fate: nowMs - object.modifiedMs > settings.abortedAfterMs ? 'marked' : 'keep', reason: 'It turned up after what it belongs to was deleted.' }
}

/** Pinned before kept before trash. */
function strongest(snapshots: readonly Snapshot[]): Snapshot | undefined {
  const order: StorageClass[] = ['pinned', 'kept', 'live', 'trash']
  return [...snapshots].sort((a, b) => order.indexOf(classOf(a)) - order.indexOf(classOf(b)))[0]
}

function classOf(snapshot: Snapshot): StorageClass {
  if (snapshot.state === 'DELETING') return 'trash'
  if (snapshot.spec.pinned) return 'pinned'
  return snapshot.spec.trash === undefined ? 'kept' : 'trash'
}
