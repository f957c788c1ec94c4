import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startMain } from './start-main.ts'
import type { RunningMain } from './start-main.ts'

let main: RunningMain
beforeAll(async () => {
  main = await startMain()
})
afterAll(async () => {
  await main?.clean()
})

const inEnvironment = () => ({ organization_id: main.organizationId, environment_id: main.environmentId })
const statements = '/sql/v1/organizations/{organization_id}/environments/{environment_id}/statements'
const statement = `${statements}/{statement_name}` as const

describe('the API process on a real Postgres', () => {
  it('is ready', async () => {
    const { data } = await main.client.GET('/health/ready')
    expect(data).toEqual({ status: 'ok' })
  })

  it('creates, lists, stops, relabels and deletes statements', async () => {
    const path = inEnvironment()
    const created = await main.client.POST(statements, {
      params: { path },
      body: { name: 'one', metadata: { labels: { team: 'a' } }, spec: { statement: 'INSERT INTO t SELECT 1', properties: { 'sql.secrets.x': 'canary-main', 'sql.state-ttl': '1 h' } } },
    })
    expect(created.response.status).toBe(201)
    expect(created.data).toMatchObject({ spec: { compute_pool_id: 'lfcp-a00001', principal: 'sa-a00001', properties: { 'sql.secrets.x': '<REDACTED>' } }, status: { phase: 'PENDING' } })
    const again = await main.client.POST(statements, { params: { path }, body: { name: 'one', spec: { statement: 'SELECT 1' } } })
    expect(again.response.status).toBe(409)
    const listed = await main.client.GET(statements, { params: { path, query: { label_selector: 'team=a', statement_name_search_query: 'ON' } } })
    expect(listed.data?.data.map((each) => each.name)).toEqual(['one'])
    const seen = (await main.client.GET(statement, { params: { path: { ...path, statement_name: 'one' } } })).data
    if (seen === undefined) throw new Error('The statement is not there.')
    const put = await main.client.PUT(statement, { params: { path: { ...path, statement_name: 'one' } }, body: { ...seen, spec: { ...seen.spec, stopped: true } } })
    expect(put.response.status).toBe(202)
    const stale = await main.client.PUT(statement, { params: { path: { ...path, statement_name: 'one' } }, body: { ...seen, spec: { ...seen.spec, stopped: false } } })
    expect(stale.response.status).toBe(409)
    const results = await main.client.GET(`${statement}/results`, { params: { path: { ...path, statement_name: 'one' } } })
    expect(results.data?.metadata.next).toBe('')
    expect((await main.client.DELETE(statement, { params: { path: { ...path, statement_name: 'one' } } })).response.status).toBe(202)
    expect((await main.client.GET(statement, { params: { path: { ...path, statement_name: 'one' } } })).data?.status.phase).toBe('DELETING')
  })

  it('pages of a query begin empty, with a link to themselves', async () => {
    const path = { ...inEnvironment(), statement_name: 'q' }
    await main.client.POST(statements, { params: { path }, body: { name: 'q', spec: { statement: 'SELECT 1' } } })
    const results = await main.client.GET(`${statement}/results`, { params: { path } })
    expect(results.data?.results.data).toEqual([])
    expect(results.data?.metadata.next).toBe(`${main.endpoint}/sql/v1/organizations/${main.organizationId}/environments/${main.environmentId}/statements/q/results?page_token=0`)
  })

  it('makes environments with a pool, service accounts, keys and connections', async () => {
    const environment = await main.client.POST('/org/v2/environments', { params: {}, body: { display_name: 'staging' } })
    expect(environment.response.status).toBe(201)
    const pools = await main.client.GET('/fcpm/v2/compute-pools', { params: { query: { environment: environment.data?.id ?? '' } } })
    expect(pools.data?.data).toMatchObject([{ spec: { default_pool: true } }])
    const account = await main.client.POST('/iam/v2/service-accounts', { params: {}, body: { display_name: 'etl' } })
    const key = await main.client.POST('/iam/v2/api-keys', {
      params: { header: { 'Idempotency-Key': 'k1' } },
      body: { spec: { owner: { id: account.data?.id ?? '' }, resource: { id: 'aws.local-1', environment: environment.data?.id } } },
    })
    expect(key.response.status).toBe(202)
    const replayed = await main.client.POST('/iam/v2/api-keys', {
      params: { header: { 'Idempotency-Key': 'k1' } },
      body: { spec: { owner: { id: account.data?.id ?? '' }, resource: { id: 'aws.local-1', environment: environment.data?.id } } },
    })
    expect(replayed.data?.spec.secret).toBe(key.data?.spec.secret)
    expect((await main.client.GET('/iam/v2/api-keys', { params: { query: { 'spec.owner': account.data?.id } } })).data?.data).toHaveLength(1)
    expect((await main.client.POST('/iam/v2/service-accounts', { params: {}, body: { display_name: 'etl' } })).response.status).toBe(409)
    const connections = '/sql/v1/organizations/{organization_id}/environments/{environment_id}/connections'
    const connection = await main.client.POST(connections, {
      params: { path: inEnvironment() },
      body: { name: 'k', spec: { connection_type: 'KAFKA', endpoint: 'k:9092', auth_data: { kind: 'PlaintextProvider', data: '{"PASSWORD":"canary-main"}' } } },
    })
    expect(connection.data?.spec.auth_data.data).toBe('{"PASSWORD":"<REDACTED>"}')
    expect((await main.client.GET(connections, { params: { path: inEnvironment(), query: { 'spec.connection_type': 'KAFKA' } } })).data?.data).toHaveLength(1)
    expect((await main.client.PATCH('/fcpm/v2/compute-pool-config', { body: { spec: { default_pool_max_cfu: 20 } } })).data?.spec.default_pool_max_cfu).toBe(20)
  })

  it('stops when asked, with its requests answered, and logged no secret', async () => {
    main.child.kill('SIGTERM')
    expect(await main.ended).toBe(0)
    const log = await readFile(main.logFile, 'utf8')
    expect(log).toContain('the API is ready')
    expect(log).toContain('the API stops')
    expect(log).not.toMatch(/canary-main/)
    expect(log).not.toContain(main.apiSecret)
  })
})
