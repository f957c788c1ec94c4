import { expect, it } from 'vitest'
import { bornTable, makeTenant, refusal, valueOf } from './store-fixtures.ts'
import type { StoresUnderTest } from './store-fixtures.ts'

/** The stored catalog of an environment: optimistic versions, all or nothing. */
export function catalogStoreTests(stores: () => StoresUnderTest): void {
  it('an environment begins with an empty catalog under its own names', async () => {
    const tenant = await makeTenant(stores())
    const empty = { id: tenant.environmentId, displayName: 'An environment', databases: [], objects: [] }
    expect(valueOf(await stores().api.loadCatalog(tenant))).toEqual(empty)
    expect(valueOf(await stores().reconcile.loadCatalog(tenant))).toEqual(empty)
    expect(await stores().api.loadCatalog({ ...tenant, environmentId: 'env-none' })).toMatchObject(refusal('not-found'))
    expect(valueOf(await stores().reconcile.loadEnvironment(tenant))).toMatchObject({ id: tenant.environmentId })
  })

  it('stores an object whole and counts its version', async () => {
    const { api, reconcile } = stores()
    const tenant = await makeTenant(stores())
    const view = bornTable('v', {
      kind: 'view', query: 'SELECT 1', comment: 'a view', watermark: { column: 'ts', expression: 'ts' }, distribution: { columns: ['id'], buckets: 3 }, partitionKeys: ['id'],
      columns: [{ name: 'id', dataTypeText: 'INT', type: { type: 'INTEGER', nullable: false }, kind: 'computed', expression: '1', primaryKeyPosition: 1 }],
    })
    valueOf(await reconcile.changeCatalog(tenant, [
      { kind: 'put-database', database: { name: 'main', comment: 'c', version: 0 }, expectedVersion: 0 },
      { kind: 'put-object', object: view, expectedVersion: 0 },
    ], 5))
    const catalog = valueOf(await api.loadCatalog(tenant))
    expect(catalog.databases).toEqual([{ name: 'main', comment: 'c', version: 1 }])
    expect(catalog.objects).toEqual([{ ...view, version: 1 }])
    valueOf(await reconcile.changeCatalog(tenant, [{ kind: 'put-object', object: bornTable('v', { updatedAtMs: 9 }), expectedVersion: 1 }], 6))
    expect(valueOf(await api.loadCatalog(tenant)).objects).toEqual([bornTable('v', { version: 2, updatedAtMs: 9 })])
  })

  it('changes are all or nothing', async () => {
    const { reconcile } = stores()
    const tenant = await makeTenant(stores())
    valueOf(await reconcile.changeCatalog(tenant, [{ kind: 'put-object', object: bornTable('a'), expectedVersion: 0 }], 5))
    for (const last of [
      { kind: 'put-object', object: bornTable('a'), expectedVersion: 0 },
      { kind: 'put-object', object: bornTable('a'), expectedVersion: 2 },
      { kind: 'put-object', object: bornTable('none'), expectedVersion: 1 },
      { kind: 'remove-object', database: 'main', name: 'a', expectedVersion: 2 },
      { kind: 'remove-object', database: 'main', name: 'none', expectedVersion: 1 },
      { kind: 'remove-database', name: 'none', expectedVersion: 1 },
    ] as const) {
      expect(await reconcile.changeCatalog(tenant, [{ kind: 'put-object', object: bornTable('b'), expectedVersion: 0 }, last], 6)).toMatchObject(refusal('conflict'))
    }
    expect(valueOf(await reconcile.loadCatalog(tenant)).objects.map((object) => [object.name, object.version])).toEqual([['a', 1]])
  })

  it('removes what is at its version', async () => {
    const { reconcile } = stores()
    const tenant = await makeTenant(stores())
    valueOf(await reconcile.changeCatalog(tenant, [
      { kind: 'put-database', database: { name: 'main', version: 0 }, expectedVersion: 0 },
      { kind: 'put-object', object: bornTable('a'), expectedVersion: 0 },
    ], 5))
    valueOf(await reconcile.changeCatalog(tenant, [
      { kind: 'remove-object', database: 'main', name: 'a', expectedVersion: 1 },
      { kind: 'remove-database', name: 'main', expectedVersion: 1 },
    ], 6))
    expect(valueOf(await reconcile.loadCatalog(tenant))).toMatchObject({ databases: [], objects: [] })
  })

  it('of two creators of one name one wins', async () => {
    const { reconcile } = stores()
    const tenant = await makeTenant(stores())
    const race = await Promise.all([1, 2, 3].map(() => reconcile.changeCatalog(tenant, [{ kind: 'put-object', object: bornTable('a'), expectedVersion: 0 }], 5)))
    expect(race.filter((result) => result.ok)).toHaveLength(1)
    expect(race.filter((result) => !result.ok && result.reason === 'conflict')).toHaveLength(2)
  })

  it('another tenant has its own', async () => {
    const { reconcile } = stores()
    const tenant = await makeTenant(stores())
    const other = await makeTenant(stores(), tenant.organizationId)
    valueOf(await reconcile.changeCatalog(tenant, [{ kind: 'put-object', object: bornTable('a'), expectedVersion: 0 }], 5))
    expect(valueOf(await reconcile.loadCatalog(other)).objects).toEqual([])
    expect(await reconcile.changeCatalog(other, [{ kind: 'remove-object', database: 'main', name: 'a', expectedVersion: 1 }], 6)).toMatchObject(refusal('conflict'))
  })
}
