import type { StatementBlueprint } from './snapshot.ts'
import type { StatementClass } from './statement-class.ts'
import type { StatementIntent, StatementObserved } from './statement-layers.ts'
import type { Tenant } from './tenant.ts'

/** The checkpoint directory of a generation that is proven gone: since then it belongs to `apps/snapshots`. */
export interface HandedOverDirectory extends Tenant {
  /** `…/checkpoints/<job id>`. */
  key: string
  statementUid: string
  statementName: string
  generation: number
  handedOverAtMs: number
  /** What it holds is of no use to anybody: the job was a drill's. */
  isWorthless: boolean
  /** Of the statement as it was then; it may be gone when its checkpoints become snapshots. */
  blueprint?: StatementBlueprint
  /** All of its checkpoints are known as snapshots; until then nothing in it is deleted. */
  registeredAtMs?: number
  /** Why its checkpoints cannot be known: while this is set nothing in it is deleted. */
  frozenBecause?: string
}

/** What of a statement tells which files it needs. */
export interface StorageStatement {
  uid: string
  name: string
  class: StatementClass
  isScratch: boolean
  intent: StatementIntent
  observed: StatementObserved
  stopped: boolean
  deletionRequestedAtMs?: number
}

/** A file that a snapshot needs and that lies outside of its own directory. */
export interface SnapshotReference {
  key: string
  sizeBytes: number
  snapshotId: string
}

/** Something that a scan found deletable: it is deleted when a later scan finds it so again. */
export interface StorageMark {
  /** Key of the directory or file. */
  key: string
  kind: string
  markedAtMs: number
}

/** One deletion that was carried out. */
export interface StorageDeletion {
  atMs: number
  /** What was deleted: key of a directory or file below the environment. */
  key: string
  /** A class of `StorageReport`, for example `snapshot` or `aborted-attempt`. */
  kind: string
  reason: string
  files: number
  bytes: number
  snapshotId?: string
  statementUid?: string
}

/** Files and bytes. */
export interface StorageCount {
  files: number
  bytes: number
}

/**
 * What a file of an environment is to Headgate.
 * - `live`: checkpoints of a generation that may run, owned by its JobManager; attempts under way; compiled plans
 * - `kept`: of snapshots that are kept
 * - `pinned`: of snapshots that are pinned
 * - `trash`: of snapshots in the trash or being deleted
 * - `orphaned`: needed by nobody that is known
 * - `tables`: files that tables wrote: never touched
 * - `records`: how jobs ended
 * - `unknown`: working files of processes, and what nobody knows: never touched
 */
export type StorageClass = 'live' | 'kept' | 'pinned' | 'trash' | 'orphaned' | 'tables' | 'records' | 'unknown'

/** What a clean-up would delete, or did, and why. */
export interface StorageCandidate extends StorageCount {
  key: string
  kind: string
  reason: string
  statementUid?: string
  snapshotId?: string
}

/** What a scan of an environment's files found. */
export interface StorageReport {
  startedAtMs: number
  finishedAtMs: number
  /** Every file below the environment's key is in exactly one class. */
  total: StorageCount
  classes: Partial<Record<StorageClass, StorageCount>>
  /** By statement uid; at most a thousand, largest first. */
  statements: { uid: string; name?: string; classes: Partial<Record<StorageClass, StorageCount>> }[]
  /** What the next clean-up would delete; at most a thousand, largest first. */
  deletable: StorageCandidate[]
  deletableTotal: StorageCount & { count: number }
  /** Orphans that stay, each with the reason; at most a thousand, largest first. */
  orphans: StorageCandidate[]
  /** Why nothing was deleted although it could be. */
  deletionPausedBecause?: string
}
