import type { NewSnapshot, StorageDeletion, Tenant } from '@headgate/domain'
import { expect, it } from 'vitest'
import { bornDirectory, bornSnapshot, bornStatement, changeOf, dueKeys, leaseStorage, makeTenant, refusal, restorableSnapshot, savepointKey, valueOf } from './store-fixtures.ts'
import type { StoresUnderTest } from './store-fixtures.ts'

/** The last look before files go, and the record of what went. */
export function deletionStoreTests(stores: () => StoresUnderTest): void {
  const made = async (tenant: Tenant, over: Partial<NewSnapshot> = {}) => valueOf(await stores().api.createSnapshot(tenant, bornSnapshot(tenant, over)))
  const began = async () => {
    const tenant = await makeTenant(stores())
    const lease = await leaseStorage(stores(), tenant)
    return { tenant, lease, stale: { ...lease, token: lease.token - 1 } }
  }
  const deletion = (over: Partial<StorageDeletion> = {}): StorageDeletion => ({ atMs: stores().clock.nowMs(), key: 'k', kind: 'snapshot', reason: 'its time is over', files: 3, bytes: 4, ...over })
  const nothing = { deletions: [], snapshotIds: [], directoryKeys: [], markKeys: [] }

  it('confirms what is being deleted still and needed by no statement as it is now', async () => {
    const { api, storage } = stores()
    const { tenant, lease, stale } = await began()
    const going = await made(tenant, { state: 'DELETING' })
    const needed = await made(tenant, { state: 'DELETING' })
    const undone = await made(tenant, { state: 'COMPLETED' })
    const elsewhere = await made(await makeTenant(stores()), { state: 'DELETING' })
    const ids = [going, needed, undone, elsewhere].map((snapshot) => snapshot.id)
    const statement = valueOf(await api.createStatement(tenant, bornStatement(tenant)))
    const asked: string[][] = []
    const confirmed = valueOf(await storage.confirmDeletion(lease, [...ids, crypto.randomUUID()], (snapshot, statements) => {
      asked.push([snapshot.id, ...statements.map((each) => each.uid)])
      return snapshot.id === needed.id
    }))
    expect(confirmed).toEqual([going.id])
    expect(asked.sort()).toEqual([[going.id, statement.uid], [needed.id, statement.uid]].sort())
    expect(await storage.confirmDeletion(stale, ids, () => false)).toMatchObject(refusal('conflict'))
  })

  it('does not confirm what is still to be copied', async () => {
    const { api, storage } = stores()
    const { tenant, lease } = await began()
    const source = valueOf(await api.createSnapshot(tenant, restorableSnapshot(tenant)))
    const copy = await made(tenant, { trigger: 'exported', copyOf: source.id })
    expect(valueOf(await storage.changeSnapshots(lease, [changeOf(source, { state: 'DELETING' })])).lost).toEqual([])
    expect(valueOf(await storage.confirmDeletion(lease, [source.id], () => false))).toEqual([])
    valueOf(await storage.changeSnapshots(lease, [changeOf(copy, { state: 'WRITTEN' })]))
    expect(valueOf(await storage.confirmDeletion(lease, [source.id], () => false))).toEqual([source.id])
  })

  it('records a deletion whole: the audit, and that snapshots, references, directories, marks and keys are gone', async () => {
    const { api, storage, clock } = stores()
    const { tenant, lease } = await began()
    const statement = valueOf(await api.createStatement(tenant, bornStatement(tenant)))
    const gone = await made(tenant, { trigger: 'manual', state: 'WRITTEN' })
    const kept = await made(tenant, { state: 'WRITTEN' })
    for (const snapshot of [gone, kept]) valueOf(await storage.completeSnapshot(lease, changeOf(snapshot, { state: 'COMPLETED' }), [{ key: 'shared', sizeBytes: 1 }]))
    const [out, stays] = [bornDirectory(statement), bornDirectory(statement)]
    valueOf(await storage.putDirectories(lease, [out, stays]))
    valueOf(await storage.putMarks(lease, [{ key: 'm', kind: 'orphan', markedAtMs: 1 }, { key: 'n', kind: 'orphan', markedAtMs: 1 }], []))
    const done = deletion({ snapshotId: gone.id, statementUid: statement.uid })
    const record = { deletions: [done], snapshotIds: [gone.id], directoryKeys: [out.key], markKeys: ['m'] }
    valueOf(await storage.recordDeletions(lease, record))
    expect(await api.loadSnapshot(tenant, gone.id)).toMatchObject(refusal('not-found'))
    expect(valueOf(await storage.listReferences(tenant, undefined, 9))).toEqual([{ key: 'shared', sizeBytes: 1, snapshotId: kept.id }])
    expect(await dueKeys(stores(), 'savepoint', tenant, clock.nowMs() + 1_000_000)).toEqual([])
    expect(await stores().reconcile.lease(savepointKey(gone), 'h', clock.nowMs(), 100)).toMatchObject(refusal('not-found'))
    expect(valueOf(await storage.loadStorage(tenant))).toMatchObject({ snapshots: [{ id: kept.id }], directories: [{ key: stays.key }], marks: [{ key: 'n' }], deletions: [{ key: 'k' }] })
    expect(valueOf(await api.listStorageDeletions(tenant, { pageSize: 9 })).items).toEqual([done])
  })

  it('records nothing under a stale lease', async () => {
    const { api, storage } = stores()
    const { tenant, lease, stale } = await began()
    const snapshot = await made(tenant, { state: 'WRITTEN' })
    valueOf(await storage.completeSnapshot(lease, changeOf(snapshot), [{ key: 'a', sizeBytes: 1 }]))
    valueOf(await storage.putMarks(lease, [{ key: 'm', kind: 'orphan', markedAtMs: 1 }], []))
    expect(await storage.recordDeletions(stale, { deletions: [deletion()], snapshotIds: [snapshot.id], directoryKeys: [], markKeys: ['m'] })).toMatchObject(refusal('conflict'))
    valueOf(await api.loadSnapshot(tenant, snapshot.id))
    expect(valueOf(await storage.listReferences(tenant, undefined, 9))).toHaveLength(1)
    expect(valueOf(await storage.loadStorage(tenant))).toMatchObject({ marks: [{ key: 'm' }], deletions: [] })
    expect(valueOf(await api.listStorageDeletions(tenant, { pageSize: 9 })).items).toEqual([])
  })

  it('the audit is read newest first in pages, of one tenant, for ninety days', async () => {
    const { api, storage, clock } = stores()
    const { tenant, lease } = await began()
    const nowMs = clock.nowMs()
    const rows = [['a', 3], ['b', 1], ['c', 2], ['d', 2], ['old', 91 * 86_400_000]] as const
    valueOf(await storage.recordDeletions(lease, { ...nothing, deletions: rows.map(([key, ageMs]) => deletion({ key, atMs: nowMs - ageMs })) }))
    const keys: string[] = []
    let pageToken: string | undefined
    do {
      const page = valueOf(await api.listStorageDeletions(tenant, { pageSize: 1, pageToken }))
      keys.push(...page.items.map((item) => item.key))
      pageToken = page.nextPageToken
    } while (pageToken !== undefined && keys.length < 9)
    // Of the same time, the one that was written later comes first.
    expect(keys).toEqual(['b', 'd', 'c', 'a'])
    expect(await api.listStorageDeletions(tenant, { pageSize: 9, pageToken: '%' })).toMatchObject(refusal('rejected'))
    expect(valueOf(await api.listStorageDeletions(tenant, { pageSize: 9, pageToken: `${nowMs - 3}.~` })).items.map((item) => item.key)).toEqual(['a'])
    for (const elsewhere of [await makeTenant(stores()), await makeTenant(stores(), tenant.organizationId)]) expect(valueOf(await api.listStorageDeletions(elsewhere, { pageSize: 9 })).items).toEqual([])
  })
}
