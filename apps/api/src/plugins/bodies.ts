import type { FastifyInstance } from 'fastify'
import { problem } from '../http/problem.ts'
import { renderReply, send } from '../http/run-route.ts'

const jsonTypes = ['application/json', 'application/json-patch+json', 'application/merge-patch+json']

/** Reads JSON bodies alone. An empty one counts as none; a key that would change a prototype is refused. */
export function registerBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  const parse = app.getDefaultJsonParser('error', 'error')
  app.addContentTypeParser(jsonTypes, { parseAs: 'string' }, (request, body, done) => {
    const text = body as string
    request.rawBody = text
    if (text.trim() === '') return done(null, undefined)
    return parse(request, text, done)
  })
  app.addHook('preParsing', async (request, reply) => {
    const operation = request.routeOptions.config.operation
    if (operation?.body === undefined) return undefined
    const type = (request.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''
    const accepted = acceptedTypes(operation.method, operation.bodyContentType)
    if (accepted.includes(type)) return undefined
    const refused = problem(415, `Send the body as ${accepted.join(' or ')}.`)
    send(reply, renderReply(415, refused, request.id))
    return undefined
  })
}

function acceptedTypes(method: string, declared: string | undefined): string[] {
  // Some clients send a JSON Patch as plain JSON.
  if (declared !== undefined) return [declared, 'application/json']
  return method === 'PATCH' ? ['application/json', 'application/merge-patch+json'] : ['application/json']
}
