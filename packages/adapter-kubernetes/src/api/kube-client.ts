import { failed, ok } from '@headgate/domain'
import type { Result } from '@headgate/domain'
import type { Clock } from '@headgate/ports'
import { Agent, request } from 'undici'
import type { Dispatcher } from 'undici'
import type { KubeObject, Stored } from '../kube-object.ts'
import { manager } from '../labels.ts'
import { expired, kubeFailure } from './kube-failure.ts'
import type { KubeStatus } from './kube-failure.ts'
import { createPauses } from './pauses.ts'
import type { KubeConnection } from './read-kube-config.ts'
import { pathOf } from './resource-paths.ts'
import type { ObjectKey, ResourceKind } from './resource-paths.ts'

/**
 * One API server, over connections that are kept. No call throws; a call whose answer is lost is `unavailable` and may have had its effect. What an API
 * server wants not to be asked, and what failed just now, is not asked (see `Pauses`).
 */
export interface KubeClient {
  get<T extends KubeObject>(key: ObjectKey): Promise<Result<Stored<T>>>
  /** Everything that a selector finds, as it is now, in pages; of one namespace or of all. `version` is where a watch may begin. */
  list<T extends KubeObject>(kind: ResourceKind, options: { namespace?: string; labelSelector?: string }): Promise<Result<{ items: Stored<T>[]; version: string }>>
  /** `conflict` with the detail `AlreadyExists`: it is there. */
  create<T extends KubeObject>(object: T): Promise<Result<Stored<T>>>
  /** Makes it as it is said, whatever it was (server-side apply, fields of others kept). */
  apply<T extends KubeObject>(object: T): Promise<Result<Stored<T>>>
  /** Replaces it if it is still the one that was read. */
  replace<T extends KubeObject>(object: Stored<T>): Promise<Result<Stored<T>>>
  /** Only the object of this uid. Ok when it is gone already, too. `graceSeconds` 0 is refused: it would hide what may still run. */
  remove(key: ObjectKey, options: { uid: string; graceSeconds?: number }): Promise<Result<void>>
  /** Takes a finalizer off the object that was read; `conflict` when it has changed since. */
  release<T extends KubeObject>(object: Stored<T>, finalizer: string): Promise<Result<void>>
  /** The end of a container's log. */
  readLog(key: ObjectKey, tailBytes: number): Promise<Result<string>>
  /** The lines of a watch as they come; ends with the stream. Each is `{ type, object }`. */
  watch(kind: ResourceKind, options: { labelSelector?: string; version: string; timeoutSeconds: number }, signal: AbortSignal): Promise<Result<AsyncIterable<string>>>
  close(): Promise<void>
}

export interface KubeClientDeps {
  connection: KubeConnection
  clock: Clock
  /** Default: 15 s. */
  timeoutMs?: number
  /** Default: 32 at once. */
  connectionsMax?: number
  /** A watch that says nothing for so long is dead. An API server sends a bookmark every minute or so. Default: 3 min. */
  watchIdleMs?: number
}

const pageSize = 500
/** Half a million objects: a list without an end is a fault. */
const pagesMax = 1_000
/** A list is read within minutes, or begins anew: so often at most. */
const listAttemptsMax = 3
const logBytesMax = 4 * 1024 * 1024

export function createKubeClient({ connection, clock, timeoutMs = 15_000, connectionsMax = 32, watchIdleMs = 180_000 }: KubeClientDeps): KubeClient {
  const { certificateAuthority: ca, clientCertificate: cert, clientKey: key, serverName: servername } = connection
  const agent = new Agent({
    connections: connectionsMax,
    pipelining: 1,
    headersTimeout: timeoutMs,
    bodyTimeout: 0,
    connect: { timeout: timeoutMs, ...(ca === undefined ? {} : { ca }), ...(cert === undefined ? {} : { cert }), ...(key === undefined ? {} : { key }), ...(servername === undefined ? {} : { servername }) },
  })
  const pauses = createPauses(clock)

  async function send(what: string, method: Dispatcher.HttpMethod, path: string, options: AskOptions = {}): Promise<Result<Dispatcher.ResponseData>> {
    const [object = path] = path.split('?')
    const refusal = pauses.refusal(object, what)
    if (refusal !== undefined) return refusal
    const sent = await ask(what, method, path, options)
    if (sent.ok) pauses.succeeded(object, method)
    else pauses.failed(object, method, sent)
    return sent
  }

  async function ask(what: string, method: Dispatcher.HttpMethod, path: string, options: AskOptions): Promise<Result<Dispatcher.ResponseData>> {
    try {
      const token = await connection.readToken?.()
      const response = await request(`${connection.server}${path}`, {
        dispatcher: agent,
        method,
        headers: {
          accept: 'application/json',
          'user-agent': manager,
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          ...(options.body === undefined ? {} : { 'content-type': options.contentType ?? 'application/json' }),
        },
        ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
        ...(options.bodyTimeoutMs === undefined ? {} : { bodyTimeout: options.bodyTimeoutMs }),
        signal: options.signal ?? AbortSignal.timeout(timeoutMs),
      })
      if (response.statusCode < 300) return ok(response)
      const status = readStatus(await response.body.text())
      const waitMs = retryAfterMs(response.headers, status, clock.nowMs())
      if ((response.statusCode === 429 || response.statusCode >= 500) && waitMs > 0) pauses.leaveAlone(waitMs)
      return kubeFailure(what, response.statusCode, status)
    } catch (error) {
      return lost(what, error)
    }
  }

  async function sendJson<T>(what: string, method: Dispatcher.HttpMethod, path: string, options: { body?: object; contentType?: string } = {}): Promise<Result<T>> {
    const sent = await send(what, method, path, options)
    if (!sent.ok) return sent
    try {
      const answer = await sent.value.body.json()
      if (typeof answer !== 'object' || answer === null) throw new SyntaxError('The answer is no object.')
      return ok(answer as T)
    } catch (error) {
      return lost(what, error)
    }
  }

  interface Page<T> {
    metadata?: { continue?: string; resourceVersion?: string }
    items?: T[]
  }

  /** All pages of a list, each from where the one before it ended. */
  async function listOnce<T>(kind: ResourceKind, { namespace, labelSelector }: { namespace?: string; labelSelector?: string }): Promise<Result<{ items: T[]; version: string }>> {
    const items: T[] = []
    let next: string | undefined
    for (let pages = 0; pages < pagesMax; pages++) {
      const query = new URLSearchParams({ limit: String(pageSize), ...(labelSelector === undefined ? {} : { labelSelector }), ...(next === undefined ? {} : { continue: next }) })
      const page: Result<Page<T>> = await sendJson(`list ${kind.kind} objects`, 'GET', `${pathOf({ ...kind, ...(namespace === undefined ? {} : { namespace }) })}?${query}`)
      if (!page.ok) return page
      if (!Array.isArray(page.value.items)) return failed('unavailable', `Kubernetes did not list ${kind.kind} objects: its answer is no list.`)
      // In a list the items do not say what they are.
      items.push(...page.value.items.map((item) => ({ ...item, apiVersion: kind.apiVersion, kind: kind.kind })))
      next = page.value.metadata?.continue || undefined
      if (next === undefined) return ok({ items, version: page.value.metadata?.resourceVersion ?? '' })
    }
    return failed('unavailable', `Kubernetes did not list ${kind.kind} objects: the list did not end after ${pagesMax} pages.`)
  }

  return {
    get: (key) => sendJson(`show ${nameOf(key)}`, 'GET', pathOf(key)),

    async list<T extends KubeObject>(kind: ResourceKind, options: { namespace?: string; labelSelector?: string }) {
      let listed = await listOnce<Stored<T>>(kind, options)
      // Where a list was to go on from is forgotten after some minutes.
      for (let attempts = 1; attempts < listAttemptsMax && !listed.ok && listed.detail === expired; attempts++) listed = await listOnce<Stored<T>>(kind, options)
      return listed
    },

    create: (object) => sendJson(`create ${nameOf(keyOf(object))}`, 'POST', pathOf({ ...keyOf(object), name: undefined }), { body: object }),

    apply: (object) => sendJson(`apply ${nameOf(keyOf(object))}`, 'PATCH', `${pathOf(keyOf(object))}?fieldManager=${manager}&force=true`, { body: object, contentType: 'application/apply-patch+yaml' }),

    replace: (object) => sendJson(`change ${nameOf(keyOf(object))}`, 'PUT', pathOf(keyOf(object)), { body: object }),

    async remove(key, { uid, graceSeconds }) {
      if (graceSeconds === 0) return failed('rejected', 'Kubernetes must not forget a pod that may still run.')
      const body = { apiVersion: 'v1', kind: 'DeleteOptions', preconditions: { uid }, propagationPolicy: 'Background', ...(graceSeconds === undefined ? {} : { gracePeriodSeconds: graceSeconds }) }
      const removed = await sendJson(`delete ${nameOf(key)}`, 'DELETE', pathOf(key), { body })
      // Another one of this name is not the one that was meant: that one is gone.
      if (!removed.ok && (removed.reason === 'not-found' || (removed.reason === 'conflict' && /precondition|uid/i.test(removed.message)))) return ok(undefined)
      return removed.ok ? ok(undefined) : removed
    },

    async release(object, finalizer) {
      const { resourceVersion, finalizers = [] } = object.metadata
      const body = { metadata: { resourceVersion, finalizers: finalizers.filter((each) => each !== finalizer) } }
      const released = await sendJson(`release ${nameOf(keyOf(object))}`, 'PATCH', pathOf(keyOf(object)), { body, contentType: 'application/merge-patch+json' })
      return released.ok || released.reason === 'not-found' ? ok(undefined) : released
    },

    async readLog(key, tailBytes) {
      // There is no way to ask for the last bytes: lines of Flink's logs are some 150 bytes, and what is too much is cut off here.
      const lines = Math.max(1, Math.ceil(tailBytes / 80))
      const sent = await send(`show the log of ${nameOf(key)}`, 'GET', `${pathOf(key)}/log?tailLines=${lines}&limitBytes=${logBytesMax}`)
      if (!sent.ok) return sent
      try {
        const log = Buffer.from(await sent.value.body.arrayBuffer())
        return ok(log.subarray(Math.max(0, log.length - tailBytes)).toString('utf8').replace(/^\uFFFD+/, ''))
      } catch (error) {
        return lost(`show the log of ${nameOf(key)}`, error)
      }
    },

    async watch(kind, { labelSelector, version, timeoutSeconds }, signal) {
      const query = new URLSearchParams({ watch: 'true', allowWatchBookmarks: 'true', resourceVersion: version, timeoutSeconds: String(timeoutSeconds), ...(labelSelector === undefined ? {} : { labelSelector }) })
      // The server ends it in time; a connection that died without a word does not, and is told by its silence.
      const sent = await send(`watch ${kind.kind} objects`, 'GET', `${pathOf(kind)}?${query}`, { bodyTimeoutMs: watchIdleMs, signal: AbortSignal.any([signal, AbortSignal.timeout((timeoutSeconds + 15) * 1_000)]) })
      return sent.ok ? ok(linesOf(sent.value.body)) : sent
    },

    close: () => agent.destroy(),
  }
}

interface AskOptions {
  body?: object
  contentType?: string
  signal?: AbortSignal
  bodyTimeoutMs?: number
}

export const keyOf = ({ apiVersion, kind, metadata }: KubeObject): ObjectKey => ({ apiVersion, kind, name: metadata.name, ...(metadata.namespace === undefined ? {} : { namespace: metadata.namespace }) })

const nameOf = ({ kind, namespace, name }: ObjectKey): string => `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name ?? ''}`

/** How long an API server, or a proxy before it, wants not to be asked: seconds, or a date by its own clock. */
function retryAfterMs(headers: Dispatcher.ResponseData['headers'], status: KubeStatus, nowMs: number): number {
  const said = headers['retry-after'] ?? status.details?.retryAfterSeconds
  if (said === undefined) return 0
  const seconds = Number(said)
  if (!Number.isNaN(seconds)) return seconds * 1_000
  const itsNowMs = Date.parse(String(headers['date']))
  return Date.parse(String(said)) - (Number.isNaN(itsNowMs) ? nowMs : itsNowMs)
}

function readStatus(text: string): KubeStatus {
  try {
    const status: unknown = JSON.parse(text)
    if (typeof status === 'object' && status !== null) return status
    return { message: text.slice(0, 500) }
  } catch {
    // A proxy before it, or it is just coming up.
    return { message: text.slice(0, 500) }
  }
}

/** The request may have been done, or not. */
function lost(what: string, error: unknown) {
  const { code, name, message } = error as NodeJS.ErrnoException
  const why = name === 'TimeoutError' || code === 'UND_ERR_HEADERS_TIMEOUT' || code === 'UND_ERR_CONNECT_TIMEOUT' ? 'it did not answer in time' : `the connection failed (${code ?? name})`
  return failed('unavailable', `Kubernetes may not have done what was asked (${what}): ${why}.`, message)
}

async function* linesOf(body: AsyncIterable<Uint8Array>): AsyncIterable<string> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const chunk of body) {
    const parts = (rest + decoder.decode(chunk, { stream: true })).split('\n')
    rest = parts.pop() ?? ''
    for (const line of parts) if (line !== '') yield line
  }
}
