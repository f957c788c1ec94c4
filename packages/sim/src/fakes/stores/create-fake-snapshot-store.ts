import { failed, isAskedFor, isTrashed, ok } from '@headgate/domain'
import type { Result, Snapshot, Statement, Tenant } from '@headgate/domain'
import type { ApiStore, SnapshotApiStore, SnapshotFilter } from '@headgate/ports'
import { storageKey } from '@headgate/ports'
import { copy } from './copy.ts'
import type { FakeDatabase } from './fake-database.ts'
import { isOf, rowKey, tenantKey, wakeWork } from './fake-database.ts'
import { keepAnswer } from './fake-idempotency.ts'
import { findSnapshot, putSnapshot, restorable, snapshotMissing, storageStatements, toRow } from './fake-snapshots.ts'
import { compare, pageOf } from './paging.ts'

/** Snapshots as the API needs them, over the in-memory database. */
export function createFakeSnapshotStore(database: FakeDatabase, { createStatement }: Pick<ApiStore, 'createStatement'>): SnapshotApiStore {
  const hasEnvironment = (tenant: Tenant) => database.environments.has(rowKey(tenant.organizationId, tenant.environmentId))
  const noEnvironment = (tenant: Tenant) => failed('not-found', `The environment '${tenant.environmentId}' does not exist.`)
  return {
    async createSnapshot(tenant, snapshot, keeper) {
      if (!isOf(tenant, snapshot) || !hasEnvironment(tenant)) return noEnvironment(snapshot)
      const allowed = checkSource(database, tenant, snapshot)
      if (!allowed.ok) return allowed
      if (findSnapshot(database, tenant, snapshot.id) !== undefined) return failed('conflict', `The snapshot '${snapshot.id}' exists already.`)
      const row = toRow(snapshot)
      const kept = keepAnswer(database, keeper, row)
      if (!kept.ok) return kept
      putSnapshot(database, row)
      return ok(copy(row))
    },
    async loadSnapshot(tenant, id) {
      const row = findSnapshot(database, tenant, id)
      return row === undefined ? snapshotMissing(id) : ok(copy(row))
    },
    async listSnapshots(tenant, filter, page) {
      const sortKey = (row: Snapshot): [number, string] => [row.createdAtMs, row.id]
      const rows = [...database.snapshots.values()].filter((row) => isOf(tenant, row) && matches(row, filter)).sort((a, b) => compare(sortKey(b), sortKey(a)))
      return pageOf(rows, page, sortKey, true)
    },
    async changeSnapshotSpec(tenant, id, spec, expectedSpecVersion, nowMs) {
      const row = findSnapshot(database, tenant, id)
      if (row === undefined) return snapshotMissing(id)
      if (row.state === 'DELETING') return failed('conflict', `The snapshot '${id}' is being deleted.`)
      if (row.specVersion !== expectedSpecVersion) return failed('conflict', `The snapshot '${id}' changed since it was read. Read it again.`)
      const next: Snapshot = { ...row, spec: copy(spec), specVersion: row.specVersion + 1, updatedAtMs: nowMs }
      putSnapshot(database, next)
      return ok(copy(next))
    },
    async resumeFrom(tenant, statementName, chosen, nowMs, keeper) {
      const row = [...database.statements.values()].find((each) => isOf(tenant, each) && each.name === statementName && !each.dryRun && each.scratch !== true)
      if (row === undefined) return failed('not-found', `The statement '${statementName}' does not exist.`)
      const snapshot = restorable(database, tenant, chosen.snapshotId)
      if (!snapshot.ok) return snapshot
      const rests = row.intent.rest === 'stopped' || row.intent.rest === 'parked'
      if (!rests || row.deletionRequestedAtMs !== undefined) return failed('conflict', `The statement '${statementName}' is neither stopped nor parked.`)
      const next: Statement = {
        ...row,
        spec: { ...row.spec, stopped: false },
        specVersion: row.specVersion + 1,
        intent: { ...row.intent, chosen: copy(chosen) },
        intentVersion: row.intentVersion + 1,
        updatedAtMs: nowMs,
      }
      const kept = keepAnswer(database, keeper, next)
      if (!kept.ok) return kept
      database.statements.set(tenantKey(next, next.uid), next)
      wakeWork(database, { kind: 'statement', organizationId: row.organizationId, environmentId: row.environmentId, id: row.uid })
      wakeWork(database, storageKey(tenant))
      return ok(copy(next))
    },
    async createFork(tenant, statement, snapshotId, keeper, ownPool) {
      const snapshot = restorable(database, tenant, snapshotId)
      if (!snapshot.ok) return snapshot
      const created = await createStatement(tenant, statement, keeper, ownPool)
      if (created.ok) wakeWork(database, storageKey(tenant))
      return created
    },
    async listStorageStatements(tenant) {
      return ok(storageStatements(database, tenant).filter((row) => !row.isScratch))
    },
    async loadStorageReport(tenant) {
      const row = database.storage.get(rowKey(tenant.organizationId, tenant.environmentId))
      if (row?.report === undefined) return failed('not-found', `The storage of '${tenant.environmentId}' was not looked at yet.`)
      return ok(copy({ ...row.report, scanRequestedAtMs: row.scanRequestedAtMs }))
    },
    async requestStorageScan(tenant, nowMs) {
      if (!hasEnvironment(tenant)) return noEnvironment(tenant)
      const key = rowKey(tenant.organizationId, tenant.environmentId)
      database.storage.set(key, { ...database.storage.get(key), scanRequestedAtMs: nowMs })
      wakeWork(database, storageKey(tenant))
      return ok(undefined)
    },
    async listStorageDeletions(tenant, page) {
      const sortKey = ({ deletion, number }: { deletion: { atMs: number }; number: number }): [number, string] => [deletion.atMs, String(number).padStart(15, '0')]
      const rows = [...database.deletions.values()].filter((row) => isOf(tenant, row)).sort((a, b) => compare(sortKey(b), sortKey(a)))
      const found = pageOf(rows, page, sortKey, true)
      return found.ok ? ok({ ...found.value, items: found.value.items.map((row) => row.deletion) }) : found
    },
  }
}

/** What it is to be taken of, or copied from, must be there. */
function checkSource(database: FakeDatabase, tenant: Tenant, snapshot: Pick<Snapshot, 'trigger' | 'statement' | 'copyOf'>): Result<void> {
  if (isAskedFor(snapshot) && snapshot.statement !== undefined && !database.statements.has(tenantKey(tenant, snapshot.statement.uid))) {
    return failed('not-found', `The statement '${snapshot.statement.name}' does not exist.`)
  }
  if (snapshot.copyOf === undefined) return ok(undefined)
  const source = restorable(database, tenant, snapshot.copyOf)
  return source.ok ? ok(undefined) : source
}

function matches(snapshot: Snapshot, filter: SnapshotFilter): boolean {
  const { statementName, statementUid, states, kind, trigger, pinned, trashed, createdBeforeMs, createdAfterMs, labels } = filter
  return (
    (statementName === undefined || snapshot.statement?.name === statementName) &&
    (statementUid === undefined || snapshot.statement?.uid === statementUid) &&
    (states === undefined || states.includes(snapshot.state)) &&
    (kind === undefined || snapshot.kind === kind) &&
    (trigger === undefined || snapshot.trigger === trigger) &&
    (pinned === undefined || snapshot.spec.pinned === pinned) &&
    (trashed === undefined || isTrashed(snapshot) === trashed) &&
    (createdBeforeMs === undefined || snapshot.createdAtMs < createdBeforeMs) &&
    (createdAfterMs === undefined || snapshot.createdAtMs > createdAfterMs) &&
    Object.entries(labels ?? {}).every(([label, value]) => snapshot.spec.labels[label] === value)
  )
}
