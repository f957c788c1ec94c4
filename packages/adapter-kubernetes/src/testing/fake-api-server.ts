import { createServer } from 'node:http'
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import { answerCall, selects, statusOf } from './answer-call.ts'
import { createFakeKubelet, fakeNode } from './fake-kubelet.ts'
import type { FakeKubelet } from './fake-kubelet.ts'
import { createFakeObjects } from './fake-objects.ts'
import type { FakeEvent, FakeObjects } from './fake-objects.ts'
import type { Fault } from './faults.ts'
import { readCall } from './read-call.ts'
import type { Call } from './read-call.ts'

export interface FakeApiServer {
  /** `http://127.0.0.1:PORT`, or `https:`. */
  url: string
  objects: FakeObjects
  kubelet: FakeKubelet
  /** Every request that came, in its order; those while it was away too. */
  calls: Call[]
  /** Before each request: what shall happen to it. */
  strike: (call: Call) => Fault | undefined
  /** Watches that are open. */
  watches(): number
  /** Time passed: bookmarks are sent, and watches end whose time is over. */
  tick(): void
  close(): Promise<void>
}

export interface FakeApiServerOptions {
  nowMs: () => number
  /** Default: 500. */
  pageSizeMax?: number
  tls?: { key: string; cert: string }
  logOf?: (podName: string) => string
}

interface Watch {
  call: Call
  response: ServerResponse
  untilMs: number
  /** It is not told of anything any more. */
  isSilent: boolean
  /** Done with the next change instead of telling it. */
  next?: Fault | undefined
}

/**
 * An API server on loopback that keeps its objects in memory: as much of Kubernetes' REST API as Headgate uses, a node and its kubelet, and faults.
 * What it answers was compared with a real one by nobody but the tests on a real Kubernetes, which use the same client.
 */
export async function startFakeApiServer(options: FakeApiServerOptions): Promise<FakeApiServer> {
  const { nowMs, pageSizeMax = 500, tls, logOf = (podName) => `log of ${podName}\n` } = options
  const objects = createFakeObjects(nowMs)
  const kubelet = createFakeKubelet(objects, nowMs)
  const sockets = new Set<Socket>()
  const watches = new Set<Watch>()
  let awayUntilMs = 0

  objects.add({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'default' } })
  objects.add({ apiVersion: 'v1', kind: 'Node', metadata: { name: fakeNode }, status: { conditions: [{ type: 'Ready', status: 'True' }] } } as never)

  const server: FakeApiServer = {
    url: '',
    objects,
    kubelet,
    calls: [],
    strike: () => undefined,
    watches: () => watches.size,
    tick() {
      for (const watch of watches) {
        if (watch.isSilent) continue
        if (watch.untilMs <= nowMs()) watch.response.end()
        else watch.response.write(`${JSON.stringify({ type: 'BOOKMARK', object: { kind: watch.call.kind, apiVersion: watch.call.apiVersion, metadata: { resourceVersion: String(objects.version()) } } })}\n`)
      }
    },
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => listener.close(resolve))
    },
  }

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const text = await read(request)
    const call = readCall(request, text === '' ? undefined : JSON.parse(text), nowMs())
    if (call === undefined) return send(response, statusOf(404, 'NotFound', 'the server could not find the requested resource'))
    server.calls.push(call)
    if (awayUntilMs > nowMs()) return void request.socket.resetAndDestroy()
    const fault = server.strike(call)
    switch (fault?.kind) {
      case 'answer':
        if (fault.retryAfter !== undefined) response.setHeader('retry-after', fault.retryAfter)
        return send(response, fault.answer)
      case 'away':
        awayUntilMs = nowMs() + fault.forMs
        for (const socket of sockets) socket.resetAndDestroy()
        return
      case 'reset':
        return void request.socket.resetAndDestroy()
      default:
        if (call.verb === 'watch') return watch(call, response, fault)
    }
    const answer = answerCall(call, objects, { pageSizeMax, logOf: ({ metadata }) => logOf(metadata.name) })
    if (fault?.kind === 'done-unanswered') return
    if (fault?.kind === 'done-reset') return void request.socket.resetAndDestroy()
    send(response, fault?.kind === 'garbled' ? { status: answer.status, body: '{"kind": "Po' } : answer)
  }

  function watch(call: Call, response: ServerResponse, fault: Fault | undefined): void {
    if (fault?.kind === 'done-unanswered') return
    const missed = objects.since(Number(call.query.get('resourceVersion')))
    if (missed === undefined) return send(response, statusOf(410, 'Expired', 'too old resource version'))
    response.writeHead(200, { 'content-type': 'application/json' })
    response.flushHeaders()
    if (fault?.kind === 'done-reset') return void response.socket?.resetAndDestroy()
    const opened: Watch = { call, response, untilMs: nowMs() + Number(call.query.get('timeoutSeconds') ?? 1_800) * 1_000, isSilent: fault?.kind === 'stream-silent', next: fault }
    watches.add(opened)
    response.on('close', () => watches.delete(opened))
    for (const event of missed) tell(opened, event)
  }

  function tell(watch: Watch, { type, object }: FakeEvent): void {
    if (watch.isSilent || object.kind !== watch.call.kind || !selects(watch.call.query.get('labelSelector'), object)) return
    const { next, response } = watch
    watch.next = undefined
    switch (next?.kind) {
      case 'garbled':
        return void response.write('{"type":"MODIFIED","object":{"kind":"Po\n')
      case 'stream-error':
        return void response.end(`${JSON.stringify({ type: 'ERROR', object: next.status })}\n`)
      case 'stream-reset':
        return void response.socket?.resetAndDestroy()
      default:
        response.write(`${JSON.stringify({ type, object })}\n`)
    }
  }

  objects.onEvent((event) => {
    for (const each of watches) tell(each, event)
  })
  const answer: RequestListener = (request, response) => void handle(request, response).catch(() => request.socket.destroy())
  const listener = tls === undefined ? createServer(answer) : createTlsServer(tls, answer)
  listener.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    // A client that gives up is part of what is tried.
    socket.on('error', () => undefined)
  })
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
  server.url = `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${(listener.address() as AddressInfo).port}`
  return server
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}

function send(response: ServerResponse, { status, body }: { status: number; body: object | string }): void {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  response.writeHead(status, { 'content-type': typeof body === 'string' ? 'text/plain' : 'application/json', 'content-length': Buffer.byteLength(text) })
  response.end(text)
}
