import type { AnyOperation } from '@headgate/contract'
import type { FastifyInstance } from 'fastify'
import type { ApiDeps } from '../deps.ts'
import { checkReach } from '../gates/check-reach.ts'
import { isProblem } from '../http/problem.ts'
import type { Caller } from '../http/route.ts'
import { renderReply, send } from '../http/run-route.ts'
import { authenticate } from './authentication.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What the route answers. */
    operation?: AnyOperation
    /** A static page that needs no operation. */
    isPage?: boolean
  }
  interface FastifyRequest {
    caller: Caller | undefined
    /** The body as it came. */
    rawBody: string | undefined
  }
}

/**
 * Lets a request through to its operation, before its body is read. A route without an operation, or an operation that does not
 * say its scope and access, stops the boot.
 */
export function registerAccess(app: FastifyInstance, deps: Pick<ApiDeps, 'resources'>, isPage: (url: string) => boolean): void {
  app.decorateRequest('caller', undefined)
  app.decorateRequest('rawBody', undefined)
  app.addHook('onRoute', (route) => {
    const operation = route.config?.operation
    if (operation === undefined && isPage(route.url)) return
    if (!operation?.scope || !operation.access) throw new Error(`The route ${String(route.method)} ${route.url} does not declare its scope and access.`)
  })
  app.addHook('onRequest', async (request, reply) => {
    const operation = request.routeOptions.config.operation
    // Pages, and paths that nothing is at.
    if (operation === undefined || operation.scope === 'public') return undefined
    const caller = await authenticate(request.headers.authorization, deps.resources)
    if (isProblem(caller)) return send(reply, renderReply(caller.status, caller, request.id))
    const path = request.url.split('?', 1)[0] ?? ''
    const refused = checkReach(operation, request.params as Record<string, string>, caller, path)
    if (refused !== undefined) return send(reply, renderReply(refused.status, refused, request.id))
    request.caller = caller
    return undefined
  })
}
