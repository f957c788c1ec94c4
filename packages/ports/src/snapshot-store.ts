import type { NewSnapshot, Result, RestorePoint, Snapshot, SnapshotKind, SnapshotSpec, SnapshotState, SnapshotTrigger, Statement, StorageDeletion, StorageReport, StorageStatement, Tenant } from '@headgate/domain'
import type { NewPool, NewStatement } from './api-store.ts'
import type { AnswerKeeper } from './kept-answer.ts'
import type { Page, PageRequest } from './page.ts'

/** All that are given must match. */
export interface SnapshotFilter {
  statementName?: string
  statementUid?: string
  states?: SnapshotState[]
  kind?: SnapshotKind
  trigger?: SnapshotTrigger
  pinned?: boolean
  /** True: only those in the trash; false: only those that are not. */
  trashed?: boolean
  createdBeforeMs?: number
  createdAfterMs?: number
  /** Exact labels that all must match. */
  labels?: Record<string, string>
}

/** Snapshots as the API needs them: each verb one transaction that also wakes the keys of what it changed. */
export interface SnapshotApiStore {
  /**
   * `not-found`: the environment, the statement (by uid, when its snapshot is to be taken) or the snapshot to be copied is not there.
   * `conflict`: that one is not restorable. Wakes `savepoint` and `storage`.
   */
  createSnapshot(tenant: Tenant, snapshot: NewSnapshot, keeper?: AnswerKeeper<Snapshot>): Promise<Result<Snapshot>>
  loadSnapshot(tenant: Tenant, id: string): Promise<Result<Snapshot>>
  /** Newest first. */
  listSnapshots(tenant: Tenant, filter: SnapshotFilter, page: PageRequest): Promise<Result<Page<Snapshot>>>
  /**
   * Replaces the spec if specVersion is still `expectedSpecVersion` (else `conflict`). Refused with `conflict` for one that is DELETING:
   * what goes cannot be kept.
   */
  changeSnapshotSpec(tenant: Tenant, id: string, spec: SnapshotSpec, expectedSpecVersion: number, nowMs: number): Promise<Result<Snapshot>>
  /**
   * A stopped or parked statement goes on from this snapshot: `spec.stopped` becomes false and the choice is written into its intent, in one
   * transaction that holds the snapshot's row. `conflict`: the statement neither rests as stopped nor is parked, or the snapshot is not restorable any more.
   */
  resumeFrom(tenant: Tenant, statementName: string, chosen: RestorePoint & { snapshotId: string }, nowMs: number, keeper?: AnswerKeeper<Statement>): Promise<Result<Statement>>
  /** As `createStatement`, for one that begins with the state of a snapshot; `conflict` when that is not restorable any more. */
  createFork(tenant: Tenant, statement: NewStatement, snapshotId: string, keeper?: AnswerKeeper<Statement>, ownPool?: NewPool): Promise<Result<Statement>>
  /** What of every statement tells which snapshots it needs; drills, as everything scratch, are out of sight. */
  listStorageStatements(tenant: Tenant): Promise<Result<StorageStatement[]>>
  /** The newest scan; `not-found`: none was made yet. */
  loadStorageReport(tenant: Tenant): Promise<Result<StorageReport & { scanRequestedAtMs?: number }>>
  requestStorageScan(tenant: Tenant, nowMs: number): Promise<Result<void>>
  /** Newest first. */
  listStorageDeletions(tenant: Tenant, page: PageRequest): Promise<Result<Page<StorageDeletion>>>
}
