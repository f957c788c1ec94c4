import { readFile } from 'node:fs/promises'
import { writePrivateFile } from './secret-files.ts'

/** All that a client needs: the content of `connection.json` and of the HEADGATE_* environment. */
export interface Connection {
  endpoint: string
  organizationId: string
  environmentId: string
  computePoolId: string
  /** The default database of SQL names. */
  database: string
  cloud: string
  region: string
  principalId: string
  apiKey: string
  apiSecret: string
}

const names: readonly { field: keyof Connection; json: string; variable: string }[] = [
  { field: 'endpoint', json: 'endpoint', variable: 'HEADGATE_ENDPOINT' },
  { field: 'organizationId', json: 'organization_id', variable: 'HEADGATE_ORGANIZATION_ID' },
  { field: 'environmentId', json: 'environment_id', variable: 'HEADGATE_ENVIRONMENT_ID' },
  { field: 'computePoolId', json: 'compute_pool_id', variable: 'HEADGATE_COMPUTE_POOL_ID' },
  { field: 'database', json: 'database', variable: 'HEADGATE_DATABASE' },
  { field: 'cloud', json: 'cloud', variable: 'HEADGATE_CLOUD' },
  { field: 'region', json: 'region', variable: 'HEADGATE_REGION' },
  { field: 'principalId', json: 'principal_id', variable: 'HEADGATE_PRINCIPAL_ID' },
  { field: 'apiKey', json: 'api_key', variable: 'HEADGATE_API_KEY' },
  { field: 'apiSecret', json: 'api_secret', variable: 'HEADGATE_API_SECRET' },
]

/** The connection as environment variables, for a COMMAND. */
export const connectionEnvironment = (connection: Connection): Record<string, string> =>
  Object.fromEntries(names.map(({ field, variable }) => [variable, connection[field]]))

/** The connection as the text of `connection.json`; `extra` is added below it as it is. */
export const renderConnection = (connection: Connection, extra: Record<string, unknown> = {}): string =>
  `${JSON.stringify({ ...Object.fromEntries(names.map(({ field, json }) => [json, connection[field]])), ...extra }, undefined, 2)}\n`

/** Reads the text of a `connection.json`; the names of what is missing come back instead. */
export function parseConnection(text: string): { connection: Connection } | { missing: string[] } {
  let content: unknown
  try {
    content = JSON.parse(text)
  } catch {
    return { missing: ['valid JSON'] }
  }
  const fields = (typeof content === 'object' && content !== null ? content : {}) as Record<string, unknown>
  return collect(names.map(({ field, json }) => ({ field, label: json, value: fields[json] })))
}

/** Reads HEADGATE_* variables; the names of what is missing come back instead. */
export function readConnectionEnvironment(env: Record<string, string | undefined>): { connection: Connection } | { missing: string[] } {
  return collect(names.map(({ field, variable }) => ({ field, label: variable, value: env[variable] })))
}

function collect(found: { field: keyof Connection; label: string; value: unknown }[]): { connection: Connection } | { missing: string[] } {
  const missing = found.filter(({ value }) => typeof value !== 'string' || value === '').map(({ label }) => label)
  if (missing.length > 0) return { missing }
  return { connection: Object.fromEntries(found.map(({ field, value }) => [field, value])) as unknown as Connection }
}

/** The connection of an earlier start; undefined when there is none that can be used. */
export async function readConnectionFile(path: string): Promise<Connection | undefined> {
  const text = await readFile(path, 'utf8').catch(() => undefined)
  const parsed = text === undefined ? undefined : parseConnection(text)
  return parsed !== undefined && 'connection' in parsed ? parsed.connection : undefined
}

export const writeConnectionFile = (path: string, connection: Connection, extra?: Record<string, unknown>): Promise<void> =>
  writePrivateFile(path, renderConnection(connection, extra))
