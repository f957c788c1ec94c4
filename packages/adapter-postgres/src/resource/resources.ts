import type { ApiKey, ComputePoolConfig, Connection, Environment, Organization, Scope, ServiceAccount, Stored, Tenant } from '@headgate/domain'
import { failed, ok } from '@headgate/domain'
import type { Clock, Resources } from '@headgate/ports'
import type { Database } from '../database.ts'
import { toNumber, toStorableText } from '../json.ts'
import type { ApiKey as ApiKeyRow, ComputePoolConfig as ComputePoolConfigRow, Connection as ConnectionRow, Environment as EnvironmentRow, Organization as OrganizationRow, ServiceAccount as ServiceAccountRow } from '../prisma-client/client.ts'
import type { Seal, SealPlace } from '../seal.ts'
import { loadEnvironment } from './load-environment.ts'
import { removeEnvironment } from './remove-environment.ts'
import { createResourceStore } from './resource-store.ts'
import type { TableMapping } from './resource-store.ts'
import { snapshotPolicies } from './snapshot-policies.ts'
import { storable } from './storable.ts'

interface StoredRow {
  version: number
  createdAtMs: bigint
  updatedAtMs: bigint
}

const readStored = (row: StoredRow) => ({ version: row.version, createdAtMs: toNumber(row.createdAtMs), updatedAtMs: toNumber(row.updatedAtMs) })

// Named one by one: what a caller's object holds beyond its type is no column.
const storedColumns = ({ version, createdAtMs, updatedAtMs }: Stored) => ({ version, createdAtMs, updatedAtMs })

const environments: TableMapping<Scope, Environment, EnvironmentRow> = {
  noun: 'Environment',
  table: (transaction) => transaction.environment,
  keyField: 'id',
  scopeWhere: (scope) => ({ organizationId: scope.organizationId, ...(scope.environmentId === undefined ? {} : { AND: { id: scope.environmentId } }) }),
  keyOf: (environment) => environment.id,
  toRow: ({ organizationId, id, displayName, defaults, ...rest }) => storable({ organizationId, id, displayName, defaults, ...storedColumns(rest) }),
  fromRow: (row) => ({ ...readStored(row), organizationId: row.organizationId, id: row.id, displayName: row.displayName, defaults: row.defaults as Environment['defaults'] }),
  matchWhere: (match) => match,
  filesOf: ({ organizationId }, environmentId) => ({ organizationId, environmentId }),
}

const serviceAccounts: TableMapping<Scope, ServiceAccount, ServiceAccountRow> = {
  noun: 'Service account',
  table: (transaction) => transaction.serviceAccount,
  keyField: 'id',
  scopeWhere: (scope) => ({ organizationId: scope.organizationId }),
  keyOf: (account) => account.id,
  toRow: ({ organizationId, id, displayName, description, ...rest }) => storable({ organizationId, id, displayName, description, ...storedColumns(rest) }),
  fromRow: (row) => ({ ...readStored(row), organizationId: row.organizationId, id: row.id, displayName: row.displayName, description: row.description }),
  matchWhere: (match) => match,
}

const reachColumns = (reach: ApiKey['reach']) =>
  reach.kind === 'cloud' ? { environmentId: null, regionId: null } : { environmentId: reach.environmentId, regionId: reach.regionId }

const readApiKeyRow = (row: ApiKeyRow): ApiKey => ({
  ...readStored(row),
  organizationId: row.organizationId,
  id: row.id,
  displayName: row.displayName,
  description: row.description,
  ownerId: row.ownerId,
  reach: row.environmentId === null ? { kind: 'cloud' } : { kind: 'region', environmentId: row.environmentId, regionId: row.regionId ?? '' },
  secretHash: row.secretHash,
})

const apiKeys: TableMapping<Scope, ApiKey, ApiKeyRow> = {
  noun: 'API key',
  table: (transaction) => transaction.apiKey,
  keyField: 'id',
  scopeWhere: (scope) => ({ organizationId: scope.organizationId, ...(scope.environmentId === undefined ? {} : { environmentId: scope.environmentId }) }),
  keyOf: (apiKey) => apiKey.id,
  toRow: ({ organizationId, id, displayName, description, ownerId, secretHash, reach, ...rest }) =>
    storable({ organizationId, id, displayName, description, ownerId, secretHash, ...reachColumns(reach), ...storedColumns(rest) }),
  fromRow: readApiKeyRow,
  matchWhere: ({ reach, ...match }) => ({ ...match, ...(reach === undefined ? {} : { AND: reachColumns(reach) }) }),
}

const connectionPlace = (owner: { organizationId: string; environmentId: string; name: string }): SealPlace => ({
  column: 'connection.auth_data', organizationId: owner.organizationId, environmentId: owner.environmentId, name: owner.name,
})

/** The connection of a row, opened. */
export const readConnectionRow = (seal: Seal, row: ConnectionRow): Connection => ({
  ...readStored(row),
  organizationId: row.organizationId,
  environmentId: row.environmentId,
  name: row.name,
  connectionType: row.connectionType,
  endpoint: row.endpoint,
  authData: seal.open(row.authDataSealed, connectionPlace(row)),
})

const connections = (seal: Seal): TableMapping<Tenant, Connection, ConnectionRow> => ({
  noun: 'Connection',
  table: (transaction) => transaction.connection,
  keyField: 'name',
  scopeWhere: (scope) => ({ organizationId: scope.organizationId, environmentId: scope.environmentId }),
  keyOf: (connection) => connection.name,
  toRow: ({ organizationId, environmentId, name, connectionType, endpoint, authData, ...rest }) => {
    const authDataSealed = seal.seal(authData, connectionPlace({ organizationId, environmentId, name }))
    return storable({ organizationId, environmentId, name, connectionType, endpoint, authDataSealed, ...storedColumns(rest) })
  },
  fromRow: (row) => readConnectionRow(seal, row),
  // Sealed text cannot be compared.
  matchWhere: ({ authData: _authData, ...match }) => match,
})

const readOrganizationRow = (row: OrganizationRow): Organization => ({ ...readStored(row), id: row.id, displayName: row.displayName })

const readConfigRow = (row: ComputePoolConfigRow): ComputePoolConfig => ({
  ...readStored(row), organizationId: row.organizationId, defaultPoolEnabled: row.defaultPoolEnabled, defaultPoolMaxCfu: row.defaultPoolMaxCfu,
})

/** The simple resources of the API, one table each. */
export function createResources(database: Database, seal: Seal, clock: Pick<Clock, 'nowMs'>): Resources {
  return {
    environments: {
      ...createResourceStore(database, seal, clock, environments),
      // Every request about statements asks for it.
      load: ({ organizationId, environmentId }, id) =>
        environmentId !== undefined && environmentId !== id ? Promise.resolve(failed('not-found', `Environment ${id} does not exist.`)) : loadEnvironment(database, { organizationId, environmentId: id }),
      remove: ({ organizationId, environmentId }, id) =>
        environmentId !== undefined && environmentId !== id
          ? Promise.resolve(failed('not-found', `Environment ${id} does not exist.`)) : removeEnvironment(database, { organizationId, environmentId: id }, clock.nowMs()),
    },
    serviceAccounts: createResourceStore(database, seal, clock, serviceAccounts),
    apiKeys: createResourceStore(database, seal, clock, apiKeys),
    connections: createResourceStore(database, seal, clock, connections(seal)),
    snapshotPolicies: createResourceStore(database, seal, clock, snapshotPolicies),
    organizations: createOrganizations(database),
    computePoolConfigs: createComputePoolConfigs(database),
    findApiKey: async (keyId) =>
      await database.withPresentedKey(keyId, async (transaction) => {
        const rows = await transaction.$queryRaw<ApiKeyRow[]>`
          SELECT organization_id AS "organizationId", id, display_name AS "displayName", description, owner_id AS "ownerId", environment_id AS "environmentId",
            region_id AS "regionId", secret_hash AS "secretHash", version, created_at_ms AS "createdAtMs", updated_at_ms AS "updatedAtMs"
          FROM api_key WHERE id = ${keyId} LIMIT 2`
        // Ids are random; should two organizations ever hold the same one, neither can be told to be meant.
        return rows[0] === undefined || rows.length > 1 ? failed('not-found', 'There is no such API key.') : ok(readApiKeyRow(rows[0]))
      }),
  }
}

function createOrganizations(database: Database): Resources['organizations'] {
  return {
    create: async (organization) => {
      const created = await database.inTenantWithModels({ organizationId: organization.id }, 'write', async (transaction) =>
        ok(readOrganizationRow(await transaction.organization.create({ data: storable({ id: organization.id, displayName: organization.displayName, ...storedColumns(organization) }) }))))
      if (!created.ok && created.reason === 'conflict') return failed('conflict', `Organization ${organization.id} exists already.`, created.detail)
      return created
    },
    load: async (organizationId) =>
      await database.inTenantWithModels({ organizationId }, 'read', async (transaction) => {
        const row = await transaction.organization.findUnique({ where: { id: organizationId } })
        return row === null ? failed('not-found', `Organization ${organizationId} does not exist.`) : ok(readOrganizationRow(row))
      }),
    replace: async (organization, expectedVersion) =>
      await database.inTenantWithModels({ organizationId: organization.id }, 'write', async (transaction) => {
        const [row] = await transaction.organization.updateManyAndReturn({
          where: { id: organization.id, version: expectedVersion },
          data: { displayName: toStorableText(organization.displayName), updatedAtMs: organization.updatedAtMs, version: expectedVersion + 1 },
        })
        if (row !== undefined) return ok(readOrganizationRow(row))
        const found = await transaction.organization.count({ where: { id: organization.id } })
        return found === 0
          ? failed('not-found', `Organization ${organization.id} does not exist.`)
          : failed('conflict', `Organization ${organization.id} was changed since version ${expectedVersion}. Read it again and repeat the change.`)
      }),
  }
}

function createComputePoolConfigs(database: Database): Resources['computePoolConfigs'] {
  return {
    load: async (organizationId) =>
      await database.inTenantWithModels({ organizationId }, 'read', async (transaction) => {
        const row = await transaction.computePoolConfig.findUnique({ where: { organizationId } })
        return row === null ? failed('not-found', 'The organization has no compute pool settings yet.') : ok(readConfigRow(row))
      }),
    save: async (config, expectedVersion) =>
      await database.inTenantWithModels(config, 'write', async (transaction) => {
        const { organizationId, defaultPoolEnabled, defaultPoolMaxCfu } = config
        const data = { organizationId, defaultPoolEnabled, defaultPoolMaxCfu, ...storedColumns(config), version: expectedVersion + 1 }
        if (expectedVersion === 0) return ok(readConfigRow(await transaction.computePoolConfig.create({ data })))
        const [row] = await transaction.computePoolConfig.updateManyAndReturn({ where: { organizationId: config.organizationId, version: expectedVersion }, data })
        return row === undefined ? failed('conflict', `The compute pool settings were changed since version ${expectedVersion}.`) : ok(readConfigRow(row))
      }),
  }
}
