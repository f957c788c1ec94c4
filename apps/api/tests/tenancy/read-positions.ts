import type { Ids, Kind } from './probed-tenants.ts'
import { commonNames } from './probed-tenants.ts'

/** A place of a request that takes a text, and what its text may be an id of. */
export interface Position {
  where: 'path' | 'query' | 'body' | 'idempotency-key' | 'credentials'
  /** Of a parameter; of a body the keys that lead to it. */
  name: string
  keys: (string | number)[]
  kinds: Kind[]
  /** It names something that must exist, so that a wrong id cannot succeed. */
  isReference: boolean
}

/** An operation of the OpenAPI document. */
export interface ProbedOperation {
  operationId: string
  method: string
  path: string
  isPublic: boolean
  isOfEnvironment: boolean
  positions: Position[]
  bodyType?: string
  bodyExample?: unknown
}

interface Schema {
  $ref?: string
  type?: string
  enum?: unknown[]
  const?: unknown
  properties?: Record<string, Schema>
  items?: Schema
  anyOf?: Schema[]
  allOf?: Schema[]
}

interface Document {
  paths: Record<string, Record<string, {
    operationId: string
    security: Record<string, unknown>[]
    parameters?: { name: string; in: 'path' | 'query' | 'header'; schema: Schema }[]
    requestBody?: { content: Record<string, { schema: Schema; example?: unknown }> }
  }>>
  components: { schemas: Record<string, Schema> }
}

/** Every operation of the document with every place in it that takes a text. What is new in the document is probed by itself. */
export function readPositions(document: unknown): ProbedOperation[] {
  const { paths, components } = document as Document
  const resolve = (schema: Schema): Schema => (schema.$ref === undefined ? schema : resolve(components.schemas[schema.$ref.split('/').at(-1) ?? ''] ?? {}))
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { operationId, security, parameters = [], requestBody }]) => {
      const noun = operationId.split('.')[0] ?? ''
      const [bodyType, body] = Object.entries(requestBody?.content ?? {})[0] ?? []
      const isPublic = security.length === 0
      const inParameters = parameters.filter((each) => each.in !== 'header' && isText(resolve(each.schema))).map((each): Position => {
        const kinds = kindsOf(each.name, noun)
        return { where: each.in as 'path' | 'query', name: each.name, keys: [], kinds, isReference: each.in === 'path' || each.name === 'environment' }
      })
      const positions = [
        ...inParameters,
        ...(body === undefined ? [] : textsOf(body.schema, resolve, []).map((keys) => bodyPosition(keys, noun))),
        ...(method === 'post' ? [{ where: 'idempotency-key' as const, name: 'Idempotency-Key', keys: [], kinds: ['text' as const], isReference: false }] : []),
        ...(isPublic ? [] : [{ where: 'credentials' as const, name: 'API key', keys: [], kinds: ['key' as const], isReference: true }]),
      ]
      return {
        operationId, method: method.toUpperCase(), path, isPublic, positions, isOfEnvironment: security.length > 1,
        ...(bodyType === undefined ? {} : { bodyType }), ...(body?.example === undefined ? {} : { bodyExample: body.example }),
      }
    }),
  )
}

const isText = (schema: Schema): boolean => schema.type === 'string' && schema.enum === undefined && schema.const === undefined

/** The keys to each text of a body, whether its example has it or not. */
function textsOf(schema: Schema, resolve: (schema: Schema) => Schema, keys: (string | number)[]): (string | number)[][] {
  const resolved = resolve(schema)
  if (isText(resolved)) return [keys]
  const variants = [...(resolved.anyOf ?? []), ...(resolved.allOf ?? [])]
  return [
    ...variants.flatMap((each) => textsOf(each, resolve, keys)),
    ...Object.entries(resolved.properties ?? {}).flatMap(([name, each]) => textsOf(each, resolve, [...keys, name])),
    ...(resolved.items === undefined ? [] : textsOf(resolved.items, resolve, [...keys, 0])),
  ]
}

function bodyPosition(keys: (string | number)[], noun: string): Position {
  const name = String(keys.at(-1))
  const kinds = name === 'id' ? kindsOf(String(keys.at(-2)), noun) : kindsOf(name, noun)
  const isReference = name === 'id' || name === 'kafka_connection' || name === 'compute_pool_id' || name === 'snapshot_id' || /^(environment|organization)(_id)?$/.test(name)
  return { where: 'body', name: keys.join('/'), keys, kinds, isReference }
}

const everyKind: Kind[] = ['organization', 'environment', 'pool', 'statement', 'connection', 'snapshot', 'policy', 'account', 'key']
const kindByName: [RegExp, Kind[]][] = [
  [/^organization(_id)?$/, ['organization']], [/^environment(_id)?$/, ['environment']], [/compute_pool_id$/, ['pool']], [/^statement_name/, ['statement']], [/^snapshot_id$/, ['snapshot']], [/^policy_name$/, ['policy']],
  [/connection_name$|^kafka_connection$/, ['connection']], [/^principal$|owner$/, ['account']], [/page_token$/, ['token']], [/label/, ['label']], [/resource$/, ['environment', 'key']],
]
const kindByNoun: Record<string, Kind> = {
  organizations: 'organization', environments: 'environment', 'compute-pools': 'pool', 'service-accounts': 'account', 'api-keys': 'key', statements: 'statement', connections: 'connection', snapshots: 'snapshot',
  'snapshot-policies': 'policy',
}

/** What a place of this name holds ids of. An `id` that nobody knows yet is tried with an id of everything. */
function kindsOf(name: string, noun: string): Kind[] {
  const named = kindByName.find(([pattern]) => pattern.test(name))?.[1]
  if (named !== undefined) return named
  const ofNoun = kindByNoun[noun]
  if (name === 'id' || name === 'name') return ofNoun === undefined ? everyKind : [ofNoun]
  return /(^|_)id$/.test(name) ? everyKind : ['text']
}

/** The example of the document with one's own ids in place of its ids. */
export function ownBody(operation: ProbedOperation, own: Ids): unknown {
  if (operation.bodyExample === undefined) return undefined
  const isCreate = operation.method === 'POST'
  const names: Record<string, string> = {
    '7d0f3b52-0c61-4a8e-9f5d-2b8a3f6f1c77': own.snapshot,
    ...(operation.operationId === 'snapshots.create' ? { 'orders-per-customer': commonNames.feed } : {}),
    '3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11': own.organization, 'env-a1b2c3': own.environment, 'lfcp-a1b2c3': own.pool, 'sa-a1b2c3': own.account,
    ...(isCreate ? {} : { 'orders-per-customer': commonNames.statement, 'orders-kafka': commonNames.connection }),
  }
  let text = JSON.stringify(operation.bodyExample)
  for (const [example, id] of Object.entries(names)) text = text.replaceAll(example, id)
  return JSON.parse(text) as unknown
}
