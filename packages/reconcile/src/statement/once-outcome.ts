import type { CatalogChange, Failure, ResultColumn, Statement } from '@headgate/domain'
import type { ReconcileDeps } from '../deps.ts'
import type { Outcome } from './outcome.ts'

/** A one-shot statement was answered: its rows are in the spool and its effect is stored with this outcome. */
export function onceDone(statement: Statement, columns: ResultColumn[], deps: ReconcileDeps, catalogChanges: CatalogChange[] = []): Outcome {
  const atMs = deps.clock.nowMs()
  return {
    observed: {
      oneShotDone: { atMs },
      prepared: {
        atMs,
        bounded: true,
        warnings: statement.observed.prepared?.warnings ?? [],
        traits: { ...(columns.length > 0 ? { columns } : {}), isBounded: true, isAppendOnly: true },
      },
    },
    ...(catalogChanges.length > 0 && !statement.dryRun ? { catalogChanges } : {}),
  }
}

/** A one-shot statement failed for a reason of its own. */
export function onceFailed(failure: Failure, deps: ReconcileDeps): Outcome {
  const atMs = deps.clock.nowMs()
  return {
    observed: { oneShotDone: { atMs, error: { message: failure.message } } },
    exceptions: [{ name: 'StatementFailed', message: failure.detail ?? failure.message, atMs }],
  }
}
