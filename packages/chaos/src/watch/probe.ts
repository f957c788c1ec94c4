import type { ConnectionOfUser } from '@headgate/e2e'

export type ProbeAnswer = { status: number; body: unknown; text: string; hasRetryAfter: boolean } | { error: string }

/** Reads of the API that never throw and never hang. */
export interface Probe {
  statement(name: string): Promise<ProbeAnswer>
  events(name: string): Promise<ProbeAnswer>
  pool(): Promise<ProbeAnswer>
  get(path: string): Promise<ProbeAnswer>
}

const timeoutMs = 5_000

export function createProbe(connection: ConnectionOfUser): Probe {
  const { endpoint, organizationId, environmentId, computePoolId, apiKey, apiSecret } = connection
  const authorization = `Basic ${Buffer.from(`${apiKey}:${apiSecret}`).toString('base64')}`
  const environment = `organizations/${organizationId}/environments/${environmentId}`
  const get = async (path: string): Promise<ProbeAnswer> => {
    try {
      const url = path.startsWith('http') ? path : `${endpoint}${path}`
      const response = await fetch(url, { headers: { authorization }, signal: AbortSignal.timeout(timeoutMs) })
      const text = await response.text()
      return { status: response.status, body: text === '' ? undefined : JSON.parse(text), text, hasRetryAfter: response.headers.has('retry-after') }
    } catch (error) {
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : undefined
      return { error: cause ?? String(error) }
    }
  }
  return {
    get,
    statement: (name) => get(`/sql/v1/${environment}/statements/${name}`),
    events: (name) => get(`/headgate/v1/${environment}/statements/${name}/events`),
    pool: () => get(`/fcpm/v2/compute-pools/${computePoolId}?environment=${environmentId}`),
  }
}
