import type { Candidate } from './candidates.ts'
import { ownBody } from './read-positions.ts'
import type { Position, ProbedOperation } from './read-positions.ts'
import type { Ids } from './probed-tenants.ts'
import { commonNames } from './probed-tenants.ts'

/** A request with one place changed. */
export interface Ask {
  operation: ProbedOperation
  own: Ids
  /** `key:secret` */
  auth: string
  position?: Position
  value?: string
  /** As it stands in the URL. */
  raw?: string
  idempotencyKey?: string
}

export interface Heard {
  status: number
  headers: Record<string, string>
  text: string
}

const idParameter: Record<string, keyof Ids> = { organizations: 'organization', environments: 'environment', 'compute-pools': 'pool', 'service-accounts': 'account', 'api-keys': 'key' }

/** Sends the document's own example with one's own ids, and the value at the position. */
export async function ask(endpoint: string, { operation, own, auth, position, value, raw, idempotencyKey }: Ask): Promise<Heard> {
  const noun = operation.operationId.split('.')[0] ?? ''
  const ownOf: Record<string, string> = {
    organization_id: own.organization, environment_id: own.environment, statement_name: commonNames.statement, connection_name: commonNames.connection, snapshot_id: own.snapshot,
    policy_name: commonNames.policy, id: own[idParameter[noun] ?? 'text'],
  }
  const inUrl = (where: Position['where'], name: string) => (position?.where === where && position.name === name ? (raw ?? encodeURIComponent(value ?? '')) : undefined)
  const path = operation.path.replaceAll(/\{([a-z_]+)\}/g, (_all, name: string) => inUrl('path', name) ?? encodeURIComponent(ownOf[name] ?? 'unknown'))
  const queries = operation.positions.filter((each) => each.where === 'query').flatMap(({ name }) => {
    const given = inUrl('query', name) ?? (name === 'environment' ? own.environment : undefined)
    return given === undefined ? [] : [`${name}=${given}`]
  })
  const body = ownBody(operation, own)
  if (position?.where === 'body') setAt(body, position.keys, value)
  const key = position?.where === 'idempotency-key' ? value : idempotencyKey
  const [id, ...secret] = auth.split(':')
  const credentials = position?.where === 'credentials' ? `${value}:${secret.join(':')}` : `${id}:${secret.join(':')}`
  const response = await fetch(`${endpoint}${path}${queries.length === 0 ? '' : `?${queries.join('&')}`}`, {
    method: operation.method,
    headers: {
      authorization: `Basic ${Buffer.from(credentials).toString('base64')}`,
      ...(operation.bodyType === undefined ? {} : { 'content-type': operation.bodyType }),
      ...(key === undefined ? {} : { 'idempotency-key': key }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return { status: response.status, headers: Object.fromEntries(response.headers), text: await response.text() }
}

function setAt(body: unknown, keys: (string | number)[], value: unknown): void {
  let at = body as Record<string, unknown>
  keys.slice(0, -1).forEach((key, index) => {
    if (typeof at[key] !== 'object' || at[key] === null) at[key] = typeof keys[index + 1] === 'number' ? [] : {}
    at = at[key] as Record<string, unknown>
  })
  at[keys.at(-1) ?? ''] = value
}

/** The forms in which an answer may repeat what was sent. */
const echoesOf = (value: string, raw: string | undefined): string[] =>
  [...new Set([raw ?? '', encodeURIComponent(encodeURIComponent(value)), encodeURIComponent(value), JSON.stringify(value).slice(1, -1), value, decode(value)])]
    .filter((each) => each.length > 3).sort((a, b) => b.length - a.length)

function decode(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}

/** The text without what the request itself said. */
export const withoutEcho = (text: string, value: string, raw: string | undefined): string => echoesOf(value, raw).reduce((rest, form) => rest.replaceAll(form, '<SENT>'), text)

/** What two requests that are alike may differ in: the time, the request's id, and ids that were made for one of them. */
const passing: [RegExp, string][] = [
  [/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<TIME>'], [/[0-9a-f]{8}-[0-9a-f]{4}-[48][0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g, '<UUID>'], [/\b(env|lfcp|sa)-[a-z0-9]{6}\b/g, '<$1>'],
  [/headgate-[a-z0-9]{20}/g, '<NAME>'], [/"resource_version":"\d+"/g, '"resource_version":"<N>"'], [/"secret":"[a-z0-9]{64}"/g, '"secret":"<SECRET>"'], [/(api-keys\/|api-key=|"id":")[A-Z0-9]{16}\b/g, '$1<KEY>'],
  [/resource_version \d+/g, 'resource_version <N>'],
]

/** An answer for comparison with that to the twin. It has to be the same to the byte. */
export function comparable(heard: Heard, candidate: Pick<Candidate, 'value'>, raw: string | undefined): unknown {
  const clean = (text: string) => passing.reduce((rest, [pattern, name]) => rest.replaceAll(pattern, name), withoutEcho(text, candidate.value, raw))
  const { date: _date, 'x-request-id': requestId, 'content-length': length, ...headers } = heard.headers
  const ids = (text: string) => (requestId === undefined ? text : text.replaceAll(requestId, '<REQUEST>'))
  return {
    status: heard.status,
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, clean(ids(value))])),
    text: clean(ids(heard.text)),
    // What is sent is as long as it is; the length of the body is its own.
    isWhole: length === undefined || Number(length) === Buffer.byteLength(heard.text),
  }
}
