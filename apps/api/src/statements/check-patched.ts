import { operations } from '@headgate/contract'
import { problem } from '../http/problem.ts'
import type { Problem } from '../http/problem.ts'
import { createRequestValidator } from '../http/validate-request.ts'
import type { StatementReplacement } from './read-replacement.ts'

const validate = createRequestValidator({ ...operations.statements.replace, params: undefined })

/** Whether a patched statement still has the shape of one; 422 with the places that do not fit. */
export function checkPatched(patched: unknown): StatementReplacement | Problem {
  const { metadata, spec } = (patched ?? {}) as { metadata?: Record<string, unknown>; spec?: Record<string, unknown> }
  for (const name of ['stopped', 'compute_pool_id', 'principal']) {
    if (spec?.[name] === undefined) return problem(422, { detail: `/spec/${name} can be replaced, not removed.`, pointer: `/spec/${name}` })
  }
  // Removing all labels is removing each of them.
  const whole = { ...(patched as object), metadata: { ...metadata, labels: metadata?.['labels'] ?? {} } }
  const validated = validate({ params: {}, query: {}, body: whole })
  return 'faults' in validated ? problem(422, validated.faults) : (validated.valid.body as StatementReplacement)
}
