import { expect, it } from 'vitest'
import { bornStatement, dueKeys, leaseNow, makeTenant, refusal, statementKey, valueOf } from './store-fixtures.ts'
import type { StoresUnderTest } from './store-fixtures.ts'

/** The work index: who looks at what, and when. */
export function leaseStoreTests(stores: () => StoresUnderTest): void {
  const born = async () => {
    const tenant = await makeTenant(stores())
    const statement = valueOf(await stores().api.createStatement(tenant, bornStatement(tenant, { nowMs: stores().clock.nowMs() })))
    return { tenant, statement, key: statementKey(statement), nowMs: stores().clock.nowMs() }
  }

  it('a new statement is due at once', async () => {
    const { tenant, key, nowMs } = await born()
    expect(await dueKeys(stores(), 'statement', tenant, nowMs + 1)).toEqual([key])
    expect(await dueKeys(stores(), 'pool', tenant, nowMs + 1)).toEqual([])
  })

  it('a leased key is not due and has one holder', async () => {
    const { reconcile } = stores()
    const { tenant, key, nowMs } = await born()
    const races = await Promise.all(['a', 'b', 'c'].map((holder) => reconcile.lease(key, holder, nowMs, 1_000)))
    expect(races.filter((result) => result.ok)).toHaveLength(1)
    expect(races.filter((result) => !result.ok && result.reason === 'conflict')).toHaveLength(2)
    expect(await dueKeys(stores(), 'statement', tenant, nowMs + 999)).toEqual([])
  })

  it('a lease whose holder died is free, and its key due, when its time is over', async () => {
    const { reconcile } = stores()
    const { tenant, key, nowMs } = await born()
    const first = valueOf(await reconcile.lease(key, 'a', nowMs, 1_000))
    expect(first).toMatchObject({ key, untilMs: nowMs + 1_000 })
    expect(await reconcile.lease(key, 'b', nowMs + 999, 1_000)).toMatchObject(refusal('conflict'))
    expect(await dueKeys(stores(), 'statement', tenant, nowMs + 1_001)).toEqual([key])
    expect(valueOf(await reconcile.lease(key, 'b', nowMs + 1_001, 1_000)).token).toBeGreaterThan(first.token)
  })

  it('leases that are ended are free at once, and their token is refused once the key is leased again', async () => {
    const { reconcile } = stores()
    const { tenant, key, nowMs } = await born()
    const dead = valueOf(await reconcile.lease(key, 'dead', nowMs, 60_000))
    valueOf(await reconcile.endLeases(nowMs + 1))
    expect(await dueKeys(stores(), 'statement', tenant, nowMs + 1)).toEqual([key])
    expect(valueOf(await reconcile.lease(key, 'b', nowMs + 1, 60_000)).token).toBeGreaterThan(dead.token)
    expect(await reconcile.release(dead, nowMs + 2)).toMatchObject(refusal('conflict'))
  })

  it('release sets when the key is due again', async () => {
    const { reconcile } = stores()
    const { tenant, key, nowMs } = await born()
    expect(valueOf(await reconcile.release(await leaseNow(stores(), key), nowMs + 5_000))).toEqual({ dueNow: false })
    expect(await dueKeys(stores(), 'statement', tenant, nowMs + 4_999)).toEqual([])
    expect(await dueKeys(stores(), 'statement', tenant, nowMs + 5_000)).toEqual([key])
    expect(valueOf(await reconcile.release(await leaseNow(stores(), key), undefined))).toEqual({ dueNow: false })
    expect(await dueKeys(stores(), 'statement', tenant, nowMs + 1_000_000_000)).toEqual([])
  })

  it('a wake during the lease wins over the time that release sets', async () => {
    const { api, reconcile } = stores()
    const { tenant, statement, key, nowMs } = await born()
    const lease = await leaseNow(stores(), key)
    valueOf(await api.changeStatementSpec(tenant, statement.name, { ...statement.spec, stopped: true }, 1, nowMs))
    expect(valueOf(await reconcile.release(lease, nowMs + 1_000_000))).toEqual({ dueNow: true })
    expect(await dueKeys(stores(), 'statement', tenant, nowMs + 1)).toEqual([key])
    expect(valueOf(await reconcile.release(await leaseNow(stores(), key), nowMs + 1_000_000))).toEqual({ dueNow: false })
  })

  it('a wake makes a sleeping key due', async () => {
    const { api, reconcile } = stores()
    const { tenant, statement, key, nowMs } = await born()
    valueOf(await reconcile.release(await leaseNow(stores(), key), undefined))
    valueOf(await api.requestStatementDeletion(tenant, statement.name, nowMs))
    expect(await dueKeys(stores(), 'statement', tenant, nowMs + 1)).toEqual([key])
  })

  it('a wake for later does not put off what is due', async () => {
    const { api } = stores()
    const { tenant, statement, key, nowMs } = await born()
    valueOf(await api.changeStatementSpec(tenant, statement.name, statement.spec, 1, nowMs + 50))
    expect(await dueKeys(stores(), 'statement', tenant, nowMs + 1)).toEqual([key])
  })

  it('a key without work is not-found', async () => {
    const { key, nowMs } = await born()
    expect(await stores().reconcile.lease({ ...key, id: 'none' }, 'a', nowMs, 1_000)).toMatchObject(refusal('not-found'))
    expect(await stores().reconcile.lease({ ...key, environmentId: 'env-other' }, 'a', nowMs, 1_000)).toMatchObject(refusal('not-found'))
  })
}
