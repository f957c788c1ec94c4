import { planKey } from '@headgate/domain'
import type { Statement, StatementWarning } from '@headgate/domain'
import { detachSinks } from '@headgate/planner'
import type { ReconcileDeps } from '../../deps.ts'
import { planningFailed, tryAgain } from '../outcome.ts'
import type { Outcome } from '../outcome.ts'

/**
 * A statement that begins with another one's state runs from that one's compiled plan: only so its operators find their state. The plan
 * names tables, not options, so what this statement is called outside is its own.
 */
export async function takeOverPlan(statement: Statement, deps: ReconcileDeps): Promise<Outcome> {
  const { origin } = statement.intent
  if (origin?.prepared.planKey === undefined) return planningFailed('No compiled plan is known.', undefined, deps)
  const file = await deps.blobs.read(origin.prepared.planKey)
  if (!file.ok && file.reason === 'not-found') {
    return planningFailed('The compiled plan that the state was written by is not there any more, so its operators cannot be found in the snapshot.', undefined, deps)
  }
  if (!file.ok) return tryAgain(file)
  const text = new TextDecoder().decode(file.value)
  const leavesSinks = origin.kind === 'fork' && origin.dropsSinkState
  const own = leavesSinks ? detachSinks(text) : text
  if (own === undefined) return planningFailed('The sinks of the compiled plan were not recognised, so their state cannot be left behind.', undefined, deps)
  // By the statement alone: done twice it is written over itself.
  const key = planKey(statement, statement.uid.replaceAll('-', ''))
  const put = await deps.blobs.put(key, new TextEncoder().encode(own))
  if (!put.ok) return tryAgain(put)
  const atMs = deps.clock.nowMs()
  const warnings: StatementWarning[] = leavesSinks ? [...origin.prepared.warnings, { ...sinkStateDropped, createdAtMs: atMs }] : origin.prepared.warnings
  return { observed: { prepared: { ...origin.prepared, atMs, planKey: key, warnings } } }
}

const sinkStateDropped = {
  severity: 'MODERATE' as const,
  reason: 'SINK_STATE_DROPPED',
  message:
    'The statement was forked without the state of its sinks: what the other statement had written and not yet committed when the snapshot was taken is committed by that one alone, or by nobody if it does not run any more.',
}
