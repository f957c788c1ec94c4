import { errorStatuses } from '../operation.ts'
import type { AnyOperation } from '../operation.ts'
import { allOperations } from '../operations.ts'
import * as examples from '../operations/examples.ts'
import { ErrorBody } from '../schemas/error.ts'
import { renderLinks } from './render-links.ts'
import { createSchemaComponents } from './schema-components.ts'

/** What each error status says. */
export const errorTitles: Record<number, string> = {
  400: 'Bad request', 401: 'Unauthorized', 402: 'Quota reached', 404: 'Not found', 405: 'Method not allowed', 409: 'Conflict', 410: 'Gone',
  413: 'Body too large', 415: 'Unsupported media type', 422: 'Unprocessable', 429: 'Too many requests',
  431: 'Request header fields too large', 500: 'Internal error', 503: 'Unavailable',
}

const retryAfter = { 'Retry-After': { schema: { type: 'string', pattern: '^[0-9]+$' }, description: 'Seconds to wait.' } }
const headersOf: Record<number, Record<string, unknown>> = {
  401: { 'WWW-Authenticate': { schema: { type: 'string' }, description: 'How to authenticate.' } },
  405: { Allow: { schema: { type: 'string' }, description: 'The methods that the path takes.' } },
  429: retryAfter,
  503: retryAfter,
}
const location = { Location: { schema: { type: 'string' }, description: 'Absolute URL of what was made.' } }
const requestId = { 'X-Request-Id': { schema: { type: 'string' }, description: 'Names the request in logs.' } }

/** The OpenAPI 3.1 document of all operations. The same input gives the same document. */
export function renderOpenapi(): Record<string, unknown> {
  const schemas = createSchemaComponents()
  const paths: Record<string, Record<string, unknown>> = {}
  for (const operation of allOperations) {
    const path = (paths[operation.path] ??= {})
    path[operation.method.toLowerCase()] = renderOperation(operation, schemas.refer)
  }
  const errorBody = schemas.refer(ErrorBody)
  const responses = Object.fromEntries(
    Object.entries(errorTitles).map(([status, title]) => [
      `Error${status}`,
      { description: title, headers: { ...requestId, ...headersOf[Number(status)] }, content: { 'application/json': { schema: errorBody, example: exampleError(status, title) } } },
    ]),
  )
  return {
    openapi: '3.1.0',
    info: {
      title: 'Headgate', version: '0.1.0', license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      description: 'An open, self-hosted control plane for Apache Flink, compatible with Confluent’s Flink REST API. One base URL serves both planes.',
    },
    servers: [{ url: '/' }],
    tags: [...new Set(allOperations.map((operation) => operation.tag))].map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: {
        'cloud-api-key': { type: 'http', scheme: 'basic', description: 'A key of the whole organization.' },
        'resource-api-key': { type: 'http', scheme: 'basic', description: 'A key of one environment’s SQL plane.' },
      },
      responses,
      schemas: schemas.components(),
    },
  }
}

function exampleError(status: string, title: string): unknown {
  const [error] = examples.error.errors
  return { errors: [{ ...error, status, code: title.toLowerCase().replaceAll(' ', '_'), title, detail: status === '404' ? error?.detail : title }] }
}

function renderOperation(operation: AnyOperation, refer: (schema: unknown) => unknown): Record<string, unknown> {
  const { success } = operation
  const contentType = success.contentType ?? 'application/json'
  const parameters = [
    ...renderParameters('path', operation.params, refer),
    ...renderParameters('query', operation.query, refer),
    ...(operation.method === 'POST'
      ? [{ name: 'Idempotency-Key', in: 'header', required: false, schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[\\x21-\\x7e]+$' }, description: 'Makes the request safe to repeat for 24 hours.' }]
      : []),
  ]
  return {
    operationId: operation.operationId,
    summary: operation.summary,
    ...(operation.description === undefined ? {} : { description: operation.description }),
    tags: [operation.tag],
    security: securityOf(operation),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(operation.body === undefined
      ? {}
      : { requestBody: { required: true, content: { [operation.bodyContentType ?? 'application/json']: { schema: refer(operation.body), ...(operation.bodyExample === undefined ? {} : { example: operation.bodyExample }) } } } }),
    responses: {
      [success.status]: {
        description: success.description,
        headers: { ...requestId, ...(operation.operationId.endsWith('.create') && operation.leadsTo !== undefined ? location : {}) },
        ...(operation.leadsTo === undefined ? {} : { links: renderLinks(operation, operation.leadsTo) }),
        ...(success.schema === undefined
          ? {}
          : { content: { [contentType]: { schema: refer(success.schema), ...(success.example === undefined ? {} : { example: success.example }) } } }),
      },
      ...Object.fromEntries(errorStatuses(operation).map((status) => [status, { $ref: `#/components/responses/Error${status}` }])),
    },
  }
}

function securityOf(operation: AnyOperation): Record<string, string[]>[] {
  if (operation.scope === 'public') return []
  return operation.scope === 'environment' ? [{ 'cloud-api-key': [] }, { 'resource-api-key': [] }] : [{ 'cloud-api-key': [] }]
}

function renderParameters(where: 'path' | 'query', schema: AnyOperation['query'], refer: (schema: unknown) => unknown): Record<string, unknown>[] {
  if (schema === undefined) return []
  const { properties, required = [] } = JSON.parse(JSON.stringify(schema)) as { properties: Record<string, Record<string, unknown>>; required?: string[] }
  return Object.entries(properties).map(([name, { description, ...rest }]) => ({
    name,
    in: where,
    required: where === 'path' || required.includes(name),
    ...(description === undefined ? {} : { description }),
    schema: refer(rest),
  }))
}
