import { ok } from '@headgate/domain'
import type { Clock, StorageStore } from '@headgate/ports'
import type { Database } from '../database.ts'
import type { Seal } from '../seal.ts'
import { loadStatement } from '../statement/load-statement.ts'
import { endLeases, lease, listDue, release, renew } from '../work/lease.ts'
import { holdLease } from '../work/lock-keys.ts'
import { addSnapshots, changeSnapshots, completeSnapshot, staleLease } from './change-snapshots.ts'
import { confirmDeletion, recordDeletions } from './deletions.ts'
import { upsertDirectories } from './directories.ts'
import { createDrill, endDrill } from './drill.ts'
import { listPolicies, loadStorage } from './load-storage.ts'
import { putMarks } from './marks.ts'
import { listReferences } from './references.ts'
import { saveReport } from './report.ts'

/** What the keeper of files needs. */
export function createStorageStore(database: Database, seal: Seal, clock: Pick<Clock, 'nowMs'>): Omit<StorageStore, 'ping'> {
  return {
    listDue: (kind, nowMs, limit) => listDue(database, kind, nowMs, limit),
    lease: (key, holder, nowMs, ttlMs) => lease(database, key, holder, nowMs, ttlMs),
    release: (held, nextDueAtMs) => release(database, held, nextDueAtMs),
    renew: (held, nowMs, ttlMs) => renew(database, held, nowMs, ttlMs),
    endLeases: (nowMs) => endLeases(database, 'storage', nowMs),
    loadStorage: (tenant) => loadStorage(database, seal, tenant, clock.nowMs()),
    listPolicies: (tenant) => listPolicies(database, tenant),
    changeSnapshots: (held, changes) => changeSnapshots(database, held, changes, clock.nowMs()),
    addSnapshots: (held, snapshots) => addSnapshots(database, seal, held, snapshots, clock.nowMs()),
    completeSnapshot: (held, change, references) => completeSnapshot(database, held, change, references, clock.nowMs()),
    listReferences: (tenant, afterKey, limit) => listReferences(database, tenant, afterKey, limit),
    putDirectories: (held, directories) =>
      database.inTenant(held.key, 'write', async (transaction) => {
        if (!(await holdLease(transaction, held, [], clock.nowMs()))) return staleLease(held)
        await upsertDirectories(transaction, seal, held.key, directories)
        return ok(undefined)
      }),
    confirmDeletion: (held, snapshotIds, isNeeded) => confirmDeletion(database, seal, held, snapshotIds, isNeeded, clock.nowMs()),
    recordDeletions: (held, record) => recordDeletions(database, held, record, clock.nowMs()),
    putMarks: (held, marks, goneKeys) => putMarks(database, held, marks, goneKeys, clock.nowMs()),
    saveReport: (held, report) => saveReport(database, held, report, clock.nowMs()),
    createDrill: (held, change, pool, statement) => createDrill(database, seal, held, change, pool, statement, clock.nowMs()),
    endDrill: (held, drill, nowMs) => endDrill(database, held, drill, nowMs),
    loadStatement: (tenant, uid) => loadStatement(database, seal, tenant, { uid }),
  }
}
