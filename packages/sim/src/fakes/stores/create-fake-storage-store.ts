import { failed, ok } from '@headgate/domain'
import type { Pool, Result, Snapshot, SnapshotReference, Statement, StorageMark, Tenant } from '@headgate/domain'
import type { Lease, StorageStore, WorkKey } from '@headgate/ports'
import { renderWorkKey } from '@headgate/ports'
import { copy } from './copy.ts'
import type { FakeDatabase } from './fake-database.ts'
import { isOf, rowKey, tenantKey, wakeWork } from './fake-database.ts'
import { addSnapshots, changed, findSnapshot, savepointKey, storageStatements } from './fake-snapshots.ts'
import { createFakeWork, held } from './fake-work.ts'

const dayMs = 24 * 60 * 60_000
/** As long as what turns up again in a place that was emptied is known to be remains. */
const deletionsShownMs = 30 * dayMs
/** As long as the audit tells of a deletion. */
const deletionsKeptMs = 90 * dayMs

/** What `apps/snapshots` needs, over the in-memory database. */
export function createFakeStorageStore(database: FakeDatabase): StorageStore {
  /** Runs `write` under a lease that is still the newest, for the lease's environment. */
  const under = <T>(lease: Lease, write: (tenant: Tenant) => Result<T>): Result<T> => {
    const allowed = held(database, lease)
    return allowed.ok ? write(tenantOf(lease.key)) : allowed
  }
  /** Stores a changed row. Whoever asks Flink for it looks again; the keeper of the files, who changed it, knows. */
  const put = (snapshot: Snapshot) => {
    database.snapshots.set(tenantKey(snapshot, snapshot.id), snapshot)
    wakeWork(database, savepointKey(snapshot))
  }
  return {
    ...createFakeWork(database, (kind) => kind === 'storage'),
    ...drillVerbs(database, under, put),

    async loadStorage(tenant) {
      const rowsOf = <T extends Tenant>(rows: Map<string, T>): T[] => [...rows.values()].filter((row) => isOf(tenant, row))
      const { report, scanRequestedAtMs } = database.storage.get(rowKey(tenant.organizationId, tenant.environmentId)) ?? {}
      const shownAfterMs = database.nowMs() - deletionsShownMs
      return ok(copy({
        snapshots: rowsOf(database.snapshots),
        directories: rowsOf(database.directories),
        policies: rowsOf(database.snapshotPolicies),
        statements: storageStatements(database, tenant),
        computePoolIds: rowsOf(database.pools).map((pool) => pool.id),
        marks: rowsOf(database.marks).map((row) => row.mark),
        deletions: rowsOf(database.deletions).map(({ deletion: { key, kind, atMs } }) => ({ key, kind, atMs })).filter(({ atMs }) => atMs > shownAfterMs),
        scannedAtMs: report?.startedAtMs,
        scanRequestedAtMs,
        ...(report === undefined ? {} : { scannedClasses: report.classes }),
        isEnvironmentGone: !database.environments.has(rowKey(tenant.organizationId, tenant.environmentId)),
      }))
    },

    async listPolicies(tenant) {
      return ok(copy([...database.snapshotPolicies.values()].filter((row) => isOf(tenant, row))))
    },

    async changeSnapshots(lease, changes) {
      return under(lease, (tenant) => {
        const lost: string[] = []
        for (const change of changes) {
          const next = changed(database, tenant, change)
          if (next.ok) put(next.value)
          else lost.push(change.id)
        }
        return ok({ lost })
      })
    },

    async addSnapshots(lease, snapshots) {
      return under(lease, (tenant) => {
        addSnapshots(database, tenant, snapshots)
        return ok(undefined)
      })
    },

    async completeSnapshot(lease, change, references) {
      return under(lease, (tenant) => {
        const next = changed(database, tenant, change)
        if (!next.ok) return next
        put(next.value)
        database.references.set(tenantKey(tenant, change.id), copy(references.map(({ key, sizeBytes }) => ({ key, sizeBytes, snapshotId: change.id }))))
        return ok(undefined)
      })
    },

    async listReferences(tenant, afterKey, limit) {
      const every = [...database.snapshots.values()].filter((row) => isOf(tenant, row)).flatMap((row) => database.references.get(tenantKey(row, row.id)) ?? [])
      const rows = every.filter((row) => afterKey === undefined || compareBytes(row.key, afterKey) > 0).sort(compareReferences)
      const lastKey = rows[limit - 1]?.key
      return ok(copy(lastKey === undefined ? rows : rows.filter((row) => compareBytes(row.key, lastKey) <= 0)))
    },

    async putDirectories(lease, directories) {
      return under(lease, (tenant) => {
        for (const directory of directories) if (isOf(tenant, directory)) database.directories.set(tenantKey(tenant, directory.key), copy(directory))
        return ok(undefined)
      })
    },

    async confirmDeletion(lease, snapshotIds, isNeeded) {
      return under(lease, (tenant) => {
        const statements = storageStatements(database, tenant)
        const copied = new Set([...database.snapshots.values()].filter((row) => isOf(tenant, row) && isUnfinished(row)).map((row) => row.copyOf))
        return ok(snapshotIds.filter((id) => {
          const row = findSnapshot(database, tenant, id)
          return row?.state === 'DELETING' && !copied.has(id) && !isNeeded(copy(row), statements)
        }))
      })
    },

    async recordDeletions(lease, record) {
      return under(lease, (tenant) => {
        for (const deletion of copy(record.deletions)) {
          const number = [...database.deletions.values()].reduce((max, row) => Math.max(max, row.number), 0) + 1
          database.deletions.set(tenantKey(tenant, String(number)), { ...tenant, number, deletion })
        }
        for (const [key, row] of database.deletions) if (isOf(tenant, row) && row.deletion.atMs < database.nowMs() - deletionsKeptMs) database.deletions.delete(key)
        for (const id of record.snapshotIds) {
          database.snapshots.delete(tenantKey(tenant, id))
          database.references.delete(tenantKey(tenant, id))
          database.work.delete(renderWorkKey(savepointKey({ ...tenant, id })))
        }
        for (const key of record.directoryKeys) database.directories.delete(tenantKey(tenant, key))
        for (const key of record.markKeys) database.marks.delete(tenantKey(tenant, key))
        return ok(undefined)
      })
    },

    async putMarks(lease, marks, goneKeys) {
      return under(lease, (tenant) => {
        // A database refuses to write one row twice with one request.
        if (new Set(marks.map(({ key }) => key)).size < marks.length) throw new Error(`Two marks of one key: ${marks.map(({ key, kind }) => `${kind} ${key}`).join(', ')}`)
        for (const mark of copy(marks) as StorageMark[]) database.marks.set(tenantKey(tenant, mark.key), { ...tenant, mark })
        for (const key of goneKeys) database.marks.delete(tenantKey(tenant, key))
        return ok(undefined)
      })
    },

    async saveReport(lease, report) {
      return under(lease, (tenant) => {
        const key = rowKey(tenant.organizationId, tenant.environmentId)
        const requestedAtMs = database.storage.get(key)?.scanRequestedAtMs
        const isOpen = requestedAtMs !== undefined && requestedAtMs > report.startedAtMs
        database.storage.set(key, { report: copy(report), ...(isOpen ? { scanRequestedAtMs: requestedAtMs } : {}) })
        return ok(undefined)
      })
    },

    async ping() {
      return ok(undefined)
    },
  }
}

type Under = <T>(lease: Lease, write: (tenant: Tenant) => Result<T>) => Result<T>

function drillVerbs(database: FakeDatabase, under: Under, put: (snapshot: Snapshot) => void): Pick<StorageStore, 'createDrill' | 'endDrill' | 'loadStatement'> {
  const keyOf = (kind: 'statement' | 'pool', tenant: Tenant, id: string): WorkKey => ({ kind, ...tenantOf(tenant), id })
  const putStatement = (row: Statement) => {
    database.statements.set(tenantKey(row, row.uid), row)
    wakeWork(database, keyOf('statement', row, row.uid))
  }
  const putPool = (row: Pool) => {
    database.pools.set(tenantKey(row, row.id), row)
    wakeWork(database, keyOf('pool', row, row.id))
  }
  return {
    async createDrill(lease, change, pool, statement) {
      return under(lease, (tenant) => {
        if (!database.environments.has(rowKey(tenant.organizationId, tenant.environmentId))) return failed('not-found', `The environment '${tenant.environmentId}' does not exist.`)
        const isTaken =
          database.pools.has(tenantKey(tenant, pool.id)) || [...database.statements.values()].some((row) => isOf(tenant, row) && (row.uid === statement.uid || (row.name === statement.name && !row.dryRun)))
        if (isTaken) return failed('conflict', `There is a drill of the snapshot '${change.id}' already.`)
        const next = changed(database, tenant, change)
        if (!next.ok) return next
        put(next.value)
        putPool({ ...copy(pool), scratch: true, specVersion: 1, intentVersion: 1, updatedAtMs: pool.createdAtMs })
        putStatement({ ...copy(statement), scratch: true, specVersion: 1, intentVersion: 1, updatedAtMs: statement.createdAtMs })
        return ok(undefined)
      })
    },

    async endDrill(lease, { statementUid, computePoolId }, nowMs) {
      return under(lease, (tenant) => {
        const asked = <T extends { deletionRequestedAtMs?: number }>(row: T): T => (row.deletionRequestedAtMs === undefined ? { ...row, deletionRequestedAtMs: nowMs, updatedAtMs: nowMs } : row)
        const statement = database.statements.get(tenantKey(tenant, statementUid))
        if (statement?.scratch === true) {
          if (statement.deletionRequestedAtMs === undefined) putStatement(asked(statement))
          return ok('going' as const)
        }
        const pool = database.pools.get(tenantKey(tenant, computePoolId))
        if (pool?.scratch !== true) return failed('not-found', 'Nothing of the drill is left.')
        if (pool.deletionRequestedAtMs === undefined) putPool(asked(pool))
        return ok('going' as const)
      })
    },

    async loadStatement(tenant, uid) {
      const row = database.statements.get(tenantKey(tenant, uid))
      return row === undefined ? failed('not-found', `The statement ${uid} does not exist.`) : ok(copy(row))
    },
  }
}

const tenantOf = ({ organizationId, environmentId }: Tenant): Tenant => ({ organizationId, environmentId })

/** Still to be written: what it is copied from must stay. */
const isUnfinished = ({ state }: Snapshot): boolean => state === 'PENDING' || state === 'IN_PROGRESS'

/** The order of their UTF-8 bytes: that of an object store. */
const compareBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b))

const compareReferences = (a: SnapshotReference, b: SnapshotReference): number => compareBytes(a.key, b.key) || compareBytes(a.snapshotId, b.snapshotId)
