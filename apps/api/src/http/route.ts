import type { AnyOperation, Operation } from '@headgate/contract'
import type { ApiKey, Tenant } from '@headgate/domain'
import type { Logger } from '@headgate/telemetry'
import type { Static, TObject, TSchema } from 'typebox'
import type { AnswerKeeper } from '@headgate/ports'
import type { ApiDeps } from '../deps.ts'
import type { Links } from './links.ts'
import type { Problem } from './problem.ts'

/** Who calls. */
export interface Caller {
  keyId: string
  organizationId: string
  /** Who the key belongs to. */
  ownerId: string
  reach: ApiKey['reach']
}

/**
 * What a verb of a store needs to keep the answer to its effect in the same transaction; undefined for a request without an Idempotency-Key. Every
 * POST that stores something hands it to the last verb that does.
 */
export type KeepAnswer = <Effect>(answerTo: (effect: Effect) => Answer) => AnswerKeeper<Effect> | undefined

/** A validated request of an authorized caller. */
export interface RequestContext<Params = unknown, Query = unknown, Body = unknown> {
  params: Params
  query: Query
  body: Body
  /** Of a public operation: the nobody. */
  caller: Caller
  /** The organization of the caller and the environment of the path; without one in the path, environment is the empty text. */
  tenant: Tenant
  path: string
  links: Links
  keepAnswer: KeepAnswer
  log: Logger
  /** Aborted when the client goes away or the server stops. */
  signal: AbortSignal
}

/** A success. The status is that of the operation. */
export interface Answer {
  body?: unknown
  headers?: Record<string, string>
  /** Of a body that is text already. */
  contentType?: string
}

export type Handler<Context> = (context: Context, deps: ApiDeps) => Promise<Answer | Problem>

/** An operation and what answers it. */
export interface Route {
  operation: AnyOperation
  handle: Handler<RequestContext>
}

/** Joins an operation of the contract and its handler; the context has the types of its schemas. */
export const defineRoute = <P extends TObject, Q extends TObject, B extends TSchema>(
  operation: Operation<P, Q, B>,
  handle: Handler<RequestContext<Static<P>, Static<Q>, Static<B>>>,
): Route => ({
  operation,
  // The runner validates with the very schemas that the types come from.
  handle: handle as Handler<RequestContext>,
})

export const nobody: Caller = { keyId: '', organizationId: '', ownerId: '', reach: { kind: 'cloud' } }
