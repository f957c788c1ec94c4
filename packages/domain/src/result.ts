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

/** All values, or one `rejected` with the messages of all that failed, in their order: whoever mends something shall hear of everything at once. */
export function gather<T extends Record<string, Result<unknown>>>(results: T): Result<{ [Name in keyof T]: T[Name] extends Result<infer Value> ? Value : never }> {
  const entries = Object.entries(results)
  const messages = entries.flatMap(([, result]) => (result.ok ? [] : [result.message]))
  if (messages.length > 0) return failed('rejected', messages.join(' '))
  return ok(Object.fromEntries(entries.map(([name, result]) => [name, result.ok ? result.value : undefined])) as never)
}

/** What must hold, or `rejected` with the message. */
export const holds = (condition: boolean, message: string): Result<void> => (condition ? ok(undefined) : failed('rejected', message))
