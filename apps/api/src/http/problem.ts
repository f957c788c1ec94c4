import { errorTitles } from '@headgate/contract'
import type { Failure } from '@headgate/domain'

/** One wrong thing, and where it stands. */
export interface Fault {
  detail: string
  /** JSON pointer into the body. */
  pointer?: string
  /** Name of a query parameter. */
  parameter?: string
}

/** A refusal as it is answered. */
export interface Problem {
  problem: true
  status: number
  /** A word for programs. */
  code: string
  faults: readonly Fault[]
  headers?: Record<string, string>
}

/** A refusal; `fault` may say where. The code follows from the status unless given. */
export function problem(status: number, fault: string | Fault | readonly Fault[], options: { code?: string; headers?: Record<string, string> } = {}): Problem {
  const faults = typeof fault === 'string' ? [{ detail: fault }] : Array.isArray(fault) ? (fault as readonly Fault[]) : [fault as Fault]
  return { problem: true, status, code: options.code ?? codeOf(status), faults, ...(options.headers === undefined ? {} : { headers: options.headers }) }
}

const codeOf = (status: number): string => (errorTitles[status] ?? 'Error').toLowerCase().replaceAll(' ', '_')

/** The same words whether a thing never existed or belongs to someone else. */
export const missing = (noun: string, name: string): Problem => problem(404, `The ${noun} '${name.slice(0, 128)}' does not exist.`)

/** The answer to a path that nothing is at, and to one that the API key does not reach. */
export const unknownPath = (path: string): Problem => problem(404, `There is nothing at the path '${path.slice(0, 256)}'.`)

/** Seconds after which trying again makes sense. */
const retryAfterSeconds = '5'

export const unavailable = (detail: string, afterSeconds: string = retryAfterSeconds): Problem =>
  problem(503, detail, { headers: { 'retry-after': afterSeconds } })

/** Turns a refusal of a store into an answer. `subject` names what `not-found` means; `where` is where a rejected value stands. */
export function problemOf(failure: Failure, subject: { noun: string; name: string }, where: Omit<Fault, 'detail'> = {}): Problem {
  switch (failure.reason) {
    case 'not-found':
      return missing(subject.noun, subject.name)
    case 'conflict':
      return problem(409, failure.message)
    case 'rejected':
      return problem(400, { detail: failure.message, ...where })
    case 'limit':
      return problem(422, { detail: failure.message, ...where })
    case 'throttled':
      return problem(429, failure.message, { headers: { 'retry-after': retryAfterSeconds } })
    case 'unavailable':
    case 'unknown-outcome':
      return unavailable('The database does not answer. Try again in a moment.')
  }
}

export const isProblem = (value: object): value is Problem => 'problem' in value
