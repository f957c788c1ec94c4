import type { FastifyInstance } from 'fastify'
import type { ApiDeps } from '../deps.ts'

/** One log line and one observation per request. Neither holds a body, a query or a header. */
export function registerObservation(app: FastifyInstance, { telemetry }: Pick<ApiDeps, 'telemetry'>): void {
  const duration = telemetry.metrics.histogram('request_duration_seconds', 'Time from the request to the end of its answer.', ['operation', 'method', 'status'])
  app.addHook('onRequest', async (request, reply) => {
    void reply.header('x-request-id', request.id)
  })
  app.addHook('onResponse', async (request, reply) => {
    const operation = request.routeOptions.config.operation?.operationId ?? (request.is404 ? 'none' : 'page')
    duration.observe({ operation, method: request.method, status: String(reply.statusCode) }, reply.elapsedTime / 1000)
    const params = (request.params ?? {}) as Record<string, string>
    telemetry.logger[reply.statusCode >= 500 ? 'warn' : operation.startsWith('health.') || operation === 'metrics.read' ? 'debug' : 'info'](
      {
        requestId: request.id,
        operation,
        method: request.method,
        status: reply.statusCode,
        durationMs: Math.round(reply.elapsedTime * 10) / 10,
        keyId: request.caller?.keyId,
        organizationId: request.caller?.organizationId,
        environmentId: request.caller === undefined ? undefined : params['environment_id'],
        statement: request.caller === undefined ? undefined : params['statement_name']?.slice(0, 100),
      },
      'request',
    )
  })
}
