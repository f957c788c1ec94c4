import type { Failure } from '@headgate/domain'
import type { Pass } from './reconcile-one.ts'

/** A pass that an expected failure cut short: it is told, and tried again soon. */
export function failedPass(pass: Pass, action: string, failure: Failure): Pass {
  pass.failures.push({ action, failure })
  return { ...pass, wakeAfterMs: 1_000 }
}
