import { environmentKey, finalSnapshotStates } from '@headgate/domain'
import type { Snapshot, Tenant } from '@headgate/domain'
import { policyOf } from '@headgate/planner'
import { tenantKey } from '../../fakes/stores/fake-database.ts'
import type { History } from '../history.ts'
import { markName } from './ledger.ts'
import { goesOnFrom, isOfLiveStop, liveJobs } from './needs-of-files.ts'

/** Looks at each write of a snapshot's row as it happens: whether it may become what it becomes. */
export function watchStores(history: History): void {
  const { world, ledger } = history
  const { storage, reconcile, database } = world.stores
  const wrong = (finding: string): void => void ledger.violations.push(finding)
  const rowOf = (tenant: Tenant, id: string): Snapshot | undefined => database.snapshots.get(tenantKey(tenant, id))
  const { changeSnapshots, completeSnapshot, confirmDeletion, recordDeletions, putMarks, saveReport, loadStorage } = { ...storage }

  storage.changeSnapshots = async (lease, changes) => {
    const before = new Map(changes.map(({ id }) => [id, rowOf(lease.key, id)]))
    const answer = await changeSnapshots(lease, changes)
    for (const [id, old] of before) {
      const row = rowOf(lease.key, id)
      if (old === undefined || row === undefined || row === old) continue
      for (const finding of judgeChange(history, old, row)) wrong(`snapshot ${id}: ${finding}`)
    }
    return answer
  }
  storage.completeSnapshot = async (lease, change, references) => {
    const answer = await completeSnapshot(lease, change, references)
    if (answer.ok) for (const finding of judgeComplete(history, lease.key, rowOf(lease.key, change.id), references)) wrong(`snapshot ${change.id}: ${finding}`)
    return answer
  }
  storage.confirmDeletion = async (lease, ids, isNeeded) => {
    const answer = await confirmDeletion(lease, ids, isNeeded)
    for (const id of answer.ok ? answer.value : []) {
      const row = rowOf(lease.key, id)
      for (const finding of row === undefined ? ['there is no such row'] : judgeConfirmed(history, row)) wrong(`snapshot ${id} passed the last look: ${finding}`)
      ledger.confirmed.add(id)
    }
    return answer
  }
  storage.loadStorage = async (tenant) => {
    ledger.loadedAtMs.set(tenant.environmentId, world.clock.nowMs())
    return loadStorage(tenant)
  }
  storage.putMarks = async (lease, marks, goneKeys) => {
    const answer = await putMarks(lease, marks, goneKeys)
    if (!answer.ok) return answer
    for (const { key } of marks) if (!ledger.markedAtMs.has(markName(lease.key, key))) ledger.markedAtMs.set(markName(lease.key, key), ledger.listedAtMs.get(lease.key.environmentId) ?? world.clock.nowMs())
    for (const key of goneKeys) ledger.markedAtMs.delete(markName(lease.key, key))
    return answer
  }
  storage.recordDeletions = async (lease, record) => {
    const answer = await recordDeletions(lease, record)
    if (answer.ok) for (const key of record.markKeys) ledger.markedAtMs.delete(markName(lease.key, key))
    return answer
  }
  storage.saveReport = async (lease, report) => {
    const answer = await saveReport(lease, report)
    if (!answer.ok) return answer
    history.trace.count('scans')
    if (ledger.answerLostAtMs < report.startedAtMs) ledger.unaudited = ledger.unaudited.filter(({ tenant, key, atMs, snapshotIds }) => {
      // A list that is late shows it still.
      if (!history.isQuiet && atMs + history.character.blobs.shownAfterRemovalMs > report.startedAtMs) return true
      // What goes with a snapshot is told when all of it is gone.
      if (tenant.environmentId !== lease.key.environmentId || snapshotIds.some((id) => rowOf(tenant, id)?.state === 'DELETING')) return true
      // More of the same unit is about to go: all of it is told when that is done.
      if ([...database.marks.values()].some(({ environmentId, mark }) => environmentId === tenant.environmentId && key.startsWith(`${mark.key}/`))) return true
      if ([...database.directories.values()].some((row) => row.isWorthless && key.startsWith(`${row.key}/`))) return true
      const rows = [...database.deletions.values()].filter((row) => row.environmentId === tenant.environmentId)
      const isTold = rows.some(({ deletion }) => deletion.atMs >= atMs && (key === deletion.key || key.startsWith(`${deletion.key}/`) || snapshotIds.includes(deletion.snapshotId ?? '')))
      if (!isTold) wrong(`${key} was removed ${Math.round((world.clock.nowMs() - atMs) / 1_000)} s ago, a scan has ended since, and the audit does not tell of it`)
      return false
    })
    for (const finding of judgeReport(history, lease.key, report)) wrong(`report of ${lease.key.environmentId}: ${finding}`)
    return answer
  }
  const { commitSnapshot, removeStatement, sweep } = { ...reconcile }
  const noteGone = async <T>(write: () => Promise<T>): Promise<T> => {
    const before = [...database.statements.values()]
    const answer = await write()
    for (const row of before) if (!database.statements.has(tenantKey(row, row.uid))) ledger.goneSinceMs.set(row.uid, world.clock.nowMs())
    return answer
  }
  reconcile.removeStatement = (lease, directory) => noteGone(() => removeStatement(lease, directory))
  reconcile.sweep = (limits) => noteGone(() => sweep(limits))
  reconcile.commitSnapshot = async (lease, commit) => {
    const before = rowOf(lease.key, lease.key.id)
    const answer = await commitSnapshot(lease, commit)
    if (answer.ok && before !== undefined) for (const finding of judgeGivenUp(history, before, answer.value)) wrong(`snapshot ${lease.key.id}: ${finding}`)
    if (answer.ok && commit.state === 'COMPLETED') wrong(`snapshot ${lease.key.id}: it became COMPLETED without its _metadata having been read back`)
    return answer
  }
}

/** A savepoint that was written is found, whatever became of the answer. */
function judgeGivenUp({ world, character }: History, { state, intent: { attempt } }: Snapshot, after: Snapshot): string[] {
  if (state !== 'IN_PROGRESS' || attempt === undefined || (after.state !== 'PENDING' && after.state !== 'FAILED')) return []
  const nowMs = world.clock.nowMs()
  // Longer than a call may be on its way, with the look before it.
  const longMs = 60_000 + character.blobs.hiddenFromListsMs
  const written = world.blobs.keysNow(attempt.directoryKey).filter((key) => key.endsWith('/_metadata') && nowMs - (world.blobs.statNow(key)?.modifiedMs ?? nowMs) > longMs)
  return written.map((key) => `attempt ${attempt.attempt} is given up, and its savepoint is there: ${key}`)
}

function judgeChange({ world, ledger, settings }: History, before: Snapshot, after: Snapshot): string[] {
  const nowMs = world.clock.nowMs()
  const found: string[] = []
  if (after.state === 'COMPLETED' && before.state !== 'COMPLETED') found.push('it became COMPLETED without its _metadata having been read back')
  if (after.state === 'DELETING' && before.state !== 'DELETING') {
    ledger.doomedAtMs.set(after.id, nowMs)
    const trash = ledger.trashed.get(after.id)
    const { trashMs } = policyOf(policiesOf(world, after), after.statement?.name)
    if (after.spec.pinned) found.push('it is given up although it is pinned')
    if (trash === undefined) found.push('it is given up and was never in the trash')
    else if (nowMs - trash.atMs < trashMs && isPolicyAsLoaded({ world, ledger }, after)) found.push(`it is given up after ${nowMs - trash.atMs} ms in the trash, and the policy says ${trashMs} ms`)
  }
  if (before.state === 'DELETING' && after.state !== 'DELETING') found.push(`it was DELETING and is ${after.state}`)
  if (after.spec.trash !== undefined && before.spec.trash === undefined) {
    ledger.trashed.set(after.id, after.spec.trash)
    if (after.spec.trash.by === 'policy' && isPolicyAsLoaded({ world, ledger }, after)) found.push(...whyNotByPolicy({ world, ledger, settings }, before).map((why) => `a policy throws it away although ${why}`))
  }
  return found
}

/** What is decided is decided by the policies as they were just before. */
const isPolicyAsLoaded = ({ world, ledger }: Pick<History, 'world' | 'ledger'>, tenant: Tenant): boolean =>
  policiesOf(world, tenant).every(({ updatedAtMs }) => updatedAtMs < (ledger.loadedAtMs.get(tenant.environmentId) ?? 0))

const policiesOf = (world: History['world'], { environmentId }: Tenant) => [...world.stores.database.snapshotPolicies.values()].filter((row) => row.environmentId === environmentId)

/** What no policy may throw away. */
function whyNotByPolicy({ world, ledger }: Pick<History, 'world' | 'ledger' | 'settings'>, snapshot: Snapshot): string[] {
  const { database } = world.stores
  const nowMs = world.clock.nowMs()
  const { spec, trigger, statement, observed, createdAtMs } = snapshot
  const policy = policyOf(policiesOf(world, snapshot), statement?.name)
  const isAlive = statement === undefined || [...database.statements.values()].some((row) => row.uid === statement.uid)
  const timeMs = observed.completedAtMs ?? createdAtMs
  const isGood = (row: Snapshot): boolean => row.state === 'COMPLETED' && row.spec.trash === undefined && row.observed.uri !== undefined && ledger.metadata.isWhole(world.blobs.keyOf(row.observed.uri) ?? '')
  const others = [...database.snapshots.values()].filter((row) => row.environmentId === snapshot.environmentId && row.id !== snapshot.id && row.statement?.uid === statement?.uid && isGood(row))
  const goneMs = nowMs - (ledger.goneSinceMs.get(statement?.uid ?? '') ?? nowMs)
  return [
    ...(spec.pinned ? ['it is pinned'] : []),
    ...(spec.retainUntilMs !== undefined && spec.retainUntilMs > nowMs ? ['retain_until is not over'] : []),
    ...(isAlive && spec.retainUntilMs === undefined && ['manual', 'adopted', 'exported'].includes(trigger) ? ['a person made it'] : []),
    // One of which somebody took a file, unseen, is taken for good.
    ...(isAlive && others.length === 0 && isGood(snapshot) && ![...ledger.vanished].some((directoryKey) => directoryKey.includes(`/${statement?.uid}/`)) ? ['it is the only good one'] : []),
    ...(isAlive && nowMs - timeMs < policy.keepForMs ? ['it is younger than the policy says'] : []),
    ...(!isAlive && goneMs < policy.keepAfterDeletionMs ? ['its statement was deleted only now'] : []),
  ]
}

function judgeComplete({ world, ledger }: History, tenant: Tenant, row: Snapshot | undefined, references: readonly { key: string }[]): string[] {
  const directoryKey = row?.observed.uri === undefined ? undefined : world.blobs.keyOf(row.observed.uri)
  if (row === undefined || directoryKey === undefined) return ['it is COMPLETED and lies nowhere']
  const root = `${environmentKey(tenant)}/`
  const files = ledger.metadata.filesIn(directoryKey) ?? []
  const isBroken = ledger.vanished.has(directoryKey)
  const unnamed = files.filter((key) => !key.startsWith(`${directoryKey}/`) && !references.some((reference) => reference.key === key))
  return [
    ...(world.blobs.readNow(`${directoryKey}/_metadata`) === undefined && !isBroken ? ['it is COMPLETED, and its _metadata is not there'] : []),
    ...(directoryKey.startsWith(root) && files.every((key) => key.startsWith(root)) ? [] : ['it is COMPLETED, and files of it are outside of its environment']),
    ...(unnamed.length > 0 ? [`${unnamed.length} files that it needs are not among its references`] : []),
  ]
}

function judgeConfirmed(history: History, row: Snapshot): string[] {
  const { world, ledger, settings } = history
  const nowMs = world.clock.nowMs()
  const { database } = world.stores
  const doomedAtMs = ledger.doomedAtMs.get(row.id)
  const uri = row.observed.uri
  const needs = [...database.statements.values()].filter((statement) => statement.environmentId === row.environmentId).flatMap((statement) => goesOnFrom(statement).filter(([each]) => each === uri).map(([, why]) => why))
  const jobs = liveJobs(history).filter(({ job }) => job.newestCheckpoint === undefined && job.request.restoreUri === uri).map(({ job }) => `the job ${job.request.jobId} was restored from it and has no checkpoint of its own`)
  const stops = [...database.statements.values()].filter((statement) => uri !== undefined && statement.deletionRequestedAtMs === undefined && isOfLiveStop(statement, uri)).map(({ name }) => `it is of a stop of ${name}, whose generation is not proven gone`)
  const copies = [...database.snapshots.values()].filter((other) => other.copyOf === row.id && !finalSnapshotStates.includes(other.state) && other.state !== 'WRITTEN')
  return [
    ...(row.state === 'DELETING' ? [] : [`it is ${row.state}`]),
    ...(row.spec.pinned ? ['it is pinned'] : []),
    ...(doomedAtMs === undefined || nowMs - doomedAtMs < settings.waitMs ? ['its deletion was decided too lately'] : []),
    ...needs, ...jobs, ...stops,
    ...copies.map(({ id }) => `the copy ${id} is being made`),
  ]
}

/** A report of a scan during which nothing happened is right to the byte. */
function judgeReport({ world, character, isQuiet, ledger }: History, tenant: Tenant, report: { startedAtMs: number; total: { files: number; bytes: number }; classes: Record<string, { files: number; bytes: number } | undefined> }): string[] {
  const classes = Object.values(report.classes)
  const sum = (what: 'files' | 'bytes'): number => classes.reduce((all, each) => all + (each?.[what] ?? 0), 0)
  if (sum('files') !== report.total.files || sum('bytes') !== report.total.bytes) return [`its classes are not its total: ${JSON.stringify(report.classes)} and ${JSON.stringify(report.total)}`]
  const { hiddenFromListsMs, shownAfterRemovalMs, lostReplyRate } = character.blobs
  const isExact = isQuiet || (hiddenFromListsMs === 0 && shownAfterRemovalMs === 0 && lostReplyRate === 0)
  const isDisturbed = report.startedAtMs !== world.clock.nowMs() || ledger.answerLostAtMs >= report.startedAtMs || ledger.metadata.changedAtMs() >= report.startedAtMs
  if (isDisturbed || !isExact) return []
  const keys = world.blobs.keysNow(environmentKey(tenant))
  const bytes = keys.reduce((all, key) => all + (world.blobs.statNow(key)?.sizeBytes ?? 0), 0)
  return keys.length === report.total.files && bytes === report.total.bytes ? [] : [`it says ${report.total.files} files and ${report.total.bytes} bytes, there are ${keys.length} and ${bytes}`]
}
