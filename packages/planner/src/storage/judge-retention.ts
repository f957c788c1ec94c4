import { finalSnapshotStates, isRestorable } from '@headgate/domain'
import type { Snapshot, SnapshotPolicy, StorageStatement } from '@headgate/domain'
import { needsOf } from '../snapshot/needs.ts'
import { policyOf } from './policy-of.ts'

export interface RetentionWorld {
  nowMs: number
  snapshots: readonly Snapshot[]
  statements: readonly StorageStatement[]
  policies: readonly SnapshotPolicy[]
}

/** Whether a snapshot stays, and why or why not. */
export type RetentionVerdict = { stays: true; because: string } | { stays: false; because: string }

/** What a policy decides by itself; the others stay until a person deletes them or `retainUntilMs` is over. */
const automatic: ReadonlySet<Snapshot['trigger']> = new Set(['scheduled', 'stop', 'upgrade', 'retained'])

/** Judges every snapshot that is complete and not in the trash. A snapshot goes only when no reason to keep it is left. */
export function judgeRetention(world: RetentionWorld): Map<string, RetentionVerdict> {
  const complete = world.snapshots.filter((snapshot) => snapshot.state === 'COMPLETED' && snapshot.spec.trash === undefined)
  const groups = new Map<string, Snapshot[]>()
  for (const snapshot of complete) {
    const group = snapshot.statement?.uid ?? ''
    groups.set(group, [...(groups.get(group) ?? []), snapshot])
  }
  const living = new Set(world.statements.map((statement) => statement.uid))
  const verdicts = new Map<string, RetentionVerdict>()
  for (const [uid, group] of groups) {
    const newestFirst = [...group].sort((a, b) => timeOf(b) - timeOf(a) || (a.id < b.id ? 1 : -1))
    for (const snapshot of newestFirst) verdicts.set(snapshot.id, judge(snapshot, newestFirst, living.has(uid), world))
  }
  return verdicts
}

function judge(snapshot: Snapshot, newestFirst: readonly Snapshot[], statementLives: boolean, world: RetentionWorld): RetentionVerdict {
  const stays = (because: string): RetentionVerdict => ({ stays: true, because })
  const goes = (because: string): RetentionVerdict => ({ stays: false, because })
  const { spec, trigger, statement, intent, observed } = snapshot
  const { nowMs } = world
  if (spec.pinned) return stays('It is pinned.')
  const need = needsOf(snapshot, world.statements)[0]
  if (need !== undefined) return stays(`The statement ${need.statementName} needs it (${need.why}).`)
  if (observed.drill !== undefined) return stays('It is being restored for a drill.')
  if (world.snapshots.some((other) => other.copyOf === snapshot.id && !finalSnapshotStates.includes(other.state))) return stays('It is being copied.')
  if (spec.retainUntilMs !== undefined && spec.retainUntilMs > nowMs) return stays('retain_until is not over.')
  const policy = policyOf(world.policies, statement?.name)
  const named = policy.name === undefined ? 'the default policy' : `the policy ${policy.name}`
  if (statement !== undefined && !statementLives) {
    const goneAtMs = intent.statementGoneAtMs ?? nowMs
    return nowMs - goneAtMs <= policy.keepAfterDeletionMs ? stays(`Its statement was deleted; ${named} keeps it for a time.`) : goes(`Its statement was deleted longer ago than ${named} keeps snapshots.`)
  }
  if (!automatic.has(trigger) && spec.retainUntilMs === undefined) return stays('A person made it, and set no time for it.')
  if (newestFirst.find(isRestorable)?.id === snapshot.id) return stays('It is the newest good snapshot of its statement.')
  if (nowMs - timeOf(snapshot) <= policy.keepForMs) return stays(`It is younger than ${named} asks for.`)
  const rank = newestFirst.filter((other) => automatic.has(other.trigger) && isRestorable(other)).findIndex((other) => other.id === snapshot.id)
  if (rank >= 0 && rank < policy.keepLast) return stays(`It is one of the newest ${policy.keepLast} that ${named} keeps.`)
  return goes(`It is older than ${named} keeps snapshots, and not one of the newest ${policy.keepLast}.`)
}

const timeOf = (snapshot: Snapshot): number => snapshot.observed.completedAtMs ?? snapshot.createdAtMs
