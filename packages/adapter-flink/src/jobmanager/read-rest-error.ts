import { failed } from '@headgate/domain'
import type { Failure, Reason } from '@headgate/domain'
import { readCauses } from '../gateway/errors/causes.ts'
import type { HttpAnswer } from '../http/request.ts'

const detailBytesMax = 64 * 1024
const reasons: Record<number, Reason> = { 400: 'rejected', 404: 'not-found', 409: 'conflict', 413: 'rejected', 429: 'throttled' }

/** An answer of the JobManager that is no success. What it says by status is enough; the trace is for the operator. */
export function readRestError(answer: HttpAnswer): Failure {
  const trace = errorsOf(answer.text)
  const causes = readCauses(trace)
  // "Job could not be found" comes as 404; of a job that was evicted meanwhile some paths say it with a 500.
  const isGone = causes.some(({ name }) => name === 'FlinkJobNotFoundException' || name === 'UnknownOperationKeyException')
  const reason = isGone ? 'not-found' : (reasons[answer.status] ?? 'unavailable')
  const told = (causes.at(-1)?.message || trace.split('\n')[0] || '').slice(0, 500)
  return failed(reason, `The JobManager answered with status ${answer.status}: ${told}`, trace.slice(0, detailBytesMax))
}

function errorsOf(text: string): string {
  try {
    const { errors } = JSON.parse(text) as { errors?: unknown }
    return Array.isArray(errors) ? errors.map(String).join('\n') : text
  } catch {
    return text
  }
}
