import type { TObject, TSchema } from 'typebox'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/**
 * Who may call an operation.
 * - `public`: anyone, without credentials.
 * - `organization`: the control plane; cloud keys alone.
 * - `environment`: the SQL plane (`/sql/v1`); cloud keys, and region keys within their one environment.
 */
export type Scope = 'public' | 'organization' | 'environment'

/** Whether it changes anything. */
export type Access = 'read' | 'write'

/** A successful answer. Without a schema its body is empty. */
export interface SuccessAnswer {
  status: 200 | 201 | 202 | 204
  description: string
  schema?: TSchema
  example?: unknown
  /** Of the body; default `application/json`. */
  contentType?: string
}

/** One operation of the HTTP surface, declared once: for validation, for the OpenAPI document and for the client. */
export interface Operation<Params extends TObject = TObject, Query extends TObject = TObject, Body extends TSchema = TSchema> {
  /** `<noun>.<verb>`: also the folder and file of its handler. */
  operationId: string
  method: Method
  /** With `{name}` for parameters. */
  path: string
  tag: string
  summary: string
  description?: string
  scope: Scope
  access: Access
  params?: Params
  query?: Query
  body?: Body
  /** Default `application/json`. */
  bodyContentType?: string
  bodyExample?: unknown
  /** Bytes; default 1 MiB. */
  bodyLimitBytes?: number
  success: SuccessAnswer
  /** Status codes of errors beyond those that every operation has (see `errorStatuses`). */
  errors?: readonly number[]
  /** Ids of operations that what this one answers leads to: those whose parameters are in the request or its answer (see `renderLinks`). */
  leadsTo?: readonly string[]
}

/** An operation whose types are not of interest. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the three type parameters are invariant
export type AnyOperation = Operation<any, any, any>

/** Keeps the types of the schemas. */
export const defineOperation = <Params extends TObject, Query extends TObject, Body extends TSchema>(
  operation: Operation<Params, Query, Body>,
): Operation<Params, Query, Body> => operation

/** Every status of an error that the operation may answer, ascending. */
export function errorStatuses(operation: AnyOperation): number[] {
  if (operation.scope === 'public') return [...new Set([400, 431, ...(operation.errors ?? [])])].sort((a, b) => a - b)
  const always = [400, 401, 404, 429, 431, 503]
  const withBody = operation.body === undefined ? [] : [413, 415]
  // Every POST may carry an Idempotency-Key.
  const ofPost = operation.method === 'POST' ? [409, 422] : []
  return [...new Set([...always, ...withBody, ...ofPost, ...(operation.errors ?? [])])].sort((a, b) => a - b)
}

/** `/a/{b}` as fastify writes it: `/a/:b`. */
export const routePattern = (operation: Pick<Operation, 'path'>): string => operation.path.replaceAll(/\{([a-z_]+)\}/g, ':$1')
