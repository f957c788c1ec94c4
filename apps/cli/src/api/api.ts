import { createHeadgateClient } from '@headgate/contract'
import type { components } from '@headgate/contract'
import type { Connection } from '@headgate/dev-env'
import { CommandFailure } from '../failure.ts'
import { everyPage } from './every-page.ts'
import { createSnapshotApi } from './snapshot-api.ts'

export type Statement = components['schemas']['Statement']
export type StatementResult = components['schemas']['StatementResult']
export type ComputePool = components['schemas']['ComputePool']
type Schemas = components['schemas']

/** Waits for an answer: its data, or the API's detail as the failure. */
export type Ask = <T>(request: Promise<{ data?: T; error?: unknown; response: Response }>) => Promise<T>

/** A new statement; without a name the server makes one up. */
export interface NewStatement {
  name?: string
  sql: string
  properties: Record<string, string>
  computePoolId?: string
}

/** What the commands need of the API, for one environment. Every refusal is a `CommandFailure` with the API's own words. */
export type Api = ReturnType<typeof createApi>

export function createApi(connection: Connection) {
  const client = createHeadgateClient({ endpoint: connection.endpoint, apiKey: connection.apiKey, apiSecret: connection.apiSecret })
  const path = { organization_id: connection.organizationId, environment_id: connection.environmentId }
  const environment = connection.environmentId
  const of = (name: string) => ({ ...path, statement_name: name })

  const ask: Ask = async (request) => {
    let answer
    try {
      answer = await request
    } catch (error) {
      throw new CommandFailure(`Nothing answers at ${connection.endpoint}. Is \`headgate dev\` running? (${reasonOf(error)})`)
    }
    if (!answer.response.ok) throw apiFailure(answer.response.status, answer.error)
    return answer.data as NonNullable<typeof answer.data>
  }

  return {
    connection,
    snapshots: createSnapshotApi(client, ask, path),
    createStatement: (statement: NewStatement): Promise<Statement> =>
      ask(client.POST('/sql/v1/organizations/{organization_id}/environments/{environment_id}/statements', {
        params: { path },
        body: {
          name: statement.name,
          ...path,
          spec: { statement: statement.sql, properties: statement.properties, compute_pool_id: statement.computePoolId ?? connection.computePoolId, principal: connection.principalId, stopped: false },
        },
      })),
    readStatement: (name: string): Promise<Statement> => ask(client.GET('/sql/v1/organizations/{organization_id}/environments/{environment_id}/statements/{statement_name}', { params: { path: of(name) } })),
    /** Every page, newest first, at most `limit`. */
    listStatements: (filter: { phase?: string; pool?: string; search?: string; label?: string; limit: number }): Promise<Statement[]> =>
      everyPage(filter.limit, (page_token, page_size) =>
        ask(client.GET('/sql/v1/organizations/{organization_id}/environments/{environment_id}/statements', {
          params: {
            path,
            query: {
              page_size, page_token, 'status.phase': filter.phase?.toUpperCase(), 'spec.compute_pool_id': filter.pool, label_selector: filter.label, statement_name_search_query: filter.search,
            },
          },
        }))),
    setStopped: (name: string, stopped: boolean): Promise<Statement> =>
      ask(client.PATCH('/sql/v1/organizations/{organization_id}/environments/{environment_id}/statements/{statement_name}', {
        params: { path: of(name) }, headers: { 'content-type': 'application/json-patch+json' }, body: [{ op: 'replace', path: '/spec/stopped', value: stopped }],
      } as never)),
    deleteStatement: async (name: string): Promise<void> => {
      await ask(client.DELETE('/sql/v1/organizations/{organization_id}/environments/{environment_id}/statements/{statement_name}', { params: { path: of(name) } }))
    },
    readResults: (name: string, page_token: string | undefined): Promise<StatementResult> =>
      ask(client.GET('/sql/v1/organizations/{organization_id}/environments/{environment_id}/statements/{statement_name}/results', { params: { path: of(name), query: { page_token } } })),
    listExceptions: async (name: string): Promise<Schemas['StatementException'][]> =>
      (await ask(client.GET('/sql/v1/organizations/{organization_id}/environments/{environment_id}/statements/{statement_name}/exceptions', { params: { path: of(name) } }))).data,
    listEvents: async (name: string): Promise<Schemas['StatementEvent'][]> =>
      (await ask(client.GET('/headgate/v1/organizations/{organization_id}/environments/{environment_id}/statements/{statement_name}/events', { params: { path: of(name) } }))).data,
    readLogs: async (name: string, query: { role?: 'jobmanager' | 'gateway' | 'taskmanager'; tail_bytes?: number }): Promise<Schemas['WorkerLog'][]> =>
      (await ask(client.GET('/headgate/v1/organizations/{organization_id}/environments/{environment_id}/statements/{statement_name}/logs', { params: { path: of(name), query } }))).data,
    resolveStatement: (name: string, choice: 'run-again' | 'treat-as-complete' | 'start-empty'): Promise<Statement> =>
      ask(client.POST('/headgate/v1/organizations/{organization_id}/environments/{environment_id}/statements/{statement_name}/resolutions', { params: { path: of(name) }, body: { choice } })),
    listPools: (): Promise<ComputePool[]> =>
      everyPage(10_000, (page_token, page_size) => ask(client.GET('/fcpm/v2/compute-pools', { params: { query: { environment, page_size, page_token } } }))),
    readPool: (id: string): Promise<ComputePool> => ask(client.GET('/fcpm/v2/compute-pools/{id}', { params: { path: { id }, query: { environment } } })),
    createPool: (pool: { name: string; maxCfu: number; type?: 'DEDICATED' }): Promise<ComputePool> =>
      ask(client.POST('/fcpm/v2/compute-pools', { body: { spec: { display_name: pool.name, cloud: connection.cloud, region: connection.region, max_cfu: pool.maxCfu, type: pool.type, environment: { id: environment } } } })),
    deletePool: async (id: string): Promise<void> => {
      await ask(client.DELETE('/fcpm/v2/compute-pools/{id}', { params: { path: { id }, query: { environment } } }))
    },
  }
}

function apiFailure(status: number, body: unknown): CommandFailure {
  const errors = typeof body === 'object' && body !== null && 'errors' in body && Array.isArray(body.errors) ? (body.errors as { detail?: unknown; title?: unknown }[]) : []
  const said = errors.map((error) => String(error.detail ?? error.title ?? '')).filter((text) => text !== '')
  if (said.length > 0) return new CommandFailure(said.join('\n'))
  return new CommandFailure(status === 401 ? 'The API key was not accepted. Does the connection belong to this Headgate?' : `The API answered ${status}.`)
}

const reasonOf = (error: unknown): string => {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  return cause instanceof Error ? ('code' in cause && cause.code !== undefined ? String(cause.code) : cause.message) : String(cause)
}
