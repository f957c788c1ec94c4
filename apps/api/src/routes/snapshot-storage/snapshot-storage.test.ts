import type { StorageDeletion, StorageReport } from '@headgate/domain'
import { storageKey } from '@headgate/ports'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTestApi } from '../../testing/create-test-api.ts'
import type { Loose, TestApi } from '../../testing/create-test-api.ts'

let api: TestApi
let path: string
beforeEach(async () => {
  api = await createTestApi()
  path = `${api.tenant.headgatePath}/snapshot-storage`
})
afterEach(() => api.close())

const candidate = { key: 'k', kind: 'aborted-attempt', reason: 'Given up.', files: 1, bytes: 7, statementUid: 'u', snapshotId: 's' }
const report: StorageReport = {
  startedAtMs: Date.UTC(2026, 10, 2, 8), finishedAtMs: Date.UTC(2026, 10, 2, 8, 0, 1), total: { files: 3, bytes: 30 }, classes: { live: { files: 2, bytes: 23 }, orphaned: { files: 1, bytes: 7 } },
  statements: [{ uid: 'u', name: 'a', classes: { live: { files: 2, bytes: 23 } } }], deletable: [candidate], deletableTotal: { count: 1, files: 1, bytes: 7 },
  orphans: [{ key: 'o', kind: 'unknown', reason: 'Nobody knows.', files: 1, bytes: 1 }], deletionPausedBecause: 'A policy says so.',
}

/** Does what the keeper of the files would do. */
async function keeper(act: (lease: { key: ReturnType<typeof storageKey>; token: number; untilMs: number }) => Promise<unknown>): Promise<void> {
  const lease = await api.stores.storage.lease(storageKey(api.tenant), 'test', api.clock.nowMs(), 10_000)
  if (!lease.ok) throw new Error(lease.message)
  await act(lease.value)
  await api.stores.storage.release(lease.value, undefined)
}

describe('snapshot-storage', () => {
  it('200 without a report as long as nothing was scanned; a scan that is asked for is shown until it begins', async () => {
    expect((await api.request('GET', path)).body).toMatchObject({ kind: 'SnapshotStorage', status: {} })
    const asked = await api.request('POST', `${path}/scans`)
    expect(asked).toMatchObject({ status: 202, body: { status: { scan_requested_at: '2026-11-02T09:00:00Z' } } })
    expect(api.woken).toMatchObject([{ kind: 'storage' }])
    await keeper((lease) => api.stores.storage.saveReport(lease, { ...report, startedAtMs: api.clock.nowMs() + 1 }))
    expect((await api.request('GET', path)).body.status.scan_requested_at).toBeUndefined()
  })

  it('200 with what the newest scan found, each with its reason', async () => {
    await api.request('POST', `${path}/scans`)
    await keeper((lease) => api.stores.storage.saveReport(lease, report))
    const { status } = (await api.request('GET', path)).body
    expect(status.report).toEqual({
      started_at: '2026-11-02T08:00:00Z', finished_at: '2026-11-02T08:00:01Z', total: report.total, classes: report.classes, statements: report.statements,
      deletable: [{ key: 'k', kind: 'aborted-attempt', reason: 'Given up.', files: 1, bytes: 7, statement_uid: 'u', snapshot_id: 's' }], deletable_total: { count: 1, files: 1, bytes: 7 },
      orphans: [{ key: 'o', kind: 'unknown', reason: 'Nobody knows.', files: 1, bytes: 1 }], deletion_paused_because: 'A policy says so.',
    })
  })

  it('deletions: newest first, page by page', async () => {
    await api.request('POST', `${path}/scans`)
    const deletions = [1, 2, 3].map((number): StorageDeletion => ({ ...candidate, key: `k${number}`, atMs: Date.UTC(2026, 10, 2, 8, 0, number) }))
    await keeper((lease) => api.stores.storage.recordDeletions(lease, { deletions, snapshotIds: [], directoryKeys: [], markKeys: [] }))
    const page = await api.request('GET', `${path}/deletions?page_size=2`)
    expect(page.body.data.map((each: Loose) => [each.key, each.at])).toEqual([['k3', '2026-11-02T08:00:03Z'], ['k2', '2026-11-02T08:00:02Z']])
    expect((await api.request('GET', page.body.metadata.next)).body.data.map((each: Loose) => each.key)).toEqual(['k1'])
  })

  it('404 for an environment that is not there or not one’s own', async () => {
    for (const base of [api.other.headgatePath, `/headgate/v1/organizations/${api.tenant.organizationId}/environments/${api.other.environmentId}`]) {
      for (const [method, rest] of [['GET', ''], ['POST', '/scans'], ['GET', '/deletions']] as const) expect((await api.request(method, `${base}/snapshot-storage${rest}`)).status).toBe(404)
    }
  })
})
