import { checkpointsKey, newPoolIntent, newPoolObserved, newPoolStatus, newStatement } from '@headgate/domain'
import type { CatalogObject, Failure, HandedOverDirectory, NewSnapshot, Pool, Result, Snapshot, Statement, Tenant } from '@headgate/domain'
import { storageKey } from '../src/index.ts'
import type { ApiStore, Clock, Lease, NewStatement, ReconcileStore, Resources, SnapshotChange, SpoolPort, StorageStore, WorkKey } from '../src/index.ts'

/** The stores that a suite tries, as the API, the controller and the keeper of files hold them. They share one database, which may hold more than the suite's rows. */
export interface StoresUnderTest {
  api: ApiStore
  resources: Resources
  reconcile: ReconcileStore
  storage: StorageStore
  /** The spool as its writer, the controller, holds it. */
  spoolWriter: SpoolPort
  /** The spool as its reader, the API, holds it. */
  spoolReader: SpoolPort
  /** The clock that the stores were given. */
  clock: Pick<Clock, 'nowMs'>
  stop(): Promise<void>
}

/** The value of a result that must be one. */
export function valueOf<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.reason}: ${result.message} ${result.detail ?? ''}`)
  return result.value
}

/** What a refusal with this reason looks like. */
export const refusal = (reason: Failure['reason']) => ({ ok: false, reason })

/** An id that no other test has. */
export const freshId = (prefix: string): string => `${prefix}-${crypto.randomUUID()}`

/** An organization with one environment, of this test alone. */
export async function makeTenant(stores: StoresUnderTest, organizationId: string = crypto.randomUUID()): Promise<Tenant> {
  const nowMs = stores.clock.nowMs()
  const times = { version: 1, createdAtMs: nowMs, updatedAtMs: nowMs }
  const environmentId = `env-${crypto.randomUUID().slice(0, 6)}`
  const known = await stores.resources.organizations.load(organizationId)
  if (!known.ok) valueOf(await stores.resources.organizations.create({ id: organizationId, displayName: 'An organization', ...times }))
  valueOf(await stores.resources.environments.create({ organizationId }, { organizationId, id: environmentId, displayName: 'An environment', defaults: {}, ...times }))
  return { organizationId, environmentId }
}

export interface StatementWishes {
  name?: string
  uid?: string
  class?: Statement['class']
  sql?: string
  properties?: Record<string, string>
  computePoolId?: string
  labels?: Record<string, string>
  dryRun?: boolean
  nowMs?: number
}

/** A statement as the API would hand it in. */
export const bornStatement = (tenant: Tenant, wishes: StatementWishes = {}): NewStatement =>
  newStatement({
    ...tenant,
    name: wishes.name ?? freshId('statement'),
    uid: wishes.uid ?? crypto.randomUUID(),
    spec: {
      sql: wishes.sql ?? 'INSERT INTO sink SELECT * FROM source',
      properties: wishes.properties ?? { 'sql.current-database': 'main' },
      computePoolId: wishes.computePoolId ?? 'lfcp-000001',
      principal: 'sa-000001',
      stopped: false,
      labels: wishes.labels ?? {},
    },
    class: wishes.class ?? 'insert',
    sqlKind: 'INSERT_INTO',
    dryRun: wishes.dryRun ?? false,
    warnings: [],
    connectionRefs: [],
    nowMs: wishes.nowMs ?? 1_800_000_000_000,
  })

/** A pool as the API would hand it in. */
export const bornPool = (tenant: Tenant, wishes: { id?: string; region?: string; nowMs?: number } = {}): Omit<Pool, 'intentVersion' | 'specVersion' | 'updatedAtMs'> => {
  const nowMs = wishes.nowMs ?? 1_800_000_000_000
  return {
    ...tenant,
    id: wishes.id ?? freshId('lfcp'),
    spec: { displayName: 'A pool', cloud: 'LOCAL', region: wishes.region ?? 'here', maxCfu: 10, defaultPool: false, enableAi: false },
    createdAtMs: nowMs,
    intent: newPoolIntent(),
    observed: newPoolObserved(nowMs),
    status: newPoolStatus(),
  }
}

/** A table as DDL would store it. */
export const bornTable = (name: string, over: Partial<CatalogObject> = {}): CatalogObject => ({
  database: 'main',
  name,
  kind: 'table',
  definition: `CREATE TABLE \`main\`.\`${name}\` (id BIGINT)`,
  columns: [{ name: 'id', dataTypeText: 'BIGINT', type: { type: 'BIGINT', nullable: true }, kind: 'physical' }],
  options: { connector: 'datagen' },
  version: 0,
  createdAtMs: 1,
  updatedAtMs: 1,
  ...over,
})

export const statementKey = (statement: Pick<Statement, 'organizationId' | 'environmentId' | 'uid'>): WorkKey => ({
  kind: 'statement', organizationId: statement.organizationId, environmentId: statement.environmentId, id: statement.uid,
})

export const resultsKey = (statement: Pick<Statement, 'organizationId' | 'environmentId' | 'uid'>): WorkKey => ({ ...statementKey(statement), kind: 'results' })

export const poolKey = (pool: Pick<Pool, 'organizationId' | 'environmentId' | 'id'>): WorkKey => ({
  kind: 'pool', organizationId: pool.organizationId, environmentId: pool.environmentId, id: pool.id,
})

export const savepointKey = (snapshot: Pick<Snapshot, 'organizationId' | 'environmentId' | 'id'>): WorkKey => ({
  kind: 'savepoint', organizationId: snapshot.organizationId, environmentId: snapshot.environmentId, id: snapshot.id,
})

/** A snapshot as the API would hand it in: of no statement, unless one is named. */
export const bornSnapshot = (tenant: Tenant, over: Partial<NewSnapshot> = {}): NewSnapshot => ({
  ...tenant,
  id: crypto.randomUUID(),
  kind: 'savepoint',
  format: 'native',
  trigger: 'adopted',
  spec: { labels: {}, pinned: false },
  state: 'PENDING',
  intent: { failures: 0 },
  observed: {},
  createdAtMs: 1_800_000_000_000,
  ...over,
})

/** One that a statement can be started from. */
export const restorableSnapshot = (tenant: Tenant, over: Partial<NewSnapshot> = {}): NewSnapshot =>
  bornSnapshot(tenant, { state: 'COMPLETED', observed: { uri: `file:///store/${crypto.randomUUID()}` }, ...over })

/** A change of nothing but what is given. */
export const changeOf = (snapshot: Snapshot, over: Partial<Pick<Snapshot, 'spec' | 'state' | 'intent' | 'observed' | 'kind' | 'format'>> = {}): SnapshotChange => ({
  id: snapshot.id,
  expectedIntentVersion: snapshot.intentVersion,
  expectedSpecVersion: snapshot.specVersion,
  state: snapshot.state,
  intent: snapshot.intent,
  observed: snapshot.observed,
  ...over,
})

/** The checkpoint directory that a generation of a statement left. */
export const bornDirectory = (statement: Statement, over: Partial<HandedOverDirectory> = {}): HandedOverDirectory => ({
  organizationId: statement.organizationId,
  environmentId: statement.environmentId,
  key: `${checkpointsKey(statement)}/${crypto.randomUUID().replaceAll('-', '')}`,
  statementUid: statement.uid,
  statementName: statement.name,
  generation: 1,
  handedOverAtMs: 5,
  isWorthless: false,
  blueprint: { sql: statement.spec.sql, properties: statement.spec.properties, computePoolId: statement.spec.computePoolId, principal: statement.spec.principal },
  ...over,
})

/** Leases the key of an environment's files. */
export const leaseStorage = async (stores: StoresUnderTest, tenant: Tenant, ttlMs = 60_000): Promise<Lease> =>
  valueOf(await stores.storage.lease(storageKey(tenant), 'keeper', stores.clock.nowMs(), ttlMs))

/** Runs something, and says whether it woke the key of the environment's files. */
export async function wakesStorage(stores: StoresUnderTest, tenant: Tenant, act: () => Promise<Result<unknown>>): Promise<boolean> {
  valueOf(await stores.storage.release(await leaseStorage(stores, tenant), undefined))
  valueOf(await act())
  return (await dueKeys(stores, 'storage', tenant, stores.clock.nowMs() + 1)).length > 0
}

/** The keys of one organization that are due: other tests' keys are in the same index. */
export async function dueKeys(stores: StoresUnderTest, kind: WorkKey['kind'], tenant: Tenant, nowMs: number): Promise<WorkKey[]> {
  const due = valueOf(await stores.reconcile.listDue(kind, nowMs, 10_000))
  return due.filter((key) => key.organizationId === tenant.organizationId)
}

/** Leases a key now. */
export const leaseNow = async (stores: StoresUnderTest, key: WorkKey, ttlMs = 60_000): Promise<Lease> =>
  valueOf(await stores.reconcile.lease(key, 'holder', stores.clock.nowMs(), ttlMs))

/** A commit that changes nothing but what is given. */
export const commitOf = (statement: Statement, over: Partial<Pick<Statement, 'intent' | 'observed' | 'status'>> = {}) => ({
  expectedIntentVersion: statement.intentVersion,
  intent: statement.intent,
  observed: statement.observed,
  status: statement.status,
  ...over,
  events: [],
  wake: [],
})
