/** Why an expected failure happened. A throw is a bug; these are answers. */
export type Reason =
  | 'not-found' // it is surely not there
  | 'conflict' // it is there already, or it changed since it was read
  | 'throttled' // try again later, the other side asked for it
  | 'unavailable' // the other side did not answer; nothing is known to have happened
  | 'unknown-outcome' // the call may or may not have had its effect
  | 'rejected' // the other side understood and refused
  | 'limit' // a bound of ours was reached

/** A refusal: what went wrong in words a user can read, and what only an operator may see. */
export interface Failure {
  readonly ok: false
  readonly reason: Reason
  /** Public: what, where, what to do. Never a stack trace, never a secret. */
  readonly message: string
  /** For `/exceptions` and logs of the operator: the whole cause as the other side told it. */
  readonly detail?: string
}

export interface Success<T> {
  readonly ok: true
  readonly value: T
}

/** What a fallible call returns: a value, or a reason. */
export type Result<T> = Success<T> | Failure

export const ok = <T>(value: T): Success<T> => ({ ok: true, value })

export const failed = (reason: Reason, message: string, detail?: string): Failure =>
  detail === undefined ? { ok: false, reason, message } : { ok: false, reason, message, detail }
