import { failed, isAskedFor, isRestorable, ok } from '@headgate/domain'
import type { Failure, HandedOverDirectory, NewSnapshot, Result, Snapshot, Statement, StorageStatement, Tenant } from '@headgate/domain'
import type { SnapshotChange, WorkKey } from '@headgate/ports'
import { storageKey } from '@headgate/ports'
import { copy } from './copy.ts'
import type { FakeDatabase } from './fake-database.ts'
import { isOf, tenantKey, wakeWork } from './fake-database.ts'

export const snapshotMissing = (id: string): Failure => failed('not-found', `The snapshot '${id}' does not exist.`)

export const findSnapshot = (database: FakeDatabase, tenant: Tenant, id: string): Snapshot | undefined => database.snapshots.get(tenantKey(tenant, id))

export const savepointKey = ({ organizationId, environmentId, id }: Tenant & { id: string }): WorkKey => ({ kind: 'savepoint', organizationId, environmentId, id })

/** As a row: with versions and times. */
export const toRow = (snapshot: NewSnapshot): Snapshot => ({ ...copy(snapshot), specVersion: 1, intentVersion: 1, updatedAtMs: snapshot.createdAtMs })

/** Stores a snapshot and wakes its keys: its own where Flink is asked for it, and that of the files. */
export function putSnapshot(database: FakeDatabase, snapshot: Snapshot): void {
  database.snapshots.set(tenantKey(snapshot, snapshot.id), snapshot)
  if (isAskedFor(snapshot)) wakeWork(database, savepointKey(snapshot))
  wakeWork(database, storageKey(snapshot))
}

/** Those that are there already are left alone. */
export function addSnapshots(database: FakeDatabase, tenant: Tenant, snapshots: readonly NewSnapshot[]): void {
  for (const snapshot of snapshots) {
    if (isOf(tenant, snapshot) && findSnapshot(database, snapshot, snapshot.id) === undefined) putSnapshot(database, toRow(snapshot))
  }
}

/** The directory belongs to the keeper of the files from now on; one that does already is left alone. */
export function handOver(database: FakeDatabase, tenant: Tenant, directory: HandedOverDirectory | undefined): void {
  if (directory === undefined || !isOf(tenant, directory)) return
  const key = tenantKey(directory, directory.key)
  if (!database.directories.has(key)) database.directories.set(key, copy(directory))
  wakeWork(database, storageKey(directory))
}

/** The snapshot as a change would leave it, when both of its versions are those that were read. */
export function changed(database: FakeDatabase, tenant: Tenant, change: SnapshotChange): Result<Snapshot> {
  const row = findSnapshot(database, tenant, change.id)
  if (row === undefined) return snapshotMissing(change.id)
  if (row.intentVersion !== change.expectedIntentVersion || row.specVersion !== change.expectedSpecVersion) {
    return failed('conflict', `The snapshot '${change.id}' changed since it was read.`)
  }
  const { spec, state, intent, observed, kind = row.kind, format = row.format } = copy(change)
  const next: Snapshot = { ...row, kind, format, state, intent, observed, intentVersion: row.intentVersion + 1, updatedAtMs: database.nowMs() }
  return ok(spec === undefined ? next : { ...next, spec, specVersion: row.specVersion + 1 })
}

/** A snapshot that a statement may begin with or go on from. */
export function restorable(database: FakeDatabase, tenant: Tenant, id: string): Result<Snapshot> {
  const row = findSnapshot(database, tenant, id)
  if (row === undefined) return snapshotMissing(id)
  return isRestorable(row) ? ok(row) : failed('conflict', `The snapshot '${id}' cannot be restored: it is not complete, is in the trash, or is broken.`)
}

/** What of the statements of an environment tells which files they need. */
export const storageStatements = (database: FakeDatabase, tenant: Tenant): StorageStatement[] =>
  copy([...database.statements.values()].filter((row) => isOf(tenant, row)).map(toStorageStatement))

const toStorageStatement = (row: Statement): StorageStatement => ({
  uid: row.uid,
  name: row.name,
  class: row.class,
  isScratch: row.scratch === true,
  intent: row.intent,
  observed: row.observed,
  stopped: row.spec.stopped,
  ...(row.deletionRequestedAtMs === undefined ? {} : { deletionRequestedAtMs: row.deletionRequestedAtMs }),
})
