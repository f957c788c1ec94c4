import { failed, ok } from '@headgate/domain'
import type { Failure, ResultRow, Result, RowOperation } from '@headgate/domain'
import type { GatewayPage, SqlGatewayPort } from '@headgate/ports'
import { request } from '../http.ts'
import type { HttpAnswer } from '../http.ts'
import { cellEncoder } from './encode-cell.ts'
import type { CellEncoder } from './encode-cell.ts'
import { readLogicalType } from './logical-type.ts'
import type { LogicalTypeJson } from './logical-type.ts'
import { parseLossless } from './parse-lossless.ts'
import type { LosslessJson } from './parse-lossless.ts'
import { parsePlainText } from './parse-plain-text.ts'
import { readGatewayError } from './read-error.ts'

const operations: Record<string, RowOperation> = { INSERT: 0, UPDATE_BEFORE: 1, UPDATE_AFTER: 2, DELETE: 3 }
const quickMs = 10_000
const slowMs = 90_000

interface PageJson {
  resultType: 'NOT_READY' | 'PAYLOAD' | 'EOS'
  jobID?: string
  isQueryResult?: boolean
  results?: { columns?: { name: string; logicalType: LogicalTypeJson }[]; data?: { kind: string; fields: LosslessJson[] }[] }
  nextResultUri?: string
  errors?: string[]
}

/** The SQL Gateway of Flink 2.3 over its REST API v4. */
export function createSqlGateway(): SqlGatewayPort {
  return {
    async openSession(endpoint, session) {
      const answer = await call(`${endpoint}/v4/sessions`, 'POST', quickMs, { sessionName: session.name, properties: session.properties })
      if (!answer.ok) return answer
      return ok((JSON.parse(answer.value.text) as { sessionHandle: string }).sessionHandle)
    },
    async closeSession(endpoint, sessionHandle) {
      return forgiving(await call(`${endpoint}/v4/sessions/${sessionHandle}`, 'DELETE', quickMs))
    },
    async configure(endpoint, sessionHandle, statement) {
      const answer = await call(`${endpoint}/v4/sessions/${sessionHandle}/configure-session`, 'POST', slowMs, { statement })
      return answer.ok ? ok(undefined) : answer
    },
    async execute(endpoint, sessionHandle, { statement, executionConfig }) {
      const body = { statement, executionConfig: executionConfig ?? {} }
      const answer = await call(`${endpoint}/v4/sessions/${sessionHandle}/statements`, 'POST', slowMs, body)
      if (!answer.ok) return answer
      return ok((JSON.parse(answer.value.text) as { operationHandle: string }).operationHandle)
    },
    async fetchPage(endpoint, sessionHandle, operationHandle, token, timeZone = 'UTC') {
      const url = `${endpoint}/v4/sessions/${sessionHandle}/operations/${operationHandle}/result/${token}`
      const json = await call(`${url}?rowFormat=JSON`, 'GET', slowMs)
      if (json.ok) return ok(readPage(json.value.text, timeZone, 'json'))
      const current = expectedToken(json.detail ?? '')
      if (current !== undefined && current > token) return ok({ state: 'payload', rows: [], nextToken: Math.max(token + 1, current - 1) })
      if (!(json.detail ?? '').includes('Could not map response to JSON')) return json
      const plain = await call(`${url}?rowFormat=PLAIN_TEXT`, 'GET', slowMs)
      return plain.ok ? ok(readPage(plain.value.text, timeZone, 'plain')) : plain
    },
    async closeOperation(endpoint, sessionHandle, operationHandle) {
      return forgiving(await call(`${endpoint}/v4/sessions/${sessionHandle}/operations/${operationHandle}/close`, 'DELETE', slowMs))
    },
  }
}

/** What is gone already counts as closed. */
function forgiving(answer: Result<HttpAnswer>): Result<void> {
  return answer.ok || answer.reason === 'not-found' ? ok(undefined) : answer
}

/**
 * The gateway keeps the current page and the one before. A reader that was away while empty pages went by is told the present token;
 * pages with rows cannot have gone by, because each is stored before the next is asked for.
 */
function expectedToken(detail: string): number | undefined {
  const match = /Expecting token to be (\d+)(?: or (\d+))?/i.exec(detail)
  return match === null ? undefined : Math.max(Number(match[1]), Number(match[2] ?? 0))
}

async function call(url: string, method: 'GET' | 'POST' | 'DELETE', timeoutMs: number, body?: unknown): Promise<Result<HttpAnswer>> {
  const answer = await request(url, { method, timeoutMs, body })
  if (!answer.ok) return answer
  if (answer.value.status < 300) return answer
  return readFailure(answer.value)
}

function readFailure(answer: HttpAnswer): Failure {
  try {
    const errors = (JSON.parse(answer.text) as { errors?: string[] }).errors
    if (errors !== undefined) return readGatewayError(errors)
  } catch {
    // Not JSON: an error page of the HTTP layer itself.
  }
  return failed(answer.status === 404 ? 'not-found' : 'unavailable', `The SQL gateway answered ${answer.status}.`, answer.text.slice(0, 4_000))
}

function readPage(text: string, timeZone: string, format: 'json' | 'plain'): GatewayPage {
  const page = parseLossless(text) as unknown as PageJson
  if (page.resultType === 'NOT_READY') return { state: 'not-ready', rows: [] }
  const types = page.results?.columns?.map((column) => ({ name: column.name, type: readLogicalType(column.logicalType) }))
  const encoders: CellEncoder[] = (types ?? []).map(({ type }) =>
    format === 'json' ? cellEncoder(type, timeZone) : (value) => parsePlainText(value === null ? null : String(value), type),
  )
  const rows: ResultRow[] = (page.results?.data ?? []).map((row) => ({
    op: operations[row.kind] ?? 0,
    row: row.fields.map((field, index) => encoders[index]?.(field) ?? null),
  }))
  const next = /\/result\/(\d+)/.exec(page.nextResultUri ?? '')?.[1]
  return {
    state: page.resultType === 'EOS' ? 'end' : 'payload',
    rows,
    ...(types === undefined ? {} : { columns: types }),
    ...(page.jobID === undefined ? {} : { jobId: page.jobID }),
    ...(next === undefined ? {} : { nextToken: Number(next) }),
  }
}
