import type { Statement } from '@headgate/domain'
import type { StatementAction } from '@headgate/planner'
import { storageKey } from '@headgate/ports'
import type { Lease } from '@headgate/ports'
import type { ReconcileDeps } from '../deps.ts'
import { answerCatalogStatement } from './actions/answer-from-catalog.ts'
import { cancelJob, endQuery, stopWithSavepoint } from './actions/end-job.ts'
import { prepare } from './actions/prepare.ts'
import { runOnce } from './actions/run-once.ts'
import { startQuery } from './actions/start-query.ts'
import { submit } from './actions/submit.ts'
import { directoryOf } from './handed-over.ts'
import type { Outcome } from './outcome.ts'

/** Performs one action. Everything it needs is in the action; expected failures come back in the outcome. */
export async function executeAction(action: StatementAction, statement: Statement, lease: Lease, deps: ReconcileDeps): Promise<Outcome> {
  switch (action.kind) {
    case 'answer-from-catalog':
      return answerCatalogStatement(statement, deps)
    case 'run-once':
      return runOnce(statement, action.gatewayEndpoint, deps)
    case 'prepare':
      return prepare(statement, action.gatewayEndpoint, deps)
    case 'submit':
      return submit(statement, action, lease, deps)
    case 'start-query':
      return startQuery(statement, action, lease, deps)
    case 'drain-query':
      return { wakeResults: true }
    case 'stop-with-savepoint':
      return stopWithSavepoint(statement, action.jobManagerEndpoint, action.generation, action.stop, deps)
    case 'cancel-job':
      return cancelJob(action.jobManagerEndpoint, action.generation, deps)
    case 'end-query':
      return endQuery(statement, action, deps)
    case 'remove-statement': {
      const removed = await deps.store.removeStatement(lease, directoryOf(statement, deps.clock.nowMs()))
      if (removed.ok) await deps.wake.wake(storageKey(statement), 0)
      if (removed.ok && statement.ownPoolId !== undefined) await deps.wake.wake({ ...lease.key, kind: 'pool', id: statement.ownPoolId }, 0)
      return removed.ok ? { removed: true } : { failure: removed }
    }
  }
}
