import { failed } from '@headgate/domain'
import type { CatalogChange, Failure, StatementEvent, StatementException, StatementObserved } from '@headgate/domain'
import type { Lease } from '@headgate/ports'
import type { ReconcileDeps } from '../deps.ts'

/** What an action brought. `failure` is a passing one: the next pass tries again. */
export interface Outcome {
  observed?: Partial<StatementObserved>
  events?: StatementEvent[]
  exceptions?: StatementException[]
  catalogChanges?: CatalogChange[]
  failure?: Failure
  /** The results loop of the statement has something to do. */
  wakeResults?: boolean
  removed?: boolean
}

export const nothingNew: Outcome = {}

export const tryAgain = (failure: Failure): Outcome => ({ failure })

/** The statement cannot be planned, for good: it says why and how the other side told it. */
export function planningFailed(message: string, detail: string | undefined, deps: Pick<ReconcileDeps, 'clock'>): Outcome {
  const atMs = deps.clock.nowMs()
  return {
    observed: { prepared: { atMs, traits: {}, warnings: [], bounded: false, error: { message } } },
    exceptions: [{ name: 'PlanningFailed', message: detail ?? message, atMs }],
  }
}

/**
 * A process that stood still while it had the lease does nothing when it goes on: somebody else acts on the key by then, and a job
 * that comes late is one too many.
 */
export const leaseIsOver = (lease: Lease, deps: Pick<ReconcileDeps, 'clock'>): Failure | undefined =>
  deps.clock.nowMs() < lease.untilMs ? undefined : failed('unavailable', 'The lease of the key was over before its turn had acted.')
