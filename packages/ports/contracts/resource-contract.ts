import type { ApiKey, Connection, Environment, ServiceAccount } from '@headgate/domain'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { bornPool, freshId, makeTenant, refusal, valueOf } from './store-fixtures.ts'
import type { StoresUnderTest } from './store-fixtures.ts'

const times = { version: 1, createdAtMs: 10, updatedAtMs: 10 }

/** What `Resources` promises. `makeStores` is called once; every test makes its own tenants. */
export function resourceContract(makeStores: () => Promise<StoresUnderTest>): void {
  let stores: StoresUnderTest
  beforeAll(async () => {
    stores = await makeStores()
  }, 60_000)
  afterAll(async () => {
    await stores?.stop()
  })

  const account = (organizationId: string, over: Partial<ServiceAccount> = {}): ServiceAccount => ({ organizationId, id: freshId('sa'), displayName: 'robot', description: 'd', ...times, ...over })
  const apiKey = (organizationId: string, over: Partial<ApiKey> = {}): ApiKey => ({
    organizationId, id: freshId('KEY'), displayName: 'k', description: '', ownerId: 'sa-1', reach: { kind: 'cloud' }, secretHash: 'ab'.repeat(32), ...times, ...over,
  })
  const connection = (tenant: { organizationId: string; environmentId: string }, over: Partial<Connection> = {}): Connection => ({
    ...tenant, name: freshId('c'), connectionType: 'KAFKA', endpoint: 'broker:9092', authData: '{"password":"p"}', ...times, ...over,
  })

  it('creates, loads, replaces at a version, and removes', async () => {
    const { serviceAccounts } = stores.resources
    const scope = await makeTenant(stores)
    const created = valueOf(await serviceAccounts.create(scope, account(scope.organizationId)))
    expect(valueOf(await serviceAccounts.load(scope, created.id))).toEqual(created)
    expect(await serviceAccounts.create(scope, created)).toMatchObject(refusal('conflict'))
    const replaced = valueOf(await serviceAccounts.replace(scope, created.id, { ...created, displayName: 'other', updatedAtMs: 20 }, 1))
    expect(replaced).toEqual({ ...created, displayName: 'other', updatedAtMs: 20, version: 2 })
    expect(valueOf(await serviceAccounts.load(scope, created.id))).toEqual(replaced)
    expect(await serviceAccounts.replace(scope, created.id, created, 1)).toMatchObject(refusal('conflict'))
    valueOf(await serviceAccounts.remove(scope, created.id))
    expect(await serviceAccounts.load(scope, created.id)).toMatchObject(refusal('not-found'))
    expect(await serviceAccounts.replace(scope, created.id, created, 1)).toMatchObject(refusal('not-found'))
    expect(await serviceAccounts.remove(scope, created.id)).toMatchObject(refusal('not-found'))
  })

  it('lists by creation, then key, in pages, matching exactly', async () => {
    const { serviceAccounts } = stores.resources
    const scope = await makeTenant(stores)
    for (const [id, createdAtMs, displayName] of [['sa-c', 20, 'x'], ['sa-b', 20, 'x'], ['sa-a', 30, 'y'], ['sa-d', 10, 'x']] as const) {
      valueOf(await serviceAccounts.create(scope, account(scope.organizationId, { id, createdAtMs, displayName })))
    }
    const ids: string[] = []
    let pageToken: string | undefined
    do {
      const page = valueOf(await serviceAccounts.list(scope, { pageSize: 2, pageToken }))
      ids.push(...page.items.map((item) => item.id))
      pageToken = page.nextPageToken
    } while (pageToken !== undefined && ids.length < 10)
    expect(ids).toEqual(['sa-d', 'sa-b', 'sa-c', 'sa-a'])
    expect(valueOf(await serviceAccounts.list(scope, { pageSize: 9 }, { displayName: 'y' })).items.map((item) => item.id)).toEqual(['sa-a'])
    expect(await serviceAccounts.list(scope, { pageSize: 9, pageToken: '%%%' })).toMatchObject(refusal('rejected'))
  })

  it('another organization finds nothing, and nothing can be put there', async () => {
    const { environments, serviceAccounts, apiKeys, connections } = stores.resources
    const tenant = await makeTenant(stores)
    const other = await makeTenant(stores)
    const mine = valueOf(await serviceAccounts.create(tenant, account(tenant.organizationId)))
    const key = valueOf(await apiKeys.create({ organizationId: tenant.organizationId }, apiKey(tenant.organizationId)))
    const link = valueOf(await connections.create(tenant, connection(tenant)))
    expect(await serviceAccounts.load(other, mine.id)).toMatchObject(refusal('not-found'))
    expect(await serviceAccounts.replace(other, mine.id, mine, 1)).toMatchObject(refusal('not-found'))
    expect(await serviceAccounts.remove(other, mine.id)).toMatchObject(refusal('not-found'))
    expect(await apiKeys.load(other, key.id)).toMatchObject(refusal('not-found'))
    expect(await connections.load(other, link.name)).toMatchObject(refusal('not-found'))
    expect(await environments.load(other, tenant.environmentId)).toMatchObject(refusal('not-found'))
    expect(valueOf(await serviceAccounts.list(other, { pageSize: 9 })).items).toEqual([])
    expect(await serviceAccounts.create(other, account(tenant.organizationId))).toMatchObject(refusal('not-found'))
    expect(await connections.create(other, connection(tenant))).toMatchObject(refusal('not-found'))
    // The same ids are free there: nothing tells that they exist elsewhere.
    valueOf(await serviceAccounts.create(other, { ...mine, organizationId: other.organizationId }))
    valueOf(await connections.create(other, { ...link, ...other }))
  })

  it('a scope of one environment sees that environment alone', async () => {
    const { environments, apiKeys } = stores.resources
    const tenant = await makeTenant(stores)
    const sibling = await makeTenant(stores, tenant.organizationId)
    const whole = { organizationId: tenant.organizationId }
    const ids = (items: Environment[]) => items.map((item) => item.id).sort()
    expect(ids(valueOf(await environments.list(whole, { pageSize: 9 })).items)).toEqual([tenant.environmentId, sibling.environmentId].sort())
    expect(ids(valueOf(await environments.list(tenant, { pageSize: 9 })).items)).toEqual([tenant.environmentId])
    expect(await environments.load(tenant, sibling.environmentId)).toMatchObject(refusal('not-found'))
    expect(await environments.remove(tenant, sibling.environmentId)).toMatchObject(refusal('not-found'))
    const regional = valueOf(await apiKeys.create(whole, apiKey(tenant.organizationId, { reach: { kind: 'region', environmentId: tenant.environmentId, regionId: 'here' } })))
    expect(valueOf(await apiKeys.load(tenant, regional.id))).toEqual(regional)
    expect(await apiKeys.load(sibling, regional.id)).toMatchObject(refusal('not-found'))
  })

  it('an environment in use is not removed', async () => {
    const tenant = await makeTenant(stores)
    valueOf(await stores.api.createPool(tenant, bornPool(tenant)))
    expect(await stores.resources.environments.remove({ organizationId: tenant.organizationId }, tenant.environmentId)).toMatchObject(refusal('conflict'))
  })

  it('connections come back with their auth data, by name', async () => {
    const { connections } = stores.resources
    const tenant = await makeTenant(stores)
    const a = valueOf(await connections.create(tenant, connection(tenant, { name: 'a', authData: '{"password":"ä"}' })))
    const b = valueOf(await connections.create(tenant, connection(tenant, { name: 'b' })))
    expect(valueOf(await connections.load(tenant, 'a'))).toEqual(a)
    expect(valueOf(await stores.reconcile.loadConnections(tenant, ['b', 'a', 'none']))).toEqual([a, b])
    const moved = valueOf(await connections.replace(tenant, 'a', { ...a, authData: '{}' }, 1))
    expect(moved.authData).toBe('{}')
    expect(valueOf(await stores.reconcile.loadConnections(await makeTenant(stores), ['a']))).toEqual([])
  })

  it('finds an API key by its id without a tenant', async () => {
    const tenant = await makeTenant(stores)
    const key = valueOf(await stores.resources.apiKeys.create({ organizationId: tenant.organizationId }, apiKey(tenant.organizationId)))
    expect(valueOf(await stores.resources.findApiKey(key.id))).toEqual(key)
    expect(await stores.resources.findApiKey(freshId('KEY'))).toMatchObject(refusal('not-found'))
    valueOf(await stores.resources.apiKeys.remove({ organizationId: tenant.organizationId }, key.id))
    expect(await stores.resources.findApiKey(key.id)).toMatchObject(refusal('not-found'))
  })

  it('organizations and their pool settings have versions', async () => {
    const { organizations, computePoolConfigs } = stores.resources
    const { organizationId } = await makeTenant(stores)
    const organization = valueOf(await organizations.load(organizationId))
    expect(await organizations.create(organization)).toMatchObject(refusal('conflict'))
    expect(valueOf(await organizations.replace({ ...organization, displayName: 'new' }, 1))).toMatchObject({ displayName: 'new', version: 2 })
    expect(await organizations.replace(organization, 1)).toMatchObject(refusal('conflict'))
    expect(await organizations.load(crypto.randomUUID())).toMatchObject(refusal('not-found'))
    const config = { organizationId, defaultPoolEnabled: true, defaultPoolMaxCfu: 10, ...times }
    expect(await computePoolConfigs.load(organizationId)).toMatchObject(refusal('not-found'))
    expect(valueOf(await computePoolConfigs.save(config, 0)).version).toBe(1)
    expect(await computePoolConfigs.save(config, 0)).toMatchObject(refusal('conflict'))
    expect(valueOf(await computePoolConfigs.save({ ...config, defaultPoolMaxCfu: 20 }, 1))).toMatchObject({ defaultPoolMaxCfu: 20, version: 2 })
    expect(await computePoolConfigs.save(config, 1)).toMatchObject(refusal('conflict'))
  })
}
