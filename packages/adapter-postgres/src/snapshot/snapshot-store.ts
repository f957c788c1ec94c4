import type { SnapshotApiStore } from '@headgate/ports'
import type { Database } from '../database.ts'
import type { Seal } from '../seal.ts'
import { listDeletions } from '../storage/deletions.ts'
import { loadReport, requestScan } from '../storage/report.ts'
import { listStorageStatements } from '../storage/storage-statements.ts'
import { changeSnapshotSpec } from './change-snapshot.ts'
import { createSnapshot } from './create-snapshot.ts'
import { listSnapshots } from './list-snapshots.ts'
import { loadSnapshot } from './load-snapshot.ts'
import { createFork, resumeFrom } from './restore-from.ts'

/** Snapshots as the API needs them. */
export function createSnapshotStore(database: Database, seal: Seal): SnapshotApiStore {
  return {
    createSnapshot: (tenant, snapshot, keeper) => createSnapshot(database, seal, tenant, snapshot, keeper),
    loadSnapshot: (tenant, id) => loadSnapshot(database, seal, tenant, id),
    listSnapshots: (tenant, filter, page) => listSnapshots(database, seal, tenant, filter, page),
    changeSnapshotSpec: (tenant, id, spec, expectedSpecVersion, nowMs) => changeSnapshotSpec(database, seal, tenant, id, spec, expectedSpecVersion, nowMs),
    resumeFrom: (tenant, statementName, chosen, nowMs, keeper) => resumeFrom(database, seal, tenant, statementName, chosen, nowMs, keeper),
    createFork: (tenant, statement, snapshotId, keeper, ownPool) => createFork(database, seal, tenant, statement, snapshotId, keeper, ownPool),
    listStorageStatements: (tenant) => listStorageStatements(database, tenant),
    loadStorageReport: (tenant) => loadReport(database, tenant),
    requestStorageScan: (tenant, nowMs) => requestScan(database, tenant, nowMs),
    listStorageDeletions: (tenant, page) => listDeletions(database, tenant, page),
  }
}
