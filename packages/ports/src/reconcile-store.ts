import type {
  Catalog, CatalogChange, Connection, Environment, HandedOverDirectory, NewSnapshot, Pool, PoolDemand, PoolIntent, PoolObserved, Result, Snapshot, SnapshotIntent, SnapshotObserved,
  SnapshotState, Statement, StatementEvent, StatementException, StatementIntent, StatementObserved, StatementStatus, Tenant,
} from '@headgate/domain'
import type { WorkKey } from './keys.ts'

/** Proof that its holder may act on the key; writes with an older token are refused (`conflict`). */
export interface Lease {
  key: WorkKey
  token: number
  untilMs: number
}

/** What a statement pass commits before it acts. */
export interface StatementCommit {
  expectedIntentVersion: number
  intent: StatementIntent
  /** What was observed in this pass. */
  observed: StatementObserved
  status: StatementStatus
  events: StatementEvent[]
  exceptions?: StatementException[]
  /** Woken in the same transaction: the pool that must look at a changed demand, the results loop. */
  wake: WorkKey[]
  /** Written in the same transaction: a savepoint that Flink is about to be asked for. One that is there already is left alone. */
  snapshots?: NewSnapshot[]
  /** A generation is proven gone with this: its checkpoints pass to `apps/snapshots`, whose key is woken. */
  handOver?: HandedOverDirectory
}

/** What a pass over a snapshot that is being written commits. */
export interface SavepointCommit {
  expectedIntentVersion: number
  state: SnapshotState
  intent: SnapshotIntent
  observed: SnapshotObserved
  wake: WorkKey[]
}

export interface PoolCommit {
  expectedIntentVersion: number
  /** The spec it was decided on: slots are not granted over a max_cfu that was lowered meanwhile. */
  expectedSpecVersion: number
  intent: PoolIntent
  observed: PoolObserved
  status: Pool['status']
  wake: WorkKey[]
}

/** What the loops need of Postgres. Only the controller's database role can do it. */
export interface ReconcileStore {
  /** Keys of `kind` whose time has come and that nobody has leased: the full scan that finds lost signals. */
  listDue(kind: WorkKey['kind'], nowMs: number, limit: number): Promise<Result<WorkKey[]>>
  /** `conflict`: someone else has it. A key without work (deleted) is `not-found`. */
  lease(key: WorkKey, holder: string, nowMs: number, ttlMs: number): Promise<Result<Lease>>
  /** Prolongs a lease that is still the newest; else `conflict`. */
  renew(lease: Lease, nowMs: number, ttlMs: number): Promise<Result<Lease>>
  /**
   * Ends the lease and sets when the key is due again (undefined: only when woken). A wake that came during the lease wins:
   * then it is due at once and `true` is returned.
   */
  release(lease: Lease, nextDueAtMs: number | undefined): Promise<Result<{ dueNow: boolean }>>

  /**
   * Ends every lease at once, those on `storage` keys aside: another process holds them. For a deployment whose one controller has just
   * started: whoever held them is dead, and if not, its token is refused as soon as the key is leased again.
   */
  endLeases(nowMs: number): Promise<Result<void>>

  loadStatement(key: WorkKey): Promise<Result<Statement>>
  /** Compare-and-swap on intentVersion under the lease; refuses a stale lease and a lost race with `conflict`. */
  commitStatement(lease: Lease, commit: StatementCommit): Promise<Result<Statement>>
  /**
   * Writes what the actions brought, under the lease. `catalogChanges` are stored in the same transaction, all or nothing
   * (`conflict` when an object is not at its expected version any more): a DDL statement is done exactly when its effect is stored.
   */
  recordStatement(lease: Lease, record: { observed: StatementObserved; events: StatementEvent[]; exceptions?: StatementException[]; catalogChanges?: CatalogChange[]; wake: WorkKey[]; handOver?: HandedOverDirectory }): Promise<Result<void>>
  /** Removes the statement and all that belongs to it (spool, events, work). Only after its job is proven gone. Wakes its own pools, as `sweep` does. */
  removeStatement(lease: Lease, handOver?: HandedOverDirectory): Promise<Result<void>>

  loadSnapshot(key: WorkKey): Promise<Result<Snapshot>>
  /** Compare-and-swap on intentVersion under the lease of the snapshot's `savepoint` key. One that is not under way any more wakes `storage` too. */
  commitSnapshot(lease: Lease, commit: SavepointCommit): Promise<Result<Snapshot>>

  loadPool(key: WorkKey | (Tenant & { computePoolId: string })): Promise<Result<Pool>>
  /** Every statement that asks for, holds or may hold something of the pool. One that moves away asks here too, until its job is proven gone. Of a DEDICATED pool also those of its own pools (`elsewhere`). */
  listDemands(pool: Tenant & { computePoolId: string }): Promise<Result<PoolDemand[]>>
  commitPool(lease: Lease, commit: PoolCommit): Promise<Result<Pool>>
  recordPool(lease: Lease, record: { observed: PoolObserved; wake: WorkKey[] }): Promise<Result<void>>
  /** Wakes the own pools that it granted slots to. */
  removePool(lease: Lease): Promise<Result<void>>
  /** Every pool there is, for the controller's start and for the suspend before a stop. */
  listPools(): Promise<Result<WorkKey[]>>
  /** Statements of class `insert` that are neither at rest nor deleted. Drills are not among them: a rehearsal begins again, it takes no savepoint. */
  listActiveStatements(): Promise<Result<WorkKey[]>>

  loadEnvironment(tenant: Tenant): Promise<Result<Environment>>
  loadCatalog(tenant: Tenant): Promise<Result<Catalog>>
  /** All or nothing; `conflict` when an object changed since it was read. */
  changeCatalog(tenant: Tenant, changes: CatalogChange[], nowMs: number): Promise<Result<void>>
  /** Those of `names` that exist, all without it. With auth data in clear: only to be put into a gateway session. */
  loadConnections(tenant: Tenant, names?: string[]): Promise<Result<Connection[]>>

  /** Removes what is over its time: ended statements older than `statementsBeforeMs`, dry runs, kept answers. Returns how many rows. */
  sweep(limits: { endedBeforeMs: number; dryRunsBeforeMs: number; nowMs: number }): Promise<Result<number>>
  ping(): Promise<Result<void>>
}
