import type { Result } from '@headgate/domain'
import { failed, ok } from '@headgate/domain'
import type { ApiStore, Clock, ReconcileStore, Resources, SpoolPort, StorageStore } from '@headgate/ports'
import { applyCatalogChanges } from './catalog/change-catalog.ts'
import { loadCatalog } from './catalog/load-catalog.ts'
import { openDatabase } from './database.ts'
import type { Database } from './database.ts'
import { beginIdempotent, finishIdempotent } from './idempotent-answers.ts'
import { commitPool, listDemands, recordPool, removePool } from './pool/commit-pool.ts'
import { changePoolSpec, countLiveStatements, createPool, listPools, loadPool, requestPoolDeletion } from './pool/pool-store.ts'
import { loadEnvironment } from './resource/load-environment.ts'
import { loadConnections } from './resource/load-for-controller.ts'
import { createResources } from './resource/resources.ts'
import type { ServingRole } from './roles.ts'
import { createSeal } from './seal.ts'
import type { Seal } from './seal.ts'
import { commitSnapshot } from './snapshot/change-snapshot.ts'
import { loadSnapshot } from './snapshot/load-snapshot.ts'
import { createSnapshotStore } from './snapshot/snapshot-store.ts'
import { createSpool } from './spool/spool-store.ts'
import { changeStatementSpec, requestStatementDeletion, resolveStatement } from './statement/change-statement.ts'
import { commitStatement, recordStatement, removeStatement } from './statement/commit-statement.ts'
import { createStatement } from './statement/create-statement.ts'
import { listStatements } from './statement/list-statements.ts'
import { listEvents, listExceptions, loadStatement } from './statement/load-statement.ts'
import { createStorageStore } from './storage/storage-store.ts'
import { endLeases, lease, listDue, release, renew } from './work/lease.ts'
import { listActiveStatements, listEveryPool } from './work/list-keys.ts'
import { sweep } from './work/sweep.ts'

/** How to reach the database, and as whom. */
export interface PostgresStoresOptions {
  /** Connects as `headgate_api`, `headgate_controller` or `headgate_snapshots`, as `role` says. */
  url: string
  role: ServingRole
  /** 32 bytes; what is sealed with it opens with no other. */
  secretKey: Uint8Array
  clock: Clock
  /** Connections at most. */
  poolSize: number
  /** Told when a database that was safe to serve from is so no longer. Until it is mended every verb is `unavailable`. */
  onUnsafe?: (message: string) => void
}

/** Every store on one pool of connections. What the role has no grant for throws. */
export interface PostgresStores {
  api: ApiStore
  resources: Resources
  reconcile: ReconcileStore
  spool: SpoolPort
  storage: StorageStore
  /** Whether it is safe to serve: right role, no rights too many, row-level security everywhere. Ask at boot; every verb refuses until it holds. */
  assertRoles(): Promise<Result<void>>
  close(): Promise<void>
}

/** Opens the stores. Connects on first use, so it cannot fail. */
export function createPostgresStores(options: PostgresStoresOptions): PostgresStores {
  const database = openDatabase(options)
  const seal = createSeal(options.secretKey)
  return {
    api: createApiStore(database, seal),
    resources: createResources(database, seal, options.clock),
    reconcile: createReconcileStore(database, seal, options.clock),
    spool: createSpool(database),
    storage: { ...createStorageStore(database, seal, options.clock), ping: () => ping(database) },
    assertRoles: () => database.assertRole(),
    close: () => database.close(),
  }
}

function createApiStore(database: Database, seal: Seal): ApiStore {
  return {
    createStatement: (tenant, statement, keeper, ownPool) => createStatement(database, seal, tenant, statement, keeper, ownPool),
    loadStatement: (tenant, name) => loadStatement(database, seal, tenant, { name }),
    loadStatementByUid: (tenant, uid) => loadStatement(database, seal, tenant, { uid }),
    listStatements: (tenant, filter, page) => listStatements(database, seal, tenant, filter, page),
    changeStatementSpec: (tenant, name, spec, expectedSpecVersion, nowMs, ownPool) => changeStatementSpec(database, seal, tenant, name, spec, expectedSpecVersion, nowMs, ownPool),
    requestStatementDeletion: (tenant, name, nowMs) => requestStatementDeletion(database, tenant, name, nowMs),
    resolveStatement: (tenant, name, resolution, nowMs, keeper) => resolveStatement(database, seal, tenant, name, resolution, nowMs, keeper),
    listExceptions: (tenant, uid) => listExceptions(database, tenant, uid, 10),
    listEvents: (tenant, uid, limit) => listEvents(database, tenant, uid, limit),
    createPool: (tenant, pool, keeper) => createPool(database, seal, tenant, pool, keeper),
    loadPool: (tenant, poolId) => loadPool(database, tenant, poolId),
    listPools: (tenant, page, match) => listPools(database, tenant, page, match ?? {}),
    changePoolSpec: (tenant, poolId, spec, expectedSpecVersion, nowMs) => changePoolSpec(database, tenant, poolId, spec, expectedSpecVersion, nowMs),
    requestPoolDeletion: (tenant, poolId, nowMs) => requestPoolDeletion(database, tenant, poolId, nowMs),
    countLiveStatements: (tenant, poolId) => countLiveStatements(database, tenant, poolId),
    loadCatalog: (tenant) => loadCatalog(database, seal, tenant),
    beginIdempotent: (reservation, bodyHash, nowMs, reserveForMs) => beginIdempotent(database, seal, reservation, bodyHash, nowMs, reserveForMs),
    finishIdempotent: (reservation, answer, keepUntilMs) => finishIdempotent(database, seal, reservation, answer, keepUntilMs),
    ...createSnapshotStore(database, seal),
    ping: () => ping(database),
  }
}

function createReconcileStore(database: Database, seal: Seal, clock: Clock): ReconcileStore {
  return {
    listDue: (kind, nowMs, limit) => listDue(database, kind, nowMs, limit),
    lease: (key, holder, nowMs, ttlMs) => lease(database, key, holder, nowMs, ttlMs),
    renew: (held, nowMs, ttlMs) => renew(database, held, nowMs, ttlMs),
    release: (held, nextDueAtMs) => release(database, held, nextDueAtMs),
    endLeases: (nowMs) => endLeases(database, 'others', nowMs),
    loadStatement: (key) => loadStatement(database, seal, key, { uid: key.id }),
    commitStatement: (held, commit) => commitStatement(database, seal, held, commit, clock.nowMs()),
    recordStatement: (held, record) => recordStatement(database, seal, held, record, clock.nowMs()),
    removeStatement: (held, handOver) => removeStatement(database, seal, held, handOver, clock.nowMs()),
    loadSnapshot: (key) => loadSnapshot(database, seal, key, key.id),
    commitSnapshot: (held, commit) => commitSnapshot(database, seal, held, commit, clock.nowMs()),
    loadPool: (key) => loadPool(database, key, 'computePoolId' in key ? key.computePoolId : key.id),
    listDemands: (pool) => listDemands(database, pool),
    commitPool: (held, commit) => commitPool(database, held, commit, clock.nowMs()),
    recordPool: (held, record) => recordPool(database, held, record, clock.nowMs()),
    removePool: (held) => removePool(database, held, clock.nowMs()),
    listPools: () => listEveryPool(database),
    listActiveStatements: () => listActiveStatements(database),
    loadEnvironment: (tenant) => loadEnvironment(database, tenant),
    loadCatalog: (tenant) => loadCatalog(database, seal, tenant),
    changeCatalog: (tenant, changes) => database.inTenant(tenant, 'write', (transaction) => applyCatalogChanges(transaction, seal, tenant, changes)),
    loadConnections: (tenant, names) => loadConnections(database, seal, tenant, names),
    sweep: (limits) => sweep(database, limits),
    ping: () => ping(database),
  }
}

/** A standby answers reads and takes no writes: that is not ready. */
async function ping(database: Database): Promise<Result<void>> {
  return await database.inWorkIndex('read', async (client) => {
    const [row] = await client.$queryRaw<{ writable: boolean }[]>`
      SELECT NOT pg_is_in_recovery() AND current_setting('default_transaction_read_only') = 'off' AS writable`
    return row?.writable ? ok(undefined) : failed('unavailable', 'The database takes no writes now.')
  })
}
