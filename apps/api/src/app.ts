import fastifySwagger from '@fastify/swagger'
import fastifySwaggerUi from '@fastify/swagger-ui'
import { renderOpenapi, routePattern } from '@headgate/contract'
import Fastify from 'fastify'
import type { FastifyInstance } from 'fastify'
import type { ApiDeps } from './deps.ts'
import { runRoute } from './http/run-route.ts'
import { registerAccess } from './plugins/access.ts'
import { createAdmission } from './plugins/admission.ts'
import { registerBodies } from './plugins/bodies.ts'
import { answerClientError, answerError, registerErrors } from './plugins/errors.ts'
import { registerObservation } from './plugins/observation.ts'
import { createRequestId } from './plugins/request-id.ts'
import { routes as allRoutes } from './routes/index.ts'
import { limitConnections } from './server/limit-connections.ts'
import { serverTimeouts } from './server/server-timeouts.ts'
import type { Route } from './http/route.ts'

const docsPath = '/docs'
const bodyLimitBytes = 1024 * 1024

/**
 * Builds the HTTP server; it listens to nothing yet. `close()` ends waiting dry runs and lets the other requests finish. Rejects when
 * a route does not declare who may call it.
 */
export async function createApi(deps: ApiDeps, routes: readonly Route[] = allRoutes): Promise<FastifyInstance> {
  const { logger } = deps.telemetry
  const stopping = new AbortController()
  const app: FastifyInstance = Fastify({
    logger: false,
    exposeHeadRoutes: false,
    bodyLimit: bodyLimitBytes,
    trustProxy: deps.config.trustForwarded,
    genReqId: createRequestId(deps.ids),
    requestTimeout: serverTimeouts.requestTimeoutMs,
    keepAliveTimeout: serverTimeouts.keepAliveTimeoutMs,
    connectionTimeout: serverTimeouts.idleTimeoutMs,
    http: { headersTimeout: serverTimeouts.headersTimeoutMs, connectionsCheckingInterval: serverTimeouts.checkEveryMs },
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 512, ignoreTrailingSlash: false },
    frameworkErrors: (error, request, reply) => {
      void reply.header('x-request-id', request.id)
      return answerError(error, request, reply, logger)
    },
    clientErrorHandler: (error, socket) => answerClientError(error, socket, deps.ids.uuid()),
  })
  app.addHook('preClose', async () => stopping.abort())
  registerObservation(app, deps)
  limitConnections(app, deps.config.limits.connectionsMax, () => deps.clock.nowMs())
  registerErrors(app, logger)
  const admission = createAdmission(app, deps)
  admission.beforeAccess()
  registerAccess(app, deps, (url) => url === docsPath || url.startsWith(`${docsPath}/`))
  admission.afterAccess()
  registerBodies(app)
  for (const route of routes) {
    const { operation } = route
    app.route({
      method: operation.method,
      url: routePattern(operation),
      config: { operation },
      bodyLimit: operation.bodyLimitBytes ?? bodyLimitBytes,
      handler: runRoute(route, deps, stopping.signal),
    })
  }
  await app.register(fastifySwagger, { mode: 'static', specification: { document: renderOpenapi() as never } })
  await app.register(fastifySwaggerUi, { routePrefix: docsPath, staticCSP: true })
  await app.ready()
  return app
}
