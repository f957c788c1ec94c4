import { snapshotIdOf } from '@headgate/domain'
import { expect, it } from 'vitest'
import { storageKey } from '../src/index.ts'
import { bornDirectory, bornSnapshot, bornStatement, bornTable, commitOf, dueKeys, leaseNow, leaseStorage, makeTenant, refusal, statementKey, valueOf, wakesStorage } from './store-fixtures.ts'
import type { StoresUnderTest } from './store-fixtures.ts'

/** What a statement's pass leaves to the keeper of the files: savepoints that a stop takes, and directories of generations that are gone. */
export function handOverStoreTests(stores: () => StoresUnderTest): void {
  const born = async () => {
    const tenant = await makeTenant(stores())
    const statement = valueOf(await stores().api.createStatement(tenant, bornStatement(tenant)))
    const lease = await leaseNow(stores(), statementKey(statement))
    const stop = bornSnapshot(tenant, {
      id: snapshotIdOf('0123456789abcdef0123456789abcdef'), trigger: 'stop', state: 'IN_PROGRESS', statement: { uid: statement.uid, name: statement.name, generation: 1 },
      blueprint: { sql: 'SELECT 1', properties: {}, computePoolId: 'p', principal: 'sa' },
    })
    return { tenant, statement, lease, stop }
  }
  const world = async (tenant: Awaited<ReturnType<typeof makeTenant>>) => valueOf(await stores().storage.loadStorage(tenant))

  it('a commit writes its snapshots with it, and wakes the files', async () => {
    const { api, reconcile, clock } = stores()
    const { tenant, statement, lease, stop } = await born()
    expect(await wakesStorage(stores(), tenant, () => reconcile.commitStatement(lease, { ...commitOf(statement), snapshots: [stop] }))).toBe(true)
    expect(valueOf(await api.loadSnapshot(tenant, stop.id))).toEqual({ ...stop, specVersion: 1, intentVersion: 1, updatedAtMs: stop.createdAtMs })
    expect(await dueKeys(stores(), 'savepoint', tenant, clock.nowMs() + 1)).toEqual([])
    // Once more, by a pass that does not know whether the first one was stored.
    valueOf(await api.changeSnapshotSpec(tenant, stop.id, { labels: { kept: 'yes' }, pinned: true }, 1, 9))
    valueOf(await reconcile.commitStatement(lease, { ...commitOf(statement), expectedIntentVersion: 2, snapshots: [stop] }))
    expect(valueOf(await api.loadSnapshot(tenant, stop.id)).spec).toEqual({ labels: { kept: 'yes' }, pinned: true })
  })

  it('a commit without them leaves the files asleep', async () => {
    const { tenant, statement, lease } = await born()
    expect(await wakesStorage(stores(), tenant, () => stores().reconcile.commitStatement(lease, commitOf(statement)))).toBe(false)
  })

  it('a commit that loses writes neither snapshots nor the directory', async () => {
    const { api, reconcile, clock } = stores()
    const { tenant, statement, lease, stop } = await born()
    valueOf(await stores().storage.release(await leaseStorage(stores(), tenant), undefined))
    const commit = { ...commitOf(statement), snapshots: [stop], handOver: bornDirectory(statement) }
    expect(await reconcile.commitStatement(lease, { ...commit, expectedIntentVersion: 7 })).toMatchObject(refusal('conflict'))
    expect(await reconcile.commitStatement({ ...lease, token: lease.token - 1 }, commit)).toMatchObject(refusal('conflict'))
    expect(await api.loadSnapshot(tenant, stop.id)).toMatchObject(refusal('not-found'))
    expect((await world(tenant)).directories).toEqual([])
    expect(await dueKeys(stores(), 'storage', tenant, clock.nowMs() + 1)).toEqual([])
  })

  it('a directory is handed over by a commit, a record or the removal, once, and wakes the files', async () => {
    const { reconcile, storage } = stores()
    const { tenant, statement, lease } = await born()
    const [first, second, third] = [bornDirectory(statement), bornDirectory(statement, { generation: 2, isWorthless: true }), bornDirectory(statement, { generation: 3 })]
    expect(await wakesStorage(stores(), tenant, () => reconcile.commitStatement(lease, { ...commitOf(statement), handOver: first }))).toBe(true)
    const registered = { ...first, registeredAtMs: 9, frozenBecause: 'unreadable', blueprint: undefined }
    const keeper = await leaseStorage(stores(), tenant)
    valueOf(await storage.putDirectories(keeper, [registered]))
    valueOf(await storage.release(keeper, undefined))
    // A repeat does not undo what the keeper knows of it.
    valueOf(await reconcile.commitStatement(lease, { ...commitOf(statement), expectedIntentVersion: 2, handOver: first }))
    expect(await wakesStorage(stores(), tenant, () => reconcile.recordStatement(lease, { observed: { goneGeneration: 2 }, events: [], wake: [], handOver: second }))).toBe(true)
    expect(await wakesStorage(stores(), tenant, () => reconcile.removeStatement(lease, third))).toBe(true)
    const { directories, statements } = await world(tenant)
    expect(directories.toSorted((a, b) => a.generation - b.generation)).toEqual([registered, second, third])
    expect(second.blueprint?.sql).toBe(statement.spec.sql)
    expect(statements).toEqual([])
  })

  it('a record whose catalog changes are refused hands nothing over', async () => {
    const { reconcile } = stores()
    const { tenant, statement, lease } = await born()
    const refused = await reconcile.recordStatement(lease, {
      observed: { goneGeneration: 1 }, events: [], wake: [], handOver: bornDirectory(statement),
      catalogChanges: [{ kind: 'put-object', object: bornTable('t'), expectedVersion: 5 }],
    })
    expect(refused).toMatchObject(refusal('conflict'))
    expect((await world(tenant)).directories).toEqual([])
  })

  it('a removal under a stale lease hands nothing over', async () => {
    const { tenant, statement, lease } = await born()
    expect(await stores().reconcile.removeStatement({ ...lease, token: lease.token - 1 }, bornDirectory(statement))).toMatchObject(refusal('conflict'))
    expect(await world(tenant)).toMatchObject({ directories: [], statements: [{ uid: statement.uid }] })
  })

  it('passes of all processes over one environment are not in each other’s way', async () => {
    const { api, reconcile, storage, clock } = stores()
    const tenant = await makeTenant(stores())
    const keeper = await leaseStorage(stores(), tenant)
    const statements = await Promise.all(Array.from({ length: 3 }, async () => valueOf(await api.createStatement(tenant, bornStatement(tenant)))))
    const passes = await Promise.all(statements.map(async (statement) => ({ statement, lease: await leaseNow(stores(), statementKey(statement)) })))
    const asked = await Promise.all(statements.map(async ({ uid, name }) =>
      valueOf(await api.createSnapshot(tenant, bornSnapshot(tenant, { trigger: 'manual', statement: { uid, name, generation: 1 } })))))
    const writers = await Promise.all(asked.map(async (snapshot) => await leaseNow(stores(), { ...storageKey(tenant), kind: 'savepoint', id: snapshot.id })))
    for (let round = 1; round <= 5; round++) {
      const results = await Promise.all([
        ...passes.map(({ statement, lease }) => reconcile.recordStatement(lease, { observed: { goneGeneration: round }, events: [], wake: [], handOver: bornDirectory(statement) })),
        ...writers.map((lease) => reconcile.commitSnapshot(lease, { expectedIntentVersion: round, state: 'WRITTEN', intent: { failures: round }, observed: {}, wake: statements.map(statementKey) })),
        ...asked.map((snapshot) => api.changeSnapshotSpec(tenant, snapshot.id, { labels: { round: String(round) }, pinned: false }, round, clock.nowMs())),
        ...asked.map(() => api.createSnapshot(tenant, bornSnapshot(tenant))),
        storage.addSnapshots(keeper, [bornSnapshot(tenant), bornSnapshot(tenant, { trigger: 'scheduled' })]),
        storage.putDirectories(keeper, statements.map((statement) => bornDirectory(statement))),
      ])
      expect(results.filter((result) => !result.ok)).toEqual([])
    }
  })
}
