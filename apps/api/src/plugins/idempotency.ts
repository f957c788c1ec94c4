import { createHash } from 'node:crypto'
import type { Reservation } from '@headgate/ports'
import type { FastifyRequest } from 'fastify'
import type { ApiDeps } from '../deps.ts'
import { problem, problemOf, unavailable } from '../http/problem.ts'
import type { Problem } from '../http/problem.ts'
import type { Caller, KeepAnswer } from '../http/route.ts'
import type { Reply } from '../http/run-route.ts'
import { renderReply } from '../http/run-route.ts'
import { abandonedOf } from './abandoned-reservations.ts'

const keepMs = 24 * 60 * 60_000
/** Longer than any POST takes (a dry run waits 45 s). A process that dies frees its keys after it. */
const reserveMs = 90_000
const hashHeader = 'x-request-hash'
const plausibleKey = /^[\x21-\x7e]{1,255}$/

/** Of a request that is not idempotent. */
export const keepNoAnswer: KeepAnswer = () => undefined

/**
 * Runs a POST at most once per Idempotency-Key of an API key: a repetition gets the first answer again for 24 hours. Another
 * request under the same key is 422, one that is under way 409. Answers of 5xx are not kept: the request can be repeated. What `run`
 * stores and its answer are one transaction, so that a lost connection leaves both or neither.
 */
export async function withIdempotency(
  request: FastifyRequest, caller: Caller, deps: ApiDeps, successStatus: number, run: (keepAnswer: KeepAnswer) => Promise<Reply>,
): Promise<Reply> {
  const given = request.headers['idempotency-key']
  if (given === undefined) return run(keepNoAnswer)
  const refuse = (refusal: Problem) => renderReply(refusal.status, refusal, request.id)
  if (typeof given !== 'string' || !plausibleKey.test(given)) {
    return refuse(problem(400, 'The header Idempotency-Key must be 1 to 255 visible ASCII characters.', { code: 'invalid_idempotency_key' }))
  }
  const reservation: Reservation = {
    organizationId: caller.organizationId,
    // Keys of one API key are nobody else's: an answer may hold a secret.
    key: createHash('sha256').update(`${caller.keyId} ${given}`).digest('hex'),
    holder: deps.ids.uuid(),
  }
  const requestHash = createHash('sha256').update(`${request.method} ${request.url}\n${request.rawBody ?? ''}`).digest('hex')
  const begun = await begin(reservation, deps)
  if (!begun.ok) {
    if (begun.reason !== 'conflict') return refuse(problemOf(begun, { noun: 'idempotency key', name: given }))
    return refuse(problem(409, 'A request with this Idempotency-Key is under way. Try again in a moment.', { code: 'idempotency_key_in_use', headers: { 'retry-after': '1' } }))
  }
  if (begun.value !== undefined) {
    const { [hashHeader]: keptHash, ...headers } = begun.value.headers
    if (keptHash === requestHash) return { ...begun.value, headers: { ...headers, 'idempotent-replayed': 'true' } }
    return refuse(problem(422, 'This Idempotency-Key came before with another request. Use a new key for a new request.', { code: 'idempotency_key_reused' }))
  }

  const keepUntilMs = deps.clock.nowMs() + keepMs
  const toKeep = (reply: Reply): Reply => ({ ...reply, headers: { ...reply.headers, [hashHeader]: requestHash } })
  let isKept = false
  const keepAnswer: KeepAnswer = (answerTo) => {
    isKept = true
    return { ...reservation, keepUntilMs, render: (effect) => toKeep(renderReply(successStatus, answerTo(effect), request.id)) }
  }
  let answered: Reply | undefined
  try {
    answered = await run(keepAnswer)
  } finally {
    // A throw is a bug: the request can be repeated.
    if (answered === undefined) await free(reservation, deps)
  }
  if (answered.status < 300 && isKept) return answered
  if (answered.status >= 500 || answered.status === 429) {
    await free(reservation, deps)
    return answered
  }
  const finished = await deps.store.finishIdempotent(reservation, toKeep(answered), keepUntilMs)
  if (finished.ok) return answered
  // Nothing was done. An answer that a repetition might not agree with is none.
  await free(reservation, deps)
  return refuse(unavailable('The answer could not be kept under its Idempotency-Key. Try again in a moment.'))
}

/** Reserves the key. One that this process holds still, because the database did not hear that it was freed, is freed first. */
async function begin(reservation: Reservation, deps: ApiDeps) {
  const abandoned = abandonedOf(deps)
  const earlier = abandoned.get(reservation)
  if (earlier !== undefined && (await deps.store.finishIdempotent(earlier, undefined, 0)).ok) abandoned.forget(earlier)
  // The store tells "another body" and "under way" by one reason. They are told apart above: the hash is kept with the answer.
  const begun = await deps.store.beginIdempotent(reservation, 'v1', deps.clock.nowMs(), reserveMs)
  if (!begun.ok && begun.reason === 'unknown-outcome') abandoned.note(reservation)
  return begun
}

async function free(reservation: Reservation, deps: ApiDeps): Promise<void> {
  const freed = await deps.store.finishIdempotent(reservation, undefined, 0)
  if (!freed.ok) abandonedOf(deps).note(reservation)
}
