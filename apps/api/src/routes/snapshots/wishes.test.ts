import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTestApi } from '../../testing/create-test-api.ts'
import type { Loose, TestApi } from '../../testing/create-test-api.ts'
import { addSnapshot, preparedFact } from '../../testing/new-snapshot.ts'

let api: TestApi
let path: string
beforeEach(async () => {
  api = await createTestApi()
  path = `${api.tenant.headgatePath}/snapshots`
})
afterEach(() => api.close())

const id = '00000000-0000-4000-8000-000000000001'
const ask = (noun: string, body?: object) => api.request('POST', `${path}/${id}/${noun}`, body === undefined ? {} : { body })
const detail = (answer: { body: Loose }): string => answer.body.errors[0].detail
const spec = () => [...api.stores.database.snapshots.values()].find((row) => row.id === id)?.spec
const trash = { atMs: 0, by: 'user' as const, reason: 'x' }

describe('cancellations', () => {
  it.each(['PENDING', 'IN_PROGRESS'] as const)('202 while it is %s; wakes who has it written; again changes nothing', async (state) => {
    await addSnapshot(api, { id, state })
    const answer = await ask('cancellations')
    expect(answer).toMatchObject({ status: 202, body: { status: { state, detail: 'It is being cancelled.', cancel_requested_at: '2026-11-02T09:00:00Z' } } })
    expect(api.woken).toContainEqual({ kind: 'savepoint', organizationId: api.tenant.organizationId, environmentId: api.tenant.environmentId, id })
    await api.clock.advance(1_000)
    expect((await ask('cancellations')).body.status.cancel_requested_at).toBe('2026-11-02T09:00:00Z')
  })

  it('202 for one that is cancelled, 409 for one that is over or part of a stop', async () => {
    await addSnapshot(api, { id, state: 'CANCELLED' })
    expect((await ask('cancellations')).status).toBe(202)
    for (const [state, why] of [['WRITTEN', /written already/], ['COMPLETED', /nothing to cancel/], ['FAILED', /nothing to cancel/], ['DELETING', /nothing to cancel/]] as const) {
      await addSnapshot(api, { id, state })
      expect(detail(await ask('cancellations'))).toMatch(why)
    }
    await addSnapshot(api, { id, state: 'IN_PROGRESS', trigger: 'stop' })
    expect(detail(await ask('cancellations'))).toMatch(/stop of its statement/)
    await addSnapshot(api, { id, state: 'IN_PROGRESS', trigger: 'exported' })
    expect((await ask('cancellations')).status).toBe(202)
  })
})

describe('verifications', () => {
  it('202, shown until it is done; asked again meanwhile it is one', async () => {
    const { observed } = await addSnapshot(api, { id })
    expect((await ask('verifications')).body.status.verification_requested_at).toBe('2026-11-02T09:00:00Z')
    await api.clock.advance(1_000)
    expect((await ask('verifications')).body.status.verification_requested_at).toBe('2026-11-02T09:00:00Z')
    const done = { atMs: api.clock.nowMs(), how: 'files' as const, isGood: false, message: 'x is missing.' }
    await addSnapshot(api, { id, spec: spec() ?? { labels: {}, pinned: false }, observed: { ...observed, verifications: [done] } })
    const read = (await api.request('GET', `${path}/${id}`)).body.status
    expect(read).toMatchObject({ state: 'COMPLETED', restorable: false, detail: 'It is broken: x is missing.' })
    expect(read.verification_requested_at).toBeUndefined()
    await api.clock.advance(1_000)
    expect((await ask('verifications')).body.status.verification_requested_at).toBe('2026-11-02T09:00:02Z')
  })

  it.each(['PENDING', 'WRITTEN', 'FAILED', 'DELETING'] as const)('409 while it is %s', async (state) => {
    await addSnapshot(api, { id, state })
    expect((await ask('verifications')).status).toBe(409)
    expect((await ask('drills')).status).toBe(409)
  })

  it('409 in the trash, 404 for one that is not there', async () => {
    await addSnapshot(api, { id, spec: { labels: {}, pinned: false, trash } })
    for (const noun of ['verifications', 'drills']) expect(detail(await ask(noun))).toMatch(/TRASHED/)
    for (const noun of ['verifications', 'drills', 'cancellations', 'recoveries']) expect((await api.request('POST', `${path}/${id.replace('1', '2')}0/${noun}`)).status).toBe(404)
  })
})

describe('drills', () => {
  it('202; one that is under way is not asked for again', async () => {
    const { observed } = await addSnapshot(api, { id })
    expect((await ask('drills')).body.status.drill_requested_at).toBe('2026-11-02T09:00:00Z')
    await addSnapshot(api, { id, observed: { ...observed, drill: { statementUid: 'd', computePoolId: 'p', startedAtMs: 1_000, isEnding: false } } })
    expect((await ask('drills')).body.status).toMatchObject({ drill: { started_at: '1970-01-01T00:00:01Z' } })
    expect(spec()?.drillRequestedAtMs).toBeUndefined()
  })

  it('409 when no statement can be made of it', async () => {
    await addSnapshot(api, { id, blueprint: undefined })
    expect(detail(await ask('drills'))).toMatch(/not known what ran/)
    const { planKey: _planKey, ...unplanned } = preparedFact
    const blueprint = { sql: 'INSERT INTO t SELECT 1', properties: {}, computePoolId: api.tenant.poolId, principal: 'p' }
    await addSnapshot(api, { id, blueprint })
    expect(detail(await ask('drills'))).toMatch(/never planned/)
    await addSnapshot(api, { id, blueprint: { ...blueprint, prepared: unplanned } })
    expect(detail(await ask('drills'))).toMatch(/no compiled plan/)
  })
})

describe('exports', () => {
  const copies = () => [...api.stores.database.snapshots.values()].filter((row) => row.trigger === 'exported')

  it('201: a snapshot of its own, PENDING, that goes to the destination', async () => {
    const source = await addSnapshot(api, { id, statement: { uid: 'u', name: 'a', generation: 4 }, trigger: 'stop' })
    const answer = await ask('exports', { destination: 'orders-2026.11' })
    expect(answer).toMatchObject({ status: 201, body: { status: { state: 'PENDING', trigger: 'exported', copy_of: id, statement: { name: 'a', uid: 'u', generation: 4 } }, spec: { pinned: false } } })
    expect(answer.headers['location']).toBe(answer.body.metadata.self)
    expect(answer.body.id).not.toBe(id)
    expect(copies()).toMatchObject([{ id: answer.body.id, copyOf: id, intent: { directoryKey: `organizations/${api.tenant.organizationId}/environments/${api.tenant.environmentId}/exports/orders-2026.11` }, blueprint: source.blueprint }])
  })

  it('409 for a checkpoint, for one that is not good, and for a destination that is taken', async () => {
    await addSnapshot(api, { id, kind: 'checkpoint', trigger: 'retained' })
    expect(detail(await ask('exports', { destination: 'a' }))).toMatch(/Take a snapshot/)
    await addSnapshot(api, { id, spec: { labels: {}, pinned: false, trash } })
    expect(detail(await ask('exports', { destination: 'a' }))).toMatch(/trash/)
    await addSnapshot(api, { id })
    expect((await ask('exports', { destination: 'a' })).status).toBe(201)
    const taken = await ask('exports', { destination: 'a' })
    expect(taken).toMatchObject({ status: 409, body: { errors: [{ source: { pointer: '/destination' } }] } })
    expect(detail(taken)).toContain(copies()[0]?.id)
  })

  it('two requests at once for one destination make one copy', async () => {
    await addSnapshot(api, { id })
    // Neither sees what the other is about to do.
    api.deps.store = { ...api.deps.store, listSnapshots: async () => ({ ok: true, value: { items: [] } }) }
    expect((await ask('exports', { destination: 'a' })).status).toBe(201)
    expect((await ask('exports', { destination: 'a' })).status).toBe(409)
    expect(copies()).toHaveLength(1)
  })

  it.each(['', '.', 'a/b', '../x', 'a..b', 'A', '-a', 'a-', `a${'b'.repeat(128)}`])('400 for the destination %j', async (destination) => {
    await addSnapshot(api, { id })
    expect((await ask('exports', { destination })).status).toBe(400)
  })
})
