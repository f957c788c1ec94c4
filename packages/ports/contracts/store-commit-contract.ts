import { expect, it } from 'vitest'
import { bornStatement, bornTable, commitOf, dueKeys, leaseNow, makeTenant, refusal, resultsKey, statementKey, valueOf } from './store-fixtures.ts'
import type { StoresUnderTest } from './store-fixtures.ts'

/** What a statement's pass writes: compare-and-swap under a lease, events, wakes, and the end. */
export function commitStoreTests(stores: () => StoresUnderTest): void {
  const born = async () => {
    const tenant = await makeTenant(stores())
    return { tenant, statement: valueOf(await stores().api.createStatement(tenant, bornStatement(tenant))) }
  }

  it('a commit stores the three layers and counts intentVersion up', async () => {
    const { api, reconcile } = stores()
    const { tenant, statement } = await born()
    const lease = await leaseNow(stores(), statementKey(statement))
    const committed = valueOf(await reconcile.commitStatement(lease, {
      ...commitOf(statement, { intent: { ...statement.intent, slotsAsked: 2 }, observed: { goneGeneration: 3 }, status: { ...statement.status, phase: 'RUNNING' } }),
      events: [{ atMs: 1, type: 'Normal', reason: 'First', message: 'one' }, { atMs: 1, type: 'Warning', reason: 'Second', message: 'two' }],
      exceptions: [{ name: 'E', message: 'boom', atMs: 4 }],
    }))
    expect(committed).toMatchObject({ intentVersion: 2, specVersion: 1, intent: { slotsAsked: 2 }, observed: { goneGeneration: 3 }, status: { phase: 'RUNNING' } })
    expect(valueOf(await api.loadStatement(tenant, statement.name))).toEqual(committed)
    expect(valueOf(await api.listStatements(tenant, { phase: 'RUNNING' }, { pageSize: 5 })).items).toHaveLength(1)
    expect(valueOf(await api.listEvents(tenant, statement.uid, 10)).map((event) => event.reason)).toEqual(['First', 'Second'])
    expect(valueOf(await api.listExceptions(tenant, statement.uid))).toEqual([{ name: 'E', message: 'boom', atMs: 4 }])
  })

  it('of two racers one wins', async () => {
    const { reconcile } = stores()
    const { statement } = await born()
    const lease = await leaseNow(stores(), statementKey(statement))
    const race = await Promise.all(['a', 'b', 'c', 'd'].map((detail) =>
      reconcile.commitStatement(lease, { ...commitOf(statement, { status: { ...statement.status, detail } }), events: [{ atMs: 1, type: 'Normal', reason: 'Raced', message: detail }] })))
    const winners = race.filter((result) => result.ok)
    expect(winners).toHaveLength(1)
    expect(race.filter((result) => !result.ok && result.reason === 'conflict')).toHaveLength(3)
    const stored = valueOf(await reconcile.loadStatement(statementKey(statement)))
    expect(stored.intentVersion).toBe(2)
    const events = valueOf(await stores().api.listEvents(statement, statement.uid, 10))
    expect(events.map((event) => event.message)).toEqual([stored.status.detail])
  })

  it('a lease that was taken over writes nothing', async () => {
    const { reconcile } = stores()
    const { statement } = await born()
    const key = statementKey(statement)
    const nowMs = stores().clock.nowMs()
    const old = valueOf(await reconcile.lease(key, 'old', nowMs, 100))
    const current = valueOf(await reconcile.lease(key, 'new', nowMs + 101, 100_000))
    expect(current.token).toBeGreaterThan(old.token)
    expect(await reconcile.commitStatement(old, commitOf(statement))).toMatchObject(refusal('conflict'))
    expect(await reconcile.recordStatement(old, { observed: { goneGeneration: 9 }, events: [], wake: [] })).toMatchObject(refusal('conflict'))
    expect(await reconcile.removeStatement(old)).toMatchObject(refusal('conflict'))
    expect(await reconcile.release(old, undefined)).toMatchObject(refusal('conflict'))
    expect(valueOf(await reconcile.loadStatement(key))).toEqual(statement)
    valueOf(await reconcile.commitStatement(current, commitOf(statement)))
  })

  it('a lease is prolonged while it is the newest one', async () => {
    const { reconcile } = stores()
    const { statement } = await born()
    const key = statementKey(statement)
    const nowMs = stores().clock.nowMs()
    const first = valueOf(await reconcile.lease(key, 'first', nowMs, 100))
    expect(valueOf(await reconcile.renew(first, nowMs + 50, 100))).toEqual({ ...first, untilMs: nowMs + 150 })
    expect(await reconcile.lease(key, 'second', nowMs + 149, 100)).toMatchObject(refusal('conflict'))
    const second = valueOf(await reconcile.lease(key, 'second', nowMs + 151, 100_000))
    expect(await reconcile.renew(first, nowMs + 152, 100)).toMatchObject(refusal('conflict'))
    valueOf(await reconcile.release(second, undefined))
    expect(await reconcile.renew(second, nowMs + 153, 100)).toMatchObject(refusal('conflict'))
    expect(await reconcile.renew({ ...second, key: { ...key, id: 'none' } }, nowMs, 100)).toMatchObject(refusal('not-found'))
  })

  it('a lease that was released writes nothing', async () => {
    const { reconcile } = stores()
    const { statement } = await born()
    const lease = await leaseNow(stores(), statementKey(statement))
    valueOf(await reconcile.release(lease, undefined))
    expect(await reconcile.commitStatement(lease, commitOf(statement))).toMatchObject(refusal('conflict'))
  })

  it('a record changes what was observed and nothing else', async () => {
    const { reconcile } = stores()
    const { statement } = await born()
    const lease = await leaseNow(stores(), statementKey(statement))
    valueOf(await reconcile.recordStatement(lease, { observed: { goneGeneration: 0, spoolComplete: true }, events: [], wake: [] }))
    const loaded = valueOf(await reconcile.loadStatement(statementKey(statement)))
    expect(loaded).toEqual({ ...statement, observed: { goneGeneration: 0, spoolComplete: true }, updatedAtMs: loaded.updatedAtMs })
  })

  it('a record stores its catalog changes with it, or nothing of both', async () => {
    const { reconcile } = stores()
    const { tenant, statement } = await born()
    const lease = await leaseNow(stores(), statementKey(statement))
    const record = { observed: { goneGeneration: 1 }, events: [], wake: [] }
    valueOf(await reconcile.recordStatement(lease, { ...record, catalogChanges: [{ kind: 'put-object', object: bornTable('t'), expectedVersion: 0 }] }))
    expect(valueOf(await reconcile.loadCatalog(tenant)).objects.map((object) => object.name)).toEqual(['t'])
    const refused = await reconcile.recordStatement(lease, {
      ...record,
      observed: { goneGeneration: 2 },
      events: [{ atMs: 1, type: 'Normal', reason: 'Never', message: '' }],
      catalogChanges: [{ kind: 'put-object', object: bornTable('u'), expectedVersion: 0 }, { kind: 'put-object', object: bornTable('t'), expectedVersion: 0 }],
    })
    expect(refused).toMatchObject(refusal('conflict'))
    expect(valueOf(await reconcile.loadCatalog(tenant)).objects.map((object) => object.name)).toEqual(['t'])
    expect(valueOf(await reconcile.loadStatement(statementKey(statement))).observed).toEqual({ goneGeneration: 1 })
    expect(valueOf(await stores().api.listEvents(tenant, statement.uid, 10))).toEqual([])
  })

  it('keeps the newest ten exceptions', async () => {
    const { api, reconcile } = stores()
    const { tenant, statement } = await born()
    const lease = await leaseNow(stores(), statementKey(statement))
    const exceptions = Array.from({ length: 13 }, (_, index) => ({ name: 'E', message: `number ${index}`, atMs: 100 + index }))
    valueOf(await reconcile.recordStatement(lease, { observed: statement.observed, events: [], exceptions: exceptions.slice(0, 6), wake: [] }))
    valueOf(await reconcile.recordStatement(lease, { observed: statement.observed, events: [], exceptions: exceptions.slice(6), wake: [] }))
    expect(valueOf(await api.listExceptions(tenant, statement.uid)).map((item) => item.atMs)).toEqual([112, 111, 110, 109, 108, 107, 106, 105, 104, 103])
  })

  it('wakes are part of the commit: they are due after it, and not after one that lost', async () => {
    const { reconcile, clock } = stores()
    const { tenant, statement } = await born()
    const lease = await leaseNow(stores(), statementKey(statement))
    const wake = [resultsKey(statement)]
    expect(await reconcile.commitStatement(lease, { ...commitOf(statement), expectedIntentVersion: 9, wake })).toMatchObject(refusal('conflict'))
    expect(await dueKeys(stores(), 'results', tenant, clock.nowMs())).toEqual([])
    valueOf(await reconcile.commitStatement(lease, { ...commitOf(statement), wake }))
    expect(await dueKeys(stores(), 'results', tenant, clock.nowMs())).toEqual(wake)
  })

  it('statements and pools that wake each other all the time are not in each other’s way', async () => {
    const { api, reconcile } = stores()
    const tenant = await makeTenant(stores())
    const statements = await Promise.all(Array.from({ length: 4 }, async () => valueOf(await api.createStatement(tenant, bornStatement(tenant)))))
    const keys = statements.map(statementKey)
    const leases = await Promise.all(keys.map((key) => leaseNow(stores(), key)))
    for (let round = 0; round < 5; round++) {
      const records = await Promise.all(leases.map((lease) => reconcile.recordStatement(lease, { observed: { goneGeneration: round }, events: [], wake: keys.toReversed() })))
      expect(records.filter((result) => !result.ok)).toEqual([])
    }
  })

  it('a removed statement is gone with everything of it', async () => {
    const { api, reconcile, spoolWriter, spoolReader, clock } = stores()
    const { tenant, statement } = await born()
    const lease = await leaseNow(stores(), statementKey(statement))
    valueOf(await reconcile.commitStatement(lease, { ...commitOf(statement), events: [{ atMs: 1, type: 'Normal', reason: 'R', message: '' }], wake: [resultsKey(statement)] }))
    valueOf(await spoolWriter.append(tenant, statement.uid, 0, [{ op: 0, row: ['1'] }], 5))
    valueOf(await reconcile.removeStatement(lease))
    expect(await api.loadStatementByUid(tenant, statement.uid)).toMatchObject(refusal('not-found'))
    expect(valueOf(await api.listEvents(tenant, statement.uid, 10))).toEqual([])
    expect(valueOf(await spoolReader.state(tenant, statement.uid)).nextChunk).toBe(0)
    expect(await reconcile.lease(statementKey(statement), 'h', clock.nowMs(), 100)).toMatchObject(refusal('not-found'))
    expect(await dueKeys(stores(), 'results', tenant, clock.nowMs() + 1_000_000)).toEqual([])
    valueOf(await api.createStatement(tenant, bornStatement(tenant, { name: statement.name })))
  })

  it('lists the INSERTs that neither rest nor are being deleted', async () => {
    const { api, reconcile } = stores()
    const tenant = await makeTenant(stores())
    const make = async (wishes: Parameters<typeof bornStatement>[1]) => valueOf(await api.createStatement(tenant, bornStatement(tenant, wishes)))
    const running = await make({})
    const resting = await make({})
    const deleted = await make({})
    await make({ class: 'query' })
    await make({ dryRun: true })
    const lease = await leaseNow(stores(), statementKey(resting))
    valueOf(await reconcile.commitStatement(lease, commitOf(resting, { intent: { ...resting.intent, rest: 'stopped' } })))
    valueOf(await api.requestStatementDeletion(tenant, deleted.name, 5))
    const active = valueOf(await reconcile.listActiveStatements()).filter((key) => key.organizationId === tenant.organizationId)
    expect(active).toEqual([statementKey(running)])
  })
}
