import type { Connection } from '@headgate/dev-env'
import { pause } from '../stats/interleave.ts'

interface StatementBody {
  name: string
  metadata: { uid: string }
  status: { phase: string; detail: string }
}

interface ResultsBody {
  results: { data: { row: unknown[] }[] }
  metadata: { next?: string }
}

interface StatementOptions {
  properties?: Record<string, string>
  poolId?: string
  stopped?: boolean
}

/** The few calls of the HTTP API that the benchmarks make. A refusal throws. */
export interface ApiClient {
  statementsUrl: string
  headers: Record<string, string>
  /** What a POST of a statement has in it. */
  bodyOf(name: string, sql: string, options?: StatementOptions): unknown
  create(name: string, sql: string, options?: StatementOptions): Promise<StatementBody>
  read(name: string): Promise<StatementBody>
  /** Asks again every `pauseMs` until the statement is in the phase. */
  until(name: string, phase: string, pauseMs: number): Promise<StatementBody>
  /** Creates and waits for COMPLETED: DDL. */
  define(name: string, sql: string): Promise<void>
  /** Deletes and waits until it is gone. */
  remove(name: string): Promise<void>
  results(nextUrl: string): Promise<ResultsBody>
  /** Makes a compute pool, which has no process until a statement needs one; returns its id. */
  createPool(maxCfu: number): Promise<string>
  changePool(poolId: string, maxCfu: number): Promise<void>
  /** Asks for the end of a pool without statements. */
  removePool(poolId: string): Promise<void>
}

const withinMs = 120_000

export function createApiClient(connection: Connection): ApiClient {
  const statementsUrl = `${connection.endpoint}/sql/v1/organizations/${connection.organizationId}/environments/${connection.environmentId}/statements`
  const poolsUrl = `${connection.endpoint}/fcpm/v2/compute-pools`
  const headers = { authorization: `Basic ${Buffer.from(`${connection.apiKey}:${connection.apiSecret}`).toString('base64')}`, 'content-type': 'application/json' }
  const call = async <T>(method: string, url: string, body?: unknown): Promise<T> => {
    const response = await fetch(url, { method, headers: body === undefined ? { authorization: headers.authorization } : headers, body: body === undefined ? undefined : JSON.stringify(body) })
    const text = await response.text()
    if (!response.ok) throw new Error(`${method} ${url} answered ${response.status}: ${text.slice(0, 500)}`)
    return (text === '' ? undefined : JSON.parse(text)) as T
  }
  const client: ApiClient = {
    statementsUrl,
    headers,
    bodyOf: (name, sql, { properties = {}, poolId = connection.computePoolId, stopped = false } = {}) => ({
      name,
      organization_id: connection.organizationId,
      environment_id: connection.environmentId,
      spec: {
        statement: sql,
        compute_pool_id: poolId,
        principal: connection.principalId,
        properties: { 'sql.current-catalog': connection.environmentId, 'sql.current-database': connection.database, ...properties },
        stopped,
      },
    }),
    create: (name, sql, options) => call('POST', statementsUrl, client.bodyOf(name, sql, options)),
    read: (name) => call('GET', `${statementsUrl}/${name}`),
    async until(name, phase, pauseMs) {
      const untilMs = performance.now() + withinMs
      for (;;) {
        const statement = await client.read(name)
        if (statement.status.phase === phase) return statement
        if (statement.status.phase === 'FAILED') throw new Error(`${name} FAILED: ${statement.status.detail}`)
        if (performance.now() > untilMs) throw new Error(`${name} is ${statement.status.phase}, not ${phase}: ${statement.status.detail}`)
        await pause(pauseMs)
      }
    },
    async define(name, sql) {
      await client.create(name, sql)
      await client.until(name, 'COMPLETED', 20)
    },
    async remove(name) {
      await call('DELETE', `${statementsUrl}/${name}`)
      for (;;) {
        const response = await fetch(`${statementsUrl}/${name}`, { headers: { authorization: headers.authorization } })
        await response.text()
        if (response.status === 404) return
        await pause(50)
      }
    },
    results: (nextUrl) => call('GET', nextUrl),
    async createPool(maxCfu) {
      const { cloud, region, environmentId } = connection
      const made = await call<{ id: string }>('POST', poolsUrl, { spec: { display_name: `bench-${Date.now()}`, cloud, region, max_cfu: maxCfu, environment: { id: environmentId } } })
      return made.id
    },
    changePool: (poolId, maxCfu) => call('PATCH', `${poolsUrl}/${poolId}`, { spec: { max_cfu: maxCfu, environment: { id: connection.environmentId } } }),
    removePool: (poolId) => call('DELETE', `${poolsUrl}/${poolId}?environment=${connection.environmentId}`),
  }
  return client
}
