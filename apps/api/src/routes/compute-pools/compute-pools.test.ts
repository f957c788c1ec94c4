import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTestApi } from '../../testing/create-test-api.ts'
import type { TestApi } from '../../testing/create-test-api.ts'
import { moveStatement } from '../../testing/move-statement.ts'

let api: TestApi
beforeEach(async () => {
  api = await createTestApi({ config: { publicUrl: 'https://flink.example.com/' } })
})
afterEach(() => api.close())

const path = '/fcpm/v2/compute-pools'
const create = (spec: object = {}) =>
  api.request('POST', path, { body: { spec: { display_name: 'mine', cloud: 'AWS', region: 'local-1', environment: { id: api.tenant.environmentId }, ...spec } } })
const inEnvironment = () => `environment=${api.tenant.environmentId}`

describe('compute pools', () => {
  it('202: PROVISIONED at once, max_cfu 10 for 0, with links and resource names; wakes the loop', async () => {
    const { organizationId, environmentId } = api.tenant
    const answer = await create({ max_cfu: 0, default_pool: false, enable_ai: false, environment: { id: environmentId, related: 'x', resource_name: 'y' } })
    expect(answer.status).toBe(202)
    const { id } = answer.body
    expect(id).toMatch(/^lfcp-[a-z0-9]{6}$/)
    const crn = `crn://confluent.cloud/organization=${organizationId}/environment=${environmentId}`
    expect(answer.body).toMatchObject({
      api_version: 'fcpm/v2', kind: 'ComputePool',
      metadata: { self: `https://flink.example.com/fcpm/v2/compute-pools/${id}?environment=${environmentId}`, resource_name: `${crn}/flink-region=aws.local-1/compute-pool=${id}` },
      spec: {
        display_name: 'mine', cloud: 'AWS', region: 'local-1', max_cfu: 10, default_pool: false, enable_ai: false, http_endpoint: 'https://flink.example.com',
        environment: { id: environmentId, related: `https://flink.example.com/org/v2/environments/${environmentId}`, resource_name: crn },
      },
      status: { phase: 'PROVISIONED', current_cfu: 0 },
    })
    expect(answer.headers['location']).toBe(answer.body.metadata.self)
    expect(api.woken).toContainEqual({ kind: 'pool', organizationId, environmentId, id })
  })

  it.each<[string, object, number, string]>([
    ['an unknown region', { region: 'us-east-1' }, 422, '/spec/region'],
    ['another cloud', { cloud: 'GCP' }, 422, '/spec/region'],
    ['too many CFU', { max_cfu: 1001 }, 400, '/spec/max_cfu'],
    ['fractions of a CFU', { max_cfu: 1.5 }, 400, '/spec/max_cfu'],
    ['a name with a space', { display_name: 'a b' }, 400, '/spec/display_name'],
    ['no environment', { environment: undefined }, 400, '/spec/environment'],
    ['a second default', { default_pool: true }, 409, '/spec/default_pool'],
  ])('refuses %s', async (_what, spec, status, pointer) => {
    const answer = await create(spec)
    expect(answer.status).toBe(status)
    expect(answer.body.errors[0].source.pointer).toBe(pointer)
  })

  it('404 in an environment that is not there; 402 above the quota', async () => {
    expect((await create({ environment: { id: 'env-zzzzzz' } })).status).toBe(404)
    api.deps.config = { ...api.deps.config, limits: { ...api.deps.config.limits, poolsPerEnvironmentMax: 1 } }
    expect((await create()).status).toBe(402)
  })

  it('lists and reads with ?environment=, 400 without it', async () => {
    const { id } = (await create()).body
    const list = await api.request('GET', `${path}?${inEnvironment()}&spec.region=local-1&spec.network=`)
    expect(list.body.data.map((pool: { id: string }) => pool.id).sort()).toEqual([id, api.tenant.poolId].sort())
    expect((await api.request('GET', `${path}?${inEnvironment()}&spec.region=other`)).body.data).toEqual([])
    expect((await api.request('GET', `${path}/${id}?${inEnvironment()}`)).status).toBe(200)
    for (const [method, where] of [['GET', path], ['GET', `${path}/${id}`], ['DELETE', `${path}/${id}`]] as const) {
      const answer = await api.request(method, where)
      expect(answer.status).toBe(400)
      expect(answer.body.errors[0].source.parameter).toBe('environment')
    }
    expect((await api.request('GET', `${path}?environment=env-zzzzzz`)).status).toBe(404)
    expect((await api.request('GET', `${path}/lfcp-nope?${inEnvironment()}`)).status).toBe(404)
  })

  it('PATCH 200 changes name and size, also to less; cloud and region 422', async () => {
    const { id } = (await create({ max_cfu: 20 })).body
    const change = (spec: object) => api.request('PATCH', `${path}/${id}`, { body: { spec: { environment: { id: api.tenant.environmentId }, ...spec } } })
    expect((await change({ max_cfu: 5, display_name: 'small', cloud: 'AWS', region: 'local-1' })).body.spec).toMatchObject({ max_cfu: 5, display_name: 'small' })
    expect((await change({ max_cfu: 0 })).body.spec.max_cfu).toBe(10)
    expect((await change({ region: 'other' })).status).toBe(422)
    expect((await change({ default_pool: true })).status).toBe(409)
    expect((await change({ environment: { id: 'env-zzzzzz' } })).status).toBe(404)
    expect((await api.request('PATCH', `${path}/${id}`, { body: { spec: { max_cfu: 5 } } })).status).toBe(400)
  })

  it('DELETE 204, then 404; 409 while statements live in it', async () => {
    const { id } = (await create()).body
    await api.request('POST', `${api.tenant.sqlPath}/statements`, { body: { name: 'a', spec: { statement: 'SELECT 1', compute_pool_id: id } } })
    const refused = await api.request('DELETE', `${path}/${id}?${inEnvironment()}`)
    expect(refused).toMatchObject({ status: 409, body: { errors: [{ code: 'pool_in_use' }] } })
    await moveStatement(api, 'a', { status: { phase: 'COMPLETED' }, intent: { rest: 'completed' } })
    expect(await api.request('DELETE', `${path}/${id}?${inEnvironment()}`)).toMatchObject({ status: 204, text: '' })
    expect((await api.request('GET', `${path}/${id}?${inEnvironment()}`)).status).toBe(404)
    expect((await api.request('DELETE', `${path}/${id}?${inEnvironment()}`)).status).toBe(404)
    expect((await api.request('GET', `${path}?${inEnvironment()}`)).body.data).toHaveLength(1)
    const late = await api.request('POST', `${api.tenant.sqlPath}/statements`, { body: { spec: { statement: 'SELECT 1', compute_pool_id: id } } })
    expect(late.status).toBe(422)
  })
})

describe('compute pool config', () => {
  it('has defaults, and keeps what is changed', async () => {
    const config = '/fcpm/v2/compute-pool-config'
    expect((await api.request('GET', config)).body).toMatchObject({ organization_id: api.tenant.organizationId, spec: { default_pool_enabled: true, default_pool_max_cfu: 10 } })
    expect((await api.request('PATCH', config, { body: { spec: { default_pool_max_cfu: 30 } } })).body.spec).toEqual({ default_pool_enabled: true, default_pool_max_cfu: 30 })
    expect((await api.request('PATCH', config, { body: { spec: { default_pool_enabled: false } } })).body.spec).toEqual({ default_pool_enabled: false, default_pool_max_cfu: 30 })
    expect((await api.request('GET', config)).body.spec).toEqual({ default_pool_enabled: false, default_pool_max_cfu: 30 })
    expect((await api.request('PATCH', config, { body: { spec: { default_pool_max_cfu: 0 } } })).status).toBe(400)
  })
})

describe('regions', () => {
  it('lists what is configured, filtered', async () => {
    const regions = async (query: string) => (await api.request('GET', `/fcpm/v2/regions${query}`)).body.data
    expect(await regions('?cloud=AWS&region_name=local-1&page_size=99')).toEqual([
      {
        api_version: 'fcpm/v2', kind: 'Region', id: 'aws.local-1', metadata: { self: 'https://flink.example.com/fcpm/v2/regions' }, display_name: 'local-1', cloud: 'AWS',
        region_name: 'local-1', http_endpoint: 'https://flink.example.com',
      },
    ])
    expect(await regions('?cloud=GCP')).toEqual([])
    expect((await api.request('GET', '/fcpm/v2/regions?page_token=x')).status).toBe(400)
  })
})
