import { newPoolIntent, newPoolObserved, newPoolStatus, newStatement } from '@headgate/domain'
import type { CatalogObject, Failure, Pool, Result, Statement, Tenant } from '@headgate/domain'
import type { ApiStore, Clock, Lease, NewStatement, ReconcileStore, Resources, SpoolPort, WorkKey } from '../src/index.ts'

/** The stores that a suite tries, as the API and as the controller hold them. They share one database, which may hold more than the suite's rows. */
export interface StoresUnderTest {
  api: ApiStore
  resources: Resources
  reconcile: ReconcileStore
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
