import type {
  HandedOverDirectory, NewSnapshot, Result, Snapshot, SnapshotFormat, SnapshotIntent, SnapshotKind, SnapshotObserved, SnapshotPolicy, SnapshotReference, SnapshotSpec, SnapshotState, Statement, StorageDeletion,
  StorageMark, StorageReport, StorageStatement, Tenant,
} from '@headgate/domain'
import type { NewPool, NewStatement } from './api-store.ts'
import type { WorkKey } from './keys.ts'
import type { Lease } from './reconcile-store.ts'

/** Everything about the files of one environment. */
export interface StorageWorld {
  snapshots: Snapshot[]
  directories: HandedOverDirectory[]
  policies: SnapshotPolicy[]
  statements: StorageStatement[]
  /** Compute pools, for their records of how jobs ended. */
  computePoolIds: string[]
  marks: StorageMark[]
  /** Of the last 30 days: what turns up in those places again are remains. */
  deletions: Pick<StorageDeletion, 'key' | 'kind' | 'atMs'>[]
  /** When the newest scan began, and whether one is asked for since. */
  scannedAtMs?: number
  scanRequestedAtMs?: number
  /** What that scan found, by class. */
  scannedClasses?: StorageReport['classes']
  /** It was deleted: what it left is cleaned up for a while, and then nobody asks any more. */
  isEnvironmentGone: boolean
}

/** A change of one snapshot, by compare-and-swap on both of its versions. */
export interface SnapshotChange {
  id: string
  expectedIntentVersion: number
  expectedSpecVersion: number
  spec?: SnapshotSpec
  state: SnapshotState
  intent: SnapshotIntent
  observed: SnapshotObserved
  /** What its `_metadata` said it is. */
  kind?: SnapshotKind
  format?: SnapshotFormat
}

/** What `apps/snapshots` needs of Postgres; only its own role can do it. Keys are of kind `storage`; every write is refused under a stale lease (`conflict`). */
export interface StorageStore {
  listDue(kind: 'storage', nowMs: number, limit: number): Promise<Result<WorkKey[]>>
  lease(key: WorkKey, holder: string, nowMs: number, ttlMs: number): Promise<Result<Lease>>
  release(lease: Lease, nextDueAtMs: number | undefined): Promise<Result<{ dueNow: boolean }>>
  /** Prolongs a lease that is still the newest; else `conflict`. */
  renew(lease: Lease, nowMs: number, ttlMs: number): Promise<Result<Lease>>
  /** Ends every lease on a `storage` key, as `ReconcileStore.endLeases` ends the others. */
  endLeases(nowMs: number): Promise<Result<void>>

  loadStorage(tenant: Tenant): Promise<Result<StorageWorld>>
  /** As they are now: whether deletion is paused is asked before each request that deletes. */
  listPolicies(tenant: Tenant): Promise<Result<SnapshotPolicy[]>>
  /** One transaction for each change; ids whose compare-and-swap failed come back. */
  changeSnapshots(lease: Lease, changes: SnapshotChange[]): Promise<Result<{ lost: string[] }>>
  /** Scheduled and registered ones: one that is there already (by id) is left alone. Wakes their `savepoint` keys where Flink is to be asked. */
  addSnapshots(lease: Lease, snapshots: NewSnapshot[]): Promise<Result<void>>
  /** The snapshot is complete: its references replace what was stored of it, in one transaction with the change. */
  completeSnapshot(lease: Lease, change: SnapshotChange, references: readonly Omit<SnapshotReference, 'snapshotId'>[]): Promise<Result<void>>
  /** References of all snapshots in ascending order of the UTF-8 bytes of their keys, after `afterKey`; all of one key are in one page, which may therefore hold more than `limit`. An empty page is the end. */
  listReferences(tenant: Tenant, afterKey: string | undefined, limit: number): Promise<Result<SnapshotReference[]>>
  /** Directories whose handing over was not recorded, and changes of those that were. */
  putDirectories(lease: Lease, directories: HandedOverDirectory[]): Promise<Result<void>>
  /** The last look before files go: locks each row, and gives those back that are DELETING still, and needed by no statement as it is now and by no copy that is to be made. */
  confirmDeletion(lease: Lease, snapshotIds: string[], isNeeded: (snapshot: Snapshot, statements: StorageStatement[]) => boolean): Promise<Result<string[]>>
  /** Something was deleted: audit rows are written (and kept for 90 days), and rows of snapshots, directories and marks that are no more are removed, in one transaction. */
  recordDeletions(lease: Lease, record: { deletions: StorageDeletion[]; snapshotIds: string[]; directoryKeys: string[]; markKeys: string[] }): Promise<Result<void>>
  putMarks(lease: Lease, marks: StorageMark[], goneKeys: string[]): Promise<Result<void>>
  /** The newest report; it answers a request for a scan that came before it began. */
  saveReport(lease: Lease, report: StorageReport): Promise<Result<void>>
  /** A drill's pool and statement, and the snapshot that says so, in one transaction. */
  createDrill(lease: Lease, change: SnapshotChange, pool: NewPool, statement: NewStatement): Promise<Result<void>>
  /** Asks for the deletion of a drill's statement and, once that is gone, of its pool. `not-found` when both are gone. What is not scratch is left alone. */
  endDrill(lease: Lease, drill: { statementUid: string; computePoolId: string }, nowMs: number): Promise<Result<'going'>>
  /** The drill's statement as it is. */
  loadStatement(tenant: Tenant, uid: string): Promise<Result<Statement>>
  ping(): Promise<Result<void>>
}
