import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { answerS3, operationOf, s3Error, type S3Answer, type S3Call, type S3Content } from './answer-s3.ts'
import { SortedObjects } from './sorted-objects.ts'

/** What happens to one request instead of what it asks for. */
export type S3Trouble =
  | { kind: 'answer'; answer: S3Answer }
  /** The request has its effect, but the connection ends before an answer, or after so many bytes of its body. */
  | { kind: 'cut'; afterBodyBytes?: number }
  /** The request has its effect, but there is no answer for this long. */
  | { kind: 'silence'; forMs: number }

/** An S3 server in this process, in memory: for troubles that a real one does not make when asked to, and for benchmarks. */
export interface S3StandIn {
  endpoint: string
  bucket: string
  objects: SortedObjects
  /** Multipart uploads that were begun and neither completed nor aborted. */
  uploads: S3Content['uploads']
  /** Every request, in the order in which they came. */
  calls: S3Call[]
  /** Asked before each request. */
  trouble: ((call: S3Call) => S3Trouble | undefined) | undefined
  stop(): Promise<void>
}

/**
 * Starts the stand-in on a free port of the loopback. It checks no signatures.
 * @param options.latencyMs every answer takes at least this long; many at once do not slow each other down.
 */
export async function startS3StandIn(options: { bucket?: string; latencyMs?: number; isRecording?: boolean } = {}): Promise<S3StandIn> {
  const content: S3Content = { bucket: options.bucket ?? 'headgate-test', objects: new SortedObjects(), uploads: new Map(), nowMs: () => Date.now() }
  const server = createServer((request, response) => void serve(request, response).catch(() => response.destroy()))
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  const standIn: S3StandIn = {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    bucket: content.bucket,
    objects: content.objects,
    uploads: content.uploads,
    calls: [],
    trouble: undefined,
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  return standIn

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [call] = await Promise.all([readCall(request), options.latencyMs === undefined ? undefined : sleep(options.latencyMs)])
    if (options.isRecording !== false) standIn.calls.push(call.call)
    const trouble = standIn.trouble?.(call.call)
    const answer = trouble?.kind === 'answer' ? trouble.answer : call.bucket === content.bucket ? answerS3(call.call, content) : s3Error(404, 'NoSuchBucket')
    if (trouble?.kind === 'silence') await sleep(trouble.forMs)
    const body = Buffer.from(answer.body ?? '')
    const isHead = request.method === 'HEAD'
    response.writeHead(answer.status, { ...(isHead ? {} : { 'content-length': String(body.byteLength) }), ...answer.headers })
    if (trouble?.kind === 'cut') {
      if (trouble.afterBodyBytes === undefined) return void response.socket?.destroy()
      response.write(body.subarray(0, trouble.afterBodyBytes), () => response.socket?.destroy())
      return
    }
    response.end(isHead || answer.status === 204 ? undefined : body)
  }
}

/** What the SDK of Java sends in signed chunks, each after a line with its length in hex. */
function withoutChunks(body: Buffer): Buffer {
  const pieces: Buffer[] = []
  for (let at = 0; ; ) {
    const end = body.indexOf('\r\n', at)
    const length = Number.parseInt(body.subarray(at, end).toString(), 16)
    if (end < 0 || !(length > 0)) return Buffer.concat(pieces)
    pieces.push(body.subarray(end + 2, end + 2 + length))
    at = end + 2 + length + 2
  }
}

async function readCall(request: IncomingMessage): Promise<{ bucket: string; call: S3Call }> {
  const pieces: Buffer[] = []
  for await (const piece of request) pieces.push(piece as Buffer)
  const url = new URL(request.url ?? '/', 'http://stand-in')
  const [, bucket = '', path = ''] = /^\/([^/]*)\/?(.*)$/s.exec(url.pathname) ?? []
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : value]))
  const name = decodeURIComponent(path)
  const body = Buffer.concat(pieces)
  const isChunked = headers['x-amz-content-sha256']?.startsWith('STREAMING-') === true
  return { bucket, call: { operation: operationOf(request.method ?? 'GET', name, url.searchParams, headers), name, query: url.searchParams, headers, body: isChunked ? withoutChunks(body) : body } }
}
