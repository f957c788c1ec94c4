import type { NewSnapshot, Snapshot } from '@headgate/domain'
import { expect, it } from 'vitest'
import type { SnapshotFilter } from '../src/index.ts'
import { storageKey } from '../src/index.ts'
import { bornSnapshot, bornStatement, dueKeys, leaseNow, makeTenant, refusal, restorableSnapshot, savepointKey, valueOf, wakesStorage } from './store-fixtures.ts'
import type { StoresUnderTest } from './store-fixtures.ts'

/** Snapshots as the API and as the loop that writes them hold them. */
export function snapshotStoreTests(stores: () => StoresUnderTest): void {
  const asked = async (over: Partial<NewSnapshot> = {}) => {
    const tenant = await makeTenant(stores())
    const statement = valueOf(await stores().api.createStatement(tenant, bornStatement(tenant)))
    const snapshot = bornSnapshot(tenant, { trigger: 'manual', statement: { uid: statement.uid, name: statement.name, generation: 2 }, createdAtMs: stores().clock.nowMs(), ...over })
    return { tenant, statement, snapshot }
  }

  it('stores a snapshot whole and reads it back, and nobody else does', async () => {
    const { api } = stores()
    const { tenant, snapshot } = await asked({
      spec: { labels: { a: 'b', ä: '"\\' }, pinned: true, retainUntilMs: 7 },
      intent: { failures: 1, retryAtMs: 3 },
      observed: { failure: { attempt: 1, atMs: 2, message: 'no\nluck' } },
      blueprint: { sql: "INSERT INTO t SELECT 'secret'", properties: { 'sql.secrets.token': 's' }, computePoolId: 'lfcp-1', principal: 'sa-1' },
    })
    const created = valueOf(await api.createSnapshot(tenant, snapshot))
    expect(created).toEqual({ ...snapshot, specVersion: 1, intentVersion: 1, updatedAtMs: snapshot.createdAtMs })
    expect(valueOf(await api.loadSnapshot(tenant, snapshot.id))).toEqual(created)
    expect(valueOf(await stores().reconcile.loadSnapshot(savepointKey(snapshot)))).toEqual(created)
    const other = await makeTenant(stores())
    const sibling = await makeTenant(stores(), tenant.organizationId)
    for (const elsewhere of [other, sibling]) {
      expect(await api.loadSnapshot(elsewhere, snapshot.id)).toMatchObject(refusal('not-found'))
      expect(valueOf(await api.listSnapshots(elsewhere, {}, { pageSize: 9 })).items).toEqual([])
      expect(await api.changeSnapshotSpec(elsewhere, snapshot.id, snapshot.spec, 1, 5)).toMatchObject(refusal('not-found'))
    }
    expect(await api.createSnapshot(tenant, snapshot)).toMatchObject(refusal('conflict'))
    expect(await api.createSnapshot(other, { ...snapshot, id: crypto.randomUUID() })).toMatchObject(refusal('not-found'))
  })

  it('one that Flink is asked for has a key of its own, due at once; others have none', async () => {
    const { api, reconcile, clock } = stores()
    const { tenant, snapshot } = await asked()
    expect(await wakesStorage(stores(), tenant, () => api.createSnapshot(tenant, snapshot))).toBe(true)
    valueOf(await api.createSnapshot(tenant, bornSnapshot(tenant, { trigger: 'adopted', createdAtMs: 5 })))
    valueOf(await api.createSnapshot(tenant, bornSnapshot(tenant, { trigger: 'stop', state: 'IN_PROGRESS', createdAtMs: 5 })))
    expect(await dueKeys(stores(), 'savepoint', tenant, clock.nowMs() + 1)).toEqual([savepointKey(snapshot)])
    expect(await reconcile.lease(savepointKey(bornSnapshot(tenant)), 'h', clock.nowMs(), 100)).toMatchObject(refusal('not-found'))
  })

  it('is refused without its environment, its statement, or what it is to be copied from', async () => {
    const { api } = stores()
    const { tenant, snapshot } = await asked()
    const nowhere = { ...tenant, environmentId: 'env-none' }
    expect(await api.createSnapshot(nowhere, bornSnapshot(nowhere))).toMatchObject(refusal('not-found'))
    expect(await api.createSnapshot(tenant, { ...snapshot, statement: { uid: crypto.randomUUID(), name: 'gone', generation: 1 } })).toMatchObject(refusal('not-found'))
    const copy = bornSnapshot(tenant, { trigger: 'exported', copyOf: crypto.randomUUID() })
    expect(await api.createSnapshot(tenant, copy)).toMatchObject(refusal('not-found'))
    const source = valueOf(await api.createSnapshot(tenant, bornSnapshot(tenant)))
    expect(await api.createSnapshot(tenant, { ...copy, copyOf: source.id })).toMatchObject(refusal('conflict'))
    const whole = valueOf(await api.createSnapshot(tenant, restorableSnapshot(tenant)))
    expect(valueOf(await api.createSnapshot(tenant, { ...copy, copyOf: whole.id })).copyOf).toBe(whole.id)
  })

  it('keeps the answer with it, or does nothing', async () => {
    const { api } = stores()
    const { tenant, snapshot } = await asked()
    const holding = { organizationId: tenant.organizationId, key: 'k', holder: 'h' }
    const keeper = { ...holding, keepUntilMs: 1_000, render: (made: Snapshot) => ({ status: 201, headers: {}, body: made.id }) }
    expect(await api.createSnapshot(tenant, snapshot, keeper)).toMatchObject(refusal('unavailable'))
    expect(await api.loadSnapshot(tenant, snapshot.id)).toMatchObject(refusal('not-found'))
    valueOf(await api.beginIdempotent(holding, 'hash', 100, 50))
    valueOf(await api.createSnapshot(tenant, snapshot, keeper))
    expect(valueOf(await api.beginIdempotent(holding, 'hash', 120, 50))?.body).toBe(snapshot.id)
  })

  it('lists newest first in pages, by every filter', async () => {
    const { api } = stores()
    const { tenant, statement } = await asked()
    const of = { uid: statement.uid, name: statement.name, generation: 1 }
    const make = async (createdAtMs: number, over: Partial<NewSnapshot>) => valueOf(await api.createSnapshot(tenant, bornSnapshot(tenant, { createdAtMs, ...over }))).id
    const a = await make(10, { statement: of, state: 'COMPLETED', spec: { labels: { x: '1', y: '2' }, pinned: true } })
    const b = await make(20, { kind: 'checkpoint', trigger: 'retained', spec: { labels: { x: '1' }, pinned: false, trash: { atMs: 1, by: 'user', reason: 'r' } } })
    const c = await make(20, { state: 'DELETING' })
    const d = await make(30, { state: 'FAILED', trigger: 'stop', statement: { ...of, uid: 'another' } })
    const [first = '', second = ''] = [b, c].sort().reverse()
    const ids = async (filter: SnapshotFilter) => valueOf(await api.listSnapshots(tenant, filter, { pageSize: 9 })).items.map((item) => item.id)
    expect(await ids({})).toEqual([d, first, second, a])
    const paged: string[] = []
    for (let pageToken: string | undefined, page = 0; page < 9; page++) {
      const found = valueOf(await api.listSnapshots(tenant, {}, { pageSize: 1, pageToken }))
      paged.push(...found.items.map((item) => item.id))
      pageToken = found.nextPageToken
      if (pageToken === undefined) break
    }
    expect(paged).toEqual([d, first, second, a])
    expect(await api.listSnapshots(tenant, {}, { pageSize: 1, pageToken: '%' })).toMatchObject(refusal('rejected'))
    expect(await ids({ statementName: statement.name })).toEqual([d, a])
    expect(await ids({ statementUid: statement.uid })).toEqual([a])
    expect(await ids({ states: ['COMPLETED', 'FAILED'] })).toEqual([d, a])
    expect(await ids({ kind: 'checkpoint' })).toEqual([b])
    expect(await ids({ trigger: 'stop' })).toEqual([d])
    expect(await ids({ pinned: true })).toEqual([a])
    expect(await ids({ pinned: false, kind: 'savepoint' })).toEqual([d, c])
    expect(await ids({ trashed: true })).toEqual([first, second])
    expect(await ids({ trashed: false })).toEqual([d, a])
    expect(await ids({ createdBeforeMs: 20 })).toEqual([a])
    expect(await ids({ createdAfterMs: 20 })).toEqual([d])
    expect(await ids({ labels: { x: '1' } })).toEqual([b, a])
    expect(await ids({ labels: { x: '1', y: '2' } })).toEqual([a])
    expect(await ids({ labels: { x: '1' }, states: ['COMPLETED'], statementName: 'none' })).toEqual([])
  })

  it('its spec is replaced at a version, wakes both keys, and not once it goes', async () => {
    const { api, reconcile, clock } = stores()
    const { tenant, snapshot } = await asked()
    const created = valueOf(await api.createSnapshot(tenant, snapshot))
    const key = savepointKey(snapshot)
    valueOf(await reconcile.release(await leaseNow(stores(), key), undefined))
    const spec = { labels: { a: 'b' }, pinned: true, cancelRequestedAtMs: 4 }
    expect(await wakesStorage(stores(), tenant, () => api.changeSnapshotSpec(tenant, snapshot.id, spec, 1, clock.nowMs()))).toBe(true)
    expect(await dueKeys(stores(), 'savepoint', tenant, clock.nowMs() + 1)).toEqual([key])
    const changed = valueOf(await api.loadSnapshot(tenant, snapshot.id))
    expect(changed).toEqual({ ...created, spec, specVersion: 2, updatedAtMs: changed.updatedAtMs })
    expect(await api.changeSnapshotSpec(tenant, snapshot.id, spec, 1, 9)).toMatchObject(refusal('conflict'))
    const race = await Promise.all([1, 2, 3].map((each) => api.changeSnapshotSpec(tenant, snapshot.id, { labels: {}, pinned: false, retainUntilMs: each }, 2, 9)))
    expect(race.filter((result) => result.ok)).toHaveLength(1)
    const going = valueOf(await api.createSnapshot(tenant, bornSnapshot(tenant, { state: 'DELETING' })))
    expect(await api.changeSnapshotSpec(tenant, going.id, { labels: {}, pinned: true }, 1, 9)).toMatchObject(refusal('conflict'))
    expect(valueOf(await api.loadSnapshot(tenant, going.id)).spec.pinned).toBe(false)
  })

  it('the loop commits by compare-and-swap under a lease; what is not under way any more wakes the files', async () => {
    const { api, reconcile } = stores()
    const { tenant, snapshot } = await asked()
    const created = valueOf(await api.createSnapshot(tenant, snapshot))
    const lease = await leaseNow(stores(), savepointKey(snapshot))
    const attempt = { attempt: 1, triggerId: 'a', directoryKey: 'd', startedAtMs: 1, generation: 2, jobId: 'j', computePoolId: 'p', clusterGeneration: 1 }
    const intent = { failures: 0, attempt }
    const commit = { expectedIntentVersion: 1, state: 'IN_PROGRESS' as const, intent, observed: { progress: { bytes: 1, files: 2, atMs: 3 } }, wake: [] }
    expect(await wakesStorage(stores(), tenant, () => reconcile.commitSnapshot(lease, commit))).toBe(false)
    const committed = valueOf(await api.loadSnapshot(tenant, snapshot.id))
    expect(committed).toEqual({ ...created, state: 'IN_PROGRESS', intent, observed: commit.observed, intentVersion: 2, updatedAtMs: committed.updatedAtMs })
    expect(await reconcile.commitSnapshot(lease, commit)).toMatchObject(refusal('conflict'))
    const race = await Promise.all([1, 2, 3].map((failures) => reconcile.commitSnapshot(lease, { ...commit, expectedIntentVersion: 2, intent: { failures } })))
    expect(race.filter((result) => result.ok)).toHaveLength(1)
    // A person may change the spec meanwhile: it is another layer.
    valueOf(await api.changeSnapshotSpec(tenant, snapshot.id, { labels: {}, pinned: true }, 1, 9))
    const written = { ...commit, expectedIntentVersion: 3, state: 'WRITTEN' as const, observed: { uri: 'file:///s' } }
    expect(await wakesStorage(stores(), tenant, () => reconcile.commitSnapshot(lease, written))).toBe(true)
    expect(valueOf(await api.loadSnapshot(tenant, snapshot.id))).toMatchObject({ state: 'WRITTEN', spec: { pinned: true }, specVersion: 2, intentVersion: 4 })
    valueOf(await reconcile.release(lease, undefined))
    expect(await reconcile.commitSnapshot(lease, { ...written, expectedIntentVersion: 4 })).toMatchObject(refusal('conflict'))
  })

  it('a scan is asked for, and there is no report before the first', async () => {
    const { api, clock } = stores()
    const tenant = await makeTenant(stores())
    expect(await api.loadStorageReport(tenant)).toMatchObject(refusal('not-found'))
    expect(await wakesStorage(stores(), tenant, () => api.requestStorageScan(tenant, clock.nowMs()))).toBe(true)
    expect(await api.loadStorageReport(tenant)).toMatchObject(refusal('not-found'))
    expect(await api.requestStorageScan({ ...tenant, environmentId: 'env-none' }, 1)).toMatchObject(refusal('not-found'))
    expect(await dueKeys(stores(), 'storage', tenant, clock.nowMs() + 1)).toEqual([storageKey(tenant)])
  })
}
