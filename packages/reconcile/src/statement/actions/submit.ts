import { checkpointsKey, failed, terminalJobStates } from '@headgate/domain'
import type { Failure, Generation, Statement, StatementObserved } from '@headgate/domain'
import { isBatch, maxParallelism } from '@headgate/planner'
import type { Lease } from '@headgate/ports'
import type { ReconcileDeps } from '../../deps.ts'
import { isUsersFault, withSession } from '../open-session.ts'
import { leaseIsOver, tryAgain } from '../outcome.ts'
import type { Outcome } from '../outcome.ts'
import { runSql } from '../run-sql.ts'
import { watchStart } from '../watch-start.ts'

/**
 * Sends an INSERT to Flink under the job id that was committed before. Done twice, Flink refuses the second and the job is found;
 * an unknown outcome is looked up by its job id in the next pass.
 */
export async function submit(
  statement: Statement,
  action: { gatewayEndpoint: string; jobManagerEndpoint: string; generation: Generation },
  lease: Lease,
  deps: ReconcileDeps,
): Promise<Outcome> {
  const { gatewayEndpoint, generation } = action
  const nowMs = deps.clock.nowMs()
  const prepared = await deps.blobs.ensureDirectory(`${checkpointsKey(statement)}/${generation.jobId}`)
  if (!prepared.ok) return tryAgain(prepared)
  const restore = await checkRestorePoint(generation, deps)
  if (restore === 'unavailable') return {}
  if (restore === 'missing') {
    return {
      observed: { restoreMissingUri: generation.restoreFrom?.uri, goneGeneration: generation.generation },
      events: [{ atMs: nowMs, type: 'Warning', reason: 'RestorePointMissing', message: 'The state to start from is not there any more.' }],
    }
  }
  const sent = { generation: generation.generation, atMs: nowMs }
  const answer = await withSession({ statement, gatewayEndpoint, purpose: 'run', sql: insertText(statement) }, deps, async (session) => {
    const written = await recordSent(statement, sent, lease, deps)
    if (written !== undefined) return written
    const late = leaseIsOver(lease, deps)
    if (late !== undefined) return late
    const planKey = statement.observed.prepared?.planKey
    const text = planKey === undefined ? session.plan.statement : `EXECUTE PLAN '${deps.blobs.uri(planKey)}'`
    return runSql(
      gatewayEndpoint,
      session.handle,
      { statement: text, executionConfig: { ...session.plan.executionConfig, ...jobConfig(statement, generation, deps) } },
      deps,
    )
  })
  if (answer.ok || answer.reason === 'conflict') {
    const seen = await watchStart(action.jobManagerEndpoint, generation, deps)
    return { observed: { sent, submitted: sent, restoreMissingUri: undefined, ...seen } }
  }
  if (!isUsersFault(answer)) return tryAgain(answer)
  // A refusal in words is no proof: this try or an earlier one may have started the job all the same.
  const found = await deps.flink.describeJob(action.jobManagerEndpoint, generation.jobId)
  if (!found.ok && found.reason !== 'not-found') return tryAgain(found)
  if (found.ok && !terminalJobStates.includes(found.value.state)) return { observed: { sent, submitted: sent } }
  return {
    observed: {
      sent,
      goneGeneration: generation.generation,
      ended: { generation: generation.generation, state: 'FAILED', atMs: nowMs, evidence: 'jobmanager', message: answer.message },
    },
    exceptions: [{ name: 'SubmitFailed', message: answer.detail ?? answer.message, atMs: nowMs }],
  }
}

/** That a job may run is known before it does; without that nothing is sent. */
async function recordSent(statement: Statement, sent: NonNullable<StatementObserved['sent']>, lease: Lease, deps: ReconcileDeps): Promise<Failure | undefined> {
  if (statement.observed.sent?.generation === sent.generation) return undefined
  const recorded = await deps.store.recordStatement(lease, { observed: { ...statement.observed, sent }, events: [], wake: [] })
  return recorded.ok ? undefined : failed('unavailable', `The start of the job was not written down, so nothing was sent: ${recorded.message}`)
}

/** The INSERT that runs; CREATE TABLE AS runs as the INSERT that planning derived from it. */
export const insertText = (statement: Statement): string => statement.observed.prepared?.insertSql ?? statement.spec.sql

/** Settings that belong to this job alone; never in session properties, where they would leak into the next statement. */
export function jobConfig(statement: Statement, generation: Generation, deps: ReconcileDeps): Record<string, string> {
  return {
    '$internal.pipeline.job-id': generation.jobId,
    'pipeline.name': statement.name,
    'parallelism.default': String(generation.parallelism),
    'execution.checkpointing.dir': deps.blobs.uri(checkpointsKey(statement)),
    ...(isBatch(statement) ? {} : { 'pipeline.max-parallelism': String(maxParallelism) }),
    ...(generation.restoreFrom === undefined
      ? {}
      : { 'execution.state-recovery.path': generation.restoreFrom.uri, 'execution.state-recovery.claim-mode': 'NO_CLAIM' }),
    ...(leavesState(statement, generation) ? { 'execution.state-recovery.ignore-unclaimed-state': 'true' } : {}),
  }
}

/** The first start of a statement that leaves the state of another one's sinks behind. */
const leavesState = ({ intent: { origin } }: Statement, { restoreFrom }: Generation): boolean =>
  restoreFrom?.generation === 0 && (origin?.kind === 'drill' || origin?.dropsSinkState === true)

/** Flink accepts a missing path and fails seconds later without a reason: look first. */
async function checkRestorePoint(generation: Generation, deps: ReconcileDeps): Promise<'there' | 'missing' | 'unavailable'> {
  if (generation.restoreFrom === undefined) return 'there'
  const key = deps.blobs.keyOf(generation.restoreFrom.uri)
  if (key === undefined) return 'missing'
  const listed = await deps.blobs.list(key, { depth: 1, limit: 10_000 })
  if (!listed.ok) return listed.reason === 'not-found' ? 'missing' : 'unavailable'
  return listed.value.some((entry) => entry.key === `${key}/_metadata`) ? 'there' : 'missing'
}
