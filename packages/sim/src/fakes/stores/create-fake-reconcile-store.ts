import { isDeepStrictEqual } from 'node:util'
import { failed, ok, placeOf } from '@headgate/domain'
import type { Failure, Pool, PoolDemand, Snapshot, Statement, StatementEvent, StatementException, Tenant } from '@headgate/domain'
import type { ReconcileStore, WorkKey } from '@headgate/ports'
import { renderWorkKey, storageKey } from '@headgate/ports'
import { copy } from './copy.ts'
import { changeCatalog, loadCatalog } from './fake-catalog.ts'
import type { FakeDatabase } from './fake-database.ts'
import { isOf, rowKey, tenantKey, wakeWork } from './fake-database.ts'
import { addSnapshots, findSnapshot, handOver, snapshotMissing } from './fake-snapshots.ts'
import { createFakeWork, held } from './fake-work.ts'
import { ownPools, wakePools, withOwnPool } from './own-pools.ts'
import { removeStatementRows } from './remove-rows.ts'
import { sweepDatabase } from './sweep-database.ts'

const exceptionsMax = 10
const eventsMax = 200

/** What the loops need, over the in-memory database. */
export function createFakeReconcileStore(database: FakeDatabase): ReconcileStore {
  return {
    ...createFakeWork(database, (kind) => kind !== 'storage'),
    ...statementVerbs(database),
    ...poolVerbs(database),
    ...snapshotVerbs(database),
    async loadEnvironment(tenant) {
      const environment = database.environments.get(rowKey(tenant.organizationId, tenant.environmentId))
      return environment === undefined ? failed('not-found', `The environment '${tenant.environmentId}' does not exist.`) : ok(copy(environment))
    },
    async loadCatalog(tenant) {
      return loadCatalog(database, tenant)
    },
    async changeCatalog(tenant, changes) {
      return changeCatalog(database, tenant, changes)
    },
    async loadConnections(tenant, names) {
      const found = [...database.connections.values()].filter((row) => isOf(tenant, row) && (names === undefined || names.includes(row.name)))
      return ok(copy(found.sort((a, b) => (a.name < b.name ? -1 : 1))))
    },
    async sweep(limits) {
      return ok(sweepDatabase(database, limits))
    },
    async ping() {
      return ok(undefined)
    },
  }
}

type StatementVerbs = Pick<
  ReconcileStore,
  'loadStatement' | 'commitStatement' | 'recordStatement' | 'removeStatement' | 'listActiveStatements'
>

function statementVerbs(database: FakeDatabase): StatementVerbs {
  const find = (key: WorkKey): Statement | undefined =>
    key.kind === 'pool' ? undefined : database.statements.get(tenantKey(key, key.id))
  const missing = (key: WorkKey) => failed('not-found', `The statement ${key.id} does not exist.`)
  const note = (key: WorkKey, record: { events: StatementEvent[]; exceptions?: StatementException[] }) => {
    const rows = tenantKey(key, key.id)
    database.events.set(rows, [...(database.events.get(rows) ?? []), ...copy(record.events)].slice(-eventsMax))
    // Flink lists its exceptions anew each time: each is kept once.
    const before = database.exceptions.get(rows) ?? []
    const fresh = (copy(record.exceptions) ?? []).filter((each) => !before.some((other) => isDeepStrictEqual(other, each)))
    database.exceptions.set(rows, [...fresh, ...before].sort((a, b) => b.atMs - a.atMs).slice(0, exceptionsMax))
  }
  return {
    async loadStatement(key) {
      const statement = find(key)
      return statement === undefined ? missing(key) : ok(copy(withOwnPool(database, statement)))
    },
    async commitStatement(lease, commit) {
      const allowed = held(database, lease)
      if (!allowed.ok) return allowed
      const statement = find(lease.key)
      if (statement === undefined) return missing(lease.key)
      if (statement.intentVersion !== commit.expectedIntentVersion) return lostRace(lease.key)
      const next: Statement = {
        ...statement,
        intent: copy(commit.intent),
        observed: copy(commit.observed),
        status: copy(commit.status),
        intentVersion: statement.intentVersion + 1,
        updatedAtMs: database.nowMs(),
      }
      database.statements.set(tenantKey(lease.key, lease.key.id), next)
      note(lease.key, commit)
      addSnapshots(database, lease.key, commit.snapshots ?? [])
      handOver(database, lease.key, commit.handOver)
      for (const key of commit.wake) wakeWork(database, key)
      return ok(copy(withOwnPool(database, next)))
    },
    async recordStatement(lease, record) {
      const allowed = held(database, lease)
      if (!allowed.ok) return allowed
      const statement = find(lease.key)
      if (statement === undefined) return missing(lease.key)
      if (record.catalogChanges !== undefined) {
        const changed = changeCatalog(database, lease.key, record.catalogChanges)
        if (!changed.ok) return changed
      }
      database.statements.set(tenantKey(lease.key, lease.key.id), { ...statement, observed: copy(record.observed), updatedAtMs: database.nowMs() })
      note(lease.key, record)
      handOver(database, lease.key, record.handOver)
      for (const key of record.wake) wakeWork(database, key)
      return ok(undefined)
    },
    async removeStatement(lease, directory) {
      const allowed = held(database, lease)
      if (!allowed.ok) return allowed
      const statement = find(lease.key)
      if (statement === undefined) return missing(lease.key)
      removeStatementRows(database, statement)
      handOver(database, lease.key, directory)
      return ok(undefined)
    },
    async listActiveStatements() {
      const active = [...database.statements.values()].filter(
        (row) => row.class === 'insert' && !row.dryRun && row.scratch !== true && row.intent.rest === undefined && row.deletionRequestedAtMs === undefined,
      )
      return ok(active.map((row) => ({ kind: 'statement', organizationId: row.organizationId, environmentId: row.environmentId, id: row.uid })))
    },
  }
}

function snapshotVerbs(database: FakeDatabase): Pick<ReconcileStore, 'loadSnapshot' | 'commitSnapshot'> {
  return {
    async loadSnapshot(key) {
      const row = findSnapshot(database, key, key.id)
      return row === undefined ? snapshotMissing(key.id) : ok(copy(row))
    },
    async commitSnapshot(lease, commit) {
      const allowed = held(database, lease)
      if (!allowed.ok) return allowed
      const row = findSnapshot(database, lease.key, lease.key.id)
      if (row === undefined) return snapshotMissing(lease.key.id)
      if (row.intentVersion !== commit.expectedIntentVersion) return lostRace(lease.key)
      const { state, intent, observed } = copy(commit)
      const next: Snapshot = { ...row, state, intent, observed, intentVersion: row.intentVersion + 1, updatedAtMs: database.nowMs() }
      database.snapshots.set(tenantKey(next, next.id), next)
      if (state !== 'PENDING' && state !== 'IN_PROGRESS') wakeWork(database, storageKey(next))
      for (const key of commit.wake) wakeWork(database, key)
      return ok(copy(next))
    },
  }
}

type PoolVerbs = Pick<ReconcileStore, 'loadPool' | 'listDemands' | 'commitPool' | 'recordPool' | 'removePool' | 'listPools'>

function poolVerbs(database: FakeDatabase): PoolVerbs {
  const missing = (id: string) => failed('not-found', `The compute pool '${id}' does not exist.`)
  const find = (tenant: Tenant, id: string): Pool | undefined => database.pools.get(tenantKey(tenant, id))
  return {
    async loadPool(key) {
      const id = 'computePoolId' in key ? key.computePoolId : key.id
      const pool = find(key, id)
      return pool === undefined ? missing(id) : ok(copy(pool))
    },
    async listDemands(pool) {
      const ofTenant = [...database.statements.values()].filter((row) => isOf(pool, row))
      return ok(copy(ofTenant.map((row) => demandOf(withOwnPool(database, row), pool.computePoolId, database)).filter((demand) => demand !== undefined)))
    },
    async commitPool(lease, commit) {
      const allowed = held(database, lease)
      if (!allowed.ok) return allowed
      const pool = find(lease.key, lease.key.id)
      if (pool === undefined) return missing(lease.key.id)
      if (pool.intentVersion !== commit.expectedIntentVersion || pool.specVersion !== commit.expectedSpecVersion) return lostRace(lease.key)
      const { intent, observed, status } = copy(commit)
      const next: Pool = { ...pool, intent, observed, status, intentVersion: pool.intentVersion + 1, updatedAtMs: database.nowMs() }
      database.pools.set(tenantKey(lease.key, lease.key.id), next)
      for (const key of commit.wake) wakeWork(database, key)
      return ok(copy(next))
    },
    async recordPool(lease, record) {
      const allowed = held(database, lease)
      if (!allowed.ok) return allowed
      const pool = find(lease.key, lease.key.id)
      if (pool === undefined) return missing(lease.key.id)
      database.pools.set(tenantKey(lease.key, lease.key.id), { ...pool, observed: copy(record.observed), updatedAtMs: database.nowMs() })
      for (const key of record.wake) wakeWork(database, key)
      return ok(undefined)
    },
    async removePool(lease) {
      const allowed = held(database, lease)
      if (!allowed.ok) return allowed
      const pool = find(lease.key, lease.key.id)
      if (pool === undefined) return missing(lease.key.id)
      wakePools(database, ownPools(database, (each, of) => isOf(pool, each) && of.computePoolId === pool.id))
      database.pools.delete(tenantKey(lease.key, lease.key.id))
      database.work.delete(renderWorkKey(lease.key))
      return ok(undefined)
    },
    async listPools() {
      const pools = [...database.pools.values()]
      return ok(pools.map((row) => ({ kind: 'pool', organizationId: row.organizationId, environmentId: row.environmentId, id: row.id })))
    },
  }
}

/** What a statement asks of a pool, or holds in it while its job may live; undefined when neither. */
function demandOf(statement: Statement, computePoolId: string, database: FakeDatabase): PoolDemand | undefined {
  const { intent, observed } = statement
  const generation = intent.generation
  const asksIn = intent.needsGateway || intent.slotsAsked > 0 ? placeOf(statement) : undefined
  const holdsIn = generation !== undefined && observed.goneGeneration < generation.generation ? generation.computePoolId : undefined
  const asks = asksIn === computePoolId
  const holds = holdsIn === computePoolId
  const isOwnHere = (id: string | undefined) => id !== undefined && database.pools.get(tenantKey(statement, id))?.ownOf?.computePoolId === computePoolId
  const elsewhere = asks || holds ? undefined : [asksIn, holdsIn].find(isOwnHere)
  if (!asks && !holds && elsewhere === undefined) return undefined
  return {
    uid: statement.uid,
    name: statement.name,
    ...(elsewhere === undefined ? {} : { elsewhere }),
    needsGateway: asks && intent.needsGateway,
    slotsAsked: intent.slotsAsked,
    slotsAskedAtMs: intent.slotsAskedAtMs,
    ...(observed.prepared === undefined ? {} : { isPlanned: true }),
    ...(intent.planning === undefined ? {} : { isPlanning: true }),
    ...(intent.planningLosses === undefined ? {} : { planningLosses: intent.planningLosses }),
    ...(holds ? { jobId: generation?.jobId, clusterGeneration: generation?.clusterGeneration, startedAtMs: generation?.createdAtMs } : {}),
  }
}

const lostRace = (key: WorkKey): Failure => failed('conflict', `Someone else decided about ${renderWorkKey(key)} since it was read.`)
