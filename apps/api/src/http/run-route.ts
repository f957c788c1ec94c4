import type { FastifyReply, FastifyRequest } from 'fastify'
import { createLinks } from './links.ts'
import { isProblem, problem } from './problem.ts'
import type { Problem } from './problem.ts'
import { nobody } from './route.ts'
import type { Answer, KeepAnswer, RequestContext, Route } from './route.ts'
import { createRequestValidator } from './validate-request.ts'
import { renderProblem } from './render-problem.ts'
import { keepNoAnswer, withIdempotency } from '../plugins/idempotency.ts'
import type { ApiDeps } from '../deps.ts'

/** What is sent: everything but the headers that differ per request. */
export interface Reply {
  status: number
  headers: Record<string, string>
  body: string
}

/** Makes the fastify handler of a route: validate, run, answer. `stopping` is aborted when the server stops. */
export function runRoute(route: Route, deps: ApiDeps, stopping: AbortSignal) {
  const { operation } = route
  const validate = createRequestValidator(operation)
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const validated = validate({ params: request.params, query: request.query, body: request.body })
    const caller = request.caller ?? nobody
    let answered: Reply
    if ('faults' in validated) {
      answered = renderReply(operation.success.status, problem(400, validated.faults, { code: 'invalid_request' }), request.id)
    } else {
      const params = validated.valid.params as Record<string, string>
      const gone = new AbortController()
      const onClose = () => gone.abort()
      reply.raw.once('close', onClose)
      const contextOf = (keepAnswer: KeepAnswer): RequestContext => ({
        ...validated.valid,
        caller,
        keepAnswer,
        tenant: { organizationId: caller.organizationId, environmentId: params['environment_id'] ?? '' },
        path: pathOf(request),
        links: createLinks(deps.config, request),
        log: deps.telemetry.logger.child({ requestId: request.id }),
        signal: AbortSignal.any([gone.signal, stopping]),
      })
      const run = async (keepAnswer: KeepAnswer) => renderReply(operation.success.status, await route.handle(contextOf(keepAnswer), deps), request.id)
      try {
        answered = operation.method === 'POST' ? await withIdempotency(request, caller, deps, operation.success.status, run) : await run(keepNoAnswer)
      } finally {
        reply.raw.off('close', onClose)
      }
    }
    return send(reply, answered)
  }
}

const pathOf = (request: FastifyRequest): string => request.url.split('?', 1)[0] ?? request.url

/** Puts an answer or a refusal into bytes. */
export function renderReply(status: number, outcome: Answer | Problem, requestId: string): Reply {
  if (isProblem(outcome)) {
    return { status: outcome.status, headers: { 'content-type': jsonType, ...outcome.headers }, body: renderProblem(outcome, requestId) }
  }
  if (outcome.body === undefined) return { status, headers: { ...outcome.headers }, body: '' }
  if (outcome.contentType !== undefined) return { status, headers: { 'content-type': outcome.contentType, ...outcome.headers }, body: String(outcome.body) }
  return { status, headers: { 'content-type': jsonType, ...outcome.headers }, body: JSON.stringify(outcome.body) }
}

const jsonType = 'application/json; charset=utf-8'

export function send(reply: FastifyReply, { status, headers, body }: Reply): FastifyReply {
  void reply.code(status).headers(headers)
  return body === '' ? reply.send() : reply.send(body)
}
