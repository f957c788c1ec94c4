import type { Statement } from '@headgate/domain'
import { shownPhase } from '../render/render-statement.ts'

/** Why a statement cannot go on from a chosen snapshot now, with what to do; undefined when it can: it rests as stopped, or is parked. */
export function whyNotResumed(statement: Statement): string | undefined {
  const { name, intent } = statement
  if (statement.class !== 'insert') return `The statement '${name}' is of a kind that has no state to go on from.`
  if (statement.deletionRequestedAtMs !== undefined) return `The statement '${name}' is being deleted. Fork the snapshot to have its state in a new statement.`
  if (intent.rest === 'completed' || intent.rest === 'failed') return `The statement '${name}' is ${statement.status.phase} and does not run again. Fork the snapshot to have its state in a new statement.`
  if (intent.rest === 'parked') return undefined
  const phase = shownPhase(statement)
  if (intent.rest === 'stopped' && phase === 'STOPPED') return undefined
  return phase === 'STOPPING' ? `The statement '${name}' is STOPPING. Wait until it is STOPPED.` : `The statement '${name}' is ${phase}. Stop it first, and wait until it is STOPPED.`
}
