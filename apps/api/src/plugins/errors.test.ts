import { connect } from 'node:net'
import type { AddressInfo } from 'node:net'
import { failed } from '@headgate/domain'
import { createMetrics } from '@headgate/telemetry'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createApi } from '../app.ts'
import { createTestApi } from '../testing/create-test-api.ts'
import type { TestApi } from '../testing/create-test-api.ts'

let api: TestApi
let path: string
beforeEach(async () => {
  api = await createTestApi()
  path = `${api.tenant.sqlPath}/statements`
})
afterEach(() => api.close())

/** Sends bytes and reads what comes back until the connection ends. */
async function sendRaw(text: string): Promise<string> {
  if (api.app.server.address() === null) await api.app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = api.app.server.address() as AddressInfo
  return await new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(text))
    let received = ''
    socket.on('data', (chunk) => (received += chunk.toString()))
    socket.on('end', () => resolve(received))
    socket.on('error', reject)
  })
}

describe('errors', () => {
  it('have an id, a status as text, a code, a title and a detail', async () => {
    const answer = await api.request('GET', `${path}/nope`)
    expect(answer.body).toEqual({ errors: [{ id: answer.headers['x-request-id'], status: '404', code: 'not_found', title: 'Not found', detail: "The statement 'nope' does not exist." }] })
    expect(answer.headers['content-type']).toMatch(/^application\/json/)
  })

  it('404 for unknown paths, 405 with Allow for other methods', async () => {
    for (const where of ['/nope', '/', '/sql/v1', '/fcpm/v2/regions/', `${path}/a/b/c`, `${path}/${'x'.repeat(3_000)}`]) expect((await api.request('GET', where)).status).toBe(404)
    expect((await api.request('POST', '/nope', { rawBody: '{', headers: { 'content-type': 'text/plain' } })).status).toBe(404)
    for (const [method, where, allow] of [['DELETE', path, 'GET, POST'], ['POST', '/fcpm/v2/regions', 'GET'], ['QUERY', '/fcpm/v2/regions', 'GET'], ['TRACE', `${path}/a`, 'DELETE, GET, PATCH, PUT'], ['OPTIONS', '/org/v2/environments', 'GET, POST']] as const) {
      const answer = await api.request(method, where)
      expect(answer.status).toBe(405)
      expect(answer.headers['allow']).toBe(allow)
    }
  })

  it.each<[string, { rawBody: string; headers?: Record<string, string> }, number]>([
    ['no JSON', { rawBody: '{' }, 400],
    ['JSON of another kind', { rawBody: '[]' }, 400],
    ['nothing', { rawBody: ' ' }, 400],
    ['a prototype where nobody looks', { rawBody: '{"__proto__":{"x":1},"spec":{"statement":"SELECT 1","constructor":{"prototype":{"x":1}}}}' }, 201],
    ['a prototype for the spec', { rawBody: '{"__proto__":{"spec":{"statement":"SELECT 1"}}}' }, 400],
    ['a prototype among labels', { rawBody: '{"metadata":{"labels":{"__proto__":"x"}},"spec":{"statement":"SELECT 1"}}' }, 400],
    ['a prototype among properties', { rawBody: '{"spec":{"statement":"SELECT 1","properties":{"__proto__":"x"}}}' }, 400],
    ['text', { rawBody: 'x', headers: { 'content-type': 'text/plain' } }, 415],
    ['another charset', { rawBody: '{}', headers: { 'content-type': 'application/json; charset=utf-16' } }, 415],
    ['the charset named', { rawBody: '{"spec":{"statement":"SELECT 1"}}', headers: { 'content-type': 'application/json; Charset="UTF-8"' } }, 201],
    ['a form', { rawBody: 'a=b', headers: { 'content-type': 'application/x-www-form-urlencoded' } }, 415],
    ['a patch type for a POST', { rawBody: '[]', headers: { 'content-type': 'application/json-patch+json' } }, 415],
    ['more than 4 MiB', { rawBody: JSON.stringify({ x: 'x'.repeat(4 * 1024 * 1024) }) }, 413],
    ['a NUL where nobody looks', { rawBody: '{"spec":{"statement":"SELECT 1","more":{"\\u0000":"\\u0000"}},"x":"\\u0000"}' }, 201],
    ['deep nesting', { rawBody: `{"spec":{"statement":"SELECT 1"},"x":${'['.repeat(199)}${']'.repeat(199)}}` }, 201],
    ['one level too many', { rawBody: `{"spec":{"statement":"SELECT 1"},"x":${'['.repeat(200)}${']'.repeat(200)}}` }, 400],
    ['very deep nesting', { rawBody: '['.repeat(2_000_000) }, 400],
    ['brackets in texts', { rawBody: `{"spec":{"statement":"SELECT 1"},"x":"\\"${'[{'.repeat(1_000)}"}` }, 201],
  ])('a body with %s', async (_what, request, status) => {
    expect((await api.request('POST', path, request)).status).toBe(status)
  })

  it('415 without a content type, also without a body', async () => {
    const answer = await api.app.inject({ method: 'POST', url: path, headers: { authorization: `Basic ${Buffer.from(api.tenant.cloudAuth).toString('base64')}` } })
    expect(answer.statusCode).toBe(415)
  })

  it('other bodies may have 1 MiB', async () => {
    const rawBody = JSON.stringify({ display_name: 'x', more: 'x'.repeat(1024 * 1024) })
    expect((await api.request('POST', '/org/v2/environments', { rawBody })).status).toBe(413)
  })

  it('400 for a path that cannot be decoded, and for a NUL in it', async () => {
    expect((await api.request('GET', '/org/v2/environments/%zz')).status).toBe(400)
    expect((await api.request('GET', '/org/v2/environments/a%00b')).status).toBe(400)
    expect((await api.request('GET', `${path}?statement_name_search_query=%00`)).status).toBe(400)
  })

  it('503 with Retry-After when the database does not answer, and no word of why', async () => {
    api.deps.store = { ...api.deps.store, loadStatement: async () => failed('unavailable', 'connection refused 10.0.0.5', 'secret detail'), ping: async () => failed('unavailable', 'x') }
    for (const where of [`${path}/a`, '/health/ready']) {
      const answer = await api.request('GET', where)
      expect(answer.status).toBe(503)
      expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0)
      expect(answer.text).not.toMatch(/10\.0\.0\.5|secret/)
    }
    expect((await api.request('GET', '/health/live')).status).toBe(200)
  })

  it('500 for a bug says nothing of it; the log does', async () => {
    api.deps.store = { ...api.deps.store, loadStatement: () => Promise.reject(new Error('canary of a bug')) }
    const answer = await api.request('GET', `${path}/a`)
    expect(answer.status).toBe(500)
    expect(answer.text).not.toContain('canary')
    expect(api.logLines.join('')).toContain('canary of a bug')
  })

  it('bytes that are no request get the same shape', async () => {
    const answer = await sendRaw('HELLO\r\n\r\n')
    expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/)
    expect(JSON.parse(answer.split('\r\n\r\n')[1] ?? '')).toMatchObject({ errors: [{ status: '400' }] })
    expect(await sendRaw(`GET / HTTP/1.1\r\nHost: x\r\nX-Big: ${'x'.repeat(20_000)}\r\n\r\n`)).toMatch(/^HTTP\/1\.1 431 [^]*larger than 16384 bytes together/)
  })
})

describe('request ids', () => {
  it('are the client’s if harmless, else our own', async () => {
    const idOf = async (given: string) => (await api.request('GET', '/health/live', { headers: { 'x-request-id': given } })).headers['x-request-id']
    expect(await idOf('mine-1')).toBe('mine-1')
    expect(await idOf('a b"')).toMatch(/^[0-9a-f-]{36}$/)
    expect(await idOf('x'.repeat(65))).toMatch(/^[0-9a-f-]{36}$/)
  })
})

describe('the boot', () => {
  it('fails for a route that does not say who may call it', async () => {
    const operation = { operationId: 'x.y', method: 'GET' as const, path: '/x', tag: 'x', summary: 'x', success: { status: 200 as const, description: '' } }
    const broken = { operation: operation as never, handle: async () => ({}) }
    const telemetry = { ...api.deps.telemetry, metrics: createMetrics({ component: 'boot' }) }
    await expect(createApi({ ...api.deps, telemetry }, [broken])).rejects.toThrow('The route GET /x does not declare its scope and access.')
  })
})

describe('pages and metrics', () => {
  it('the document, and a page over it that loads nothing from elsewhere', async () => {
    const document = (await api.request('GET', '/openapi.json', { auth: null })).body
    expect(document.openapi).toBe('3.1.0')
    const page = await api.request('GET', '/docs/', { auth: null })
    expect(page.status).toBe(200)
    expect(page.text).not.toMatch(/(?:src|href)="https?:/)
    const script = await api.request('GET', '/docs/static/swagger-initializer.js', { auth: null })
    expect(script.status).toBe(200)
    expect((await api.request('GET', '/docs/json', { auth: null })).body.paths).toEqual(document.paths)
  })

  it('requests are counted by operation and status', async () => {
    await api.request('GET', `${path}/nope`)
    const { text } = await api.request('GET', '/metrics', { auth: null })
    expect(text).toContain('headgate_api_request_duration_seconds_count{operation="statements.read",method="GET",status="404"} 1')
    expect(text).not.toContain(api.tenant.organizationId)
  })
})
