import type { Generation, Statement, StatementObserved } from '@headgate/domain'
import type { Lease } from '@headgate/ports'
import type { ReconcileDeps } from '../../deps.ts'
import { isUsersFault, openSession } from '../open-session.ts'
import { leaseIsOver, tryAgain } from '../outcome.ts'
import type { Outcome } from '../outcome.ts'
import { jobConfig } from './submit.ts'

const waitMsMax = 90_000

/**
 * With exactly-once checkpoints Flink hands out the rows of a query only when a checkpoint completes; and rows that were handed out cannot
 * be taken back by a restart, so a query that fails is over, with its reason.
 */
const queryConfig = { 'execution.checkpointing.mode': 'AT_LEAST_ONCE', 'restart-strategy.type': 'none' }

/**
 * Starts a SELECT under its committed job id and waits for the first page, which carries the schema. The session stays open: the
 * results loop drains it. A repeat after a crash finds the job id taken; the rows of the first try cannot be reached any more.
 */
export async function startQuery(
  statement: Statement,
  { gatewayEndpoint, gatewayWorkerId, generation }: { gatewayEndpoint: string; gatewayWorkerId: string; generation: Generation },
  lease: Lease,
  deps: ReconcileDeps,
): Promise<Outcome> {
  const nowMs = deps.clock.nowMs()
  const session = await openSession({ statement, gatewayEndpoint, purpose: 'run' }, deps)
  if (!session.ok) return isUsersFault(session) ? queryFailed(session.message, session.detail, nowMs) : tryAgain(session)
  const { handle, plan } = session.value
  const { 'execution.checkpointing.dir': _unused, ...config } = jobConfig(statement, generation, deps)
  const late = leaseIsOver(lease, deps)
  if (late !== undefined) {
    await deps.gateway.closeSession(gatewayEndpoint, handle)
    return tryAgain(late)
  }
  const started = await deps.gateway.execute(gatewayEndpoint, handle, {
    statement: plan.statement,
    executionConfig: { ...plan.executionConfig, ...config, ...queryConfig },
  })
  if (!started.ok) {
    await deps.gateway.closeSession(gatewayEndpoint, handle)
    return tryAgain(started)
  }
  const untilMs = nowMs + waitMsMax
  while (deps.clock.nowMs() < untilMs) {
    const page = await deps.gateway.fetchPage(gatewayEndpoint, handle, started.value, 0)
    if (!page.ok) {
      await deps.gateway.closeSession(gatewayEndpoint, handle)
      if (page.reason === 'conflict') {
        return queryFailed('The query was started before, and its rows were lost with the process that read them. Run it again.', undefined, nowMs)
      }
      return isUsersFault(page) ? queryFailed(page.message, page.detail, nowMs) : tryAgain(page)
    }
    if (page.value.state !== 'not-ready') {
      return {
        observed: {
          drain: { sessionHandle: handle, operationHandle: started.value, gatewayWorkerId },
          submitted: { generation: generation.generation, atMs: deps.clock.nowMs() },
          prepared: withColumns(statement.observed.prepared, page.value.columns ?? []),
        },
        wakeResults: true,
      }
    }
    await deps.clock.sleep(20)
  }
  await deps.gateway.closeSession(gatewayEndpoint, handle)
  return {}
}

function withColumns(
  prepared: StatementObserved['prepared'],
  columns: NonNullable<NonNullable<StatementObserved['prepared']>['traits']['columns']>,
): StatementObserved['prepared'] {
  return prepared === undefined ? undefined : { ...prepared, traits: { ...prepared.traits, columns } }
}

/** That its job is gone is not said here: this try or an earlier one may have started it all the same. The plan has it ended, and looks. */
function queryFailed(message: string, detail: string | undefined, nowMs: number): Outcome {
  return {
    observed: { spoolFailure: message },
    exceptions: [{ name: 'QueryFailed', message: detail ?? message, atMs: nowMs }],
  }
}
