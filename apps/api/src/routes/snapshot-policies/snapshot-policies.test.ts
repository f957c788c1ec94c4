import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTestApi } from '../../testing/create-test-api.ts'
import type { Loose, TestApi } from '../../testing/create-test-api.ts'

let api: TestApi
let path: string
beforeEach(async () => {
  api = await createTestApi()
  path = `${api.tenant.headgatePath}/snapshot-policies`
})
afterEach(() => api.close())

const create = (name: string, spec: object = {}) => api.request('POST', path, { body: { name, spec } })
const names = (answer: { body: Loose }) => answer.body.data.map((each: Loose) => each.name)

describe('snapshot policies', () => {
  it('201 with the defaults for what is absent; wakes who acts on it', async () => {
    const answer = await create('all')
    expect(answer).toMatchObject({
      status: 201,
      body: {
        name: 'all', metadata: { resource_version: '1' }, status: {},
        spec: { format: 'native', keep_last: 10, keep_for_seconds: 604_800, keep_after_deletion_seconds: 604_800, trash_seconds: 86_400, deletion_paused: false },
      },
    })
    expect(answer.body.spec.schedule).toBeUndefined()
    expect(answer.headers['location']).toBe(answer.body.metadata.self)
    expect((await api.request('GET', answer.body.metadata.self)).body).toEqual(answer.body)
    expect(api.woken).toMatchObject([{ kind: 'storage', id: api.tenant.environmentId }])
  })

  it('a cron schedule has a time zone, and says when it comes next', async () => {
    expect((await create('a', { statement_name: 'a', schedule: { cron: '30 2 * * *', time_zone: 'Europe/Berlin' } })).body).toMatchObject({ spec: { schedule: { cron: '30 2 * * *', time_zone: 'Europe/Berlin' } }, status: { next_at: '2026-11-03T01:30:00Z' } })
    expect((await create('b', { statement_name: 'b', schedule: { cron: '30 2 * * *' } })).body).toMatchObject({ spec: { schedule: { time_zone: 'UTC' } }, status: { next_at: '2026-11-03T02:30:00Z' } })
    expect((await create('c', { statement_name: 'c', schedule: { every_seconds: 60 } })).body).toMatchObject({ spec: { schedule: { every_seconds: 60 } }, status: {} })
  })

  it.each<[string, object, number]>([
    ['a minute that there is not', { schedule: { cron: '61 * * * *' } }, 422],
    ['a day that never comes', { schedule: { cron: '0 0 30 2 *' } }, 422],
    ['a time zone that there is not', { schedule: { cron: '0 0 * * *', time_zone: 'Mars/Base' } }, 422],
    ['two schedules', { schedule: { every_seconds: 60, cron: '0 0 * * *' } }, 422],
    ['six fields', { schedule: { cron: '0 0 0 * * *' } }, 400],
    ['a word', { schedule: { cron: '@daily' } }, 400],
    ['a long text', { schedule: { cron: `${'1,'.repeat(70)}1 * * * *` } }, 400],
    ['an empty schedule', { schedule: {} }, 400],
    ['a schedule of seconds', { schedule: { every_seconds: 59 } }, 400],
    ['none to keep', { keep_last: 0 }, 400],
    ['a negative time', { keep_for_seconds: -1 }, 400],
    ['a drill each minute', { drill_every_seconds: 60 }, 400],
    ['a name that no statement can have', { statement_name: 'A b' }, 400],
  ])('refuses %s', async (_what, spec, status) => {
    const answer = await create('x', spec)
    expect(answer.status).toBe(status)
    if (status === 422) expect(answer.body.errors[0].source.pointer).toBe('/spec/schedule')
  })

  it('409 for a name that is taken, and for a second one of the same statement or of the environment', async () => {
    await create('all')
    await create('of-a', { statement_name: 'a' })
    expect((await create('all', { statement_name: 'b' })).status).toBe(409)
    expect((await create('more')).body.errors[0].detail).toMatch(/'all' is that of the environment/)
    expect((await create('more', { statement_name: 'a' })).body.errors[0].detail).toMatch(/'of-a' is that of the statement 'a'/)
    expect((await create('more', { statement_name: 'b' })).status).toBe(201)
  })

  it('402 at the quota', async () => {
    api.deps.config = { ...api.deps.config, limits: { ...api.deps.config.limits, snapshotPoliciesPerEnvironmentMax: 1 } }
    await create('all')
    expect((await create('of-a', { statement_name: 'a' })).status).toBe(402)
  })

  it('lists page by page, or those of one statement', async () => {
    await create('all')
    await create('of-a', { statement_name: 'a' })
    await create('of-b', { statement_name: 'b' })
    const page = await api.request('GET', `${path}?page_size=2`)
    expect(names(page)).toEqual(['all', 'of-a'])
    expect(names(await api.request('GET', page.body.metadata.next))).toEqual(['of-b'])
    expect(names(await api.request('GET', `${path}?statement_name=b`))).toEqual(['of-b'])
  })

  it('PUT 200 replaces the whole spec under its version', async () => {
    await create('all', { schedule: { every_seconds: 60 }, keep_last: 3, drill_every_seconds: 7_200 })
    const seen = (await api.request('GET', `${path}/all`)).body
    const changed = await api.request('PUT', `${path}/all`, { body: { ...seen, spec: { ...seen.spec, keep_last: 4 } } })
    expect(changed.body).toMatchObject({ metadata: { resource_version: '2' }, spec: { ...seen.spec, keep_last: 4 } })
    expect((await api.request('PUT', `${path}/all`, { body: seen })).status).toBe(409)
    const plain = await api.request('PUT', `${path}/all`, { body: { spec: {} } })
    expect(plain.body.spec).toEqual({ format: 'native', keep_last: 10, keep_for_seconds: 604_800, keep_after_deletion_seconds: 604_800, trash_seconds: 86_400, deletion_paused: false })
  })

  it('PUT 422 for what cannot change, 409 for the place of another, 404 for one that is not there', async () => {
    await create('all')
    await create('of-a', { statement_name: 'a' })
    for (const [pointer, body] of [['/name', { name: 'x', spec: {} }], ['/environment_id', { environment_id: 'env-zzzzzz', spec: {} }]] as const) {
      expect(await api.request('PUT', `${path}/all`, { body })).toMatchObject({ status: 422, body: { errors: [{ source: { pointer } }] } })
    }
    expect((await api.request('PUT', `${path}/of-a`, { body: { spec: {} } })).status).toBe(409)
    expect((await api.request('PUT', `${path}/all`, { body: { spec: { schedule: { cron: '61 * * * *' } } } })).status).toBe(422)
    expect((await api.request('PUT', `${path}/nope`, { body: { spec: {} } })).status).toBe(404)
  })

  it('DELETE 204, then 404; of another organization it never was there', async () => {
    await create('all')
    for (const method of ['GET', 'DELETE']) expect((await api.request(method, `${path.replace(api.tenant.organizationId, api.other.organizationId).replace(api.tenant.environmentId, api.other.environmentId)}/all`)).status).toBe(404)
    expect(await api.request('DELETE', `${path}/all`)).toMatchObject({ status: 204, text: '' })
    for (const method of ['GET', 'DELETE']) expect((await api.request(method, `${path}/all`)).status).toBe(404)
  })
})
