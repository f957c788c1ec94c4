import { expect, it } from 'vitest'
import { bornPool, bornStatement, commitOf, leaseNow, makeTenant, refusal, statementKey, valueOf } from './store-fixtures.ts'
import type { StoresUnderTest } from './store-fixtures.ts'

/** What is kept for a while: answers of idempotent requests, ended statements, dry runs. */
export function keepingStoreTests(stores: () => StoresUnderTest): void {
  const holding = (organizationId: string, holder = 'h') => ({ organizationId, key: 'k', holder })
  const answer = { status: 201, headers: { 'content-type': 'application/json' }, body: '{"secret":"s"}' }

  it('an idempotency key is reserved once, then answers what was answered', async () => {
    const { api } = stores()
    const { organizationId } = await makeTenant(stores())
    expect(valueOf(await api.beginIdempotent(holding(organizationId), 'hash', 100, 50))).toBeUndefined()
    expect(await api.beginIdempotent(holding(organizationId), 'hash', 149, 50)).toMatchObject(refusal('conflict'))
    valueOf(await api.finishIdempotent(holding(organizationId), answer, 1_000))
    expect(valueOf(await api.beginIdempotent(holding(organizationId), 'hash', 999, 50))).toEqual(answer)
    expect(await api.beginIdempotent(holding(organizationId), 'another hash', 999, 50)).toMatchObject(refusal('conflict'))
    expect(valueOf(await api.beginIdempotent(holding(organizationId), 'another hash', 1_000, 50))).toBeUndefined()
  })

  it('a request without an answer frees its key, and a reservation ends by itself', async () => {
    const { api } = stores()
    const { organizationId } = await makeTenant(stores())
    valueOf(await api.beginIdempotent(holding(organizationId), 'hash', 100, 50))
    valueOf(await api.finishIdempotent(holding(organizationId), undefined, 0))
    expect(valueOf(await api.beginIdempotent(holding(organizationId), 'hash', 101, 50))).toBeUndefined()
    expect(valueOf(await api.beginIdempotent(holding(organizationId), 'hash', 151, 50))).toBeUndefined()
  })

  it('an answer is kept with what it answers, by the holder alone, and once', async () => {
    const { api, resources } = stores()
    const tenant = await makeTenant(stores())
    const keeper = <T>(holder: string) => ({ ...holding(tenant.organizationId, holder), keepUntilMs: 1_000, render: (effect: T & { name?: string; id?: string }) => ({ ...answer, body: effect.name ?? effect.id ?? '' }) })
    const other = bornStatement(tenant, { name: 'other' })
    // Nothing is reserved: what would be done is not.
    expect(await api.createStatement(tenant, other, keeper('h'))).toMatchObject(refusal('unavailable'))
    valueOf(await api.beginIdempotent(holding(tenant.organizationId), 'hash', 100, 50))
    expect(await api.createStatement(tenant, other, keeper('another'))).toMatchObject(refusal('unavailable'))
    expect(await api.loadStatement(tenant, 'other')).toMatchObject(refusal('not-found'))
    valueOf(await api.createStatement(tenant, bornStatement(tenant, { name: 'first' }), keeper('h')))
    expect(valueOf(await api.beginIdempotent(holding(tenant.organizationId, 'later'), 'hash', 120, 50))).toEqual({ ...answer, body: 'first' })
    expect(await api.createPool(tenant, bornPool(tenant, { id: 'lfcp-x' }), keeper('h'))).toMatchObject(refusal('unavailable'))
    expect(await api.loadPool(tenant, 'lfcp-x')).toMatchObject(refusal('not-found'))
    const account = { organizationId: tenant.organizationId, id: 'sa-x', displayName: '', description: '', version: 1, createdAtMs: 1, updatedAtMs: 1 }
    expect(await resources.serviceAccounts.create(tenant, account, keeper('h'))).toMatchObject(refusal('unavailable'))
    expect(await resources.serviceAccounts.load(tenant, 'sa-x')).toMatchObject(refusal('not-found'))
    // Neither freed nor answered anew by one who held it once.
    valueOf(await api.finishIdempotent(holding(tenant.organizationId), undefined, 0))
    expect(await api.finishIdempotent(holding(tenant.organizationId), { ...answer, body: 'again' }, 2_000)).toMatchObject(refusal('unavailable'))
    expect(valueOf(await api.beginIdempotent(holding(tenant.organizationId), 'hash', 120, 50))?.body).toBe('first')
  })

  it('a refused effect keeps no answer', async () => {
    const { api } = stores()
    const tenant = await makeTenant(stores())
    valueOf(await api.createStatement(tenant, bornStatement(tenant, { name: 'taken' })))
    valueOf(await api.beginIdempotent(holding(tenant.organizationId), 'hash', 100, 50))
    const keeper = { ...holding(tenant.organizationId), keepUntilMs: 1_000, render: () => answer }
    expect(await api.createStatement(tenant, bornStatement(tenant, { name: 'taken' }), keeper)).toMatchObject(refusal('conflict'))
    expect(await api.beginIdempotent(holding(tenant.organizationId), 'hash', 120, 50)).toMatchObject(refusal('conflict'))
    valueOf(await api.finishIdempotent(holding(tenant.organizationId), undefined, 0))
    expect(valueOf(await api.beginIdempotent(holding(tenant.organizationId), 'hash', 120, 50))).toBeUndefined()
  })

  it('of two requests with one key one goes on; another organization has its own keys', async () => {
    const { api } = stores()
    const { organizationId } = await makeTenant(stores())
    const race = await Promise.all([1, 2, 3].map(() => api.beginIdempotent(holding(organizationId), 'hash', 100, 50)))
    expect(race.filter((result) => result.ok)).toHaveLength(1)
    expect(valueOf(await api.beginIdempotent(holding((await makeTenant(stores())).organizationId), 'x', 100, 50))).toBeUndefined()
  })

  it('sweep removes ended statements, dry runs and kept answers that are over their time, and nothing else', async () => {
    const { api, reconcile } = stores()
    const tenant = await makeTenant(stores())
    // Long ago, so that the sweep finds no statement of other tests; answers that they kept go first.
    valueOf(await reconcile.sweep({ endedBeforeMs: 0, dryRunsBeforeMs: 0, nowMs: 150 }))
    const make = async (name: string, rest: 'completed' | 'failed' | 'stopped' | undefined, endedAtMs?: number) => {
      const statement = valueOf(await api.createStatement(tenant, bornStatement(tenant, { name, nowMs: 1 })))
      const lease = await leaseNow(stores(), statementKey(statement))
      valueOf(await reconcile.commitStatement(lease, commitOf(statement, { intent: { ...statement.intent, rest }, status: { ...statement.status, endedAtMs } })))
      valueOf(await reconcile.release(lease, undefined))
    }
    await make('old', 'completed', 100)
    await make('old-failed', 'failed', 100)
    await make('young', 'completed', 300)
    await make('stopped', 'stopped', 100)
    await make('running', undefined)
    const oldDry = valueOf(await api.createStatement(tenant, bornStatement(tenant, { dryRun: true, nowMs: 10 })))
    const youngDry = valueOf(await api.createStatement(tenant, bornStatement(tenant, { dryRun: true, nowMs: 30 })))
    valueOf(await api.beginIdempotent(holding(tenant.organizationId), 'hash', 100, 50))
    expect(valueOf(await reconcile.sweep({ endedBeforeMs: 200, dryRunsBeforeMs: 20, nowMs: 150 }))).toBe(4)
    expect(valueOf(await api.listStatements(tenant, {}, { pageSize: 10 })).items.map((item) => item.name).sort()).toEqual(['running', 'stopped', 'young'])
    expect(await api.loadStatementByUid(tenant, oldDry.uid)).toMatchObject(refusal('not-found'))
    valueOf(await api.loadStatementByUid(tenant, youngDry.uid))
    expect(valueOf(await reconcile.sweep({ endedBeforeMs: 200, dryRunsBeforeMs: 20, nowMs: 150 }))).toBe(0)
  })

  it('answers that it is there', async () => {
    valueOf(await stores().api.ping())
    valueOf(await stores().reconcile.ping())
  })
}
