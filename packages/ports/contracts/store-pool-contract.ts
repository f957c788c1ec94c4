import type { StatementObserved } from '@headgate/domain'
import { expect, it } from 'vitest'
import { bornPool, bornStatement, commitOf, dueKeys, freshId, leaseNow, makeTenant, poolKey, refusal, statementKey, valueOf } from './store-fixtures.ts'
import type { StoresUnderTest } from './store-fixtures.ts'

/** Compute pools: as the API keeps them, and as their plan reads and writes them. */
export function poolStoreTests(stores: () => StoresUnderTest): void {
  const born = async () => {
    const tenant = await makeTenant(stores())
    return { tenant, pool: valueOf(await stores().api.createPool(tenant, bornPool(tenant, { nowMs: stores().clock.nowMs() }))) }
  }

  it('stores a pool whole, reads it back, and its key is due', async () => {
    const { api, reconcile, clock } = stores()
    const { tenant, pool } = await born()
    expect(pool).toMatchObject({ specVersion: 1, intentVersion: 1 })
    expect(valueOf(await api.loadPool(tenant, pool.id))).toEqual(pool)
    expect(valueOf(await reconcile.loadPool(poolKey(pool)))).toEqual(pool)
    expect(valueOf(await reconcile.loadPool({ ...tenant, computePoolId: pool.id }))).toEqual(pool)
    expect(await dueKeys(stores(), 'pool', tenant, clock.nowMs() + 1)).toEqual([poolKey(pool)])
    expect(valueOf(await reconcile.listPools())).toContainEqual(poolKey(pool))
    expect(await api.createPool(tenant, bornPool(tenant, { id: pool.id }))).toMatchObject(refusal('conflict'))
  })

  it('another tenant does not find it', async () => {
    const { api } = stores()
    const { tenant, pool } = await born()
    for (const other of [await makeTenant(stores(), tenant.organizationId), await makeTenant(stores())]) {
      expect(await api.loadPool(other, pool.id)).toMatchObject(refusal('not-found'))
      expect(await api.changePoolSpec(other, pool.id, pool.spec, 1, 5)).toMatchObject(refusal('not-found'))
      expect(await api.requestPoolDeletion(other, pool.id, 5)).toMatchObject(refusal('not-found'))
      expect(valueOf(await api.listPools(other, { pageSize: 10 })).items).toEqual([])
      expect(await api.createPool(other, bornPool(tenant))).toMatchObject(refusal('not-found'))
    }
  })

  it('lists by creation in pages, and by region', async () => {
    const { api } = stores()
    const tenant = await makeTenant(stores())
    for (const [nowMs, region] of [[10, 'a'], [20, 'b'], [20, 'a']] as const) valueOf(await api.createPool(tenant, bornPool(tenant, { nowMs, region })))
    const first = valueOf(await api.listPools(tenant, { pageSize: 2 }))
    const second = valueOf(await api.listPools(tenant, { pageSize: 2, pageToken: first.nextPageToken }))
    expect([...first.items, ...second.items].map((pool) => pool.createdAtMs)).toEqual([10, 20, 20])
    expect(new Set([...first.items, ...second.items].map((pool) => pool.id)).size).toBe(3)
    expect(second.nextPageToken).toBeUndefined()
    expect(valueOf(await api.listPools(tenant, { pageSize: 9 }, { region: 'a' })).items).toHaveLength(2)
  })

  it('changes at the expected version only; deletion may be repeated', async () => {
    const { api } = stores()
    const { tenant, pool } = await born()
    const changed = valueOf(await api.changePoolSpec(tenant, pool.id, { ...pool.spec, maxCfu: 20 }, 1, 50))
    expect(changed).toMatchObject({ specVersion: 2, spec: { maxCfu: 20 }, updatedAtMs: 50 })
    expect(await api.changePoolSpec(tenant, pool.id, pool.spec, 1, 51)).toMatchObject(refusal('conflict'))
    valueOf(await api.requestPoolDeletion(tenant, pool.id, 60))
    valueOf(await api.requestPoolDeletion(tenant, pool.id, 70))
    expect(valueOf(await api.loadPool(tenant, pool.id)).deletionRequestedAtMs).toBe(60)
  })

  it('a commit is a compare-and-swap under the lease, and wakes its statements', async () => {
    const { api, reconcile, clock } = stores()
    const { tenant, pool } = await born()
    const statement = valueOf(await api.createStatement(tenant, bornStatement(tenant, { computePoolId: pool.id })))
    valueOf(await reconcile.release(await leaseNow(stores(), statementKey(statement)), undefined))
    const lease = await leaseNow(stores(), poolKey(pool))
    const commit = { expectedIntentVersion: 1, expectedSpecVersion: 1, intent: { ...pool.intent, awake: true }, observed: pool.observed, status: { ...pool.status, currentCfu: 3 }, wake: [statementKey(statement)] }
    const race = await Promise.all([reconcile.commitPool(lease, commit), reconcile.commitPool(lease, commit)])
    expect(race.filter((result) => result.ok)).toHaveLength(1)
    expect(valueOf(await api.loadPool(tenant, pool.id))).toMatchObject({ intentVersion: 2, intent: { awake: true }, status: { currentCfu: 3 }, specVersion: 1 })
    expect(await dueKeys(stores(), 'statement', tenant, clock.nowMs() + 1)).toEqual([statementKey(statement)])
    valueOf(await reconcile.recordPool(lease, { observed: { workers: { state: 'absent', seenAtMs: 4 } }, wake: [] }))
    expect(valueOf(await api.loadPool(tenant, pool.id)).observed).toEqual({ workers: { state: 'absent', seenAtMs: 4 } })
    valueOf(await reconcile.release(lease, undefined))
    expect(await reconcile.commitPool(lease, { ...commit, expectedIntentVersion: 2 })).toMatchObject(refusal('conflict'))
    expect(await reconcile.recordPool(lease, { observed: pool.observed, wake: [] })).toMatchObject(refusal('conflict'))
  })

  it('a commit is refused over a spec that changed since it was read, and the key is due again', async () => {
    const { api, reconcile } = stores()
    const { tenant, pool } = await born()
    const lease = await leaseNow(stores(), poolKey(pool))
    valueOf(await api.changePoolSpec(tenant, pool.id, { ...pool.spec, maxCfu: 1 }, 1, 50))
    const commit = { expectedIntentVersion: 1, expectedSpecVersion: 1, intent: { ...pool.intent, grants: { one: 2 } }, observed: pool.observed, status: pool.status, wake: [] }
    expect(await reconcile.commitPool(lease, commit)).toMatchObject(refusal('conflict'))
    expect(valueOf(await reconcile.release(lease, undefined))).toEqual({ dueNow: true })
    expect(valueOf(await api.loadPool(tenant, pool.id)).intent.grants).toEqual({})
  })

  it('a removed pool is gone with its key, and a wake does not bring it back', async () => {
    const { api, reconcile, clock } = stores()
    const { tenant, pool } = await born()
    valueOf(await reconcile.removePool(await leaseNow(stores(), poolKey(pool))))
    expect(await api.loadPool(tenant, pool.id)).toMatchObject(refusal('not-found'))
    const statement = valueOf(await api.createStatement(tenant, bornStatement(tenant)))
    valueOf(await reconcile.recordStatement(await leaseNow(stores(), statementKey(statement)), { observed: statement.observed, events: [], wake: [poolKey(pool)] }))
    expect(await reconcile.lease(poolKey(pool), 'h', clock.nowMs(), 100)).toMatchObject(refusal('not-found'))
    expect(valueOf(await reconcile.listPools())).not.toContainEqual(poolKey(pool))
  })

  it('counts the statements that are not at rest', async () => {
    const { api, reconcile } = stores()
    const { tenant, pool } = await born()
    const first = valueOf(await api.createStatement(tenant, bornStatement(tenant, { computePoolId: pool.id })))
    valueOf(await api.createStatement(tenant, bornStatement(tenant, { computePoolId: pool.id })))
    valueOf(await api.createStatement(tenant, bornStatement(tenant, { computePoolId: 'lfcp-other' })))
    expect(valueOf(await api.countLiveStatements(tenant, pool.id))).toBe(2)
    valueOf(await reconcile.commitStatement(await leaseNow(stores(), statementKey(first)), commitOf(first, { intent: { ...first.intent, rest: 'completed' } })))
    expect(valueOf(await api.countLiveStatements(tenant, pool.id))).toBe(1)
  })

  it('lists who asks for, holds or may hold something of the pool', async () => {
    const { api, reconcile, clock } = stores()
    const { tenant, pool } = await born()
    const make = async (intent: object, goneGeneration: number, computePoolId = pool.id, observed: Partial<StatementObserved> = {}) => {
      const statement = valueOf(await api.createStatement(tenant, bornStatement(tenant, { computePoolId, name: freshId('s') })))
      const lease = await leaseNow(stores(), statementKey(statement))
      valueOf(await reconcile.commitStatement(lease, commitOf(statement, { intent: { ...statement.intent, ...intent }, observed: { goneGeneration, ...observed } })))
      valueOf(await reconcile.release(lease, undefined))
      return statement
    }
    const generation = { generation: 2, jobId: 'a'.repeat(32), computePoolId: pool.id, clusterGeneration: 7, parallelism: 1, createdAtMs: clock.nowMs() }
    const asks = await make({ slotsAsked: 2, slotsAskedAtMs: 5 }, 0, pool.id, { prepared: { atMs: 1, traits: {}, warnings: [], bounded: false } })
    const needs = await make({ needsGateway: true }, 0)
    const holds = await make({ generation }, 1)
    const moves = await make({ generation, slotsAsked: 2, slotsAskedAtMs: 5 }, 1, 'lfcp-other')
    await make({ generation }, 2)
    await make({}, 0)
    await make({ slotsAsked: 2 }, 0, 'lfcp-other')
    const demands = valueOf(await reconcile.listDemands({ ...tenant, computePoolId: pool.id }))
    expect(demands.map((demand) => demand.uid).sort()).toEqual([asks.uid, needs.uid, holds.uid, moves.uid].sort())
    const of = (uid: string) => demands.find((demand) => demand.uid === uid)
    expect(of(asks.uid)).toMatchObject({ name: asks.name, slotsAsked: 2, slotsAskedAtMs: 5, needsGateway: false, isPlanned: true })
    expect(of(needs.uid)?.isPlanned).toBeUndefined()
    expect(of(needs.uid)).toMatchObject({ slotsAsked: 0, needsGateway: true })
    expect(of(holds.uid)).toMatchObject({ slotsAsked: 0, jobId: generation.jobId, clusterGeneration: 7 })
    expect(of(moves.uid)).toMatchObject({ slotsAsked: 2, slotsAskedAtMs: 5, jobId: generation.jobId, clusterGeneration: 7 })
  })
}
