import { defaultSnapshotPolicy } from '@headgate/domain'
import type { ApiKey, Connection, Environment, NewSnapshot, ServiceAccount, SnapshotPolicy, Tenant } from '@headgate/domain'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { storageKey } from '../src/index.ts'
import { bornPool, bornSnapshot, bornTable, freshId, leaseStorage, makeTenant, refusal, restorableSnapshot, valueOf, wakesStorage } from './store-fixtures.ts'
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

  it('an environment goes with what was made by itself: its snapshots are in the trash, and the key of its files lives on', async () => {
    const { resources, api, storage, reconcile } = stores
    const tenant = await makeTenant(stores)
    valueOf(await resources.connections.create(tenant, connection(tenant)))
    valueOf(await resources.snapshotPolicies.create(tenant, policy(tenant)))
    valueOf(await reconcile.changeCatalog(tenant, [{ kind: 'put-object', object: bornTable('t'), expectedVersion: 0 }], 1))
    const make = async (over: Partial<NewSnapshot>) => valueOf(await api.createSnapshot(tenant, bornSnapshot(tenant, over))).id
    const [stop, running] = [await make({ trigger: 'stop', state: 'COMPLETED' }), await make({ trigger: 'manual', state: 'IN_PROGRESS' })]
    const gone = await make({ trigger: 'retained', state: 'DELETING' })
    const trash = { atMs: 1, by: 'policy' as const, reason: 'old' }
    const trashed = await make({ trigger: 'manual', state: 'COMPLETED', spec: { labels: {}, pinned: true, trash } })
    expect(await wakesStorage(stores, tenant, () => resources.environments.remove({ organizationId: tenant.organizationId }, tenant.environmentId))).toBe(true)
    expect(await resources.environments.load({ organizationId: tenant.organizationId }, tenant.environmentId)).toMatchObject(refusal('not-found'))
    const world = valueOf(await storage.loadStorage(tenant))
    const specs = Object.fromEntries(world.snapshots.map(({ id, spec }) => [id, spec]))
    const byRemoval = { atMs: expect.any(Number), by: 'user', reason: expect.stringContaining('environment') }
    expect(specs[stop]).toEqual({ labels: {}, pinned: false, trash: byRemoval })
    expect(specs[running]).toEqual({ labels: {}, pinned: false, trash: byRemoval, cancelRequestedAtMs: expect.any(Number) })
    expect(specs[gone]).toEqual({ labels: {}, pinned: false })
    expect(specs[trashed]).toEqual({ labels: {}, pinned: true, trash })
    expect(world.policies).toEqual([])
    expect(world.isEnvironmentGone).toBe(true)
    valueOf(await storage.recordDeletions(await leaseStorage(stores, tenant), { deletions: [], snapshotIds: world.snapshots.map(({ id }) => id), directoryKeys: [], markKeys: [] }))
    expect(valueOf(await storage.loadStorage(tenant)).snapshots).toEqual([])
    expect(await resources.environments.remove({ organizationId: tenant.organizationId }, tenant.environmentId)).toMatchObject(refusal('not-found'))
  })

  it('an environment with a snapshot that a person made or pinned is not removed until that is in the trash', async () => {
    const { resources, api } = stores
    for (const over of [{ trigger: 'manual' }, { trigger: 'adopted' }, { trigger: 'exported' }, { trigger: 'stop', spec: { labels: {}, pinned: true } }] as const) {
      const tenant = await makeTenant(stores)
      valueOf(await resources.connections.create(tenant, connection(tenant, { name: 'stays' })))
      const kept = valueOf(await api.createSnapshot(tenant, restorableSnapshot(tenant, over)))
      const other = valueOf(await api.createSnapshot(tenant, restorableSnapshot(tenant, { trigger: 'stop' })))
      expect(await resources.environments.remove(tenant, tenant.environmentId)).toMatchObject(refusal('rejected'))
      valueOf(await resources.connections.load(tenant, 'stays'))
      expect(valueOf(await api.loadSnapshot(tenant, other.id))).toEqual(other)
      valueOf(await api.changeSnapshotSpec(tenant, kept.id, { ...kept.spec, trash: { atMs: 1, by: 'user', reason: 'r' } }, 1, 5))
      valueOf(await resources.environments.remove(tenant, tenant.environmentId))
    }
  })

  const policy = (tenant: Tenant, over: Partial<SnapshotPolicy> = {}): SnapshotPolicy => ({ ...tenant, name: freshId('policy'), ...defaultSnapshotPolicy, ...times, ...over })

  it('snapshot policies come back as they are, and each change wakes the files', async () => {
    const { snapshotPolicies } = stores.resources
    const tenant = await makeTenant(stores)
    const full = policy(tenant, {
      name: 'full', statementName: 's', schedule: { kind: 'cron', expression: '0 3 * * *', timeZone: 'Europe/Berlin' }, format: 'canonical', keepLast: 3, keepForMs: 30 * 86_400_000, drillEveryMs: 604_800_000, deletionPaused: true,
    })
    expect(await wakesStorage(stores, tenant, () => snapshotPolicies.create(tenant, full))).toBe(true)
    expect(valueOf(await snapshotPolicies.load(tenant, 'full'))).toEqual(full)
    expect(await snapshotPolicies.create(tenant, full)).toMatchObject(refusal('conflict'))
    const plain = policy(tenant, { name: 'full', schedule: { kind: 'interval', everyMs: 60_000 } })
    expect(await wakesStorage(stores, tenant, () => snapshotPolicies.replace(tenant, 'full', plain, 1))).toBe(true)
    expect(valueOf(await snapshotPolicies.load(tenant, 'full'))).toEqual({ ...plain, version: 2 })
    expect(await snapshotPolicies.replace(tenant, 'full', plain, 1)).toMatchObject(refusal('conflict'))
    valueOf(await snapshotPolicies.create(tenant, policy(tenant, { name: 'other', statementName: 't' })))
    // One for each statement, and one for the environment.
    for (const taken of [policy(tenant), policy(tenant, { statementName: 't' })]) expect(await snapshotPolicies.create(tenant, taken)).toMatchObject(refusal('conflict'))
    expect(await snapshotPolicies.replace(tenant, 'other', policy(tenant, { name: 'other' }), 1)).toMatchObject(refusal('conflict'))
    expect(valueOf(await snapshotPolicies.list(tenant, { pageSize: 9 }, { statementName: 't' })).items.map((item) => item.name)).toEqual(['other'])
    expect(valueOf(await stores.storage.loadStorage(tenant)).policies.map((item) => item.name)).toEqual(['full', 'other'])
    expect(await wakesStorage(stores, tenant, () => snapshotPolicies.remove(tenant, 'full'))).toBe(true)
    expect(await snapshotPolicies.load(tenant, 'full')).toMatchObject(refusal('not-found'))
    for (const elsewhere of [await makeTenant(stores), await makeTenant(stores, tenant.organizationId)]) {
      expect(await snapshotPolicies.load(elsewhere, 'other')).toMatchObject(refusal('not-found'))
      expect(await snapshotPolicies.remove(elsewhere, 'other')).toMatchObject(refusal('not-found'))
      expect(await snapshotPolicies.create(elsewhere, policy(tenant))).toMatchObject(refusal('not-found'))
    }
    const nowhere = { ...tenant, environmentId: 'env-none' }
    expect(await snapshotPolicies.create(nowhere, policy(nowhere))).toMatchObject(refusal('not-found'))
    expect(valueOf(await stores.storage.listDue('storage', stores.clock.nowMs() + 1, 10_000))).toContainEqual(storageKey(tenant))
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
