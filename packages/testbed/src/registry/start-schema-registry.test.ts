import { afterEach, beforeEach, expect, test } from 'vitest'
import { startSchemaRegistry, type TestSchemaRegistry } from './start-schema-registry.ts'

const ORDER = JSON.stringify({ type: 'record', name: 'order', fields: [{ name: 'id', type: 'long' }] })
const ORDER_WITH_AMOUNT = JSON.stringify({ type: 'record', name: 'order', fields: [{ name: 'id', type: 'long' }, { name: 'amount', type: 'double', default: 0 }] })

let registry: TestSchemaRegistry

beforeEach(async () => {
  registry = await startSchemaRegistry()
})
afterEach(async () => {
  await registry.stop()
})

async function call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<{ status: number; body: any }> {
  const response = await fetch(`${registry.url}${path}`, {
    method,
    headers: { 'content-type': 'application/vnd.schemaregistry.v1+json', ...headers },
    body: body === undefined ? undefined : JSON.stringify(body),
  })
  return { status: response.status, body: await response.json() }
}

test('what a serializer registers, a deserializer reads back by id', async () => {
  expect(await call('POST', '/subjects/orders-value/versions', { schema: ORDER })).toEqual({ status: 200, body: { id: 1 } })
  expect(await call('GET', '/schemas/ids/1')).toEqual({ status: 200, body: { schema: ORDER } })
  expect(registry.requests.map(({ method, path, status }) => `${method} ${path} ${status}`)).toEqual(['POST /subjects/orders-value/versions 200', 'GET /schemas/ids/1 200'])
  expect(registry.requests[0]?.body).toEqual({ schema: ORDER })
})

test('the same schema keeps its id, a new one gets the next version of its subject', async () => {
  await call('POST', '/subjects/orders-value/versions', { schema: ORDER })
  expect((await call('POST', '/subjects/orders-value/versions', { schema: JSON.stringify(JSON.parse(ORDER), null, 2) })).body).toEqual({ id: 1 })
  expect((await call('POST', '/subjects/copies-value/versions', { schema: ORDER })).body).toEqual({ id: 1 })
  expect((await call('POST', '/subjects/orders-value/versions?normalize=true', { schema: ORDER_WITH_AMOUNT })).body).toEqual({ id: 2 })
  expect((await call('GET', '/subjects')).body).toEqual(['copies-value', 'orders-value'])
  expect((await call('GET', '/subjects/orders-value/versions')).body).toEqual([1, 2])
  expect((await call('GET', '/subjects/orders-value/versions/latest')).body).toMatchObject({ subject: 'orders-value', version: 2, id: 2, schema: ORDER_WITH_AMOUNT })
  expect((await call('GET', '/subjects/orders-value/versions/1')).body).toMatchObject({ version: 1, id: 1 })
  expect((await call('POST', '/subjects/orders-value', { schema: ORDER })).body).toMatchObject({ version: 1, id: 1 })
  expect((await call('GET', '/schemas/ids/1/versions')).body).toEqual([
    { subject: 'orders-value', version: 1 },
    { subject: 'copies-value', version: 1 },
  ])
})

test.each([
  ['GET', '/subjects/absent/versions', undefined, 404, 40401],
  ['GET', '/subjects/absent/versions/latest', undefined, 404, 40401],
  ['POST', '/subjects/absent', { schema: ORDER }, 404, 40401],
  ['GET', '/schemas/ids/99', undefined, 404, 40403],
  ['POST', '/subjects/orders-value/versions', { schema: '{not json' }, 422, 42201],
  ['POST', '/subjects/orders-value/versions', { other: 1 }, 422, 42201],
  ['GET', '/nowhere', undefined, 404, 404],
])('%s %s answers with the error code that clients read', async (method, path, body, status, code) => {
  expect(await call(method, path, body)).toMatchObject({ status, body: { error_code: code } })
})

test('with credentials a stranger is turned away and recorded', async () => {
  const locked = await startSchemaRegistry({ credentials: { user: 'reader', password: 'a:b' } })
  try {
    const ask = (credentials?: string) =>
      fetch(`${locked.url}/subjects`, { headers: credentials === undefined ? {} : { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` } })
    expect((await ask()).status).toBe(401)
    expect((await ask('reader:wrong')).status).toBe(401)
    expect((await ask('reader:a:b')).status).toBe(200)
    expect(locked.requests.map(({ user, status }) => [user, status])).toEqual([
      [undefined, 401],
      ['reader', 401],
      ['reader', 200],
    ])
  } finally {
    await locked.stop()
  }
})
