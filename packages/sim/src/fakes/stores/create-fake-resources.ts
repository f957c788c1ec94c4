import { isDeepStrictEqual } from 'node:util'
import { failed, finalSnapshotStates, keepsEnvironment, ok } from '@headgate/domain'
import type { ApiKey, Connection, Environment, Result, Scope, ServiceAccount, SnapshotPolicy, Stored, Tenant } from '@headgate/domain'
import type { Resources, ResourceStore } from '@headgate/ports'
import { storageKey } from '@headgate/ports'
import { copy } from './copy.ts'
import type { FakeDatabase } from './fake-database.ts'
import { isOf, rowKey, tenantKey, wakeWork } from './fake-database.ts'
import { keepAnswer } from './fake-idempotency.ts'
import { putSnapshot } from './fake-snapshots.ts'
import { compare, pageOf } from './paging.ts'

/** How one table of simple resources differs from the others. */
interface Table<S, T> {
  database: FakeDatabase
  noun: string
  rows: Map<string, T>
  /** The key within its organization (or environment). */
  keyOf(resource: T): string
  /** The primary key that a scope and a key mean. */
  primaryKey(scope: S, key: string): string
  /** Whether a row lies in the scope: what row-level security would let through. */
  isInScope(scope: S, resource: T): boolean
  /** Of two rows with different keys only one can be: a unique index. */
  isRival?(resource: T, other: T): boolean
  /** Refuses the removal, or removes what belongs to the row. */
  onRemove?(resource: T): Result<void>
  /** Refuses the row. */
  onCreate?(resource: T): Result<void>
  /** The row was created, replaced or removed. */
  onChanged?(resource: T): void
}

/** The simple resources over the in-memory database. */
export function createFakeResources(database: FakeDatabase): Resources {
  const inOrganization = (scope: Scope, resource: { organizationId: string }) => resource.organizationId === scope.organizationId
  const inOrganizationKey = (scope: Scope, key: string) => rowKey(scope.organizationId, key)
  return {
    environments: storeOf<Scope, Environment>({
      database,
      noun: 'environment',
      rows: database.environments,
      keyOf: (environment) => environment.id,
      primaryKey: inOrganizationKey,
      isInScope: (scope, environment) =>
        inOrganization(scope, environment) && (scope.environmentId === undefined || scope.environmentId === environment.id),
      onRemove: (environment) => removeEnvironment(database, { organizationId: environment.organizationId, environmentId: environment.id }),
      onChanged: (environment) => wakeWork(database, storageKey({ organizationId: environment.organizationId, environmentId: environment.id })),
    }),
    serviceAccounts: storeOf<Scope, ServiceAccount>({
      database,
      noun: 'service account',
      rows: database.serviceAccounts,
      keyOf: (account) => account.id,
      primaryKey: inOrganizationKey,
      isInScope: inOrganization,
    }),
    apiKeys: storeOf<Scope, ApiKey>({
      database,
      noun: 'API key',
      rows: database.apiKeys,
      keyOf: (apiKey) => apiKey.id,
      primaryKey: inOrganizationKey,
      // Within one environment only the keys that reach just that environment are seen.
      isInScope: (scope, apiKey) =>
        inOrganization(scope, apiKey) &&
        (scope.environmentId === undefined || (apiKey.reach.kind === 'region' && apiKey.reach.environmentId === scope.environmentId)),
    }),
    connections: storeOf<Tenant, Connection>({
      database,
      noun: 'connection',
      rows: database.connections,
      keyOf: (connection) => connection.name,
      primaryKey: tenantKey,
      isInScope: isOf,
      onCreate: (connection) => inEnvironment(database, connection),
    }),
    snapshotPolicies: storeOf<Tenant, SnapshotPolicy>({
      database,
      noun: 'snapshot policy',
      rows: database.snapshotPolicies,
      keyOf: (policy) => policy.name,
      primaryKey: tenantKey,
      isInScope: isOf,
      onCreate: (policy) => inEnvironment(database, policy),
      isRival: (policy, other) => isOf(policy, other) && policy.statementName === other.statementName,
      onChanged: (policy) => wakeWork(database, storageKey(policy)),
    }),
    organizations: organizationsOf(database),
    computePoolConfigs: computePoolConfigsOf(database),
    async findApiKey(keyId) {
      for (const apiKey of database.apiKeys.values()) if (apiKey.id === keyId) return ok(copy(apiKey))
      return failed('not-found', `The API key '${keyId}' does not exist.`)
    },
  }
}

function storeOf<S, T extends Stored>(table: Table<S, T>): ResourceStore<S, T> {
  const missing = (key: string) => failed('not-found', `The ${table.noun} '${key}' does not exist.`)
  const find = (scope: S, key: string): T | undefined => {
    const row = table.rows.get(table.primaryKey(scope, key))
    return row !== undefined && table.isInScope(scope, row) ? row : undefined
  }
  const hasRival = (key: string, resource: T): boolean => [...table.rows.values()].some((row) => table.keyOf(row) !== key && table.isRival?.(resource, row) === true)
  return {
    async create(scope, resource, keeper) {
      const key = table.keyOf(resource)
      if (!table.isInScope(scope, resource)) return missing(key)
      const primaryKey = table.primaryKey(scope, key)
      if (table.rows.has(primaryKey) || hasRival(key, resource)) return failed('conflict', `The ${table.noun} '${key}' exists already.`)
      const allowed = table.onCreate?.(resource) ?? ok(undefined)
      if (!allowed.ok) return allowed
      const kept = keepAnswer(table.database, keeper, resource)
      if (!kept.ok) return kept
      table.rows.set(primaryKey, copy(resource))
      table.onChanged?.(resource)
      return ok(copy(resource))
    },
    async load(scope, key) {
      const row = find(scope, key)
      return row === undefined ? missing(key) : ok(copy(row))
    },
    async list(scope, page, match = {}) {
      const sortKey = (row: T): [number, string] => [row.createdAtMs, table.keyOf(row)]
      const fields = Object.entries(match).filter(([, wanted]) => wanted !== undefined)
      const rows = [...table.rows.values()]
        .filter((row) => table.isInScope(scope, row))
        .filter((row) => fields.every(([field, wanted]) => isDeepStrictEqual((row as Record<string, unknown>)[field], wanted)))
        .sort((a, b) => compare(sortKey(a), sortKey(b)))
      return pageOf(rows, page, sortKey, false)
    },
    async replace(scope, key, resource, expectedVersion) {
      const row = find(scope, key)
      if (row === undefined) return missing(key)
      if (row.version !== expectedVersion) return failed('conflict', `The ${table.noun} '${key}' changed since it was read. Read it again.`)
      if (table.keyOf(resource) !== key || !table.isInScope(scope, resource)) {
        return failed('rejected', `The ${table.noun} '${key}' cannot get another key or owner.`)
      }
      if (hasRival(key, resource)) return failed('conflict', `The ${table.noun} '${key}' exists already.`)
      const next = { ...copy(resource), createdAtMs: row.createdAtMs, version: expectedVersion + 1 }
      table.rows.set(table.primaryKey(scope, key), next)
      table.onChanged?.(next)
      return ok(copy(next))
    },
    async remove(scope, key) {
      const row = find(scope, key)
      if (row === undefined) return missing(key)
      const allowed = table.onRemove?.(row) ?? ok(undefined)
      if (!allowed.ok) return allowed
      table.rows.delete(table.primaryKey(scope, key))
      table.onChanged?.(row)
      return ok(undefined)
    },
  }
}

const inEnvironment = (database: FakeDatabase, resource: Tenant): Result<void> =>
  database.environments.has(rowKey(resource.organizationId, resource.environmentId)) ? ok(undefined) : failed('not-found', `The environment '${resource.environmentId}' does not exist.`)

/**
 * Statements and pools hold their environment; its connections, catalog and policies go with it. So do the snapshots that were made by themselves:
 * into the trash, for the keeper of the files to delete. Those that a person made or pinned hold it too.
 */
function removeEnvironment(database: FakeDatabase, tenant: Tenant): Result<void> {
  const held = [...database.statements.values(), ...database.pools.values()].some((row) => isOf(tenant, row))
  if (held) return failed('conflict', `The environment '${tenant.environmentId}' still has statements or compute pools. Delete them first.`)
  const snapshots = [...database.snapshots.values()].filter((row) => isOf(tenant, row))
  const kept = snapshots.filter(keepsEnvironment)
  if (kept.length > 0) return failed('rejected', `The environment '${tenant.environmentId}' still has ${kept.length} snapshots that were asked for or pinned. Delete them first.`)
  for (const row of snapshots) {
    if (row.spec.trash !== undefined || row.state === 'DELETING') continue
    const nowMs = database.nowMs()
    const isUnderWay = !finalSnapshotStates.includes(row.state)
    const spec = { ...row.spec, ...(isUnderWay ? { cancelRequestedAtMs: nowMs } : {}), trash: { atMs: nowMs, by: 'user' as const, reason: 'Its environment was deleted.' } }
    putSnapshot(database, { ...row, spec, specVersion: row.specVersion + 1, updatedAtMs: nowMs })
  }
  for (const table of [database.connections, database.databases, database.objects, database.snapshotPolicies] as Map<string, Tenant>[]) {
    for (const [key, row] of table) if (isOf(tenant, row)) table.delete(key)
  }
  return ok(undefined)
}

function organizationsOf(database: FakeDatabase): Resources['organizations'] {
  const missing = (id: string) => failed('not-found', `The organization '${id}' does not exist.`)
  return {
    async create(organization) {
      if (database.organizations.has(organization.id)) return failed('conflict', `The organization '${organization.id}' exists already.`)
      database.organizations.set(organization.id, copy(organization))
      return ok(copy(organization))
    },
    async load(organizationId) {
      const row = database.organizations.get(organizationId)
      return row === undefined ? missing(organizationId) : ok(copy(row))
    },
    async replace(organization, expectedVersion) {
      const row = database.organizations.get(organization.id)
      if (row === undefined) return missing(organization.id)
      if (row.version !== expectedVersion) return failed('conflict', `The organization '${row.id}' changed since it was read. Read it again.`)
      const next = { ...copy(organization), createdAtMs: row.createdAtMs, version: expectedVersion + 1 }
      database.organizations.set(row.id, next)
      return ok(copy(next))
    },
  }
}

function computePoolConfigsOf(database: FakeDatabase): Resources['computePoolConfigs'] {
  return {
    async load(organizationId) {
      const row = database.computePoolConfigs.get(organizationId)
      return row === undefined ? failed('not-found', 'The organization has no settings for default compute pools.') : ok(copy(row))
    },
    async save(config, expectedVersion) {
      const version = database.computePoolConfigs.get(config.organizationId)?.version ?? 0
      if (version !== expectedVersion) return failed('conflict', 'The settings for default compute pools changed since they were read. Read them again.')
      const next = { ...copy(config), version: expectedVersion + 1 }
      database.computePoolConfigs.set(config.organizationId, next)
      return ok(copy(next))
    },
  }
}
