import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runInRealTime } from '@headgate/sim'
import { createTestApi } from '../../testing/create-test-api.ts'
import type { Loose, TestApi } from '../../testing/create-test-api.ts'
import { moveStatement } from '../../testing/move-statement.ts'
import { addSnapshot, preparedFact } from '../../testing/new-snapshot.ts'

let api: TestApi
let uid: string
beforeEach(async () => {
  api = await createTestApi()
  const made = await api.request('POST', `${api.tenant.sqlPath}/statements`, { body: { name: 'a', spec: { statement: 'INSERT INTO t SELECT 1' } } })
  uid = made.body.metadata.uid as string
})
afterEach(() => api.close())

const idNumber = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`
const uri = (number: number) => `file:///data/snapshots/${number}`
const restore = (body: object = {}, name = 'a') => api.request('POST', `${api.tenant.headgatePath}/statements/${name}/restores`, { body })
const detail = (answer: { body: Loose }): string => answer.body.errors[0].detail
const row = () => [...api.stores.database.statements.values()].find((each) => each.uid === uid)
const stopped = async (observed: object = {}) => {
  await api.request('PATCH', `${api.tenant.sqlPath}/statements/a`, { body: [{ op: 'replace', path: '/spec/stopped', value: true }] })
  await moveStatement(api, 'a', { status: { phase: 'STOPPED' }, intent: { rest: 'stopped' }, observed })
}
/** A snapshot of the statement that was completed at that time. */
const of = (number: number, atMs: number, more: object = {}) =>
  addSnapshot(api, { id: idNumber(number), createdAtMs: atMs, statement: { uid, name: 'a', generation: number }, observed: { uri: uri(number), completedAtMs: atMs }, ...more })

describe('POST statements/{name}/restores', () => {
  it('202 PENDING: a stopped statement goes on from the named snapshot', async () => {
    await stopped()
    await of(1, 1_000)
    await of(2, 2_000)
    const answer = await restore({ snapshot_id: idNumber(1) })
    expect(answer).toMatchObject({ status: 202, body: { name: 'a', spec: { stopped: false }, status: { phase: 'PENDING' } } })
    expect(row()).toMatchObject({ spec: { stopped: false }, intent: { chosen: { kind: 'savepoint', uri: uri(1), generation: 1, snapshotId: idNumber(1) } } })
    expect(api.woken).toContainEqual({ kind: 'statement', organizationId: api.tenant.organizationId, environmentId: api.tenant.environmentId, id: uid })
    expect((await api.request('DELETE', `${api.tenant.headgatePath}/snapshots/${idNumber(1)}`)).status).toBe(409)
  })

  it('without one it is the newest good one: by the time of its state, not in the trash, not broken, of this very statement, not a copy', async () => {
    await stopped()
    await of(1, 1_000)
    await of(2, 2_000, { createdAtMs: 500 })
    await of(3, 3_000, { spec: { labels: {}, pinned: false, trash: { atMs: 0, by: 'user', reason: 'x' } } })
    await of(4, 4_000, { observed: { uri: uri(4), completedAtMs: 4_000, verifications: [{ atMs: 1, how: 'files', isGood: false, message: 'x' }] } })
    await of(5, 5_000, { statement: { uid: 'earlier', name: 'a', generation: 1 } })
    await of(6, 6_000, { trigger: 'exported' })
    await of(7, 7_000, { state: 'FAILED' })
    await of(8, 8_000, { trigger: 'adopted' })
    expect((await restore()).status).toBe(202)
    expect(row()?.intent.chosen?.snapshotId).toBe(idNumber(2))
  })

  it('409 when its newest state does not become known as a snapshot within a moment, so that no state is lost unasked', async () => {
    await stopped({ newestSnapshot: { kind: 'checkpoint', uri: uri(9), generation: 2, completedAtMs: 9_000 } })
    await of(1, 1_000)
    const asked = restore()
    const time = runInRealTime(api.clock, 100)
    expect(await asked).toMatchObject({ status: 409, body: { errors: [{ code: 'newest_not_registered' }] } })
    await time.stop()
    expect((await restore({ snapshot_id: idNumber(1) })).status).toBe(202)
  })

  it('that checkpoint counts for nothing when its files are known to be gone', async () => {
    await stopped({ newestSnapshot: { kind: 'checkpoint', uri: uri(9), generation: 2, completedAtMs: 9_000 }, restoreMissingUri: uri(9) })
    await of(1, 1_000)
    await of(9, 9_000)
    expect((await restore()).status).toBe(202)
    expect(row()?.intent.chosen?.snapshotId).toBe(idNumber(1))
  })

  it('409 for an older snapshot when it writes files: those that were open in it are not any more; from where it stopped it goes on', async () => {
    const prepared = { ...preparedFact, exactlyOnceSinks: ['files'], fileSinks: ['files'] }
    await stopped({ prepared, newestSnapshot: { kind: 'savepoint', uri: uri(2), generation: 2, completedAtMs: 2_000 } })
    await of(1, 1_000)
    await of(2, 2_000)
    const refused = await restore({ snapshot_id: idNumber(1) })
    expect(refused).toMatchObject({ status: 409, body: { errors: [{ code: 'file_sinks' }] } })
    for (const words of [/'files' is written to files/, /Fork the snapshot with drop_sink_state/]) expect(detail(refused)).toMatch(words)
    expect(row()?.intent.chosen).toBeUndefined()
    expect((await restore({ snapshot_id: idNumber(2) })).status).toBe(202)
  })

  it('a parked statement goes on, too', async () => {
    await moveStatement(api, 'a', { status: { phase: 'STOPPED' }, intent: { rest: 'parked' } })
    await of(1, 1_000)
    expect((await restore()).status).toBe(202)
  })

  it('an adopted snapshot that is nobody’s is taken by name; one of another statement is not', async () => {
    await stopped()
    await addSnapshot(api, { id: idNumber(1), trigger: 'adopted', observed: { uri: uri(1) } })
    await of(2, 2_000, { statement: { uid: 'other', name: 'b', generation: 1 } })
    await of(3, 2_000, { statement: { uid: 'earlier', name: 'a', generation: 1 } })
    expect(detail(await restore({ snapshot_id: idNumber(2) }))).toMatch(/of the statement 'b'\. Fork it/)
    expect(detail(await restore({ snapshot_id: idNumber(3) }))).toMatch(/earlier statement of the name 'a'/)
    expect((await restore({ snapshot_id: idNumber(1) })).status).toBe(202)
    expect(row()?.intent.chosen?.generation).toBe(0)
  })

  it.each([['RUNNING', undefined, /Stop it first/], ['PENDING', undefined, /Stop it first/], ['COMPLETED', 'completed', /does not run again/], ['FAILED', 'failed', /Fork the snapshot/]] as const)('409 while it is %s', async (phase, rest, why) => {
    await moveStatement(api, 'a', { status: { phase }, ...(rest === undefined ? {} : { intent: { rest } }) })
    await of(1, 1_000)
    const answer = await restore()
    expect([answer.status, detail(answer)]).toEqual([409, expect.stringMatching(why)])
  })

  it('409 while it stops, is resumed already, or is deleted', async () => {
    await of(1, 1_000)
    await moveStatement(api, 'a', { status: { phase: 'RUNNING' } })
    await api.request('PATCH', `${api.tenant.sqlPath}/statements/a`, { body: [{ op: 'replace', path: '/spec/stopped', value: true }] })
    expect(detail(await restore())).toMatch(/Wait until it is STOPPED/)
    await moveStatement(api, 'a', { status: { phase: 'STOPPED' }, intent: { rest: 'stopped' } })
    await api.request('PATCH', `${api.tenant.sqlPath}/statements/a`, { body: [{ op: 'replace', path: '/spec/stopped', value: false }] })
    expect(detail(await restore())).toMatch(/PENDING/)
    await api.request('DELETE', `${api.tenant.sqlPath}/statements/a`)
    expect(detail(await restore())).toMatch(/being deleted/)
  })

  it('409 without a good snapshot, 422 for one that is not there, 404 without the statement', async () => {
    await stopped()
    expect(detail(await restore())).toMatch(/no snapshot/)
    await of(1, 1_000, { state: 'DELETING' })
    expect(detail(await restore({ snapshot_id: idNumber(1) }))).toMatch(/being deleted/)
    await addSnapshot(api, { id: idNumber(2) }, api.other)
    for (const id of [idNumber(2), 'nope']) expect(await restore({ snapshot_id: id })).toMatchObject({ status: 422, body: { errors: [{ source: { pointer: '/snapshot_id' } }] } })
    expect((await restore({}, 'nope')).status).toBe(404)
  })

  it('409 for a query', async () => {
    await api.request('POST', `${api.tenant.sqlPath}/statements`, { body: { name: 'q', spec: { statement: 'SELECT 1' } } })
    expect(detail(await restore({}, 'q'))).toMatch(/no state/)
  })
})
