import type { HandedOverDirectory, Snapshot, SnapshotIntent, SnapshotObserved, SnapshotPolicy, SnapshotSchedule, SnapshotSpec, SnapshotState, Statement, StorageReport, StorageStatement } from '@headgate/domain'
import { needsOf } from '../snapshot/needs.ts'
import { hasLiveJob } from '../statement/live-job.ts'
import { judgeRetention } from './judge-retention.ts'
import { lastVerifiedMs } from './last-verified.ts'
import { planDrills } from './plan-drills.ts'
import type { DrillStep } from './plan-drills.ts'
import { policyOf } from './policy-of.ts'
import type { StorageSettings } from './storage-settings.ts'

/** Everything that is decided on about the files of one environment. */
export interface StoragePlanWorld {
  nowMs: number
  snapshots: readonly Snapshot[]
  directories: readonly HandedOverDirectory[]
  policies: readonly SnapshotPolicy[]
  statements: readonly StorageStatement[]
  scannedAtMs?: number
  scanRequestedAtMs?: number
  scannedClasses?: StorageReport['classes']
  isEnvironmentGone: boolean
  deletions: readonly { atMs: number }[]
  /** The statements of drills that are under way, by uid: absent ones are gone. */
  drillStatements: ReadonlyMap<string, Statement>
  /** Drills that may begin now, of all tenants. */
  drillsFree: number
  nextScheduledMs: (schedule: SnapshotSchedule, afterMs: number) => number | undefined
  settings: StorageSettings
}

/** A snapshot as it is to be written; what is absent stays. */
export interface SnapshotUpdate {
  snapshot: Snapshot
  spec?: SnapshotSpec
  state?: SnapshotState
  intent?: SnapshotIntent
  observed?: SnapshotObserved
}

export interface StoragePlan {
  updates: SnapshotUpdate[]
  /** Statements of which a scheduled snapshot is due. */
  schedule: { statementUid: string; format: Snapshot['format']; policyName: string | undefined }[]
  /** Whether their `_metadata` is there must be looked up. */
  lookFor: Snapshot[]
  /** Their `_metadata` is to be read back. */
  readBack: Snapshot[]
  verify: Snapshot[]
  copy: Snapshot[]
  /** Directories whose checkpoints are not known yet. */
  register: HandedOverDirectory[]
  drills: DrillStep[]
  /** Decided long enough ago: they are deleted if all still holds. */
  confirm: string[]
  scanIsDue: boolean
  /** Undefined: only when somebody asks. */
  wakeAfterMs: number | undefined
}

/** Decides what is to be done about the snapshots of an environment. */
export function planStorage(world: StoragePlanWorld): StoragePlan {
  const { snapshots, settings, nowMs } = world
  const updates = new Map<string, SnapshotUpdate>()
  const update = (snapshot: Snapshot, change: Omit<SnapshotUpdate, 'snapshot'>): void => void updates.set(snapshot.id, { ...updates.get(snapshot.id), snapshot, ...change })
  noteDeletedStatements(world, update)
  moveToTrash(world, update)
  const confirm = doom(world, update)
  const scan = nextScanMs(world, confirm)
  const wakes = [scan.atMs, ...nextTimes(world), ...dooming(world)].map((atMs) => Math.max(0, atMs - nowMs))
  const busy = snapshots.some((snapshot) => isUnderWay(snapshot)) || world.directories.some((directory) => directory.registeredAtMs === undefined && directory.frozenBecause === undefined)
  return {
    updates: [...updates.values()],
    schedule: dueSchedules(world),
    lookFor: snapshots.filter((snapshot) => snapshot.trigger !== 'manual' && snapshot.trigger !== 'scheduled' && snapshot.trigger !== 'exported' && snapshot.state === 'IN_PROGRESS'),
    readBack: snapshots.filter((snapshot) => snapshot.state === 'WRITTEN'),
    verify: snapshots.filter((snapshot) => snapshot.state === 'COMPLETED' && (snapshot.spec.verificationRequestedAtMs ?? 0) > lastVerifiedMs(snapshot, 'files')),
    copy: snapshots.filter((snapshot) => snapshot.trigger === 'exported' && (snapshot.state === 'PENDING' || snapshot.state === 'IN_PROGRESS')),
    register: toRegister(world),
    drills: planDrills(world),
    confirm,
    scanIsDue: scan.atMs <= nowMs,
    wakeAfterMs: isOver(world) ? undefined : Math.max(250, Math.min(busy ? 1_000 : settings.scanEveryMs, ...wakes)),
  }
}

/** The environment was deleted, and nothing of it is left that could still have to go; nor has anything turned up for a while. What tables wrote stays. */
function isOver({ isEnvironmentGone, snapshots, directories, statements, scannedAtMs, scanRequestedAtMs, scannedClasses, deletions, nowMs, settings }: StoragePlanWorld): boolean {
  if (!isEnvironmentGone || scannedClasses === undefined || snapshots.length + directories.length + statements.length > 0) return false
  if (scanRequestedAtMs !== undefined && scanRequestedAtMs >= (scannedAtMs ?? 0)) return false
  const { tables: _tables, unknown: _unknown, ...ours } = scannedClasses
  return Object.values(ours).every((count) => count.files === 0) && deletions.every(({ atMs }) => nowMs - atMs > settings.orphanAfterMs)
}

/** Handed over, and for long enough. What a job may still write is never looked through, whatever a row says. */
function toRegister({ directories, statements, nowMs, settings }: StoragePlanWorld): HandedOverDirectory[] {
  const live = new Set(statements.flatMap((statement) => (hasLiveJob(statement as unknown as Statement) ? (statement.intent.generation?.jobId ?? []) : [])))
  return directories.filter(({ key, registeredAtMs, frozenBecause, isWorthless, handedOverAtMs }) =>
    registeredAtMs === undefined && frozenBecause === undefined && !isWorthless && nowMs - handedOverAtMs >= settings.settleMs && !live.has(key.slice(key.lastIndexOf('/') + 1)))
}

const isUnderWay = ({ state, trigger, observed }: Snapshot): boolean =>
  state === 'WRITTEN' || observed.drill !== undefined || ((state === 'IN_PROGRESS' || state === 'PENDING') && trigger !== 'manual' && trigger !== 'scheduled')

type Update = (snapshot: Snapshot, change: Omit<SnapshotUpdate, 'snapshot'>) => void

/** From when on the time of a deleted statement's snapshots runs. */
function noteDeletedStatements({ snapshots, statements, nowMs }: StoragePlanWorld, update: Update): void {
  const living = new Set(statements.map((statement) => statement.uid))
  for (const snapshot of snapshots) {
    if (snapshot.statement === undefined || living.has(snapshot.statement.uid) || snapshot.intent.statementGoneAtMs !== undefined) continue
    update(snapshot, { intent: { ...snapshot.intent, statementGoneAtMs: nowMs } })
  }
}

function moveToTrash(world: StoragePlanWorld, update: Update): void {
  const verdicts = judgeRetention(world)
  for (const snapshot of world.snapshots) {
    const verdict = verdicts.get(snapshot.id)
    if (verdict === undefined || verdict.stays) continue
    update(snapshot, { spec: { ...snapshot.spec, trash: { atMs: world.nowMs, by: 'policy', reason: verdict.because } } })
  }
}

/** The trash whose time is over is given up for good; what was given up long enough ago may go. */
function doom(world: StoragePlanWorld, update: Update): string[] {
  const { snapshots, statements, policies, nowMs, settings } = world
  const confirm: string[] = []
  for (const snapshot of snapshots) {
    if (snapshot.state === 'DELETING') {
      if (nowMs - (snapshot.intent.doomedAtMs ?? nowMs) >= settings.waitMs) confirm.push(snapshot.id)
      continue
    }
    const over = trashOverMs(snapshot, policies)
    if (over === undefined || over > nowMs || snapshot.spec.pinned || needsOf(snapshot, statements).length > 0 || snapshot.observed.drill !== undefined) continue
    if (snapshots.some((other) => other.copyOf === snapshot.id && (other.state === 'PENDING' || other.state === 'IN_PROGRESS'))) continue
    update(snapshot, { state: 'DELETING', intent: { ...snapshot.intent, doomedAtMs: nowMs, doomedBecause: snapshot.spec.trash?.reason } })
  }
  return confirm
}

/** When one in the trash can be taken out no more; undefined: it is not in the trash. */
export function trashOverMs(snapshot: Snapshot, policies: readonly SnapshotPolicy[]): number | undefined {
  const { trash } = snapshot.spec
  return trash === undefined || snapshot.state !== 'COMPLETED' ? undefined : trash.atMs + policyOf(policies, snapshot.statement?.name).trashMs
}

function nextScanMs(world: StoragePlanWorld, confirm: readonly string[]): { atMs: number } {
  const { scannedAtMs, scanRequestedAtMs, settings } = world
  if (scannedAtMs === undefined || confirm.length > 0) return { atMs: 0 }
  if (scanRequestedAtMs !== undefined && scanRequestedAtMs >= scannedAtMs) return { atMs: scanRequestedAtMs }
  return { atMs: scannedAtMs + settings.scanEveryMs }
}

/** When the trash is over, and what was given up may go. */
function dooming({ snapshots, policies, settings, nowMs }: StoragePlanWorld): number[] {
  return snapshots.flatMap((snapshot) => {
    if (snapshot.state === 'DELETING') return [(snapshot.intent.doomedAtMs ?? nowMs) + settings.waitMs]
    const over = trashOverMs(snapshot, policies)
    // One that is needed stays in the trash beyond its time: it is looked at now and then.
    return over === undefined ? [] : [Math.max(over, nowMs + 60_000)]
  })
}

interface Schedulable {
  statement: StorageStatement
  policy: ReturnType<typeof policyOf>
  schedule: SnapshotSchedule
  newestMs: number
  isUnderWay: boolean
}

/** Statements that run on and on and whose policy has a schedule. */
function schedulable({ statements, snapshots, policies }: StoragePlanWorld): Schedulable[] {
  return statements.flatMap((statement) => {
    const policy = policyOf(policies, statement.name)
    if (policy.schedule === undefined || statement.class !== 'insert' || statement.isScratch || statement.stopped || statement.deletionRequestedAtMs !== undefined) return []
    if (!hasLiveJob(statement) || statement.intent.stop !== undefined || statement.observed.prepared?.planKey === undefined) return []
    const own = snapshots.filter((snapshot) => snapshot.trigger === 'scheduled' && snapshot.statement?.uid === statement.uid)
    const newestMs = Math.max(policy.sinceMs, statement.intent.generation?.createdAtMs ?? 0, ...own.map((snapshot) => snapshot.createdAtMs))
    return [{ statement, policy, schedule: policy.schedule, newestMs, isUnderWay: own.some((snapshot) => snapshot.state === 'PENDING' || snapshot.state === 'IN_PROGRESS') }]
  })
}

/** Times that were missed are made up for once. While one is under way no other is begun. */
function dueSchedules(world: StoragePlanWorld): StoragePlan['schedule'] {
  return schedulable(world).flatMap(({ statement, policy, schedule, newestMs, isUnderWay: isBusy }) => {
    const next = world.nextScheduledMs(schedule, newestMs)
    return isBusy || next === undefined || next > world.nowMs ? [] : [{ statementUid: statement.uid, format: policy.format, policyName: policy.name }]
  })
}

const nextTimes = (world: StoragePlanWorld): number[] =>
  schedulable(world).flatMap(({ schedule, newestMs, isUnderWay: isBusy }) => (isBusy ? [] : (world.nextScheduledMs(schedule, newestMs) ?? [])))

