import { isAskedFor } from '@headgate/domain'
import type {
  ApiKey, CatalogDatabase, CatalogObject, ComputePoolConfig, Connection, Environment, HandedOverDirectory, Organization, Pool, ResultRow, ServiceAccount, Snapshot,
  SnapshotPolicy, SnapshotReference, Statement, StatementEvent, StatementException, StorageDeletion, StorageMark, StorageReport, Tenant,
} from '@headgate/domain'
import type { WorkKey } from '@headgate/ports'
import { renderWorkKey } from '@headgate/ports'

/** One row of the work index: when a key is due, and who has it. */
export interface WorkRow {
  key: WorkKey
  /** Undefined: only when woken. */
  dueAtMs: number | undefined
  /** Woken since the present lease was taken. */
  wokenDuringLease: boolean
  /** Counts leases; the newest is the only one that may write. */
  token: number
  lease: { holder: string; untilMs: number } | undefined
}

export interface SpoolRow {
  tenant: Tenant
  statementUid: string
  chunks: Map<number, { rows: ResultRow[]; bytes: number }>
  firstChunk: number
  nextChunk: number
  readUpToChunk: number
  rowsTotal: number
  complete: boolean
  failure?: string
  position?: string
  lastReadAtMs?: number
}

export interface IdempotentRow {
  organizationId: string
  bodyHash: string
  holder: string
  answer: { status: number; headers: Record<string, string>; body: string } | undefined
  keepUntilMs: number
}

/** What is known of the files of an environment as a whole. */
export interface StorageRow {
  report?: StorageReport
  scanRequestedAtMs?: number
}

/** All tables of the fake stores, in memory. Each verb of a store runs without waiting, so it is one transaction. */
export interface FakeDatabase {
  /** The database's own clock: for rows whose verb brings no time. */
  nowMs(): number
  organizations: Map<string, Organization>
  computePoolConfigs: Map<string, ComputePoolConfig>
  environments: Map<string, Environment>
  serviceAccounts: Map<string, ServiceAccount>
  apiKeys: Map<string, ApiKey>
  connections: Map<string, Connection>
  databases: Map<string, Tenant & { database: CatalogDatabase }>
  objects: Map<string, Tenant & { object: CatalogObject }>
  /** By organization, environment and uid. */
  statements: Map<string, Statement>
  events: Map<string, StatementEvent[]>
  /** Newest first. */
  exceptions: Map<string, StatementException[]>
  pools: Map<string, Pool>
  spools: Map<string, SpoolRow>
  idempotent: Map<string, IdempotentRow>
  work: Map<string, WorkRow>
  /** By organization, environment and id. */
  snapshots: Map<string, Snapshot>
  /** By organization, environment and snapshot. */
  references: Map<string, SnapshotReference[]>
  directories: Map<string, HandedOverDirectory>
  snapshotPolicies: Map<string, SnapshotPolicy>
  /** By organization and environment. */
  storage: Map<string, StorageRow>
  marks: Map<string, Tenant & { mark: StorageMark }>
  /** By organization, environment and number, oldest first. */
  deletions: Map<string, Tenant & { number: number; deletion: StorageDeletion }>
}

/** An empty database. */
export const createFakeDatabase = (nowMs: () => number): FakeDatabase => ({
  nowMs,
  organizations: new Map(),
  computePoolConfigs: new Map(),
  environments: new Map(),
  serviceAccounts: new Map(),
  apiKeys: new Map(),
  connections: new Map(),
  databases: new Map(),
  objects: new Map(),
  statements: new Map(),
  events: new Map(),
  exceptions: new Map(),
  pools: new Map(),
  spools: new Map(),
  idempotent: new Map(),
  work: new Map(),
  snapshots: new Map(),
  references: new Map(),
  directories: new Map(),
  snapshotPolicies: new Map(),
  storage: new Map(),
  marks: new Map(),
  deletions: new Map(),
})

/** The primary key of a row: its parts in an unambiguous text. */
export const rowKey = (...parts: string[]): string => JSON.stringify(parts)

/** The primary key of a row that belongs to an environment. */
export const tenantKey = (tenant: Tenant, ...parts: string[]): string => rowKey(tenant.organizationId, tenant.environmentId, ...parts)

/** Whether a row is of this environment. */
export const isOf = (tenant: Tenant, row: Tenant): boolean =>
  row.organizationId === tenant.organizationId && row.environmentId === tenant.environmentId

/** Whether the thing that a key names exists: a key without it has no work. */
export function hasSubject(database: FakeDatabase, key: WorkKey): boolean {
  const name = tenantKey(key, key.id)
  switch (key.kind) {
    case 'statement':
    case 'results':
      return database.statements.has(name)
    case 'pool':
      return database.pools.has(name)
    case 'savepoint': {
      const snapshot = database.snapshots.get(name)
      return snapshot !== undefined && isAskedFor(snapshot)
    }
    case 'storage':
      // The files outlive the environment.
      return database.environments.has(rowKey(key.organizationId, key.environmentId)) || database.work.has(renderWorkKey(key))
  }
}

/** Makes a key due now; a key that is leased becomes due when its lease ends. What does not exist is not woken. */
export function wakeWork(database: FakeDatabase, key: WorkKey): void {
  if (!hasSubject(database, key)) return
  const name = renderWorkKey(key)
  const row = database.work.get(name)
  if (row === undefined) {
    const { kind, organizationId, environmentId, id } = key
    const fresh: WorkRow = { key: { kind, organizationId, environmentId, id }, dueAtMs: database.nowMs(), wokenDuringLease: false, token: 0, lease: undefined }
    database.work.set(name, fresh)
    return
  }
  if (row.lease !== undefined) row.wokenDuringLease = true
  else row.dueAtMs = Math.min(row.dueAtMs ?? Infinity, database.nowMs())
}
