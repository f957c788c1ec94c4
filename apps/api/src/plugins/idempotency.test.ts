import { failed } from '@headgate/domain'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTestApi } from '../testing/create-test-api.ts'
import type { TestApi } from '../testing/create-test-api.ts'

let api: TestApi
beforeEach(async () => {
  api = await createTestApi()
})
afterEach(() => api.close())

const create = (key: string, displayName: string, auth?: string) =>
  api.request('POST', '/iam/v2/service-accounts', { body: { display_name: displayName }, headers: { 'idempotency-key': key }, ...(auth === undefined ? {} : { auth }) })
const count = () => [...api.stores.database.serviceAccounts.values()].filter((account) => account.organizationId === api.tenant.organizationId).length

describe('Idempotency-Key', () => {
  it('gives the first answer again, for 24 hours', async () => {
    const first = await create('k1', 'etl')
    const again = await create('k1', 'etl')
    expect(again.status).toBe(201)
    expect(again.text).toBe(first.text)
    expect(again.headers['location']).toBe(first.headers['location'])
    expect(again.headers['idempotent-replayed']).toBe('true')
    expect(again.headers['x-request-hash']).toBeUndefined()
    expect(first.headers['idempotent-replayed']).toBeUndefined()
    expect(count()).toBe(2)
    await api.clock.advance(24 * 60 * 60_000)
    expect((await create('k1', 'etl')).status).toBe(409)
  })

  it('422 for another body or path under the same key', async () => {
    await create('k1', 'etl')
    expect(await create('k1', 'other')).toMatchObject({ status: 422, body: { errors: [{ code: 'idempotency_key_reused' }] } })
    const elsewhere = await api.request('POST', '/org/v2/environments', { body: { display_name: 'etl' }, headers: { 'idempotency-key': 'k1' } })
    expect(elsewhere.status).toBe(422)
    expect(count()).toBe(2)
  })

  it('409 while the first is under way', async () => {
    let finish = (): void => undefined
    const hold = new Promise<void>((resolve) => (finish = resolve))
    const original = api.deps.resources.serviceAccounts
    api.deps.resources.serviceAccounts = { ...original, create: async (...args) => (await hold, original.create(...args)) }
    const first = create('k1', 'etl')
    await expect.poll(() => api.stores.database.idempotent.size, { interval: 2 }).toBe(1)
    expect(await create('k1', 'etl')).toMatchObject({ status: 409, body: { errors: [{ code: 'idempotency_key_in_use' }] } })
    finish()
    expect((await first).status).toBe(201)
    expect((await create('k1', 'etl')).status).toBe(201)
    expect(count()).toBe(2)
  })

  it('keeps refusals, but no 5xx: those can be repeated', async () => {
    expect((await create('k1', 'account-a')).status).toBe(409)
    expect((await create('k1', 'account-a')).headers['idempotent-replayed']).toBe('true')
    const original = api.deps.resources.serviceAccounts
    api.deps.resources.serviceAccounts = { ...original, create: () => Promise.reject(new Error('a bug')) }
    expect((await create('k2', 'etl')).status).toBe(500)
    api.deps.resources.serviceAccounts = original
    expect((await create('k2', 'etl')).status).toBe(201)
  })

  it('what was done without an answer is answered by a repetition, and not done again', async () => {
    const { serviceAccounts } = api.deps.resources
    const unheard = failed('unknown-outcome', 'lost in COMMIT')
    api.deps.resources.serviceAccounts = { ...serviceAccounts, create: async (...args) => (await serviceAccounts.create(...args), unheard) }
    expect((await create('k1', 'etl')).status).toBe(503)
    api.deps.resources.serviceAccounts = serviceAccounts
    const again = await create('k1', 'etl')
    expect(again).toMatchObject({ status: 201, body: { display_name: 'etl' }, headers: { 'idempotent-replayed': 'true' } })
    expect((await create('k1', 'other')).status).toBe(422)
    expect(count()).toBe(2)
  })

  it('what surely was not done is done by a repetition', async () => {
    const { serviceAccounts } = api.deps.resources
    api.deps.resources.serviceAccounts = { ...serviceAccounts, create: async () => failed('unknown-outcome', 'lost before COMMIT') }
    expect((await create('k1', 'etl')).status).toBe(503)
    api.deps.resources.serviceAccounts = serviceAccounts
    expect((await create('k1', 'etl')).status).toBe(201)
    expect(count()).toBe(2)
  })

  it('a reservation that nobody heard of, or that could not be freed, does not hold up a repetition', async () => {
    const { store } = api.deps
    const unheard = failed('unknown-outcome', 'lost in COMMIT')
    api.deps.store = { ...store, beginIdempotent: async (...args) => (await store.beginIdempotent(...args), unheard) as never }
    expect((await create('k1', 'etl')).status).toBe(503)
    api.deps.store = { ...store, finishIdempotent: async () => failed('unavailable', 'gone') }
    expect((await create('k2', 'account-a')).status).toBe(503)
    expect((await create('k2', 'account-a')).status).toBe(409)
    api.deps.store = store
    expect((await create('k1', 'etl')).status).toBe(201)
    expect(await create('k2', 'account-a')).toMatchObject({ status: 409, body: { errors: [{ code: 'conflict' }] } })
    expect(count()).toBe(2)
  })

  it('an environment comes with its pool and its answer, or not at all', async () => {
    const { store } = api.deps
    const environment = (key: string) => api.request('POST', '/org/v2/environments', { body: { display_name: 'staging' }, headers: { 'idempotency-key': key } })
    api.deps.store = { ...store, createPool: async () => failed('unavailable', 'gone') }
    expect((await environment('k1')).status).toBe(503)
    api.deps.store = { ...store, createPool: async (...args) => (await store.createPool(...args), failed('unknown-outcome', 'lost in COMMIT')) as never }
    expect((await environment('k1')).status).toBe(503)
    api.deps.store = store
    const made = await environment('k1')
    expect(made).toMatchObject({ status: 201, headers: { 'idempotent-replayed': 'true' } })
    expect((await api.request('GET', `/org/v2/environments/${made.body.id}`)).status).toBe(200)
  })

  it('is one key’s own: no other key gets its answers', async () => {
    await create('k1', 'etl')
    const key = (await api.request('POST', '/iam/v2/api-keys', { body: { spec: { owner: { id: api.tenant.accountId } } } })).body
    const other = await create('k1', 'more', `${key.id}:${key.spec.secret}`)
    expect(other).toMatchObject({ status: 201, body: { display_name: 'more' } })
  })

  it('400 for a key that is none; nothing is kept of a request that is not valid', async () => {
    for (const key of ['', 'a b', 'x'.repeat(256)]) expect((await create(key, 'etl')).status).toBe(400)
    await api.request('POST', '/iam/v2/service-accounts', { body: {}, headers: { 'idempotency-key': 'k9' } })
    expect((await create('k9', 'etl')).status).toBe(201)
  })
})
