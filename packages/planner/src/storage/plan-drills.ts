import { isRestorable } from '@headgate/domain'
import type { Snapshot, SnapshotVerification, Statement } from '@headgate/domain'
import { lastVerifiedMs } from './last-verified.ts'
import type { StoragePlanWorld } from './plan-storage.ts'
import { policyOf } from './policy-of.ts'

/** The next step of one restore drill. */
export type DrillStep =
  | { kind: 'start'; snapshot: Snapshot }
  /** It cannot be made: that is its outcome. */
  | { kind: 'refuse'; snapshot: Snapshot; verification: SnapshotVerification }
  /** Its outcome is known; what it made is thrown away. */
  | { kind: 'finish'; snapshot: Snapshot; verification: SnapshotVerification }
  /** What it made is still there. */
  | { kind: 'clean'; snapshot: Snapshot }

/** Restores a snapshot for real, out of sight, until the first checkpoint completes: by request, or as often as the policy asks. */
export function planDrills(world: StoragePlanWorld): DrillStep[] {
  const steps: DrillStep[] = world.snapshots.flatMap((snapshot) => followDrill(snapshot, world))
  const wanted = world.snapshots.filter((snapshot) => snapshot.observed.drill === undefined && isWanted(snapshot, world))
  let free = world.drillsFree
  for (const snapshot of wanted) {
    const refusal = whyNot(snapshot)
    if (refusal !== undefined) {
      steps.push({ kind: 'refuse', snapshot, verification: { atMs: world.nowMs, how: 'drill', isGood: false, message: refusal } })
    } else if (free > 0) {
      free -= 1
      steps.push({ kind: 'start', snapshot })
    }
  }
  return steps
}

function isWanted(snapshot: Snapshot, world: StoragePlanWorld): boolean {
  if (snapshot.state !== 'COMPLETED') return false
  const lastMs = lastVerifiedMs(snapshot, 'drill')
  if ((snapshot.spec.drillRequestedAtMs ?? 0) > lastMs) return true
  const everyMs = policyOf(world.policies, snapshot.statement?.name).drillEveryMs
  if (everyMs === undefined || !isRestorable(snapshot) || whyNot(snapshot) !== undefined) return false
  // Of each statement the newest good one, as often as asked for.
  const own = world.snapshots.filter((other) => other.statement?.uid === snapshot.statement?.uid)
  const newest = own.filter(isRestorable).sort((a, b) => (b.observed.completedAtMs ?? 0) - (a.observed.completedAtMs ?? 0))[0]
  const newestDrillMs = Math.max(0, ...own.map((other) => lastVerifiedMs(other, 'drill')))
  return newest?.id === snapshot.id && world.nowMs - newestDrillMs >= everyMs && own.every((other) => other.observed.drill === undefined)
}

function whyNot({ observed, blueprint }: Snapshot): string | undefined {
  if (observed.uri === undefined) return 'It has no files to restore from.'
  if (blueprint?.prepared?.planKey === undefined) return 'No compiled plan of its statement is known, so its sinks cannot be replaced: it cannot be restored without writing to them.'
  return undefined
}

function followDrill(snapshot: Snapshot, world: StoragePlanWorld): DrillStep[] {
  const { drill } = snapshot.observed
  if (drill === undefined) return []
  if (drill.isEnding) return [{ kind: 'clean', snapshot }]
  const statement = world.drillStatements.get(drill.statementUid)
  const verification = judgeDrill(statement, world.nowMs - drill.startedAtMs, world)
  return verification === undefined ? [] : [{ kind: 'finish', snapshot, verification }]
}

/** Undefined: its outcome is not known yet. */
function judgeDrill(statement: Statement | undefined, runsMs: number, { nowMs, settings }: StoragePlanWorld): SnapshotVerification | undefined {
  const seconds = Math.round(runsMs / 1_000)
  const verdict = (isGood: boolean, message: string): SnapshotVerification => ({ atMs: nowMs, how: 'drill', isGood, message })
  if (statement === undefined) return verdict(false, 'The statement of the drill vanished.')
  const { intent, observed, status } = statement
  if (intent.rest === 'completed') return verdict(true, `It was restored and ran to its end within ${seconds} s.`)
  if (intent.rest !== undefined) return verdict(false, status.detail || status.waitingFor || 'It could not be restored.')
  const generation = intent.generation?.generation
  if (generation !== undefined && (observed.newestSnapshot?.generation ?? 0) >= generation) return verdict(true, `It was restored, and the first checkpoint completed after ${seconds} s.`)
  if ((intent.generation?.generation ?? 0) > 2) return verdict(false, `It was restored ${intent.generation?.generation} times and lost each time. ${status.waitingFor ?? ''}`.trim())
  if (runsMs > settings.drillTimeoutMs) return verdict(false, `No checkpoint completed within ${Math.round(settings.drillTimeoutMs / 60_000)} minutes. ${status.waitingFor ?? ''}`.trim())
  return undefined
}
