import { createHash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import type { ApiDeps } from '../deps.ts'
import { problem, problemOf } from '../http/problem.ts'
import type { Caller } from '../http/route.ts'
import type { Reply } from '../http/run-route.ts'
import { renderReply } from '../http/run-route.ts'

const keepMs = 24 * 60 * 60_000
/** Longer than any POST takes (a dry run waits 45 s). A process that dies frees its keys after it. */
const reserveMs = 90_000
const hashHeader = 'x-request-hash'
const plausibleKey = /^[\x21-\x7e]{1,255}$/

/**
 * Runs a POST at most once per Idempotency-Key of an API key: a repetition gets the first answer again for 24 hours. Another
 * request under the same key is 422, one that is under way 409. Answers of 5xx are not kept: the request can be repeated.
 */
export async function withIdempotency(request: FastifyRequest, caller: Caller, deps: ApiDeps, run: () => Promise<Reply>): Promise<Reply> {
  const given = request.headers['idempotency-key']
  if (given === undefined) return run()
  const refuse = (refusal: ReturnType<typeof problem>) => renderReply(refusal.status, refusal, request.id)
  if (typeof given !== 'string' || !plausibleKey.test(given)) {
    return refuse(problem(400, 'The header Idempotency-Key must be 1 to 255 visible ASCII characters.', { code: 'invalid_idempotency_key' }))
  }
  // Keys of one API key are nobody else's: an answer may hold a secret.
  const key = createHash('sha256').update(`${caller.keyId} ${given}`).digest('hex')
  const requestHash = createHash('sha256').update(`${request.method} ${request.url}\n${request.rawBody ?? ''}`).digest('hex')
  const nowMs = deps.clock.nowMs()
  // The store tells "another body" and "under way" by one reason. They are told apart here: the hash is kept with the answer.
  const begun = await deps.store.beginIdempotent(caller.organizationId, key, 'v1', nowMs, reserveMs)
  if (!begun.ok) {
    if (begun.reason !== 'conflict') return refuse(problemOf(begun, { noun: 'idempotency key', name: given }))
    return refuse(problem(409, 'A request with this Idempotency-Key is under way. Try again in a moment.', { code: 'idempotency_key_in_use', headers: { 'retry-after': '1' } }))
  }
  if (begun.value !== undefined) {
    const { [hashHeader]: keptHash, ...headers } = begun.value.headers
    if (keptHash === requestHash) return { ...begun.value, headers: { ...headers, 'idempotent-replayed': 'true' } }
    return refuse(problem(422, 'This Idempotency-Key came before with another request. Use a new key for a new request.', { code: 'idempotency_key_reused' }))
  }
  let answered: Reply | undefined
  try {
    answered = await run()
    return answered
  } finally {
    const keep = answered !== undefined && answered.status < 500 && answered.status !== 429
    const kept = keep && answered !== undefined ? { ...answered, headers: { ...answered.headers, [hashHeader]: requestHash } } : undefined
    await deps.store.finishIdempotent(caller.organizationId, key, kept, nowMs + keepMs)
  }
}
