import type { Snapshot, SnapshotReference, StorageReport, Tenant } from '@headgate/domain'
import { expect, it } from 'vitest'
import { storageKey } from '../src/index.ts'
import { bornDirectory, bornPool, bornSnapshot, bornStatement, changeOf, dueKeys, freshId, leaseNow, leaseStorage, makeTenant, refusal, savepointKey, statementKey, valueOf } from './store-fixtures.ts'
import type { StoresUnderTest } from './store-fixtures.ts'

/** What the keeper of an environment's files reads and writes. */
export function storageStoreTests(stores: () => StoresUnderTest): void {
  const made = async (tenant: Tenant, over: Parameters<typeof bornSnapshot>[1] = {}) => valueOf(await stores().api.createSnapshot(tenant, bornSnapshot(tenant, over)))
  const began = async () => {
    const tenant = await makeTenant(stores())
    const lease = await leaseStorage(stores(), tenant)
    return { tenant, lease, stale: { ...lease, token: lease.token - 1 } }
  }
  const report = (startedAtMs: number): StorageReport => ({
    startedAtMs, finishedAtMs: startedAtMs + 5, total: { files: 3, bytes: 9 }, classes: { live: { files: 3, bytes: 9 } }, statements: [], deletable: [],
    deletableTotal: { files: 0, bytes: 0, count: 0 }, orphans: [],
  })

  it('an environment has a key for its files from its first moment', async () => {
    const tenant = await makeTenant(stores())
    const due = valueOf(await stores().storage.listDue('storage', stores().clock.nowMs() + 1, 10_000))
    expect(due).toContainEqual(storageKey(tenant))
    expect(await dueKeys(stores(), 'storage', tenant, stores().clock.nowMs() + 1)).toEqual([storageKey(tenant)])
  })

  it('a lease is renewed while it is the newest; another process’ leases are not ended', async () => {
    const { storage, reconcile, clock } = stores()
    const { tenant, lease } = await began()
    const nowMs = clock.nowMs()
    const renewed = valueOf(await storage.renew(lease, nowMs, 100_000))
    expect(renewed).toEqual({ ...lease, untilMs: nowMs + 100_000 })
    expect(await storage.lease(lease.key, 'another', nowMs + 99_000, 100)).toMatchObject(refusal('conflict'))
    valueOf(await reconcile.endLeases(nowMs + 1))
    expect(await storage.lease(lease.key, 'another', nowMs + 2, 100)).toMatchObject(refusal('conflict'))
    const statement = valueOf(await stores().api.createStatement(tenant, bornStatement(tenant)))
    await leaseNow(stores(), statementKey(statement))
    valueOf(await storage.endLeases(nowMs + 1))
    expect(await reconcile.lease(statementKey(statement), 'another', nowMs + 2, 100)).toMatchObject(refusal('conflict'))
    const next = valueOf(await storage.lease(lease.key, 'another', nowMs + 2, 100_000))
    expect(next.token).toBeGreaterThan(lease.token)
    expect(await storage.renew(renewed, nowMs + 3, 100_000)).toMatchObject(refusal('conflict'))
    valueOf(await storage.release(next, undefined))
    expect(await storage.renew(next, nowMs + 3, 100_000)).toMatchObject(refusal('conflict'))
    expect(await storage.renew({ ...lease, key: { ...lease.key, environmentId: 'env-none', id: 'env-none' } }, nowMs, 100)).toMatchObject(refusal('not-found'))
  })

  it('loads everything about the files of one environment, and of no other', async () => {
    const { api, storage, resources, clock } = stores()
    const { tenant, lease } = await began()
    const statement = valueOf(await api.createStatement(tenant, bornStatement(tenant)))
    const pool = valueOf(await api.createPool(tenant, bornPool(tenant)))
    const snapshot = await made(tenant, { blueprint: { sql: 's', properties: { a: 'b' }, computePoolId: 'p', principal: 'x' } })
    const times = { version: 1, createdAtMs: 1, updatedAtMs: 1 }
    const policy = valueOf(await resources.snapshotPolicies.create(tenant, { ...tenant, name: 'p', format: 'native', keepLast: 3, keepForMs: 1, keepAfterDeletionMs: 2, trashMs: 3, deletionPaused: true, ...times }))
    const directory = bornDirectory(statement)
    valueOf(await storage.putDirectories(lease, [directory]))
    valueOf(await storage.putMarks(lease, [{ key: 'm', kind: 'orphan', markedAtMs: 4 }], []))
    const nowMs = clock.nowMs()
    const deletion = { atMs: nowMs, key: 'gone', kind: 'snapshot', reason: 'r', files: 1, bytes: 2 }
    valueOf(await storage.recordDeletions(lease, { deletions: [{ ...deletion, key: 'long ago', atMs: nowMs - 31 * 86_400_000 }, deletion], snapshotIds: [], directoryKeys: [], markKeys: [] }))
    valueOf(await storage.saveReport(lease, report(70)))
    valueOf(await api.requestStorageScan(tenant, 80))
    const world = valueOf(await storage.loadStorage(tenant))
    expect(valueOf(await storage.listPolicies(tenant))).toEqual([policy])
    expect(world).toEqual({
      snapshots: [snapshot], directories: [directory], policies: [policy], computePoolIds: [pool.id], marks: [{ key: 'm', kind: 'orphan', markedAtMs: 4 }],
      statements: [{ uid: statement.uid, name: statement.name, class: 'insert', isScratch: false, intent: statement.intent, observed: statement.observed, stopped: false }],
      deletions: [{ key: 'gone', kind: 'snapshot', atMs: nowMs }], scannedAtMs: 70, scanRequestedAtMs: 80,
      scannedClasses: report(70).classes, isEnvironmentGone: false,
    })
    for (const elsewhere of [await makeTenant(stores()), await makeTenant(stores(), tenant.organizationId)]) {
      expect(valueOf(await storage.loadStorage(elsewhere))).toEqual({ snapshots: [], directories: [], policies: [], computePoolIds: [], marks: [], statements: [], deletions: [], isEnvironmentGone: false })
      expect(valueOf(await storage.listPolicies(elsewhere))).toEqual([])
    }
  })

  it('each change holds by itself: those that somebody was faster with come back', async () => {
    const { api, storage } = stores()
    const { tenant, lease, stale } = await began()
    const [a, b, c] = [await made(tenant), await made(tenant), await made(tenant)]
    valueOf(await api.changeSnapshotSpec(tenant, b.id, { labels: {}, pinned: true }, 1, 5))
    const trash = { atMs: 1, by: 'policy' as const, reason: 'old' }
    const changes = [a, b, c].map((snapshot) => changeOf(snapshot, { spec: { ...snapshot.spec, trash }, state: 'COMPLETED', intent: { failures: 2 }, observed: { uri: 'file:///u' } }))
    expect(await storage.changeSnapshots(stale, changes)).toMatchObject(refusal('conflict'))
    const unknown = changeOf({ ...a, id: crypto.randomUUID() })
    expect(valueOf(await storage.changeSnapshots(lease, [...changes, unknown]))).toEqual({ lost: [b.id, unknown.id] })
    const [first, second] = [valueOf(await api.loadSnapshot(tenant, a.id)), valueOf(await api.loadSnapshot(tenant, b.id))]
    expect(first).toEqual({ ...a, spec: { ...a.spec, trash }, state: 'COMPLETED', intent: { failures: 2 }, observed: { uri: 'file:///u' }, specVersion: 2, intentVersion: 2, updatedAtMs: first.updatedAtMs })
    expect(second).toMatchObject({ state: 'PENDING', spec: { pinned: true }, specVersion: 2, intentVersion: 1 })
    // Without a spec, its version stays: a person's change of it is not lost by it.
    valueOf(await storage.changeSnapshots(lease, [changeOf(first, { observed: {}, kind: 'checkpoint', format: 'canonical' })]))
    expect(valueOf(await api.loadSnapshot(tenant, a.id))).toMatchObject({ specVersion: 2, intentVersion: 3, kind: 'checkpoint', format: 'canonical' })
    expect(valueOf(await storage.changeSnapshots(lease, []))).toEqual({ lost: [] })
  })

  it('a change wakes whoever asks Flink for the snapshot', async () => {
    const { api, storage, reconcile, clock } = stores()
    const { tenant, lease } = await began()
    const { uid, name } = valueOf(await api.createStatement(tenant, bornStatement(tenant)))
    const snapshot = await made(tenant, { trigger: 'manual', statement: { uid, name, generation: 1 } })
    valueOf(await reconcile.release(await leaseNow(stores(), savepointKey(snapshot)), undefined))
    valueOf(await storage.changeSnapshots(lease, [changeOf(snapshot, { spec: { ...snapshot.spec, cancelRequestedAtMs: 3 } })]))
    expect(await dueKeys(stores(), 'savepoint', tenant, clock.nowMs() + 1)).toEqual([savepointKey(snapshot)])
  })

  it('adds snapshots once, with a key where Flink is to be asked', async () => {
    const { api, storage, clock } = stores()
    const { tenant, lease, stale } = await began()
    const scheduled = bornSnapshot(tenant, { trigger: 'scheduled', createdAtMs: clock.nowMs() })
    const retained = bornSnapshot(tenant, { kind: 'checkpoint', trigger: 'retained', state: 'WRITTEN', createdAtMs: 5, blueprint: { sql: 's', properties: {}, computePoolId: 'p', principal: 'x' } })
    expect(await storage.addSnapshots(stale, [scheduled])).toMatchObject(refusal('conflict'))
    valueOf(await storage.addSnapshots(lease, [scheduled, retained]))
    expect(valueOf(await api.loadSnapshot(tenant, retained.id))).toEqual({ ...retained, specVersion: 1, intentVersion: 1, updatedAtMs: retained.createdAtMs })
    expect(await dueKeys(stores(), 'savepoint', tenant, clock.nowMs() + 1)).toEqual([savepointKey(scheduled)])
    valueOf(await api.changeSnapshotSpec(tenant, retained.id, { labels: {}, pinned: true }, 1, 5))
    valueOf(await storage.addSnapshots(lease, [retained, scheduled]))
    expect(valueOf(await api.loadSnapshot(tenant, retained.id)).spec.pinned).toBe(true)
  })

  const complete = (snapshot: Snapshot) => changeOf(snapshot, { state: 'COMPLETED', observed: { uri: 'file:///u' } })

  it('a snapshot is complete with its references, or neither', async () => {
    const { api, storage } = stores()
    const { tenant, lease, stale } = await began()
    const snapshot = await made(tenant, { state: 'WRITTEN' })
    const old = [{ key: 'a', sizeBytes: 1 }, { key: 'b', sizeBytes: 2 }]
    valueOf(await storage.completeSnapshot(lease, complete(snapshot), old))
    const stored = old.map((reference) => ({ ...reference, snapshotId: snapshot.id }))
    expect(valueOf(await storage.listReferences(tenant, undefined, 9))).toEqual(stored)
    const read = valueOf(await api.loadSnapshot(tenant, snapshot.id))
    expect(read).toMatchObject({ state: 'COMPLETED', specVersion: 1, intentVersion: 2 })
    // Somebody changed it meanwhile, or another keeper has the lease.
    valueOf(await api.changeSnapshotSpec(tenant, snapshot.id, { labels: {}, pinned: true }, 1, 5))
    expect(await storage.completeSnapshot(lease, complete(read), [{ key: 'c', sizeBytes: 3 }])).toMatchObject(refusal('conflict'))
    const changed = valueOf(await api.loadSnapshot(tenant, snapshot.id))
    expect(await storage.completeSnapshot(stale, complete(changed), [{ key: 'c', sizeBytes: 3 }])).toMatchObject(refusal('conflict'))
    expect(valueOf(await storage.listReferences(tenant, undefined, 9))).toEqual(stored)
    valueOf(await storage.completeSnapshot(lease, complete(changed), [{ key: 'b', sizeBytes: 4 }]))
    expect(valueOf(await storage.listReferences(tenant, undefined, 9))).toEqual([{ key: 'b', sizeBytes: 4, snapshotId: snapshot.id }])
  })

  it('of a completion and a change of the spec at the same moment both are seen, or the completion is told', async () => {
    const { api, storage } = stores()
    const { tenant, lease } = await began()
    for (let round = 0; round < 8; round++) {
      const snapshot = await made(tenant, { state: 'WRITTEN' })
      const [completed, changed] = await Promise.all([
        storage.completeSnapshot(lease, complete(snapshot), [{ key: 'k', sizeBytes: 1 }]),
        api.changeSnapshotSpec(tenant, snapshot.id, { labels: {}, pinned: true }, 1, 5),
      ])
      valueOf(changed)
      expect(valueOf(await api.loadSnapshot(tenant, snapshot.id))).toMatchObject({ state: completed.ok ? 'COMPLETED' : 'WRITTEN', spec: { pinned: true }, specVersion: 2 })
      const references = valueOf(await storage.listReferences(tenant, undefined, 99)).filter((reference) => reference.snapshotId === snapshot.id)
      expect(references).toHaveLength(completed.ok ? 1 : 0)
    }
  })

  it('lists references by the bytes of their keys, all of one key on one page', async () => {
    const { storage } = stores()
    const { tenant, lease } = await began()
    // In UTF-16 the last two come the other way round, and no locale is asked about case and dashes.
    const keys = ['A', 'a-b', 'a/b', 'a0', 'b', 'ä', '\uffee', '😀']
    for (const shared of [keys, keys.slice(2, 5), keys.slice(4, 5)]) {
      valueOf(await storage.completeSnapshot(lease, complete(await made(tenant, { state: 'WRITTEN' })), shared.toReversed().map((key) => ({ key, sizeBytes: 5 }))))
    }
    const listed: SnapshotReference[] = []
    const pages: string[][] = []
    for (let afterKey: string | undefined; pages.length < 20; ) {
      const page = valueOf(await storage.listReferences(tenant, afterKey, 2))
      if (page.length === 0) break
      listed.push(...page)
      pages.push(page.map((reference) => reference.key))
      afterKey = page.at(-1)?.key
    }
    expect(listed.map((reference) => reference.key)).toEqual(['A', 'a-b', 'a/b', 'a/b', 'a0', 'a0', 'b', 'b', 'b', 'ä', '\uffee', '😀'])
    expect(pages).toEqual([['A', 'a-b'], ['a/b', 'a/b'], ['a0', 'a0'], ['b', 'b', 'b'], ['ä', '\uffee'], ['😀']])
    expect(new Set(listed.map((reference) => `${reference.key} ${reference.snapshotId}`)).size).toBe(listed.length)
    expect(valueOf(await storage.listReferences(await makeTenant(stores()), undefined, 9))).toEqual([])
  })

  it('completes a snapshot with very many references', async () => {
    const { storage } = stores()
    const { tenant, lease } = await began()
    const keys = Array.from({ length: 45_000 }, (_, index) => `shared/${String(index).padStart(6, '0')}`)
    valueOf(await storage.completeSnapshot(lease, complete(await made(tenant, { state: 'WRITTEN' })), keys.map((key) => ({ key, sizeBytes: 1 }))))
    const page = valueOf(await storage.listReferences(tenant, keys[30_000], 10_000))
    expect(page.map((reference) => reference.key)).toEqual(keys.slice(30_001, 40_001))
  }, 60_000)

  it('marks come and go', async () => {
    const { storage } = stores()
    const { tenant, lease, stale } = await began()
    const mark = (key: string, markedAtMs: number) => ({ key, kind: 'orphan', markedAtMs })
    expect(await storage.putMarks(stale, [mark('a', 1)], [])).toMatchObject(refusal('conflict'))
    valueOf(await storage.putMarks(lease, [mark('a', 1), mark('b', 1)], []))
    valueOf(await storage.putMarks(lease, [mark('b', 2), mark('c', 2)], ['a', 'none']))
    expect(valueOf(await storage.loadStorage(tenant)).marks).toEqual([mark('b', 2), mark('c', 2)])
  })

  it('a report answers what was asked before its scan began', async () => {
    const { api, storage } = stores()
    const { tenant, lease, stale } = await began()
    valueOf(await api.requestStorageScan(tenant, 100))
    expect(await storage.saveReport(stale, report(100))).toMatchObject(refusal('conflict'))
    valueOf(await storage.saveReport(lease, report(99)))
    expect(valueOf(await api.loadStorageReport(tenant))).toEqual({ ...report(99), scanRequestedAtMs: 100 })
    valueOf(await storage.saveReport(lease, report(100)))
    expect(valueOf(await api.loadStorageReport(tenant))).toEqual(report(100))
    expect(valueOf(await storage.loadStorage(tenant)).scannedAtMs).toBe(100)
    expect(await api.loadStorageReport(await makeTenant(stores()))).toMatchObject(refusal('not-found'))
  })

  it('answers that it is there', async () => {
    valueOf(await stores().storage.ping())
    expect(await stores().storage.loadStatement(await makeTenant(stores()), freshId('none'))).toMatchObject(refusal('not-found'))
  })
}
