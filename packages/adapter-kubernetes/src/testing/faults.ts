import { statusOf } from './answer-call.ts'
import type { Answer } from './answer-call.ts'

/** What may happen to one request. */
export type Fault =
  /** Refused, with nothing done. */
  | { kind: 'answer'; answer: Answer; retryAfter?: string }
  /** The connection ends before anything was done. */
  | { kind: 'reset' }
  /** It is done, and no answer comes. */
  | { kind: 'done-unanswered' }
  /** It is done, and the connection ends. */
  | { kind: 'done-reset' }
  /** It is done, and the answer is no JSON; of a watch: a line that is none, then a change that is swallowed. */
  | { kind: 'garbled' }
  /** Of a watch: this object in an ERROR event, then the end. */
  | { kind: 'stream-error'; status: object }
  /** Of a watch: it is cut in the middle. */
  | { kind: 'stream-reset' }
  /** Of a watch: it stays open, and nothing comes any more. */
  | { kind: 'stream-silent' }
  /** From then on no request is answered for so long. */
  | { kind: 'away'; forMs: number }

const answer = (status: number, reason: string, message: string, details?: object): Fault => ({ kind: 'answer', answer: statusOf(status, reason, message, details) })

/** Faults of every request, by the names that they have in tests. */
export const faultsOfCalls: Record<string, Fault> = {
  '409 AlreadyExists': answer(409, 'AlreadyExists', 'it already exists'),
  '409 Conflict': answer(409, 'Conflict', 'the object has been modified; please apply your changes to the latest version and try again'),
  '410 as status': answer(410, 'Expired', 'The provided continue parameter is too old'),
  '422': answer(422, 'Invalid', 'spec is invalid'),
  '429 with Retry-After': { ...answer(429, 'TooManyRequests', 'too many requests'), retryAfter: '7' } as Fault,
  '500': answer(500, 'InternalError', 'Internal error occurred: failed calling webhook'),
  '503': { kind: 'answer', answer: { status: 503, body: 'upstream connect error or disconnect/reset before headers' } },
  reset: { kind: 'reset' },
  'done, no answer': { kind: 'done-unanswered' },
  'done, reset': { kind: 'done-reset' },
  'malformed answer': { kind: 'garbled' },
  'away for 5 minutes': { kind: 'away', forMs: 300_000 },
}

/** Faults that only a watch has. */
export const faultsOfWatches: Record<string, Fault> = {
  '410 in the stream': { kind: 'stream-error', status: { kind: 'Status', code: 410, reason: 'Expired', message: 'too old resource version' } },
  '500 in the stream': { kind: 'stream-error', status: { kind: 'Status', code: 500, reason: 'InternalError', message: 'etcd is away' } },
  'reset in the middle': { kind: 'stream-reset' },
  'half-open': { kind: 'stream-silent' },
}
