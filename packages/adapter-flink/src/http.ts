import { failed, ok } from '@headgate/domain'
import type { Result } from '@headgate/domain'

export interface HttpAnswer {
  status: number
  text: string
}

export interface HttpRequest {
  method?: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'
  body?: unknown
  timeoutMs: number
}

/**
 * One request to a process of Flink, bounded in time. `unavailable`: nothing was accepted (refused, no such host);
 * `unknown-outcome`: it was sent and no whole answer came, so it may have had its effect.
 */
export async function request(url: string, options: HttpRequest): Promise<Result<HttpAnswer>> {
  const signal = AbortSignal.timeout(options.timeoutMs)
  try {
    const response = await fetch(url, {
      method: options.method ?? 'GET',
      signal,
      ...(options.body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(options.body) }),
    })
    return ok({ status: response.status, text: await response.text() })
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : undefined
    const code = cause !== undefined && 'code' in cause ? String(cause.code) : ''
    const refused = code === 'ECONNREFUSED' || code === 'ENOTFOUND' || code === 'EHOSTUNREACH'
    const reason = refused || (options.method ?? 'GET') === 'GET' ? 'unavailable' : 'unknown-outcome'
    return failed(reason, `Flink did not answer (${code || (signal.aborted ? 'timeout' : 'connection lost')}).`)
  }
}
