import type { Tenant } from '@headgate/domain'
import { expect, it } from 'vitest'
import {
  bornPool, bornStatement, changeOf, commitOf, dueKeys, freshId, leaseNow, leaseStorage, makeTenant, poolKey, refusal, restorableSnapshot, statementKey, valueOf,
} from './store-fixtures.ts'
import type { StoresUnderTest } from './store-fixtures.ts'

/** A drill runs as any statement does, and no tenant sees it. */
export function drillStoreTests(stores: () => StoresUnderTest): void {
  const began = async () => {
    const tenant = await makeTenant(stores())
    const lease = await leaseStorage(stores(), tenant)
    const snapshot = valueOf(await stores().api.createSnapshot(tenant, restorableSnapshot(tenant)))
    const nowMs = stores().clock.nowMs()
    const pool = bornPool(tenant, { id: freshId('drill'), nowMs })
    const statement = bornStatement(tenant, { name: `drill/${snapshot.id}`, computePoolId: pool.id, nowMs })
    const drill = { statementUid: statement.uid, computePoolId: pool.id, startedAtMs: 1, isEnding: false }
    return { tenant, lease, snapshot, pool, statement, drill, change: changeOf(snapshot, { observed: { ...snapshot.observed, drill } }) }
  }
  const load = async (tenant: Tenant, uid: string) => valueOf(await stores().storage.loadStatement(tenant, uid))

  it('is made whole with the snapshot that says so, or not at all', async () => {
    const { api, storage } = stores()
    const { tenant, lease, snapshot, pool, statement, drill, change } = await began()
    expect(await storage.createDrill({ ...lease, token: lease.token - 1 }, change, pool, statement)).toMatchObject(refusal('conflict'))
    expect(await storage.createDrill(lease, { ...change, expectedIntentVersion: 9 }, pool, statement)).toMatchObject(refusal('conflict'))
    expect(await storage.loadStatement(tenant, statement.uid)).toMatchObject(refusal('not-found'))
    valueOf(await storage.createDrill(lease, change, pool, statement))
    expect(await load(tenant, statement.uid)).toEqual({ ...statement, scratch: true, specVersion: 1, intentVersion: 1, updatedAtMs: statement.createdAtMs })
    const drilled = valueOf(await api.loadSnapshot(tenant, snapshot.id))
    expect(drilled).toMatchObject({ intentVersion: 2, observed: { drill } })
    // There is one already.
    const again = await storage.createDrill(lease, changeOf(drilled), bornPool(tenant), bornStatement(tenant, { name: statement.name }))
    expect(again).toMatchObject(refusal('conflict'))
    expect(valueOf(await api.loadSnapshot(tenant, snapshot.id)).intentVersion).toBe(2)
  })

  it('is out of the tenant’s sight', async () => {
    const { api, storage } = stores()
    const { tenant, lease, pool, statement, change } = await began()
    valueOf(await storage.createDrill(lease, change, pool, statement))
    expect(valueOf(await api.listStatements(tenant, {}, { pageSize: 9 })).items).toEqual([])
    expect(await api.loadStatement(tenant, statement.name)).toMatchObject(refusal('not-found'))
    expect(await api.loadStatementByUid(tenant, statement.uid)).toMatchObject(refusal('not-found'))
    expect(await api.changeStatementSpec(tenant, statement.name, statement.spec, 1, 5)).toMatchObject(refusal('not-found'))
    expect(await api.requestStatementDeletion(tenant, statement.name, 5)).toMatchObject(refusal('not-found'))
    expect(await api.resumeFrom(tenant, statement.name, { kind: 'savepoint', uri: 'u', generation: 1, snapshotId: change.id }, 5)).toMatchObject(refusal('not-found'))
    expect(valueOf(await api.listPools(tenant, { pageSize: 9 })).items).toEqual([])
    expect(await api.loadPool(tenant, pool.id)).toMatchObject(refusal('not-found'))
    expect(await api.changePoolSpec(tenant, pool.id, pool.spec, 1, 5)).toMatchObject(refusal('not-found'))
    expect(await api.requestPoolDeletion(tenant, pool.id, 5)).toMatchObject(refusal('not-found'))
    expect(await api.createPool(tenant, bornPool(tenant, { id: pool.id }))).toMatchObject(refusal('conflict'))
    expect(valueOf(await api.countLiveStatements(tenant, pool.id))).toBe(0)
    expect(valueOf(await api.listStorageStatements(tenant))).toEqual([])
    const world = valueOf(await storage.loadStorage(tenant))
    expect([world.statements.map(({ uid, isScratch }) => [uid, isScratch]), world.computePoolIds]).toEqual([[[statement.uid, true]], [pool.id]])
  })

  it('is run by the loops as any other, but takes no savepoint when all is stopped', async () => {
    const { reconcile, storage, clock } = stores()
    const { tenant, lease, pool, statement, change } = await began()
    valueOf(await storage.createDrill(lease, change, pool, statement))
    expect(await dueKeys(stores(), 'statement', tenant, clock.nowMs() + 1)).toEqual([statementKey(statement)])
    expect(await dueKeys(stores(), 'pool', tenant, clock.nowMs() + 1)).toEqual([poolKey(pool)])
    expect(valueOf(await reconcile.loadPool(poolKey(pool))).scratch).toBe(true)
    const loaded = valueOf(await reconcile.loadStatement(statementKey(statement)))
    expect(loaded.scratch).toBe(true)
    const held = await leaseNow(stores(), statementKey(statement))
    valueOf(await reconcile.commitStatement(held, commitOf(loaded, { intent: { ...loaded.intent, slotsAsked: 1 } })))
    expect(valueOf(await reconcile.listDemands({ ...tenant, computePoolId: pool.id }))).toMatchObject([{ uid: statement.uid, slotsAsked: 1 }])
    expect(valueOf(await reconcile.listActiveStatements()).filter((key) => key.organizationId === tenant.organizationId)).toEqual([])
    expect(valueOf(await reconcile.listPools())).toContainEqual(poolKey(pool))
  })

  it('ends in order: first its statement, then its pool, then nothing is left', async () => {
    const { reconcile, storage, clock } = stores()
    const { tenant, lease, pool, statement, change, drill } = await began()
    valueOf(await storage.createDrill(lease, change, pool, statement))
    const [statementLease, poolLease] = [await leaseNow(stores(), statementKey(statement)), await leaseNow(stores(), poolKey(pool))]
    expect(await storage.endDrill({ ...lease, token: lease.token - 1 }, drill, 7)).toMatchObject(refusal('conflict'))
    expect(valueOf(await storage.endDrill(lease, drill, 7))).toBe('going')
    expect(valueOf(await storage.endDrill(lease, drill, 8))).toBe('going')
    expect((await load(tenant, statement.uid)).deletionRequestedAtMs).toBe(7)
    expect(valueOf(await reconcile.loadPool(poolKey(pool))).deletionRequestedAtMs).toBeUndefined()
    expect(valueOf(await reconcile.release(statementLease, undefined))).toEqual({ dueNow: true })
    valueOf(await reconcile.removeStatement(await leaseNow(stores(), statementKey(statement))))
    expect(valueOf(await storage.endDrill(lease, drill, 9))).toBe('going')
    expect(valueOf(await reconcile.loadPool(poolKey(pool))).deletionRequestedAtMs).toBe(9)
    expect(valueOf(await reconcile.release(poolLease, undefined))).toEqual({ dueNow: true })
    valueOf(await reconcile.removePool(valueOf(await reconcile.lease(poolKey(pool), 'h', clock.nowMs(), 1_000))))
    expect(await storage.endDrill(lease, drill, 10)).toMatchObject(refusal('not-found'))
  })

  it('what is not scratch is not ended as one', async () => {
    const { api, storage } = stores()
    const { tenant, lease } = await began()
    const pool = valueOf(await api.createPool(tenant, bornPool(tenant)))
    const statement = valueOf(await api.createStatement(tenant, bornStatement(tenant)))
    expect(await storage.endDrill(lease, { statementUid: statement.uid, computePoolId: pool.id }, 7)).toMatchObject(refusal('not-found'))
    expect(valueOf(await api.loadStatement(tenant, statement.name))).toEqual(statement)
    expect(valueOf(await api.loadPool(tenant, pool.id))).toEqual(pool)
  })
}
