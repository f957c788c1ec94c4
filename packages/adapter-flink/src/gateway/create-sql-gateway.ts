import { failed, ok } from '@headgate/domain'
import type { Failure, ResultColumn, Result } from '@headgate/domain'
import type { FlinkFetch, GatewayPage, SqlGatewayPort } from '@headgate/ports'
import { request } from '../http/request.ts'
import type { HttpRequest } from '../http/request.ts'
import { BoundedMap } from './bounded-map.ts'
import { localTimeRenderer } from './cells/render-local-time.ts'
import { hasLocalTime, rowFormatOf } from './cells/row-format.ts'
import type { RowFormat } from './cells/row-format.ts'
import { readGatewayError } from './errors/read-gateway-error.ts'
import { columnsOf, parsePage, readPage } from './read-page.ts'
import type { PageReading } from './read-page.ts'

export interface SqlGatewayTimeouts {
  /** Opening and closing. */
  shortMs: number
  /** DDL, submitting and fetching: the first of each loads classes. */
  longMs: number
  /** How long `fetchPage` waits while there is no page yet. */
  notReadyMs: number
}

const defaults: SqlGatewayTimeouts = { shortMs: 10_000, longMs: 60_000, notReadyMs: 150 }
const pollMs = 15

/** What was found out of an operation's result; can be found out again. */
type Known = PageReading

/**
 * The SQL gateway port over Flink's REST API (v4). Stateless but for two small caches: the result format of operations and the time
 * zone of sessions. It is asked by `fetch` (default: the global one). Rows of scalars are asked for as text, which is the wire encoding already; see `RowFormat`.
 */
export function createSqlGateway(options: { timeouts?: Partial<SqlGatewayTimeouts>; fetch?: FlinkFetch } = {}): SqlGatewayPort {
  const timeouts = { ...defaults, ...options.timeouts }
  const { fetch = globalThis.fetch } = options
  const formats = new BoundedMap<string, Known>(2_000)
  const zones = new BoundedMap<string, string>(2_000)

  async function call<T>(method: HttpRequest['method'], url: string, more: { body?: unknown; timeoutMs: number; unrepeatable?: boolean }): Promise<Result<T>> {
    const answer = await request(fetch, { method, url, who: 'The SQL gateway', ...more })
    if (!answer.ok) return answer
    if (answer.value.status !== 200) return readGatewayError(answer.value)
    try {
      return ok(JSON.parse(answer.value.text) as T)
    } catch {
      return broken(more.unrepeatable)
    }
  }

  /** What is gone need not be closed. */
  async function close(url: string): Promise<Result<void>> {
    const closed = await call<unknown>('DELETE', url, { timeoutMs: timeouts.shortMs })
    return closed.ok || closed.reason === 'not-found' ? ok(undefined) : closed
  }

  async function zoneOf(sessionUrl: string, session: string): Promise<Result<string>> {
    const known = zones.get(session)
    if (known !== undefined) return ok(known)
    const told = await call<{ properties?: Record<string, string> }>('GET', sessionUrl, { timeoutMs: timeouts.shortMs })
    if (!told.ok) return told
    const zone = told.value.properties?.['table.local-time-zone'] ?? 'UTC'
    zones.set(session, zone)
    return ok(zone)
  }

  /** Instants come in the zone of the session: if another one is wanted, they are read and written anew. */
  async function decide(sessionUrl: string, session: string, columns: ResultColumn[], timeZone: string): Promise<Result<Known>> {
    const types = columns.map((column) => column.type)
    const format = rowFormatOf(types)
    const asTold = { format, columns, renderLocal: localTimeRenderer(timeZone, timeZone) }
    if (!types.some(hasLocalTime)) return ok(asTold)
    const zone = await zoneOf(sessionUrl, session)
    if (!zone.ok) return zone
    if (zone.value === timeZone) return ok(asTold)
    return ok({ format: format === 'PLAIN_TEXT' ? 'JSON' : format, columns, renderLocal: localTimeRenderer(zone.value, timeZone) })
  }

  async function fetchOnce(endpoint: string, session: string, operation: string, token: number, timeZone: string): Promise<Result<GatewayPage>> {
    const sessionUrl = `${endpoint}/v4/sessions/${session}`
    const url = `${sessionUrl}/operations/${operation}/result/${token}?rowFormat=`
    const key = `${operation} ${timeZone}`
    const known = formats.get(key)
    const read = async (format: RowFormat) => {
      const answer = await request(fetch, { method: 'GET', url: url + (format === 'JSON' ? 'JSON' : 'PLAIN_TEXT'), who: 'The SQL gateway', timeoutMs: timeouts.longMs })
      if (!answer.ok) return answer
      if (answer.value.status !== 200) return readGatewayError(answer.value)
      try {
        return ok(parsePage(answer.value.text, format))
      } catch {
        return broken(false)
      }
    }
    const first = await read(known?.format ?? 'PLAIN_TEXT')
    if (!first.ok) return first
    if (known !== undefined) return ok(readPage(first.value, known))
    const columns = columnsOf(first.value)
    if (columns === undefined) return ok(readPage(first.value, undefined))
    const decided = await decide(sessionUrl, session, columns, timeZone)
    if (!decided.ok) return decided
    formats.set(key, decided.value)
    // A page may be read again: this one once more, as it is wanted from now on.
    if (decided.value.format !== 'JSON' || (first.value.results?.data ?? []).length === 0) return ok(readPage(first.value, decided.value))
    const again = await read('JSON')
    return again.ok ? ok(readPage(again.value, decided.value)) : again
  }

  return {
    async openSession(endpoint, { name, properties }) {
      // Opened twice after a lost answer it leaves an idle session, which the gateway drops by itself.
      const opened = await call<{ sessionHandle: string }>('POST', `${endpoint}/v4/sessions`, { body: { sessionName: name, properties }, timeoutMs: timeouts.longMs })
      if (!opened.ok) return opened
      zones.set(opened.value.sessionHandle, properties['table.local-time-zone'] ?? 'UTC')
      return ok(opened.value.sessionHandle)
    },

    closeSession(endpoint, session) {
      zones.delete(session)
      return close(`${endpoint}/v4/sessions/${session}`)
    },

    async configure(endpoint, session, statement) {
      const done = await call<unknown>('POST', `${endpoint}/v4/sessions/${session}/configure-session`, { body: { statement }, timeoutMs: timeouts.longMs, unrepeatable: true })
      return done.ok ? ok(undefined) : done
    },

    async execute(endpoint, session, { statement, executionConfig }) {
      const started = await call<{ operationHandle: string }>('POST', `${endpoint}/v4/sessions/${session}/statements`, {
        body: { statement, ...(executionConfig === undefined ? {} : { executionConfig }) },
        timeoutMs: timeouts.longMs,
        unrepeatable: true,
      })
      return started.ok ? ok(started.value.operationHandle) : started
    },

    async fetchPage(endpoint, session, operation, token, timeZone = 'UTC') {
      for (let waitedMs = 0; ; waitedMs += pollMs) {
        const page = await fetchOnce(endpoint, session, operation, token, timeZone)
        const ahead = page.ok ? undefined : tokenAhead(page.detail ?? '', token)
        if (ahead !== undefined) return ok({ state: 'payload', rows: [], nextToken: ahead })
        if (!page.ok || page.value.state !== 'not-ready' || waitedMs >= timeouts.notReadyMs) return page
        await new Promise((resolve) => setTimeout(resolve, pollMs))
      }
    },

    closeOperation: (endpoint, session, operation) => close(`${endpoint}/v4/sessions/${session}/operations/${operation}/close`),
  }
}

/**
 * The gateway keeps the current page and the one before, and empty pages count too. A reader that comes back after empty pages
 * went by is told where to go on. Pages with rows cannot have gone by: each is stored before the next is asked for.
 */
function tokenAhead(detail: string, token: number): number | undefined {
  const expected = /Expecting token to be (\d+)(?: or (\d+))?/.exec(detail)
  if (expected === null) return undefined
  const oldest = Math.min(Number(expected[1]), Number(expected[2] ?? expected[1]))
  return oldest > token ? oldest : undefined
}

const broken = (unrepeatable: boolean | undefined): Failure =>
  failed(unrepeatable === true ? 'unknown-outcome' : 'unavailable', 'The SQL gateway gave an answer that is no JSON.')
