import { errorTitles } from '@headgate/contract'
import type { Problem } from './problem.ts'

/** The body of a refusal. */
export const renderProblem = (refused: Problem, requestId: string): string =>
  JSON.stringify({
    errors: refused.faults.map((fault) => ({
      id: requestId,
      status: String(refused.status),
      code: refused.code,
      title: errorTitles[refused.status] ?? 'Error',
      detail: fault.detail,
      ...(fault.pointer === undefined && fault.parameter === undefined
        ? {}
        : { source: { ...(fault.pointer === undefined ? {} : { pointer: fault.pointer }), ...(fault.parameter === undefined ? {} : { parameter: fault.parameter }) } }),
    })),
  })
