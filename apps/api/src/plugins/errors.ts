import { maxHeaderSize, STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import { allOperations } from '@headgate/contract'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Logger } from '@headgate/telemetry'
import { problem, unknownPath } from '../http/problem.ts'
import type { Problem } from '../http/problem.ts'
import { renderReply, send } from '../http/run-route.ts'
import { renderProblem } from '../http/render-problem.ts'
import { depthMax } from './bodies.ts'

/** Answers what no route answers: unknown paths, wrong methods, bodies that cannot be read, and bugs. */
export function registerErrors(app: FastifyInstance, logger: Logger): void {
  app.setErrorHandler((error: FastifyError, request, reply) => answerError(error, request, reply, logger))
  app.setNotFoundHandler((request, reply) => answerNoRoute(request, reply))
  // Before the body is looked at: what nothing answers needs no right content type.
  app.addHook('onRequest', async (request, reply) => (request.is404 ? answerNoRoute(request, reply) : undefined))
}

function answerNoRoute(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const path = request.url.split('?', 1)[0] ?? ''
  const allowed = methodsAt(path)
  const refused =
    allowed.length === 0
      ? unknownPath(path)
      : problem(405, `The path takes ${allowed.join(', ')}, not ${request.method}.`, { headers: { allow: allowed.join(', ') } })
  return send(reply, renderReply(refused.status, refused, request.id))
}

/** Also for errors before routing, such as a URL that cannot be decoded. */
export function answerError(error: FastifyError, request: FastifyRequest, reply: FastifyReply, logger: Logger): FastifyReply {
  const refused = problemOfError(error, request)
  if (refused.status === 413) {
    // A connection that is closed while its client still sends is reset, and the answer lost. What is left of the body is read and dropped.
    reply.removeHeader('connection')
    request.raw.resume()
  }
  if (refused.status >= 500) logger.error({ err: error, requestId: request.id }, 'a request failed')
  return send(reply, renderReply(refused.status, refused, request.id))
}

function problemOfError(error: FastifyError, request: FastifyRequest): Problem {
  switch (error.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return problem(413, `The body is larger than ${request.routeOptions.bodyLimit} bytes, the most that this operation takes.`)
    case 'HEADGATE_BODY_NOT_UTF8':
      return problem(400, { detail: 'The body is not UTF-8.', pointer: '' }, { code: 'invalid_json' })
    case 'HEADGATE_BODY_TOO_DEEP':
      return problem(400, { detail: `The body nests deeper than ${depthMax} levels.`, pointer: '' }, { code: 'body_too_deep' })
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return problem(415, 'Send the body as application/json.')
    // No name of anything is that long.
    case 'FST_ERR_MAX_PARAM_LENGTH':
      return unknownPath(request.url.split('?', 1)[0] ?? '')
    case 'FST_ERR_BAD_URL':
      return problem(400, 'The path of the URL cannot be decoded.')
  }
  const status = error.statusCode ?? 500
  if (error instanceof SyntaxError || error.code === 'FST_ERR_CTP_INVALID_JSON_BODY') return problem(400, { detail: 'The body is not JSON.', pointer: '' }, { code: 'invalid_json' })
  if (status >= 400 && status < 500) return problem(status, STATUS_CODES[status] ?? 'The request cannot be understood.')
  return problem(500, 'Something went wrong inside of Headgate. The log has the reason under the id of this request.')
}

const patterns = allOperations.map(({ method, path }) => ({ method, pattern: new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/\{[a-z_]+\}/g, '[^/]+')}$`) }))

const methodsAt = (path: string): string[] => patterns.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method).sort()

const tooLargeOrStrange = (status: number): string =>
  status === 431 ? `The path, the query and the headers are larger than ${maxHeaderSize} bytes together, the most that is taken.` : 'This is not an HTTP request that can be understood.'

/** Answers bytes that are no HTTP request: there is no reply object for them. */
export function answerClientError(error: Error & { code?: string }, socket: Socket, requestId: string): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return
  const status = error.code === 'HPE_HEADER_OVERFLOW' ? 431 : error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : 400
  const body = renderProblem(problem(status, tooLargeOrStrange(status)), requestId)
  const head = `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nContent-Type: application/json; charset=utf-8\r\nX-Request-Id: ${requestId}\r\n`
  if (socket.writable) socket.write(`${head}Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`)
  socket.destroySoon()
}
