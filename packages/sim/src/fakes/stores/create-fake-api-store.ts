import { failed, ok } from '@headgate/domain'
import type { Pool, Statement, Tenant } from '@headgate/domain'
import type { ApiStore, StatementFilter, WorkKey } from '@headgate/ports'
import { copy } from './copy.ts'
import { loadCatalog } from './fake-catalog.ts'
import type { FakeDatabase } from './fake-database.ts'
import { isOf, rowKey, tenantKey, wakeWork } from './fake-database.ts'
import { createFakeSnapshotStore } from './create-fake-snapshot-store.ts'
import { createFakeIdempotency, keepAnswer } from './fake-idempotency.ts'
import { addOwnPool } from './own-pools.ts'
import { compare, pageOf } from './paging.ts'

/** What the API needs, over the in-memory database. */
export function createFakeApiStore(database: FakeDatabase): ApiStore {
  const statements = statementVerbs(database)
  return {
    ...statements,
    ...poolVerbs(database),
    ...createFakeSnapshotStore(database, statements),
    ...createFakeIdempotency(database),
    async loadCatalog(tenant) {
      return loadCatalog(database, tenant)
    },
    async ping() {
      return ok(undefined)
    },
  }
}

type StatementVerbs = Pick<
  ApiStore,
  | 'createStatement' | 'loadStatement' | 'loadStatementByUid' | 'listStatements' | 'changeStatementSpec' | 'requestStatementDeletion'
  | 'resolveStatement' | 'listExceptions' | 'listEvents'
>

function statementVerbs(database: FakeDatabase): StatementVerbs {
  const missing = (name: string) => failed('not-found', `The statement '${name}' does not exist.`)
  const find = (tenant: Tenant, name: string): Statement | undefined =>
    [...database.statements.values()].find((row) => isOf(tenant, row) && row.name === name && !row.dryRun && row.scratch !== true)
  const store = (statement: Statement) => {
    database.statements.set(tenantKey(statement, statement.uid), statement)
    wakeWork(database, keyOf('statement', statement, statement.uid))
  }
  return {
    async createStatement(tenant, statement, keeper, ownPool) {
      if (!isOf(tenant, statement) || !database.environments.has(rowKey(tenant.organizationId, tenant.environmentId))) {
        return failed('not-found', `The environment '${statement.environmentId}' does not exist.`)
      }
      const nameTaken = !statement.dryRun && find(tenant, statement.name) !== undefined
      if (nameTaken || database.statements.has(tenantKey(tenant, statement.uid))) {
        return failed('conflict', `A statement with the name '${statement.name}' exists already.`)
      }
      if (ownPool !== undefined && database.pools.has(tenantKey(tenant, ownPool.id))) return failed('conflict', `The compute pool '${ownPool.id}' exists already.`)
      const row: Statement = { ...copy(statement), specVersion: 1, intentVersion: 1, updatedAtMs: statement.createdAtMs }
      const kept = keepAnswer(database, keeper, row)
      if (!kept.ok) return kept
      addOwnPool(database, ownPool)
      store(row)
      return ok(copy(row))
    },
    async loadStatement(tenant, name) {
      const row = find(tenant, name)
      return row === undefined ? missing(name) : ok(copy(row))
    },
    async loadStatementByUid(tenant, uid) {
      const row = database.statements.get(tenantKey(tenant, uid))
      return row === undefined || row.scratch === true ? missing(uid) : ok(copy(row))
    },
    async listStatements(tenant, filter, page) {
      const sortKey = (row: Statement): [number, string] => [row.createdAtMs, row.uid]
      const rows = [...database.statements.values()]
        .filter((row) => isOf(tenant, row) && !row.dryRun && row.scratch !== true && matches(row, filter))
        .sort((a, b) => compare(sortKey(b), sortKey(a)))
      return pageOf(rows, page, sortKey, true)
    },
    async changeStatementSpec(tenant, name, spec, expectedSpecVersion, nowMs, ownPool) {
      const row = find(tenant, name)
      if (row === undefined) return missing(name)
      if (row.specVersion !== expectedSpecVersion) return failed('conflict', `The statement '${name}' changed since it was read. Read it again.`)
      const next: Statement = { ...row, spec: copy(spec), specVersion: row.specVersion + 1, updatedAtMs: nowMs }
      addOwnPool(database, ownPool)
      store(next)
      return ok(copy(next))
    },
    async requestStatementDeletion(tenant, name, nowMs) {
      const row = find(tenant, name)
      if (row === undefined) return missing(name)
      store(row.deletionRequestedAtMs === undefined ? { ...row, deletionRequestedAtMs: nowMs, updatedAtMs: nowMs } : row)
      return ok(undefined)
    },
    async resolveStatement(tenant, name, resolution, nowMs, keeper) {
      const row = find(tenant, name)
      if (row === undefined) return missing(name)
      if (row.intent.rest !== 'parked') return failed('conflict', `The statement '${name}' does not wait for a choice.`)
      const next: Statement = {
        ...row,
        intent: { ...row.intent, resolution },
        intentVersion: row.intentVersion + 1,
        updatedAtMs: nowMs,
      }
      const kept = keepAnswer(database, keeper, next)
      if (!kept.ok) return kept
      store(next)
      return ok(copy(next))
    },
    async listExceptions(tenant, uid) {
      return ok(copy(database.exceptions.get(tenantKey(tenant, uid)) ?? []))
    },
    async listEvents(tenant, uid, limit) {
      return ok(copy((database.events.get(tenantKey(tenant, uid)) ?? []).slice(0, limit)))
    },
  }
}

function matches(statement: Statement, filter: StatementFilter): boolean {
  const { computePoolId, labels, nameSearch, phase } = filter
  return (
    (computePoolId === undefined || statement.spec.computePoolId === computePoolId) &&
    (phase === undefined || statement.status.phase === phase) &&
    (nameSearch === undefined || statement.name.toLowerCase().includes(nameSearch.toLowerCase())) &&
    Object.entries(labels ?? {}).every(([label, value]) => statement.spec.labels[label] === value)
  )
}

type PoolVerbs = Pick<
  ApiStore,
  'createPool' | 'loadPool' | 'listPools' | 'changePoolSpec' | 'requestPoolDeletion' | 'countLiveStatements'
>

function poolVerbs(database: FakeDatabase): PoolVerbs {
  const missing = (id: string) => failed('not-found', `The compute pool '${id}' does not exist.`)
  const find = (tenant: Tenant, id: string): Pool | undefined => {
    const row = database.pools.get(tenantKey(tenant, id))
    return row?.scratch === true || row?.ownOf !== undefined ? undefined : row
  }
  const store = (pool: Pool) => {
    database.pools.set(tenantKey(pool, pool.id), pool)
    wakeWork(database, keyOf('pool', pool, pool.id))
  }
  return {
    async createPool(tenant, pool, keeper) {
      if (!isOf(tenant, pool) || !database.environments.has(rowKey(tenant.organizationId, tenant.environmentId))) {
        return failed('not-found', `The environment '${pool.environmentId}' does not exist.`)
      }
      if (database.pools.has(tenantKey(tenant, pool.id))) return failed('conflict', `The compute pool '${pool.id}' exists already.`)
      const row: Pool = { ...copy(pool), specVersion: 1, intentVersion: 1, updatedAtMs: pool.createdAtMs }
      const kept = keepAnswer(database, keeper, row)
      if (!kept.ok) return kept
      store(row)
      return ok(copy(row))
    },
    async loadPool(tenant, poolId) {
      const row = find(tenant, poolId)
      return row === undefined ? missing(poolId) : ok(copy(row))
    },
    async listPools(tenant, page, match) {
      const sortKey = (row: Pool): [number, string] => [row.createdAtMs, row.id]
      const rows = [...database.pools.values()]
        .filter((row) => isOf(tenant, row) && row.scratch !== true && row.ownOf === undefined && (match?.region === undefined || row.spec.region === match.region))
        .sort((a, b) => compare(sortKey(a), sortKey(b)))
      return pageOf(rows, page, sortKey, false)
    },
    async changePoolSpec(tenant, poolId, spec, expectedSpecVersion, nowMs) {
      const row = find(tenant, poolId)
      if (row === undefined) return missing(poolId)
      if (row.specVersion !== expectedSpecVersion) return failed('conflict', `The compute pool '${poolId}' changed since it was read. Read it again.`)
      const next: Pool = { ...row, spec: copy(spec), specVersion: row.specVersion + 1, updatedAtMs: nowMs }
      store(next)
      return ok(copy(next))
    },
    async requestPoolDeletion(tenant, poolId, nowMs) {
      const row = find(tenant, poolId)
      if (row === undefined) return missing(poolId)
      store(row.deletionRequestedAtMs === undefined ? { ...row, deletionRequestedAtMs: nowMs, updatedAtMs: nowMs } : row)
      return ok(undefined)
    },
    async countLiveStatements(tenant, poolId) {
      const live = [...database.statements.values()].filter(
        (row) => isOf(tenant, row) && !row.dryRun && row.scratch !== true && row.spec.computePoolId === poolId && row.intent.rest === undefined,
      )
      return ok(live.length)
    },
  }
}

const keyOf = (kind: WorkKey['kind'], tenant: Tenant, id: string): WorkKey => ({
  kind,
  organizationId: tenant.organizationId,
  environmentId: tenant.environmentId,
  id,
})
