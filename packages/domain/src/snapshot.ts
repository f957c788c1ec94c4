import type { PreparedFact } from './statement-layers.ts'
import type { Tenant } from './tenant.ts'

export type SnapshotKind = 'savepoint' | 'checkpoint'

/** `canonical`: independent of the state backend; `native`: the backend's own files (checkpoints always are). */
export type SnapshotFormat = 'canonical' | 'native'

/**
 * What it was made for. `manual` and `scheduled`: of a running statement; `stop` and `upgrade`: by a stop with savepoint; `retained`: a
 * checkpoint that a generation left; `adopted`: it lay in the store; `exported`: a copy of another one.
 */
export type SnapshotTrigger = 'manual' | 'scheduled' | 'stop' | 'upgrade' | 'retained' | 'adopted' | 'exported'

/**
 * - `PENDING`: Flink was not asked yet, or will be again after a pause
 * - `IN_PROGRESS`: an attempt is under way
 * - `WRITTEN`: its `_metadata` is there and was not read back yet
 * - `COMPLETED`: its `_metadata` was read back
 * - `FAILED`, `CANCELLED`: over without a snapshot
 * - `DELETING`: nothing is undone any more, its files go
 */
export type SnapshotState = 'PENDING' | 'IN_PROGRESS' | 'WRITTEN' | 'COMPLETED' | 'FAILED' | 'CANCELLED' | 'DELETING'

export const finalSnapshotStates: readonly SnapshotState[] = ['COMPLETED', 'FAILED', 'CANCELLED', 'DELETING']

/** What is asked of a snapshot, by a person or by a policy. */
export interface SnapshotSpec {
  labels: Record<string, string>
  /** Is not deleted, whatever any policy says. */
  pinned: boolean
  /** Is not deleted by a policy before. */
  retainUntilMs?: number
  cancelRequestedAtMs?: number
  /** In the trash: it is deleted when the grace period is over, unless it is taken out before. */
  trash?: { atMs: number; by: 'user' | 'policy'; reason: string }
  verificationRequestedAtMs?: number
  drillRequestedAtMs?: number
}

/** One attempt to have it written. Trigger id and directory are committed before Flink is asked. */
export interface SnapshotAttempt {
  attempt: number
  /** 32 hex; of the first attempt it is the snapshot's id. */
  triggerId: string
  /** Key of the attempt's own directory; Flink adds `savepoint-…/_metadata` below it. */
  directoryKey: string
  startedAtMs: number
  /** Where it is written: that job and no other. */
  generation: number
  jobId: string
  computePoolId: string
  clusterGeneration: number
}

export interface SnapshotIntent {
  /** The newest attempt; of a copy or an adopted one there is none. */
  attempt?: SnapshotAttempt
  failures: number
  retryAtMs?: number
  /** When its deletion was decided for good: it is carried out after a while, when all still holds. */
  doomedAtMs?: number
  doomedBecause?: string
  /** Since when its statement is known to be deleted. */
  statementGoneAtMs?: number
  /** Where its files go to or lie, of what is no attempt: an export's destination, an adopted directory, a retained checkpoint. */
  directoryKey?: string
}

/** An operator as the snapshot's `_metadata` tells it. */
export interface SnapshotOperator {
  /** Absent: Flink derived the id from the shape of the job graph. */
  uid?: string
  name?: string
  /** 32 hex. */
  operatorId: string
  parallelism: number
  maxParallelism: number
  stateBytes: number
}

/** What its `_metadata` told when it was read back. */
export interface SnapshotContent {
  atMs: number
  /** Version of the format, and the oldest Flink that reads it. */
  formatVersion: number
  flinkVersion: string
  checkpointId: number
  operators: SnapshotOperator[]
  /** Files in its own directory, `_metadata` included. */
  ownFiles: number
  ownBytes: number
  /** Of these, `_metadata` itself. */
  metadataBytes?: number
  /** Files in other directories, which other snapshots may need too. */
  sharedFiles: number
  sharedBytes: number
}

export interface SnapshotVerification {
  atMs: number
  /** `files`: every file that `_metadata` names is there with at least the size it claims; `drill`: it was really restored. */
  how: 'files' | 'drill'
  isGood: boolean
  /** What was found, in words: for a good one what was looked at. */
  message: string
}

/** A drill that is under way: the statement that restores it, out of sight of the tenant. */
export interface SnapshotDrill {
  statementUid: string
  computePoolId: string
  startedAtMs: number
  /** Its outcome is known, and what it made is being thrown away. */
  isEnding: boolean
}

export interface SnapshotObserved {
  /** The directory that holds its `_metadata`, as Flink takes it. */
  uri?: string
  /** When Flink completed it. */
  completedAtMs?: number
  /** Bytes that the attempt under way has written so far. */
  progress?: { bytes: number; files: number; atMs: number }
  /** Why the newest attempt failed, or the snapshot as a whole. */
  failure?: { attempt: number; atMs: number; message: string }
  content?: SnapshotContent
  /** The newest of each kind. */
  verifications?: SnapshotVerification[]
  drill?: SnapshotDrill
  /** Flink took the request of this attempt. */
  asked?: { triggerId: string; atMs: number }
}

/** What a statement needs to go on from a snapshot after its own row is gone. User content: sealed at rest. */
export interface StatementBlueprint {
  sql: string
  properties: Record<string, string>
  computePoolId: string
  principal: string
  prepared?: PreparedFact
}

/** A savepoint or a retained checkpoint that Headgate knows, verifies, retains and can restore from. */
export interface Snapshot extends Tenant {
  /** UUID; without its dashes it is the trigger id of the first attempt. */
  id: string
  kind: SnapshotKind
  format: SnapshotFormat
  trigger: SnapshotTrigger
  /** Of an adopted one it is whom the user named, if anybody. */
  statement?: { uid: string; name: string; generation: number }
  /** The snapshot it is a copy of. */
  copyOf?: string
  spec: SnapshotSpec
  specVersion: number
  state: SnapshotState
  intent: SnapshotIntent
  intentVersion: number
  observed: SnapshotObserved
  createdAtMs: number
  updatedAtMs: number
  blueprint?: StatementBlueprint
}

/** A snapshot as it is handed in: the store adds times and versions. */
export type NewSnapshot = Omit<Snapshot, 'specVersion' | 'intentVersion' | 'updatedAtMs'>

/** A UUID of 32 hex digits. */
export const snapshotIdOf = (hex32: string): string =>
  `${hex32.slice(0, 8)}-${hex32.slice(8, 12)}-${hex32.slice(12, 16)}-${hex32.slice(16, 20)}-${hex32.slice(20)}`

/** The trigger id of an attempt: the first one's is the snapshot's id, later ones count its last byte up. A repeat takes no second savepoint. */
export function triggerIdOf(snapshotId: string, attempt: number): string {
  const hex = snapshotId.replaceAll('-', '')
  const last = (Number.parseInt(hex.slice(-2), 16) + attempt - 1) & 0xff
  return hex.slice(0, -2) + last.toString(16).padStart(2, '0')
}

/** Flink is asked for it while its statement runs: it has a work key of its own. The others are written by a stop, are copied, or lie there. */
export const isAskedFor = ({ trigger }: Pick<Snapshot, 'trigger'>): boolean => trigger === 'manual' || trigger === 'scheduled'

/** A person made or pinned it, and it is there: its environment is not removed before it is in the trash. */
export const keepsEnvironment = ({ trigger, spec, state }: Pick<Snapshot, 'trigger' | 'spec' | 'state'>): boolean =>
  state === 'COMPLETED' && spec.trash === undefined && (spec.pinned || trigger === 'manual' || trigger === 'adopted' || trigger === 'exported')

/** In the trash, or past it. */
export const isTrashed = (snapshot: Pick<Snapshot, 'spec' | 'state'>): boolean => snapshot.spec.trash !== undefined || snapshot.state === 'DELETING'

/** Complete, kept, and not known to be broken: a statement can be started from it. */
export function isRestorable({ state, spec, observed }: Pick<Snapshot, 'state' | 'spec' | 'observed'>): boolean {
  return state === 'COMPLETED' && spec.trash === undefined && observed.uri !== undefined && !isKnownBroken(observed)
}

/** Files of it are missing. A drill may also fail for what the world was like just then: that is told, and proves nothing. */
export function isKnownBroken({ verifications }: Pick<SnapshotObserved, 'verifications'>): boolean {
  const newest = (verifications ?? []).filter((each) => each.how === 'files').sort((a, b) => b.atMs - a.atMs)[0]
  return newest?.isGood === false
}

/** Verifications with a new one, which takes the place of the one before of its kind. */
export const withVerification = (verifications: SnapshotVerification[] | undefined, added: SnapshotVerification): SnapshotVerification[] => [
  ...(verifications ?? []).filter((each) => each.how !== added.how),
  added,
]
