import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTestApi } from '../testing/create-test-api.ts'
import type { TestApi } from '../testing/create-test-api.ts'

const canary = 'canary4711'
let api: TestApi
beforeEach(async () => {
  api = await createTestApi()
})
afterEach(() => api.close())

describe('logs', () => {
  it('hold the id of the request and the name of the statement, but no SQL, secret or header', async () => {
    const path = `${api.tenant.sqlPath}/statements`
    const headers = { 'x-request-id': 'req-1', 'x-other': canary, cookie: canary, 'idempotency-key': canary }
    await api.request('POST', path, { headers, body: { name: 'a', metadata: { labels: { x: canary } }, spec: { statement: `SELECT '${canary}'`, properties: { 'sql.secrets.x': canary } } } })
    await api.request('POST', path, { headers, body: { name: 'b', spec: { statement: `SELECT '${canary}` } } })
    await api.request('POST', path, { headers, rawBody: `{"spec": ${canary}` })
    await api.request('GET', `${path}/a?x=${canary}`, { headers })
    await api.request('GET', `${path}?statement_name_search_query=${canary}&label_selector=x=${canary}`, { headers })
    await api.request('POST', `${api.tenant.sqlPath}/connections`, { headers: { 'x-request-id': 'req-2' }, body: { name: 'c', spec: { connection_type: 'KAFKA', endpoint: canary, auth_data: { kind: 'PlaintextProvider', data: JSON.stringify({ PASSWORD: canary }) } } } })
    await api.request('GET', '/org/v2/environments', { auth: `KEY:${canary}` })
    await api.request('GET', `/${canary}`)
    api.deps.store = { ...api.deps.store, createStatement: () => Promise.reject(Object.assign(new Error('broken'), { query: canary, parameters: [canary] })) }
    await api.request('POST', path, { body: { name: 'd', spec: { statement: `SELECT '${canary}'` } } })
    const key = await api.request('POST', '/iam/v2/api-keys', { body: { spec: { owner: { id: api.tenant.accountId } } } })

    const text = api.logLines.join('')
    expect(text).not.toContain(canary)
    expect(text).not.toContain(key.body.spec.secret)
    expect(text).not.toContain('secret-of-cloud-a')
    expect(text).not.toContain(Buffer.from(api.tenant.cloudAuth).toString('base64'))
    const lines = api.logLines.map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(lines).toContainEqual(expect.objectContaining({ msg: 'request', requestId: 'req-1', operation: 'statements.read', status: 200, statement: 'a' }))
    expect(lines).toContainEqual(expect.objectContaining({ msg: 'statement created', requestId: 'req-1', statement: 'a' }))
    expect(lines).toContainEqual(expect.objectContaining({ level: 'error', msg: 'a request failed' }))
  })
})
