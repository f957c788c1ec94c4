import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTestApi } from '../../testing/create-test-api.ts'
import type { Loose, TestApi } from '../../testing/create-test-api.ts'
import { moveStatement } from '../../testing/move-statement.ts'
import { addSnapshot } from '../../testing/new-snapshot.ts'

let api: TestApi
let path: string
beforeEach(async () => {
  api = await createTestApi()
  path = `${api.tenant.headgatePath}/snapshots`
})
afterEach(() => api.close())

const id = '00000000-0000-4000-8000-000000000001'
const copyId = '00000000-0000-4000-8000-000000000002'
const detail = (answer: { body: Loose }): string => answer.body.errors[0].detail
const remove = () => api.request('DELETE', `${path}/${id}`)
const recover = () => api.request('POST', `${path}/${id}/recoveries`)
const state = async (): Promise<string> => (await api.request('GET', `${path}/${id}`)).body.status.state

describe('the trash', () => {
  it('202 TRASHED for the time of the policy; recovered it is as before; both can be repeated', async () => {
    await addSnapshot(api, { id, statement: { uid: 'u', name: 'a', generation: 1 } })
    const thrown = await remove()
    expect(thrown).toMatchObject({ status: 202, body: { status: { state: 'TRASHED', restorable: false, trash: { at: '2026-11-02T09:00:00Z', by: 'user', deleted_after: '2026-11-03T09:00:00Z' } } } })
    await api.clock.advance(5_000)
    expect((await remove()).body.status.trash.at).toBe('2026-11-02T09:00:00Z')
    await api.request('POST', `${api.tenant.headgatePath}/snapshot-policies`, { body: { name: 'all', spec: { trash_seconds: 60 } } })
    await api.request('POST', `${api.tenant.headgatePath}/snapshot-policies`, { body: { name: 'of-a', spec: { statement_name: 'a', trash_seconds: 120 } } })
    expect((await api.request('GET', `${path}?trashed=true`)).body.data[0].status.trash.deleted_after).toBe('2026-11-02T09:02:00Z')
    expect((await recover()).body.status).toMatchObject({ state: 'COMPLETED', restorable: true })
    expect((await recover()).status).toBe(202)
    expect((await api.request('GET', `${path}/${id}`)).body.status.trash).toBeUndefined()
    expect(api.woken.some((key) => key.kind === 'storage')).toBe(true)
  })

  it('what is being deleted is not recovered any more', async () => {
    await addSnapshot(api, { id, state: 'DELETING', spec: { labels: {}, pinned: false, trash: { atMs: 0, by: 'user', reason: 'x' } } })
    expect((await remove()).body.status.state).toBe('DELETING')
    expect(detail(await recover())).toMatch(/cannot be recovered/)
  })

  it('409 with the names of all that need it', async () => {
    const { observed } = await addSnapshot(api, { id })
    const uri = observed.uri ?? ''
    await addSnapshot(api, { id: copyId, trigger: 'exported', copyOf: id, state: 'PENDING', observed: {} })
    await addSnapshot(api, { id, observed: { ...observed, drill: { statementUid: 'd', computePoolId: 'p', startedAtMs: 0, isEnding: false } } })
    const generation = { generation: 2, jobId: '1'.repeat(32), computePoolId: api.tenant.poolId, clusterGeneration: 1, parallelism: 1, createdAtMs: 0, restoreFrom: { kind: 'savepoint' as const, uri, generation: 1 } }
    for (const name of ['restoring', 'chosen', 'stopped', 'other']) await api.request('POST', `${api.tenant.sqlPath}/statements`, { body: { name, spec: { statement: 'INSERT INTO t SELECT 1' } } })
    await moveStatement(api, 'restoring', { intent: { generation }, observed: { goneGeneration: 1 } })
    await moveStatement(api, 'chosen', { intent: { chosen: { kind: 'savepoint', uri, generation: 1, snapshotId: id } } })
    await moveStatement(api, 'stopped', { intent: { rest: 'stopped', restorePoint: { kind: 'savepoint', uri, generation: 1 } } })
    await moveStatement(api, 'other', { intent: { rest: 'stopped', restorePoint: { kind: 'savepoint', uri: `${uri}0`, generation: 1 } } })
    const refused = await remove()
    expect(refused).toMatchObject({ status: 409, body: { errors: [{ code: 'snapshot_needed' }] } })
    for (const words of [/'restoring' was started from it/, /'chosen' was told/, /'stopped' would go on/, new RegExp(copyId), /drill/]) expect(detail(refused)).toMatch(words)
    expect(detail(refused)).not.toMatch(/'other'/)
    expect(await state()).toBe('COMPLETED')
  })

  it.each([['PENDING', 'snapshot_under_way'], ['IN_PROGRESS', 'snapshot_under_way'], ['WRITTEN', 'snapshot_under_way'], ['FAILED', 'snapshot_without_files'], ['CANCELLED', 'snapshot_without_files']] as const)('409 for one that is %s', async (was, code) => {
    await addSnapshot(api, { id, state: was })
    expect(await remove()).toMatchObject({ status: 409, body: { errors: [{ code }] } })
  })

  it('409 while it is pinned; 404 for one of others', async () => {
    await addSnapshot(api, { id, spec: { labels: {}, pinned: true } })
    expect(await remove()).toMatchObject({ status: 409, body: { errors: [{ code: 'snapshot_pinned', detail: expect.stringMatching(/Unpin/) }] } })
    await addSnapshot(api, { id: copyId }, api.other)
    expect((await api.request('DELETE', `${path}/${copyId}`)).status).toBe(404)
    expect((await api.request('POST', `${path}/${copyId}/recoveries`)).status).toBe(404)
  })

  it('409 when it changed between the look and the deed', async () => {
    await addSnapshot(api, { id })
    const { store } = api.deps
    api.deps.store = { ...store, changeSnapshotSpec: async (tenant, given, spec, version, nowMs) => {
      await store.changeSnapshotSpec(tenant, given, { labels: {}, pinned: true }, version, nowMs)
      return store.changeSnapshotSpec(tenant, given, spec, version, nowMs)
    } }
    expect((await remove()).status).toBe(409)
    expect(await state()).toBe('COMPLETED')
  })
})

describe('an environment with snapshots that a person made', () => {
  it('is not removed', async () => {
    await addSnapshot(api, { id })
    expect(await api.clock.drive(api.request('DELETE', `/org/v2/environments/${api.tenant.environmentId}`))).toMatchObject({ status: 409 })
  })
})
