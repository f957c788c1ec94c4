import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTestApi } from '../../testing/create-test-api.ts'
import type { TestApi } from '../../testing/create-test-api.ts'

let api: TestApi
beforeEach(async () => {
  api = await createTestApi()
})
afterEach(() => api.close())

const path = '/iam/v2/service-accounts'
const create = (displayName: string) => api.request('POST', path, { body: { display_name: displayName, description: 'Loads' } })

describe('service accounts', () => {
  it('201, 409 for a taken name, 400 without one, 402 above the quota', async () => {
    const answer = await create('etl')
    expect(answer).toMatchObject({ status: 201, body: { id: expect.stringMatching(/^sa-[a-z0-9]{6}$/), display_name: 'etl', description: 'Loads' } })
    expect(answer.body.metadata.resource_name).toBe(`crn://confluent.cloud/organization=${api.tenant.organizationId}/service-account=${answer.body.id}`)
    expect((await create('etl')).status).toBe(409)
    expect((await api.request('POST', path, { body: {} })).status).toBe(400)
    api.deps.config = { ...api.deps.config, limits: { ...api.deps.config.limits, serviceAccountsPerOrganizationMax: 2 } }
    expect((await create('more')).status).toBe(402)
  })

  it('lists by name, reads, changes', async () => {
    const { id } = (await create('etl')).body
    expect((await api.request('GET', path)).body.data).toHaveLength(2)
    expect((await api.request('GET', `${path}?display_name=etl`)).body.data).toMatchObject([{ id }])
    expect((await api.request('PATCH', `${path}/${id}`, { body: { description: 'Other' } })).body).toMatchObject({ display_name: 'etl', description: 'Other' })
    expect((await api.request('PATCH', `${path}/${id}`, { body: { display_name: 'account-a' } })).status).toBe(409)
    expect((await api.request('GET', `${path}/${id}`)).body.description).toBe('Other')
    expect((await api.request('GET', `${path}/sa-nope00`)).status).toBe(404)
  })

  it('DELETE 204 takes its keys with it, then 404', async () => {
    const { id } = (await create('etl')).body
    const key = (await api.request('POST', '/iam/v2/api-keys', { body: { spec: { owner: { id } } } })).body
    const auth = `${key.id}:${key.spec.secret}`
    expect((await api.request('GET', path, { auth })).status).toBe(200)
    expect(await api.request('DELETE', `${path}/${id}`)).toMatchObject({ status: 204, text: '' })
    expect((await api.request('GET', path, { auth })).status).toBe(401)
    expect((await api.request('DELETE', `${path}/${id}`)).status).toBe(404)
  })
})
