import { newOwnPool, ownPoolIdOf } from '@headgate/domain'
import type { Generation, Pool, Statement, Tenant } from '@headgate/domain'
import { expect, it } from 'vitest'
import { bornPool, bornStatement, commitOf, dueKeys, freshId, leaseNow, makeTenant, poolKey, refusal, restorableSnapshot, statementKey, valueOf } from './store-fixtures.ts'
import type { StatementWishes, StoresUnderTest } from './store-fixtures.ts'

/** The own pools of statements in DEDICATED pools: born with them, out of the sight of tenants, counted by the pool that grants. */
export function ownPoolStoreTests(stores: () => StoresUnderTest): void {
  const makePool = async (tenant: Tenant, type?: 'DEDICATED'): Promise<Pool> => {
    const born = bornPool(tenant, { nowMs: stores().clock.nowMs() })
    return valueOf(await stores().api.createPool(tenant, { ...born, spec: { ...born.spec, type } }))
  }
  const makeStatement = async (pool: Pool, wishes: StatementWishes = {}): Promise<{ statement: Statement; own: Pool }> => {
    const { api, reconcile, clock } = stores()
    const draft = bornStatement(pool, { computePoolId: pool.id, ...wishes })
    valueOf(await api.createStatement(pool, draft, undefined, newOwnPool(pool, draft, clock.nowMs())))
    return {
      statement: valueOf(await reconcile.loadStatement(statementKey(draft))),
      own: valueOf(await reconcile.loadPool({ ...tenantOf(pool), computePoolId: ownPoolIdOf(pool.id, draft.uid) })),
    }
  }
  const born = async () => {
    const pool = await makePool(await makeTenant(stores()), 'DEDICATED')
    return { tenant: tenantOf(pool), pool, ...(await makeStatement(pool)) }
  }
  const commit = async (statement: Statement, intent: Partial<Statement['intent']>, goneGeneration = 0) => {
    const { reconcile } = stores()
    const lease = await leaseNow(stores(), statementKey(statement))
    const next = valueOf(await reconcile.commitStatement(lease, commitOf(statement, { intent: { ...statement.intent, ...intent }, observed: { goneGeneration } })))
    valueOf(await reconcile.release(lease, undefined))
    return next
  }
  const generationIn = (computePoolId: string): Generation => ({ generation: 1, jobId: 'a'.repeat(32), computePoolId, clusterGeneration: 3, parallelism: 1, createdAtMs: 7 })
  const rest = async (pool: Pool) => valueOf(await stores().reconcile.release(await leaseNow(stores(), poolKey(pool)), undefined))

  it('is stored whole with its statement, and due', async () => {
    const { tenant, pool, statement, own } = await born()
    expect(own).toMatchObject({ id: ownPoolIdOf(pool.id, statement.uid), ownOf: { statementUid: statement.uid, computePoolId: pool.id }, specVersion: 1, intentVersion: 1 })
    expect(statement).toMatchObject({ ownPoolId: own.id, spec: { computePoolId: pool.id } })
    expect(valueOf(await stores().reconcile.loadPool(poolKey(pool))).ownOf).toBeUndefined()
    expect(await dueKeys(stores(), 'pool', tenant, stores().clock.nowMs() + 1)).toContainEqual(poolKey(own))
    expect(valueOf(await stores().reconcile.listPools())).toContainEqual(poolKey(own))
    expect(valueOf(await stores().storage.loadStorage(tenant)).computePoolIds).toContain(own.id)
  })

  it('no tenant sees it, nor that a statement has one', async () => {
    const { api } = stores()
    const { tenant, pool, statement, own } = await born()
    expect(await api.loadPool(tenant, own.id)).toMatchObject(refusal('not-found'))
    expect(valueOf(await api.listPools(tenant, { pageSize: 10 })).items.map(({ id }) => id)).toEqual([pool.id])
    expect(await api.changePoolSpec(tenant, own.id, own.spec, 1, 5)).toMatchObject(refusal('not-found'))
    expect(await api.requestPoolDeletion(tenant, own.id, 5)).toMatchObject(refusal('not-found'))
    expect(valueOf(await api.loadStatement(tenant, statement.name)).ownPoolId).toBeUndefined()
    expect(valueOf(await api.countLiveStatements(tenant, pool.id))).toBe(1)
  })

  it('is not stored when its statement is not', async () => {
    const { api, reconcile, clock } = stores()
    const { tenant, pool, statement } = await born()
    const rival = bornStatement(tenant, { name: statement.name, computePoolId: pool.id })
    expect(await api.createStatement(tenant, rival, undefined, newOwnPool(pool, rival, clock.nowMs()))).toMatchObject(refusal('conflict'))
    expect(await reconcile.loadPool({ ...tenant, computePoolId: ownPoolIdOf(pool.id, rival.uid) })).toMatchObject(refusal('not-found'))
  })

  it('a fork has one as well', async () => {
    const { api, reconcile, clock } = stores()
    const pool = await makePool(await makeTenant(stores()), 'DEDICATED')
    const snapshot = valueOf(await api.createSnapshot(tenantOf(pool), restorableSnapshot(tenantOf(pool))))
    const draft = bornStatement(pool, { computePoolId: pool.id })
    valueOf(await api.createFork(tenantOf(pool), draft, snapshot.id, undefined, newOwnPool(pool, draft, clock.nowMs())))
    expect(valueOf(await reconcile.loadStatement(statementKey(draft))).ownPoolId).toBe(ownPoolIdOf(pool.id, draft.uid))
  })

  it('a statement that moves is in the own pool of where it is now; one that comes back finds its former one as it is', async () => {
    const { api, reconcile, clock } = stores()
    const { tenant, pool, statement, own } = await born()
    const shared = await makePool(tenant)
    const other = await makePool(tenant, 'DEDICATED')
    const move = async (to: Pool, version: number) => {
      const ownPool = to.spec.type === undefined ? undefined : newOwnPool(to, statement, clock.nowMs())
      valueOf(await api.changeStatementSpec(tenant, statement.name, { ...statement.spec, computePoolId: to.id }, version, clock.nowMs(), ownPool))
      return valueOf(await reconcile.loadStatement(statementKey(statement))).ownPoolId
    }
    const lease = await leaseNow(stores(), poolKey(own))
    valueOf(await reconcile.commitPool(lease, { expectedIntentVersion: 1, expectedSpecVersion: 1, intent: { ...own.intent, clusterGeneration: 4 }, observed: own.observed, status: own.status, wake: [] }))
    expect(await move(shared, 1)).toBeUndefined()
    expect(await move(other, 2)).toBe(ownPoolIdOf(other.id, statement.uid))
    expect(await move(pool, 3)).toBe(own.id)
    expect(valueOf(await reconcile.loadPool(poolKey(own))).intent.clusterGeneration).toBe(4)
    expect(await api.changeStatementSpec(tenant, statement.name, { ...statement.spec, computePoolId: shared.id }, 1, 5)).toMatchObject(refusal('conflict'))
  })

  it('who asks in an own pool is told there, and to the pool that grants as one that runs elsewhere', async () => {
    const { reconcile } = stores()
    const { tenant, pool, statement, own } = await born()
    const asks = await commit(statement, { slotsAsked: 2, slotsAskedAtMs: 5, needsGateway: true })
    expect(asks.ownPoolId).toBe(own.id)
    const demandsOf = async (computePoolId: string) => valueOf(await reconcile.listDemands({ ...tenant, computePoolId }))
    expect(await demandsOf(own.id)).toMatchObject([{ uid: statement.uid, slotsAsked: 2, needsGateway: true }])
    expect((await demandsOf(own.id))[0]?.elsewhere).toBeUndefined()
    expect(await demandsOf(pool.id)).toMatchObject([{ uid: statement.uid, elsewhere: own.id, slotsAsked: 2, slotsAskedAtMs: 5, needsGateway: false }])
    await commit(asks, { slotsAsked: 2, slotsAskedAtMs: 5, needsGateway: false, generation: generationIn(own.id) })
    expect(await demandsOf(own.id)).toMatchObject([{ uid: statement.uid, jobId: 'a'.repeat(32), clusterGeneration: 3, slotsAsked: 2 }])
    const [told] = await demandsOf(pool.id)
    expect(told).toMatchObject({ uid: statement.uid, elsewhere: own.id, slotsAsked: 2 })
    expect(told?.jobId).toBeUndefined()
  })

  it('one that moves away counts in both until its job is gone, and one that runs in the pool itself is no one elsewhere', async () => {
    const { api, reconcile, clock } = stores()
    const { tenant, pool, statement, own } = await born()
    const runs = await commit(statement, { slotsAsked: 1, slotsAskedAtMs: 5, generation: generationIn(own.id) })
    const other = await makePool(tenant, 'DEDICATED')
    valueOf(await api.changeStatementSpec(tenant, statement.name, { ...statement.spec, computePoolId: other.id }, 1, clock.nowMs(), newOwnPool(other, statement, clock.nowMs())))
    const moves = await commit(runs, {})
    expect(moves.ownPoolId).toBe(ownPoolIdOf(other.id, statement.uid))
    const elsewhere = async (computePoolId: string) => valueOf(await reconcile.listDemands({ ...tenant, computePoolId })).map((demand) => [demand.uid, demand.elsewhere])
    expect(await elsewhere(pool.id)).toEqual([[statement.uid, own.id]])
    expect(await elsewhere(other.id)).toEqual([[statement.uid, ownPoolIdOf(other.id, statement.uid)]])
    expect(await elsewhere(own.id)).toEqual([[statement.uid, undefined]])
    await commit(moves, {}, 1)
    expect(await elsewhere(pool.id)).toEqual([])
    const query = valueOf(await api.createStatement(tenant, bornStatement(tenant, { computePoolId: pool.id, class: 'query' })))
    await commit(query, { slotsAsked: 1, slotsAskedAtMs: 6 })
    expect(await elsewhere(pool.id)).toEqual([[query.uid, undefined]])
  })

  it('is woken when its statement is removed, wherever that is by then', async () => {
    const { api, reconcile, clock } = stores()
    const { tenant, statement, own, pool } = await born()
    const shared = await makePool(tenant)
    valueOf(await api.changeStatementSpec(tenant, statement.name, { ...statement.spec, computePoolId: shared.id }, 1, clock.nowMs()))
    for (const each of [own, pool, shared]) await rest(each)
    valueOf(await reconcile.removeStatement(await leaseNow(stores(), statementKey(statement))))
    expect(await dueKeys(stores(), 'pool', tenant, clock.nowMs() + 1)).toEqual([poolKey(own)])
  })

  it('is woken when its statement is swept away', async () => {
    const { reconcile, clock } = stores()
    const { tenant, statement, own } = await born()
    const { status } = statement
    const lease = await leaseNow(stores(), statementKey(statement))
    valueOf(await reconcile.commitStatement(lease, commitOf(statement, { intent: { ...statement.intent, rest: 'completed' }, status: { ...status, phase: 'COMPLETED', endedAtMs: 5 } })))
    valueOf(await reconcile.release(lease, undefined))
    await rest(own)
    valueOf(await reconcile.sweep({ endedBeforeMs: 6, dryRunsBeforeMs: 0, nowMs: clock.nowMs() }))
    expect(await reconcile.loadStatement(statementKey(statement))).toMatchObject(refusal('not-found'))
    expect(await dueKeys(stores(), 'pool', tenant, clock.nowMs() + 1)).toContainEqual(poolKey(own))
  })

  it('is woken when the pool that grants is removed, and goes like any other', async () => {
    const { reconcile, clock } = stores()
    const { tenant, pool, own, statement } = await born()
    await rest(own)
    valueOf(await reconcile.removePool(await leaseNow(stores(), poolKey(pool))))
    expect(await dueKeys(stores(), 'pool', tenant, clock.nowMs() + 1)).toEqual([poolKey(own)])
    valueOf(await reconcile.removePool(await leaseNow(stores(), poolKey(own))))
    expect(await reconcile.loadPool(poolKey(own))).toMatchObject(refusal('not-found'))
    expect(valueOf(await reconcile.loadStatement(statementKey(statement))).ownPoolId).toBeUndefined()
  })

  it('two statements never have the same one', async () => {
    const { api, clock } = stores()
    const { tenant, pool, statement } = await born()
    const twin = bornStatement(tenant, { computePoolId: pool.id, name: freshId('s'), uid: `${statement.uid.slice(0, -1)}${statement.uid.endsWith('0') ? '1' : '0'}` })
    expect(await api.createStatement(tenant, twin, undefined, newOwnPool(pool, twin, clock.nowMs()))).toMatchObject(refusal('conflict'))
  })
}

const tenantOf = ({ organizationId, environmentId }: Tenant): Tenant => ({ organizationId, environmentId })
