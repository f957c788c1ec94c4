import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTestApi } from '../../testing/create-test-api.ts'
import type { Loose, TestApi } from '../../testing/create-test-api.ts'
import { moveStatement } from '../../testing/move-statement.ts'

let api: TestApi
let path: string
beforeEach(async () => {
  api = await createTestApi()
  path = `${api.tenant.sqlPath}/statements`
})
afterEach(() => api.close())

const create = (name: string, sql: string, more: { spec?: object; metadata?: object } = {}) =>
  api.request('POST', path, { body: { name, ...more, spec: { statement: sql, ...more.spec } } })
const read = async (name: string): Promise<Loose> => (await api.request('GET', `${path}/${name}`)).body
const insert = 'INSERT INTO t SELECT 1'
const jsonPatch = { 'content-type': 'application/json-patch+json' }
const patch = (name: string, operations: unknown) => api.request('PATCH', `${path}/${name}`, { body: operations, headers: jsonPatch })
const stopIt = (name: string) => patch(name, [{ op: 'replace', path: '/spec/stopped', value: true }])

/** A second pool, and the statement STOPPED in the first. */
async function stopped(name: string): Promise<string> {
  await create(name, insert)
  await moveStatement(api, name, { status: { phase: 'RUNNING' } })
  expect((await stopIt(name)).status).toBe(200)
  await moveStatement(api, name, { status: { phase: 'STOPPED' }, intent: { rest: 'stopped' } })
  const pool = await api.request('POST', '/fcpm/v2/compute-pools', {
    body: { spec: { display_name: 'second', cloud: 'AWS', region: 'local-1', environment: { id: api.tenant.environmentId } } },
  })
  return pool.body.id as string
}

describe('POST statements', () => {
  it('201: PENDING, in the default pool, as the owner of the key; wakes the loop', async () => {
    const answer = await create('a', 'SELECT 1', { metadata: { labels: { 'user.confluent.io/x': 'true' } } })
    expect(answer.status).toBe(201)
    expect(answer.body).toMatchObject({
      name: 'a',
      spec: { statement: 'SELECT 1', compute_pool_id: api.tenant.poolId, principal: api.tenant.accountId, stopped: false, properties: {} },
      status: { phase: 'PENDING', detail: '', latest_offsets: {}, latest_offsets_timestamp: '0001-01-01T00:00:00Z', warnings: [] },
      metadata: { resource_version: '1', labels: { 'user.confluent.io/x': 'true' }, created_at: '2026-11-02T09:00:00Z' },
    })
    expect(answer.body.status.traits).toBeUndefined()
    expect(answer.headers['location']).toBe(answer.body.metadata.self)
    expect(new URL(answer.body.metadata.self).pathname).toBe(`${path}/a`)
    expect(api.woken).toContainEqual({ kind: 'statement', organizationId: api.tenant.organizationId, environmentId: api.tenant.environmentId, id: answer.body.metadata.uid })
  })

  it('201: makes up a name, and shows properties as texts', async () => {
    const answer = await api.request('POST', path, { body: { spec: { statement: 'SELECT 1', properties: { 'sql.state-ttl': 5, 'sql.dry-run': false } } } })
    expect(answer.status).toBe(201)
    expect(answer.body.name).toMatch(/^headgate-[a-z0-9]{20}$/)
    expect(answer.body.spec.properties).toEqual({ 'sql.state-ttl': '5', 'sql.dry-run': 'false' })
  })

  it('201 FAILED with the reason for what must not reach Flink', async () => {
    for (const sql of ["ADD JAR '/x.jar'", 'SELECT 1; SELECT 2', "CREATE TABLE e (a STRING) WITH ('connector' = 'filesystem', 'path' = 'file:///etc/passwd', 'format' = 'raw')", 'SELECT \'']) {
      const answer = await api.request('POST', path, { body: { spec: { statement: sql } } })
      expect(answer.status).toBe(201)
      expect(answer.body.status.phase).toBe('FAILED')
      expect(answer.body.status.detail).not.toBe('')
      expect(answer.body.status.end_time).toBeDefined()
    }
    const property = await create('p', 'SELECT 1', { spec: { properties: { 'pipeline.jars': 'file:///x.jar' } } })
    expect(property.body.status).toMatchObject({ phase: 'FAILED', detail: expect.stringContaining('pipeline.jars') })
  })

  it('409 when the name is taken', async () => {
    await create('a', 'SELECT 1')
    expect((await create('a', 'SELECT 2')).status).toBe(409)
  })

  it('masks secrets and keeps their names', async () => {
    const answer = await create('a', 'SELECT 1', { spec: { properties: { 'sql.secrets.password': 'canary-1' } } })
    expect(answer.body.spec.properties).toEqual({ 'sql.secrets.password': '<REDACTED>' })
    expect((await api.request('GET', `${path}/a`)).text).not.toContain('canary-1')
    expect([...api.stores.database.statements.values()][0]?.spec.properties).toEqual({ 'sql.secrets.password': 'canary-1' })
  })

  it.each<[string, unknown, number, string]>([
    ['no spec', { name: 'a' }, 400, '/spec'],
    ['no statement', { spec: {} }, 400, '/spec/statement'],
    ['empty statement', { spec: { statement: '' } }, 400, '/spec/statement'],
    ['too long a statement', { spec: { statement: 'x'.repeat(131_073) } }, 400, '/spec/statement'],
    ['upper case in the name', { name: 'A', spec: { statement: 'SELECT 1' } }, 400, '/name'],
    ['a dash at the end', { name: 'a-', spec: { statement: 'SELECT 1' } }, 400, '/name'],
    ['too long a name', { name: 'a'.repeat(101), spec: { statement: 'SELECT 1' } }, 400, '/name'],
    ['a property that is an object', { spec: { statement: 'SELECT 1', properties: { a: {} } } }, 400, '/spec/properties/a'],
    ['a label that is a number', { metadata: { labels: { a: 1 } }, spec: { statement: 'SELECT 1' } }, 400, '/metadata/labels/a'],
    ['another environment', { environment_id: 'env-other1', spec: { statement: 'SELECT 1' } }, 422, '/environment_id'],
    ['an unknown pool', { spec: { statement: 'SELECT 1', compute_pool_id: 'lfcp-nope' } }, 422, '/spec/compute_pool_id'],
    ['a NUL character', { spec: { statement: 'SELECT \u0000' } }, 400, '/spec/statement'],
    ['half of a surrogate pair', { spec: { statement: 'SELECT 1', properties: { x: '\ud800' } } }, 400, '/spec/properties/x'],
  ])('refuses %s', async (_what, body, status, pointer) => {
    const answer = await api.request('POST', path, { body })
    expect(answer.status).toBe(status)
    expect(answer.body.errors[0].source.pointer).toBe(pointer)
  })

  it('takes names with dots and the longest statement', async () => {
    expect((await create('a.b-c.0', 'SELECT 1')).status).toBe(201)
    expect((await create('long', `SELECT '${'é'.repeat(131_063)}'`)).status).toBe(201)
  })

  it('422 without a default pool, 404 without the environment', async () => {
    await api.request('PATCH', `/fcpm/v2/compute-pools/${api.tenant.poolId}`, { body: { spec: { default_pool: false, environment: { id: api.tenant.environmentId } } } })
    expect((await create('a', 'SELECT 1')).status).toBe(422)
    const elsewhere = path.replace(api.tenant.environmentId, 'env-zzzzzz')
    for (const pool of [{}, { compute_pool_id: api.tenant.poolId }]) {
      expect((await api.request('POST', elsewhere, { body: { spec: { statement: 'SELECT 1', ...pool } } })).status).toBe(404)
    }
    expect((await create('a', 'SELECT 1', { spec: { compute_pool_id: 'lfcp-none' } })).status).toBe(422)
    expect((await api.request('GET', elsewhere)).status).toBe(404)
  })
})

describe('GET statements', () => {
  it('filters, newest first', async () => {
    for (const [name, labels] of [['one', { team: 'a' }], ['two', { team: 'b', big: 'true' }], ['three', { team: 'b' }]] as const) {
      await create(name, 'SELECT 1', { metadata: { labels } })
      await api.clock.advance(1_000)
    }
    const names = async (query: string) => ((await api.request('GET', `${path}?${query}`)).body.data as Loose[]).map((each) => each.name)
    expect(await names('')).toEqual(['three', 'two', 'one'])
    expect(await names('label_selector=team=b')).toEqual(['three', 'two'])
    expect(await names('label_selector=team%3Db,big%3Dtrue')).toEqual(['two'])
    expect(await names('statement_name_search_query=T&time_ordered=true')).toEqual(['three', 'two'])
    expect(await names('spec.compute_pool_id=lfcp-none')).toEqual([])
    expect(await names('status.phase=PENDING')).toHaveLength(3)
    expect(await names('status.phase=RUNNING')).toHaveLength(0)
  })

  it('pages: `next` is absolute, keeps the filters, and ends in the token', async () => {
    for (const name of ['a', 'b', 'c', 'd', 'e']) await create(name, 'SELECT 1', { metadata: { labels: { x: 'true' } } })
    const names: string[] = []
    let next: string | undefined = `${path}?page_size=2&label_selector=x=true`
    while (next !== undefined) {
      const page: Loose = (await api.request('GET', next, { headers: { host: 'flink.example.com:9000' } })).body
      names.push(...page.data.map((each: Loose) => each.name))
      next = page.metadata.next
      if (next === undefined) break
      expect(next).toMatch(/^http:\/\/flink\.example\.com:9000\/sql\/.*label_selector=.*&page_token=[A-Za-z0-9._-]+$/)
    }
    expect(names.sort()).toEqual(['a', 'b', 'c', 'd', 'e'])
  })

  it.each(['page_size=0', 'page_size=101', 'page_size=x', 'page_size=1.5', 'page_size=5&page_size=6', 'page_token=%25%25', 'label_selector=x', 'time_ordered=maybe'])('400: %s', async (query) => {
    const answer = await api.request('GET', `${path}?${query}`)
    expect(answer.status).toBe(400)
    expect(answer.body.errors[0].source.parameter).toBe(query.split('=')[0])
  })
})

describe('GET statements/{name}', () => {
  it('404 for one that is not there', async () => {
    expect((await api.request('GET', `${path}/nope`)).status).toBe(404)
  })

  it('shows no detail while PENDING, and traits once planned', async () => {
    await create('a', 'SELECT 1')
    await moveStatement(api, 'a', { status: { detail: 'waits', waitingFor: 'a free slot', scalingState: 'POOL_EXHAUSTED', scalingUpdatedAtMs: api.clock.nowMs() } })
    expect((await read('a')).status).toMatchObject({ phase: 'PENDING', detail: '', waiting_for: 'a free slot', scaling_status: { scaling_state: 'POOL_EXHAUSTED' } })
    await moveStatement(api, 'a', {
      status: { phase: 'RUNNING', detail: '', traits: { sqlKind: 'SELECT', isBounded: true, isAppendOnly: true, columns: [{ name: 'x', type: { type: 'INTEGER', nullable: false } }] } },
    })
    expect((await read('a')).status.traits).toEqual({ sql_kind: 'SELECT', is_bounded: true, is_append_only: true, schema: { columns: [{ name: 'x', type: { type: 'INTEGER', nullable: false } }] } })
  })

  it('shows end and duration once it ended, and whole traits in every phase that must have them', async () => {
    await create('a', 'SELECT 1')
    const startedAtMs = api.clock.nowMs()
    await moveStatement(api, 'a', { status: { phase: 'COMPLETED', startedAtMs, endedAtMs: startedAtMs + 1_500, traits: { sqlKind: 'SELECT' } } })
    expect((await read('a')).status).toMatchObject({ end_time: '2026-11-02T09:00:01.500Z', duration: 'PT1.5S', traits: { sql_kind: 'SELECT', is_bounded: true, is_append_only: true } })
  })

  it('a change of the status moves no resource_version', async () => {
    await create('a', insert)
    await moveStatement(api, 'a', { status: { phase: 'RUNNING' } })
    expect((await read('a')).metadata.resource_version).toBe('1')
  })
})

describe('PUT statements/{name}', () => {
  it('202 with an empty body for the whole object as it was read', async () => {
    await create('a', insert, { spec: { properties: { 'sql.secrets.x': 'canary', 'sql.state-ttl': '1 h' } } })
    await moveStatement(api, 'a', { status: { phase: 'RUNNING' } })
    const seen = await read('a')
    const answer = await api.request('PUT', `${path}/a`, { body: { ...seen, spec: { ...seen.spec, stopped: true } } })
    expect(answer).toMatchObject({ status: 202, text: '' })
    expect(await read('a')).toMatchObject({ spec: { stopped: true }, status: { phase: 'STOPPING' }, metadata: { resource_version: '2' } })
    expect([...api.stores.database.statements.values()][0]?.spec.properties['sql.secrets.x']).toBe('canary')
  })

  it('409 when it changed since it was read; nothing changes without a change', async () => {
    await create('a', insert)
    const seen = await read('a')
    expect((await api.request('PUT', `${path}/a`, { body: seen })).status).toBe(202)
    expect((await read('a')).metadata.resource_version).toBe('1')
    await patch('a', [{ op: 'add', path: '/metadata/labels/x', value: 'y' }])
    expect((await api.request('PUT', `${path}/a`, { body: { ...seen, spec: { ...seen.spec, stopped: true } } })).status).toBe(409)
    const { resource_version: _version, ...metadata } = (await read('a')).metadata
    expect((await api.request('PUT', `${path}/a`, { body: { ...seen, metadata, spec: { ...seen.spec, stopped: true } } })).status).toBe(202)
  })

  it.each([
    ['/spec/statement', { spec: { statement: 'SELECT 2' } }], ['/spec/properties', { spec: { properties: { 'sql.state-ttl': '1' } } }],
    ['/name', { name: 'b', spec: {} }], ['/environment_id', { environment_id: 'env-b00001', spec: {} }],
  ])('422: %s cannot change', async (pointer, body) => {
    await create('a', insert)
    const answer = await api.request('PUT', `${path}/a`, { body })
    expect(answer.status).toBe(422)
    expect(answer.body.errors[0].source.pointer).toBe(pointer)
  })

  it('resumes an INSERT in another pool, and never shows STOPPED again', async () => {
    const pool = await stopped('a')
    const seen = await read('a')
    expect(seen.status.phase).toBe('STOPPED')
    const answer = await api.request('PUT', `${path}/a`, { body: { ...seen, spec: { ...seen.spec, stopped: false, compute_pool_id: pool, principal: 'sa-2' } } })
    expect(answer.status).toBe(202)
    expect(await read('a')).toMatchObject({ spec: { stopped: false, compute_pool_id: pool, principal: 'sa-2' }, status: { phase: 'PENDING' } })
  })

  it('409 to move a statement that runs; 422 into a pool that is not there', async () => {
    const pool = await stopped('a')
    await create('b', insert)
    await moveStatement(api, 'b', { status: { phase: 'RUNNING' } })
    expect((await api.request('PUT', `${path}/b`, { body: { spec: { compute_pool_id: pool } } })).status).toBe(409)
    expect((await api.request('PUT', `${path}/a`, { body: { spec: { compute_pool_id: 'lfcp-nope' } } })).status).toBe(422)
    expect((await api.request('PUT', `${path}/a`, { body: { spec: { compute_pool_id: pool } } })).status).toBe(202)
  })

  it('404 for one that is not there', async () => {
    expect((await api.request('PUT', `${path}/nope`, { body: { spec: {} } })).status).toBe(404)
  })
})

describe('PATCH statements/{name}', () => {
  it('200 with the statement: stops, and relabels', async () => {
    await create('a', 'SELECT 1', { metadata: { labels: { old: '1' } } })
    await moveStatement(api, 'a', { status: { phase: 'RUNNING' } })
    const labelled = await patch('a', [{ op: 'test', path: '/spec/stopped', value: false }, { op: 'add', path: '/metadata/labels/user.confluent.io~1x', value: 'true' }, { op: 'remove', path: '/metadata/labels/old' }])
    expect(labelled.body.metadata.labels).toEqual({ 'user.confluent.io/x': 'true' })
    const answer = await stopIt('a')
    expect(answer).toMatchObject({ status: 200, body: { spec: { stopped: true }, status: { phase: 'STOPPING' } } })
    expect(api.woken.filter((key) => key.kind === 'statement')).toHaveLength(3)
  })

  it('takes a JSON Patch that is sent as plain JSON', async () => {
    await create('a', insert)
    expect((await api.request('PATCH', `${path}/a`, { body: [{ op: 'replace', path: '/spec/stopped', value: true }] })).status).toBe(200)
  })

  it.each<[string, unknown, number]>([
    ['an immutable place', [{ op: 'replace', path: '/spec/statement', value: 'SELECT 2' }], 422],
    ['the status', [{ op: 'replace', path: '/status/phase', value: 'RUNNING' }], 422],
    ['a value of another type', [{ op: 'replace', path: '/spec/stopped', value: 'yes' }], 422],
    ['a removed flag', [{ op: 'remove', path: '/spec/stopped' }], 422],
    ['a label that is not there', [{ op: 'remove', path: '/metadata/labels/nope' }], 422],
    ['a failed test', [{ op: 'test', path: '/spec/stopped', value: true }], 409],
    ['a stop with labels', [{ op: 'replace', path: '/spec/stopped', value: true }, { op: 'add', path: '/metadata/labels/x', value: 'y' }], 422],
    ['no list', { op: 'replace' }, 400],
    ['an unknown operation', [{ op: 'merge', path: '/spec/stopped' }], 400],
    ['no operations', [], 400],
  ])('refuses %s', async (_what, operations, status) => {
    await create('a', insert)
    expect((await patch('a', operations)).status).toBe(status)
    expect(await read('a')).toMatchObject({ metadata: { resource_version: '1', labels: {} }, spec: { stopped: false } })
  })

  it('422 to resume a query, 409 to stop what ended', async () => {
    await create('q', 'SELECT 1')
    await moveStatement(api, 'q', { status: { phase: 'RUNNING' } })
    await stopIt('q')
    await moveStatement(api, 'q', { status: { phase: 'STOPPED' } })
    expect((await patch('q', [{ op: 'replace', path: '/spec/stopped', value: false }])).status).toBe(422)
    await create('d', 'SHOW TABLES')
    await moveStatement(api, 'd', { status: { phase: 'COMPLETED' } })
    expect((await stopIt('d')).status).toBe(409)
  })

  it('415 for a body that is not JSON', async () => {
    await create('a', insert)
    expect((await api.request('PATCH', `${path}/a`, { rawBody: 'x', headers: { 'content-type': 'text/plain' } })).status).toBe(415)
  })
})

describe('DELETE statements/{name}', () => {
  it('202 with an empty body, DELETING until the loop is done, then 404', async () => {
    await create('a', insert)
    expect(await api.request('DELETE', `${path}/a`)).toMatchObject({ status: 202, text: '' })
    expect((await read('a')).status.phase).toBe('DELETING')
    expect((await api.request('DELETE', `${path}/a`)).status).toBe(202)
    expect((await stopIt('a')).status).toBe(409)
    const [statement] = [...api.stores.database.statements.values()]
    const lease = await api.stores.reconcile.lease({ kind: 'statement', ...api.tenant, id: statement?.uid ?? '' }, 'test', api.clock.nowMs(), 1_000)
    if (lease.ok) await api.stores.reconcile.removeStatement(lease.value)
    expect((await api.request('GET', `${path}/a`)).status).toBe(404)
    expect((await api.request('DELETE', `${path}/a`)).status).toBe(404)
  })

  it('takes the content type that some clients send without a body', async () => {
    await create('a', insert)
    expect((await api.request('DELETE', `${path}/a`, { headers: { 'content-type': 'application/json' } })).status).toBe(202)
  })
})

describe('GET statements/{name}/results', () => {
  const rows = (...values: string[]) => values.map((value) => ({ op: 0 as const, row: [value] }))
  const results = (name: string, query = '') => api.request('GET', `${path}/${name}/results${query}`)
  const uidOf = (name: string) => [...api.stores.database.statements.values()].find((each) => each.name === name)?.uid ?? ''

  it('empty with a `next` while nothing is there, page by page, and again; `next` is empty at the end', async () => {
    await create('q', 'SELECT 1')
    const uid = uidOf('q')
    const waiting = await results('q')
    expect(waiting).toMatchObject({ status: 200, body: { results: { data: [] } } })
    expect(waiting.body.metadata.next).toBe(`http://localhost:80${path}/q/results?page_token=0`)
    await api.stores.spool.append(api.tenant, uid, 0, rows('a', 'b'), 1)
    await api.stores.spool.append(api.tenant, uid, 1, rows('c'), 1)
    const first = await results('q')
    expect(first.body.results.data).toEqual(rows('a', 'b'))
    expect(first.body.metadata.next).toMatch(/page_token=1$/)
    const second = await api.request('GET', first.body.metadata.next)
    expect(second.body.results.data).toEqual(rows('c'))
    expect((await api.request('GET', first.body.metadata.next)).body.results.data).toEqual(rows('c'))
    expect((await api.request('GET', second.body.metadata.next)).body.metadata.next).toMatch(/page_token=2$/)
    await api.stores.spool.complete(api.tenant, uid, 1)
    expect((await api.request('GET', first.body.metadata.next)).body.metadata.next).toBe('')
    expect((await api.request('GET', second.body.metadata.next)).body).toMatchObject({ results: { data: [] }, metadata: { next: '' } })
    expect(api.woken.some((key) => key.kind === 'results' && key.id === uid)).toBe(true)
  })

  it('ends at once for an INSERT, for DDL that is done, and for a query that was stopped', async () => {
    await create('i', insert)
    await moveStatement(api, 'i', { status: { phase: 'RUNNING' } })
    expect((await results('i')).body).toMatchObject({ results: { data: [] }, metadata: { next: '' } })
    for (const [name, sql, phase] of [['d', 'CREATE DATABASE x', 'COMPLETED'], ['q', 'SELECT 1', 'STOPPED'], ['f', 'SELECT 1', 'FAILED']] as const) {
      await create(name, sql)
      await moveStatement(api, name, { status: { phase } })
      expect(await results(name)).toMatchObject({ status: 200, body: { results: { data: [] }, metadata: { next: '' } } })
    }
  })

  it('410 for rows that are not kept, 400 for another token, 404 without the statement', async () => {
    await create('q', 'SELECT 1')
    await api.stores.spool.append(api.tenant, uidOf('q'), 0, rows('a'), 1)
    await api.stores.spool.append(api.tenant, uidOf('q'), 1, rows('b'), 1)
    await api.stores.spool.trim(api.tenant, uidOf('q'), 1)
    expect((await results('q')).status).toBe(410)
    expect((await results('q', '?page_token=abc')).status).toBe(400)
    expect((await results('q', '?page_token=-1')).status).toBe(400)
    expect((await results('nope')).status).toBe(404)
  })
})

describe('GET statements/{name}/exceptions', () => {
  it('200 with the newest, 404 without the statement', async () => {
    await create('q', 'SELECT 1')
    const [statement] = [...api.stores.database.statements.values()]
    api.stores.database.exceptions.set(JSON.stringify([api.tenant.organizationId, api.tenant.environmentId, statement?.uid]), [{ name: 'E', message: 'broken', atMs: 0 }])
    const answer = await api.request('GET', `${path}/q/exceptions`)
    expect(answer.body.data).toEqual([{ kind: 'StatementException', name: 'E', message: 'broken', timestamp: '1970-01-01T00:00:00Z' }])
    expect((await api.request('GET', `${path}/nope/exceptions`)).status).toBe(404)
  })
})
