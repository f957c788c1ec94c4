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
