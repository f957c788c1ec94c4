import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTestApi } from '../../testing/create-test-api.ts'
import type { TestApi } from '../../testing/create-test-api.ts'

let api: TestApi
let path: string
beforeEach(async () => {
  api = await createTestApi()
  path = `${api.tenant.sqlPath}/connections`
})
afterEach(() => api.close())

const secret = 'canary-of-connections'
const spec = { connection_type: 'KAFKA', endpoint: 'k:9092', auth_data: { kind: 'PlaintextProvider', data: JSON.stringify({ USERNAME: 'app', PASSWORD: secret }) } }
const create = (name: string, of: object = spec) => api.request('POST', path, { body: { name, spec: of } })
const stored = () => [...api.stores.database.connections.values()][0]
const masked = '{"USERNAME":"<REDACTED>","PASSWORD":"<REDACTED>"}'

describe('connections', () => {
  it('201: ACTIVE, secrets masked here and on every read', async () => {
    const made = await create('k')
    expect(made).toMatchObject({ status: 201, body: { name: 'k', spec: { connection_type: 'KAFKA', endpoint: 'k:9092', auth_data: { kind: 'PlaintextProvider', data: masked } }, status: { phase: 'ACTIVE' } } })
    for (const answer of [made, await api.request('GET', `${path}/k`), await api.request('GET', path)]) expect(answer.text).not.toContain(secret)
    expect(stored()?.authData).toContain(secret)
  })

  it('409 when the name is taken', async () => {
    await create('k')
    expect((await create('k')).status).toBe(409)
  })

  it.each<[string, object, number]>([
    ['a type in lower case', { ...spec, connection_type: 'kafka' }, 400],
    ['no endpoint', { connection_type: 'KAFKA' }, 400],
    ['another provider', { ...spec, auth_data: { kind: 'Vault', data: '{}' } }, 400],
    ['auth data that is no JSON', { ...spec, auth_data: { kind: 'PlaintextProvider', data: 'x' } }, 422],
    ['auth data that nests', { ...spec, auth_data: { kind: 'PlaintextProvider', data: '{"a":{"b":1}}' } }, 422],
    ['an endpoint on the machine itself', { ...spec, endpoint: 'k:9092,SASL_SSL://127.0.0.1:9092' }, 422],
    ['a registry at a metadata service', { ...spec, connection_type: 'SCHEMA_REGISTRY', endpoint: 'http://169.254.169.254/' }, 422],
    ['a JDBC URL of another driver', { ...spec, connection_type: 'JDBC', endpoint: 'jdbc:h2:mem:x;INIT=RUNSCRIPT' }, 422],
    ['auth data that is masked', { ...spec, auth_data: { kind: 'PlaintextProvider', data: masked } }, 422],
  ])('refuses %s', async (_what, of, status) => {
    const answer = await create('k', of)
    expect(answer.status).toBe(status)
    expect(answer.text).not.toContain(secret)
  })

  it('lists by type, page by page', async () => {
    await create('a')
    await create('b', { connection_type: 'JDBC', endpoint: 'jdbc:postgresql://h/d' })
    await create('c')
    const page = await api.request('GET', `${path}?spec.connection_type=KAFKA&page_size=1`)
    expect(page.body.data.map((each: { name: string }) => each.name)).toEqual(['a'])
    const next = await api.request('GET', page.body.metadata.next)
    expect(next.body.data.map((each: { name: string }) => each.name)).toEqual(['c'])
    expect(next.body.metadata.next).toBeUndefined()
  })

  it('PUT 200 changes credentials: given values win, masked ones stay', async () => {
    await create('k')
    const seen = (await api.request('GET', `${path}/k`)).body
    expect((await api.request('PUT', `${path}/k`, { body: seen })).status).toBe(200)
    expect(stored()?.authData).toContain(secret)
    const data = JSON.stringify({ USERNAME: 'other', PASSWORD: '<REDACTED>' })
    const changed = await api.request('PUT', `${path}/k`, { body: { spec: { auth_data: { kind: 'PlaintextProvider', data } } } })
    expect(changed).toMatchObject({ status: 200, body: { spec: { auth_data: { data: masked } } } })
    expect(JSON.parse(stored()?.authData ?? '')).toEqual({ USERNAME: 'other', PASSWORD: secret })
    expect((await api.request('PUT', `${path}/k`, { body: seen })).status).toBe(409)
  })

  it('PUT 422 for all else, 404 for one that is not there', async () => {
    await create('k')
    for (const [pointer, body] of [['/spec/endpoint', { spec: { endpoint: 'other:9092' } }], ['/spec/connection_type', { spec: { connection_type: 'JDBC' } }], ['/name', { name: 'x', spec: {} }]] as const) {
      const answer = await api.request('PUT', `${path}/k`, { body })
      expect(answer.status).toBe(422)
      expect(answer.body.errors[0].source.pointer).toBe(pointer)
    }
    expect((await api.request('PUT', `${path}/nope`, { body: { spec: {} } })).status).toBe(404)
  })

  it('DELETE 200 with an empty body, then 404', async () => {
    await create('k')
    expect(await api.request('DELETE', `${path}/k`)).toMatchObject({ status: 200, text: '' })
    for (const method of ['GET', 'DELETE']) expect((await api.request(method, `${path}/k`)).status).toBe(404)
  })
})
