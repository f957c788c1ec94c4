import { ok } from '@headgate/domain'
import type { Result, Snapshot, StorageDeletion, StorageMark } from '@headgate/domain'
import type { StorageWorld } from '@headgate/ports'
import { emptyDirectoryKind, ownDirectories } from '@headgate/planner'
import type { StorageContext } from '@headgate/planner'
import type { Turn } from '../deps.ts'
import { change } from '../steps/change.ts'
import type { Discoveries } from './discoveries.ts'
import type { Units } from './units.ts'

export interface Swept {
  startedAtMs: number
  world: StorageWorld
  context: StorageContext
  units: Units
  discoveries: Discoveries
  stoppedBecause: string | undefined
}

/** Writes down what a scan found and did: audit rows, what is no more, what may go next time, and the report. */
export async function recordSweep(turn: Turn, { startedAtMs, world, context, units, discoveries, stoppedBecause }: Swept): Promise<Result<void>> {
  const { store, clock } = turn.deps
  const atMs = clock.nowMs()
  const incomplete = new Set([...units.all()].flatMap((unit) => (unit.isIncomplete && unit.fate === 'now' ? (unit.snapshotId ?? []) : [])))
  const goneSnapshots = [...context.confirmed].filter((id) => !incomplete.has(id))
  const deletions = deletionsOf(units, atMs)
  for (const id of goneSnapshots) tellSnapshot(context.snapshots.get(id), deletions, atMs)
  // A clean-up that was cut off could not say what it had removed: what it had marked is not there any more.
  const filled = new Set([...units.all()].flatMap((unit) => (unit.files + unit.deleted.files > 0 ? unit.key : [])))
  for (const mark of world.marks) {
    if (mark.kind !== emptyDirectoryKind && !filled.has(mark.key) && startedAtMs - mark.markedAtMs >= context.settings.waitMs) deletions.push({ atMs, key: mark.key, kind: mark.kind, reason: 'It was marked for deletion, and no file of it is there any more.', files: 0, bytes: 0 })
  }
  const over = world.snapshots.filter((snapshot) => isOver(snapshot, context, discoveries)).map(({ id }) => id)
  const directoryKeys = world.directories.filter((directory) => isEmptied(directory, context, discoveries)).map(({ key }) => key)
  const marked = [...units.all()].filter((unit) => unit.fate === 'marked' && unit.left > 0)
  const stillMarked = new Set(marked.map(({ key, kind }) => `${kind} ${key}`))
  const markKeys = world.marks.filter(({ key, kind }) => !stillMarked.has(`${kind} ${key}`)).map(({ key }) => key)
  if (deletions.length > 0 || goneSnapshots.length > 0 || over.length > 0 || directoryKeys.length > 0 || markKeys.length > 0) {
    const recorded = await store.recordDeletions(turn.lease(), { deletions, snapshotIds: [...goneSnapshots, ...over], directoryKeys, markKeys })
    if (!recorded.ok) return recorded
    turn.note(`delete ${deletions.length}`)
  }
  const marks: StorageMark[] = marked.filter((unit) => context.marks.get(unit.key)?.kind !== unit.kind).map(({ key, kind }) => ({ key, kind, markedAtMs: atMs }))
  if (marks.length > 0) {
    const put = await store.putMarks(turn.lease(), marks, [])
    if (!put.ok) return put
  }
  await takeUpFound(turn, context, discoveries)
  const again = world.directories.filter((directory) => discoveries.unregistered().includes(directory.key)).map(({ registeredAtMs: _unused, ...directory }) => directory)
  const changed = [...again, ...discoveries.lost()]
  if (changed.length > 0) {
    const put = await store.putDirectories(turn.lease(), changed)
    if (!put.ok) return put
    turn.note(`take over ${changed.length} directories`)
  }
  const names = new Map([
    ...world.snapshots.flatMap((snapshot) => (snapshot.statement === undefined ? [] : [[snapshot.statement.uid, snapshot.statement.name] as const])),
    ...world.statements.map((statement) => [statement.uid, statement.name] as const),
  ])
  const report = { startedAtMs, finishedAtMs: clock.nowMs(), ...units.report(names), ...(stoppedBecause === undefined ? {} : { deletionPausedBecause: stoppedBecause }) }
  const saved = await store.saveReport(turn.lease(), report)
  return saved.ok ? ok(undefined) : saved
}

/** What was written after all is read back like any other. */
async function takeUpFound(turn: Turn, { snapshots }: StorageContext, discoveries: Discoveries): Promise<void> {
  for (const [id, { directoryKey, modifiedMs }] of discoveries.found()) {
    const snapshot = snapshots.get(id)
    if (snapshot !== undefined) await change(turn, 'found', snapshot, { state: 'WRITTEN', observed: { uri: turn.deps.objects.uri(directoryKey), completedAtMs: modifiedMs } })
  }
}

/** A snapshot is gone: its `_metadata` went before the listing, and what else it had may have gone in a scan that could not say so. */
function tellSnapshot(snapshot: Snapshot | undefined, deletions: StorageDeletion[], atMs: number): void {
  if (snapshot === undefined) return
  let told = deletions.find((deletion) => deletion.snapshotId === snapshot.id && deletion.kind === 'snapshot')
  if (told === undefined) {
    const { id, intent, statement } = snapshot
    told = {
      atMs, key: ownDirectories(snapshot)[0] ?? id, kind: 'snapshot', reason: intent.doomedBecause ?? 'Its deletion was asked for.', files: 0, bytes: 0, snapshotId: id,
      ...(statement === undefined ? {} : { statementUid: statement.uid }),
    }
    deletions.push(told)
  }
  told.files += 1
  told.bytes += snapshot.observed.content?.metadataBytes ?? 0
}

/** Writes down what was removed by a scan that did not come to its end. */
export async function recordDeleted(turn: Turn, units: Units): Promise<void> {
  const deletions = deletionsOf(units, turn.deps.clock.nowMs())
  if (deletions.length === 0) return
  const recorded = await turn.deps.store.recordDeletions(turn.lease(), { deletions, snapshotIds: [], directoryKeys: [], markKeys: [] })
  turn.note(`delete ${deletions.length}`, recorded.ok ? undefined : recorded)
}

const deletionsOf = (units: Units, atMs: number): StorageDeletion[] =>
  [...units.all()].flatMap(({ key, kind, reason, deleted, statementUid, snapshotId }) =>
    deleted.files === 0 ? [] : [{ atMs, key, kind, reason, ...deleted, ...(statementUid === undefined ? {} : { statementUid }), ...(snapshotId === undefined ? {} : { snapshotId }) }])

/** An attempt that came to nothing, is told of for a while, and has no files any more. */
function isOver(snapshot: Snapshot, { nowMs, settings }: StorageContext, discoveries: Discoveries): boolean {
  if (snapshot.state !== 'FAILED' && snapshot.state !== 'CANCELLED') return false
  return nowMs - snapshot.updatedAtMs > settings.failedKeepMs && ownDirectories(snapshot).every((key) => discoveries.isEmpty(key))
}

/** Nothing lies in it, and nobody will put anything there. */
function isEmptied(directory: StorageWorld['directories'][number], { nowMs, settings }: StorageContext, discoveries: Discoveries): boolean {
  const isKnown = directory.registeredAtMs !== undefined || directory.isWorthless
  return isKnown && nowMs - directory.handedOverAtMs > settings.settleMs + settings.waitMs && discoveries.isEmpty(directory.key)
}
