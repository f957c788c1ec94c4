import type { NewSnapshot, RestorePoint, Statement, Tenant } from '@headgate/domain'
import { expect, it } from 'vitest'
import { bornStatement, changeOf, commitOf, dueKeys, leaseNow, leaseStorage, makeTenant, refusal, restorableSnapshot, statementKey, valueOf, wakesStorage } from './store-fixtures.ts'
import type { StoresUnderTest } from './store-fixtures.ts'

/** Statements that begin with a snapshot, or go on from one: it cannot be deleted under them. */
export function restoreStoreTests(stores: () => StoresUnderTest): void {
  const make = async (tenant: Tenant, over: Partial<NewSnapshot> = {}) => valueOf(await stores().api.createSnapshot(tenant, restorableSnapshot(tenant, over)))
  const pointOf = (snapshot: NewSnapshot): RestorePoint & { snapshotId: string } => ({ kind: 'savepoint', uri: snapshot.observed.uri ?? '', generation: 1, snapshotId: snapshot.id })
  const resting = async (tenant: Tenant, rest: Statement['intent']['rest']) => {
    const statement = valueOf(await stores().api.createStatement(tenant, bornStatement(tenant)))
    const { spec } = statement
    valueOf(await stores().api.changeStatementSpec(tenant, statement.name, { ...spec, stopped: true }, 1, stores().clock.nowMs()))
    const lease = await leaseNow(stores(), statementKey(statement))
    const committed = valueOf(await stores().reconcile.commitStatement(lease, commitOf(statement, { intent: { ...statement.intent, rest } })))
    valueOf(await stores().reconcile.release(lease, undefined))
    return committed
  }
  const broken = { verifications: [{ atMs: 1, how: 'files' as const, isGood: false, message: 'm' }] }

  it('a stopped statement goes on from a snapshot: its choice stands in its intent, and its key is woken', async () => {
    const { api, clock } = stores()
    const tenant = await makeTenant(stores())
    const snapshot = await make(tenant)
    const statement = await resting(tenant, 'stopped')
    const chosen = pointOf(snapshot)
    expect(await wakesStorage(stores(), tenant, () => api.resumeFrom(tenant, statement.name, chosen, clock.nowMs()))).toBe(true)
    const resumed = valueOf(await api.loadStatement(tenant, statement.name))
    expect(resumed).toEqual({
      ...statement,
      spec: { ...statement.spec, stopped: false }, specVersion: statement.specVersion + 1,
      intent: { ...statement.intent, chosen }, intentVersion: statement.intentVersion + 1, updatedAtMs: resumed.updatedAtMs,
    })
    expect(await dueKeys(stores(), 'statement', tenant, clock.nowMs() + 1)).toEqual([statementKey(statement)])
    valueOf(await api.resumeFrom(tenant, (await resting(tenant, 'parked')).name, chosen, clock.nowMs()))
  })

  it('one that neither rests as stopped nor is parked, or is being deleted, does not', async () => {
    const { api, clock } = stores()
    const tenant = await makeTenant(stores())
    const chosen = pointOf(await make(tenant))
    for (const rest of [undefined, 'completed', 'failed'] as const) {
      const statement = await resting(tenant, rest)
      expect(await api.resumeFrom(tenant, statement.name, chosen, clock.nowMs())).toMatchObject(refusal('conflict'))
      expect(valueOf(await api.loadStatement(tenant, statement.name))).toEqual(statement)
    }
    const deleted = await resting(tenant, 'stopped')
    valueOf(await api.requestStatementDeletion(tenant, deleted.name, 5))
    expect(await api.resumeFrom(tenant, deleted.name, chosen, clock.nowMs())).toMatchObject(refusal('conflict'))
    expect(await api.resumeFrom(tenant, 'none', chosen, clock.nowMs())).toMatchObject(refusal('not-found'))
    expect(await api.resumeFrom(await makeTenant(stores()), deleted.name, chosen, clock.nowMs())).toMatchObject(refusal('not-found'))
  })

  it('neither a resume nor a fork takes what is not complete, in the trash, broken, going, or another tenant’s', async () => {
    const { api, clock } = stores()
    const tenant = await makeTenant(stores())
    const statement = await resting(tenant, 'stopped')
    const bad = [
      await make(tenant, { state: 'WRITTEN' }),
      await make(tenant, { state: 'DELETING' }),
      await make(tenant, { spec: { labels: {}, pinned: false, trash: { atMs: 1, by: 'user', reason: 'r' } } }),
      await make(tenant, { observed: { uri: 'file:///b', ...broken } }),
      await make(tenant, { observed: {} }),
    ]
    for (const snapshot of bad) {
      expect(await api.resumeFrom(tenant, statement.name, pointOf(snapshot), clock.nowMs())).toMatchObject(refusal('conflict'))
      expect(await api.createFork(tenant, bornStatement(tenant), snapshot.id)).toMatchObject(refusal('conflict'))
    }
    const elsewhere = await makeTenant(stores())
    const foreign = await make(elsewhere)
    expect(await api.resumeFrom(tenant, statement.name, pointOf(foreign), clock.nowMs())).toMatchObject(refusal('not-found'))
    expect(await api.createFork(tenant, bornStatement(tenant), foreign.id)).toMatchObject(refusal('not-found'))
    expect(valueOf(await api.listStatements(tenant, {}, { pageSize: 9 })).items).toEqual([valueOf(await api.loadStatement(tenant, statement.name))])
  })

  it('a fork is a statement as any other', async () => {
    const { api, clock } = stores()
    const tenant = await makeTenant(stores())
    const snapshot = await make(tenant)
    const wanted = bornStatement(tenant, { nowMs: clock.nowMs() })
    const intent = { ...wanted.intent, stateExpected: true, restorePoint: { kind: 'savepoint' as const, uri: 'file:///x', generation: 0 } }
    const fork = valueOf(await api.createFork(tenant, { ...wanted, intent }, snapshot.id))
    expect(fork).toMatchObject({ specVersion: 1, intentVersion: 1, intent })
    expect(valueOf(await api.loadStatement(tenant, wanted.name))).toEqual(fork)
    expect(await dueKeys(stores(), 'statement', tenant, clock.nowMs() + 1)).toEqual([statementKey(fork)])
    expect(await api.createFork(tenant, bornStatement(tenant, { name: wanted.name }), snapshot.id)).toMatchObject({ ...refusal('conflict'), message: expect.stringContaining(wanted.name) })
    expect(valueOf(await api.listStorageStatements(tenant))).toEqual([
      { uid: fork.uid, name: fork.name, class: 'insert', isScratch: false, intent, observed: fork.observed, stopped: false },
    ])
  })

  it('keeps the answer with a fork and with a resume, or does nothing', async () => {
    const { api, clock } = stores()
    const tenant = await makeTenant(stores())
    const snapshot = await make(tenant)
    const statement = await resting(tenant, 'stopped')
    const keeper = { organizationId: tenant.organizationId, key: 'k', holder: 'h', keepUntilMs: 1_000, render: () => ({ status: 201, headers: {}, body: 'b' }) }
    expect(await api.resumeFrom(tenant, statement.name, pointOf(snapshot), clock.nowMs(), keeper)).toMatchObject(refusal('unavailable'))
    expect(await api.createFork(tenant, bornStatement(tenant, { name: 'fork' }), snapshot.id, keeper)).toMatchObject(refusal('unavailable'))
    expect(valueOf(await api.loadStatement(tenant, statement.name))).toEqual(statement)
    expect(await api.loadStatement(tenant, 'fork')).toMatchObject(refusal('not-found'))
    valueOf(await api.beginIdempotent(keeper, 'hash', 100, 50))
    valueOf(await api.createFork(tenant, bornStatement(tenant, { name: 'fork' }), snapshot.id, keeper))
    expect(valueOf(await api.beginIdempotent(keeper, 'hash', 120, 50))?.body).toBe('b')
  })

  it('what is confirmed for deletion was begun with by nobody, however close they came', async () => {
    const { api, storage, clock } = stores()
    const tenant = await makeTenant(stores())
    const lease = await leaseStorage(stores(), tenant)
    const outcomes = new Set<string>()
    for (let round = 0; round < 12; round++) {
      const snapshot = await make(tenant)
      const { uri = '' } = snapshot.observed
      const stopped = await resting(tenant, 'stopped')
      const wanted = bornStatement(tenant)
      const fork = { ...wanted, intent: { ...wanted.intent, restorePoint: { kind: 'savepoint' as const, uri, generation: 0 } } }
      const begin = () => (round % 2 === 0 ? api.createFork(tenant, fork, snapshot.id) : api.resumeFrom(tenant, stopped.name, pointOf(snapshot), clock.nowMs()))
      const remove = async () => {
        valueOf(await storage.changeSnapshots(lease, [changeOf(snapshot, { state: 'DELETING' })]))
        return valueOf(await storage.confirmDeletion(lease, [snapshot.id], (_, statements) => statements.some(({ intent }) => intent.restorePoint?.uri === uri || intent.chosen?.uri === uri)))
      }
      const [begun, confirmed] = await Promise.all([begin(), remove()])
      outcomes.add(begun.ok ? 'begun' : 'confirmed')
      expect([begun.ok, confirmed]).toEqual(begun.ok ? [true, []] : [false, [snapshot.id]])
    }
    expect(outcomes.size).toBeGreaterThan(0)
  })
}
