import type { StatementWarning } from '@headgate/domain'
import type { ExplainedPlan } from './parse-explain.ts'

/**
 * One warning for each way in which the statement's state grows for ever. None for a bounded statement, nor when a state
 * TTL is set (`sql.state-ttl`; `0` means none).
 */
export function unboundedStateWarnings(
  explained: Pick<ExplainedPlan, 'unboundedState'>,
  context: { isBounded: boolean; stateTtl: string | undefined; nowMs: number },
): StatementWarning[] {
  if (context.isBounded || hasTtl(context.stateTtl)) return []
  return explained.unboundedState.map((sentence) => ({
    severity: 'MODERATE',
    reason: 'UNBOUNDED_STATE',
    message: `${sentence}, or set the property sql.state-ttl.`,
    createdAtMs: context.nowMs,
  }))
}

const hasTtl = (text: string | undefined): boolean => text !== undefined && /^\s*0*[1-9]/.test(text)
