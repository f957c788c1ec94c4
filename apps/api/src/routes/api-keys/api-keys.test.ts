import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTestApi } from '../../testing/create-test-api.ts'
import type { TestApi } from '../../testing/create-test-api.ts'

let api: TestApi
beforeEach(async () => {
  api = await createTestApi()
})
afterEach(() => api.close())

const path = '/iam/v2/api-keys'
const create = (spec: object) => api.request('POST', path, { body: { spec: { owner: { id: api.tenant.accountId }, ...spec } } })

describe('API keys', () => {
  it('202 with the secret, which is shown once, stored as a hash, and works at once', async () => {
    const answer = await create({ display_name: 'k', resource: { id: 'cloud', kind: 'Cloud', api_version: 'iam/v2' } })
    expect(answer.status).toBe(202)
    const { id, spec } = answer.body
    expect(id).toMatch(/^[A-Z0-9]{16}$/)
    expect(spec).toMatchObject({ display_name: 'k', owner: { id: api.tenant.accountId, kind: 'ServiceAccount' }, resource: { id: 'cloud', kind: 'Cloud' } })
    expect((await api.request('GET', '/org/v2/environments', { auth: `${id}:${spec.secret}` })).status).toBe(200)
    for (const read of [await api.request('GET', `${path}/${id}`), await api.request('GET', path), await api.request('PATCH', `${path}/${id}`, { body: { spec: { description: 'd' } } })]) {
      expect(read.status).toBe(200)
      expect(read.text).not.toContain(spec.secret)
      expect(read.text).not.toContain('"secret"')
    }
    expect(JSON.stringify([...api.stores.database.apiKeys.values()])).not.toContain(spec.secret)
  })

  it('a region key reaches the SQL of its environment alone, however its resource is written', async () => {
    const { environmentId, sqlPath } = api.tenant
    for (const resource of [
      { id: 'aws.local-1', environment: environmentId, api_version: 'fcpm/v2', kind: 'Region' },
      { id: 'aws.local-1', environment: { id: environmentId } },
      { id: `${environmentId}.aws.local-1` },
    ]) {
      const answer = await create({ resource })
      expect(answer.body.spec.resource).toMatchObject({ id: 'aws.local-1', kind: 'Region', environment: environmentId })
      const auth = `${answer.body.id}:${answer.body.spec.secret}`
      expect((await api.request('GET', `${sqlPath}/statements`, { auth })).status).toBe(200)
      expect((await api.request('GET', '/org/v2/environments', { auth })).status).toBe(404)
    }
  })

  it.each<[string, object, string]>([
    ['an owner that is not there', { owner: { id: 'sa-nope00' } }, '/spec/owner/id'],
    ['an unknown region', { resource: { id: 'aws.mars', environment: 'env-a00001' } }, '/spec/resource/id'],
    ['a region without environment', { resource: { id: 'aws.local-1' } }, '/spec/resource/environment'],
    ['an environment that is not there', { resource: { id: 'aws.local-1', environment: 'env-zzzzzz' } }, '/spec/resource/environment'],
  ])('422 for %s', async (_what, spec, pointer) => {
    const answer = await create(spec)
    expect(answer.status).toBe(422)
    expect(answer.body.errors[0].source.pointer).toBe(pointer)
  })

  it('lists by owner and resource', async () => {
    const { id } = (await api.request('POST', '/iam/v2/service-accounts', { body: { display_name: 'etl' } })).body
    await create({ owner: { id } })
    expect((await api.request('GET', `${path}?spec.owner=${id}`)).body.data).toHaveLength(1)
    expect((await api.request('GET', `${path}?spec.resource=aws.local-1`)).body.data).toHaveLength(1)
    expect((await api.request('GET', `${path}?spec.resource=cloud`)).body.data).toHaveLength(2)
  })

  it('402 above the quota; DELETE 204 ends the key at once, then 404', async () => {
    const { id, spec } = (await create({})).body
    api.deps.config = { ...api.deps.config, limits: { ...api.deps.config.limits, apiKeysPerOrganizationMax: 3 } }
    expect((await create({})).status).toBe(402)
    expect(await api.request('DELETE', `${path}/${id}`)).toMatchObject({ status: 204, text: '' })
    expect((await api.request('GET', path, { auth: `${id}:${spec.secret}` })).status).toBe(401)
    for (const method of ['GET', 'DELETE']) expect((await api.request(method, `${path}/${id}`)).status).toBe(404)
  })
})
