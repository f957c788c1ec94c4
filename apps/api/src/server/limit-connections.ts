import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { unavailable } from '../http/problem.ts'
import { renderReply, send } from '../http/run-route.ts'

/** Connections beyond the limit that are still taken, to be told why they are not served. Beyond those they are closed without a word. */
const toldWhyMax = 64
/** Closing what rests is done at most this often. */
const closeIdleEveryMs = 1_000

/**
 * Bounds the open connections: each costs memory and a file descriptor, and a process without descriptors can open none to its database.
 * At the limit, connections that rest between two requests are closed to make room (clients open new ones); a request on a connection
 * beyond it is answered 503 and closed.
 */
export function limitConnections(app: FastifyInstance, max: number, nowMs: () => number): void {
  const server = app.server as Server
  const beyond = new WeakSet<Socket>()
  let open = 0
  let closedIdleAtMs = 0
  server.maxConnections = max + toldWhyMax
  server.on('connection', (socket: Socket) => {
    open += 1
    socket.once('close', () => (open -= 1))
    if (open <= max) return
    beyond.add(socket)
    if (nowMs() - closedIdleAtMs < closeIdleEveryMs) return
    closedIdleAtMs = nowMs()
    server.closeIdleConnections()
  })
  app.addHook('onRequest', async (request, reply) => {
    if (!beyond.has(request.raw.socket)) return undefined
    void reply.header('connection', 'close')
    return send(reply, renderReply(503, unavailable('Too many connections are open. Try again in a moment.'), request.id))
  })
}
