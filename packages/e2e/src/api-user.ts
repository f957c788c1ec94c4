import { eventually, InVain } from './eventually.ts'

/** Where and as whom to talk; what `connection.json` and HEADGATE_* carry. */
export interface ConnectionOfUser {
  endpoint: string
  organizationId: string
  environmentId: string
  computePoolId: string
  database: string
  principalId: string
  apiKey: string
  apiSecret: string
}

export interface StatementObject {
  name: string
  metadata: { uid: string; resource_version: string; labels?: Record<string, string>; [key: string]: unknown }
  spec: { statement: string; stopped?: boolean; compute_pool_id: string; properties: Record<string, string>; [key: string]: unknown }
  status: {
    phase: string
    detail: string
    traits?: { sql_kind?: string; is_bounded?: boolean; is_append_only?: boolean; schema?: { columns: { name: string; type: { type: string } }[] } }
    warnings?: { reason: string; message: string; severity: string }[]
    scaling_status?: { scaling_state: string }
    latest_offsets?: Record<string, string>
    [key: string]: unknown
  }
}

export interface RowOfResult {
  op: number
  row: unknown[]
}

export interface Answer<T> {
  status: number
  body: T
  headers: Headers
}

/** A user of the HTTP API, as a program would be. */
export interface ApiUser {
  connection: ConnectionOfUser
  request<T = unknown>(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer<T>>
  /** Creates a statement and returns it as the POST answered. */
  create(sql: string, options?: { name?: string; properties?: Record<string, string>; stopped?: boolean; poolId?: string }): Promise<StatementObject>
  read(name: string): Promise<StatementObject>
  /** Waits until the statement is in one of the phases; FAILED in between is an error with its detail. */
  waitFor(name: string, phases: string[], withinMs?: number): Promise<StatementObject>
  /** Creates and waits until COMPLETED (or RUNNING for an INSERT that goes on). */
  run(sql: string, options?: { name?: string; properties?: Record<string, string> }): Promise<StatementObject>
  /** Reads the pages of a result until `enough` rows or its end. */
  rows(name: string, enough?: number, withinMs?: number): Promise<RowOfResult[]>
  /** Snapshot query: all rows. */
  snapshot(sql: string): Promise<unknown[][]>
  stop(name: string): Promise<void>
  resume(name: string): Promise<void>
  remove(name: string): Promise<void>
}

let counter = 0

export function createApiUser(connection: ConnectionOfUser): ApiUser {
  const statements = `/sql/v1/organizations/${connection.organizationId}/environments/${connection.environmentId}/statements`
  const authorization = `Basic ${Buffer.from(`${connection.apiKey}:${connection.apiSecret}`).toString('base64')}`
  const user: ApiUser = {
    connection,
    async request<T>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
      const url = path.startsWith('http') ? path : `${connection.endpoint}${path}`
      const response = await fetch(url, {
        method,
        headers: { authorization, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
        body: body === undefined ? undefined : JSON.stringify(body),
      })
      const text = await response.text()
      return { status: response.status, headers: response.headers, body: (text === '' ? undefined : JSON.parse(text)) as T }
    },
    async create(sql, options = {}) {
      counter += 1
      const name = options.name ?? `e2e-${process.pid}-${counter}`
      const answer = await user.request<StatementObject>('POST', statements, {
        name,
        organization_id: connection.organizationId,
        environment_id: connection.environmentId,
        spec: {
          statement: sql,
          stopped: options.stopped ?? false,
          compute_pool_id: options.poolId ?? connection.computePoolId,
          principal: connection.principalId,
          properties: {
            'sql.current-catalog': connection.environmentId,
            'sql.current-database': connection.database,
            ...options.properties,
          },
        },
      })
      if (answer.status !== 201) throw new Error(`POST statements answered ${answer.status}: ${JSON.stringify(answer.body)}`)
      return answer.body
    },
    async read(name) {
      const answer = await user.request<StatementObject>('GET', `${statements}/${name}`)
      if (answer.status !== 200) throw new Error(`GET statement answered ${answer.status}: ${JSON.stringify(answer.body)}`)
      return answer.body
    },
    waitFor: (name, phases, withinMs = 120_000) =>
      eventually(
        `${name} in ${phases.join(' or ')}`,
        async () => {
          const statement = await user.read(name)
          if (phases.includes(statement.status.phase)) return statement
          if (statement.status.phase === 'FAILED') throw new InVain(`${name} FAILED: ${statement.status.detail}`)
          throw new Error(`phase ${statement.status.phase}; ${statement.status.detail}; ${JSON.stringify(statement.status.warnings)}`)
        },
        withinMs,
      ),
    async run(sql, options) {
      const created = await user.create(sql, options)
      return user.waitFor(created.name, ['COMPLETED', 'RUNNING'])
    },
    async rows(name, enough = Number.POSITIVE_INFINITY, withinMs = 120_000) {
      const found: RowOfResult[] = []
      let next: string | undefined = `${statements}/${name}/results`
      const until = Date.now() + withinMs
      while (next !== undefined && next !== '' && found.length < enough) {
        if (Date.now() > until) throw new Error(`only ${found.length} rows within ${withinMs} ms`)
        const answer: Answer<{ results: { data: RowOfResult[] }; metadata: { next?: string } }> = await user.request('GET', next)
        if (answer.status !== 200) throw new Error(`GET results answered ${answer.status}: ${JSON.stringify(answer.body)}`)
        found.push(...answer.body.results.data)
        next = answer.body.metadata.next
        if (answer.body.results.data.length === 0) await new Promise((resolve) => setTimeout(resolve, 100))
      }
      return found
    },
    async snapshot(sql) {
      const statement = await user.create(sql, { properties: { 'sql.snapshot.mode': 'now' } })
      await user.waitFor(statement.name, ['COMPLETED'])
      const rows = await user.rows(statement.name)
      await user.remove(statement.name)
      return rows.map((row) => row.row)
    },
    async stop(name) {
      const answer = await user.request('PATCH', `${statements}/${name}`, [{ op: 'replace', path: '/spec/stopped', value: true }], {
        'content-type': 'application/json-patch+json',
      })
      if (answer.status !== 200) throw new Error(`PATCH answered ${answer.status}: ${JSON.stringify(answer.body)}`)
    },
    async resume(name) {
      const statement = await user.read(name)
      const answer = await user.request('PUT', `${statements}/${name}`, { ...statement, spec: { ...statement.spec, stopped: false } })
      if (answer.status !== 202) throw new Error(`PUT answered ${answer.status}: ${JSON.stringify(answer.body)}`)
    },
    async remove(name) {
      const answer = await user.request('DELETE', `${statements}/${name}`)
      if (answer.status !== 202 && answer.status !== 404) throw new Error(`DELETE answered ${answer.status}: ${JSON.stringify(answer.body)}`)
    },
  }
  return user
}
