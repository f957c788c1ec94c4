import { failed, ok } from '@headgate/domain'
import type { Result } from '@headgate/domain'
import type { FlinkFetch } from '@headgate/ports'
import { explainTls } from './explain-tls.ts'

export interface HttpAnswer {
  status: number
  text: string
}

export interface HttpRequest {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  url: string
  body?: unknown
  timeoutMs: number
  /** What is called, for messages: 'The SQL gateway'. */
  who: string
  /** The call is not repeatable: if its answer is lost, it may have had its effect. */
  unrepeatable?: boolean
}

/** Causes after which surely nothing was sent. */
const notSent = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EHOSTUNREACH', 'ENETUNREACH', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT'])

/** One HTTP call, bounded in time. Every answer is a value; `unavailable` or `unknown-outcome` when there was none. */
export async function request(fetch: FlinkFetch, call: HttpRequest): Promise<Result<HttpAnswer>> {
  try {
    const response = await fetch(call.url, {
      method: call.method,
      signal: AbortSignal.timeout(call.timeoutMs),
      ...(call.body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(call.body) }),
    })
    return ok({ status: response.status, text: await response.text() })
  } catch (error) {
    const code = codeOf(error)
    const tls = explainTls(code)
    const reason = call.unrepeatable === true && !notSent.has(code) && tls?.unsent !== true ? 'unknown-outcome' : 'unavailable'
    const text = tls?.text ?? (code === 'TimeoutError' ? `did not answer within ${call.timeoutMs / 1000} s` : `did not answer (${code})`)
    return failed(reason, `${call.who} ${text}.`)
  }
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error.name === 'TimeoutError') return error.name
  const cause = error.cause as NodeJS.ErrnoException | undefined
  return cause?.code ?? (error as NodeJS.ErrnoException).code ?? error.name
}
