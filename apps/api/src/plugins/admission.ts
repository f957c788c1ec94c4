import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ApiDeps } from '../deps.ts'
import { problem, unavailable } from '../http/problem.ts'
import type { Problem } from '../http/problem.ts'
import { renderReply, send } from '../http/run-route.ts'

const retryAfterSeconds = '1'

/**
 * Bounds the requests that are under way at once: of the whole process and of each API key, before anything is looked up for them, and of
 * each organization, once it is known whose they are. Who asks too much at once gets 429 and the others their turn: see decisions/005. What is
 * public (health, metrics, the document) is never refused. Call `beforeAccess` before the plugin that authenticates, `afterAccess` after it.
 */
export function createAdmission(app: FastifyInstance, { config, telemetry, clock }: Pick<ApiDeps, 'config' | 'telemetry' | 'clock'>) {
  const { requestsMax, requestsPerOrganizationMax, requestsPerKeyMax, refusalDelayMs } = config.limits
  const ofProcess = new Lanes()
  const ofOrganizations = new Lanes()
  const ofKeys = new Lanes()
  const refusals = telemetry.metrics.counter('requests_refused_total', 'Requests refused because too many were under way.', ['by'])
  const refuse = async (request: FastifyRequest, reply: FastifyReply, by: string, refused: Problem) => {
    refusals.inc({ by })
    // Who asks again at once would keep the process busy with refusals.
    if (refusalDelayMs > 0) await clock.sleep(refusalDelayMs)
    return send(reply, renderReply(refused.status, refused, request.id))
  }
  const tooMany = (whose: string) =>
    problem(429, `Too many requests of this ${whose} are under way. Send fewer at once, and this one again in a moment.`, { headers: { 'retry-after': retryAfterSeconds } })
  return {
    beforeAccess: () =>
      app.addHook('onRequest', async (request, reply) => {
        if (!isGuarded(request)) return undefined
        if (!ofKeys.enter(credentialsOf(request), requestsPerKeyMax, reply)) return refuse(request, reply, 'key', tooMany('API key'))
        // Those that were refused above wait outside: one key cannot fill the process.
        if (ofProcess.enter('', requestsMax, reply)) return undefined
        return refuse(request, reply, 'process', unavailable('Too many requests are under way. Try again in a moment.', retryAfterSeconds))
      }),
    afterAccess: () =>
      app.addHook('onRequest', async (request, reply) => {
        const { caller } = request
        if (caller === undefined) return undefined
        if (!ofOrganizations.enter(caller.organizationId, requestsPerOrganizationMax, reply)) return refuse(request, reply, 'organization', tooMany('organization'))
        return undefined
      }),
  }
}

const isGuarded = (request: FastifyRequest): boolean => {
  const operation = request.routeOptions.config.operation
  return operation !== undefined && operation.scope !== 'public'
}

/** Stands for a key with its secret: who has not the secret cannot take the turns of its owner. Without credentials a request is nobody's. */
const credentialsOf = (request: FastifyRequest): string => createHash('sha256').update(request.headers.authorization ?? '').digest('base64')

/** How many requests are under way, by whose they are. */
class Lanes {
  readonly #underWay = new Map<string, number>()

  /** False when `max` are under way already. Otherwise it is one of them until its answer is sent or its client gone. */
  enter(lane: string, max: number, reply: FastifyReply): boolean {
    // The client went away while its key was looked up: nobody would tell when it leaves.
    if (reply.raw.closed) return true
    const count = this.#underWay.get(lane) ?? 0
    if (count >= max) return false
    this.#underWay.set(lane, count + 1)
    reply.raw.once('close', () => this.#leave(lane))
    return true
  }

  #leave(lane: string): void {
    const count = (this.#underWay.get(lane) ?? 1) - 1
    if (count === 0) this.#underWay.delete(lane)
    else this.#underWay.set(lane, count)
  }
}
