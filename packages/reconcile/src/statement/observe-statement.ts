import { absent, terminalJobStates, unknownSince } from '@headgate/domain'
import type { Generation, JobFact, Pool, Statement, StatementException, StatementObserved } from '@headgate/domain'
import { endpointOf, hasLiveJob, isProvenGone } from '@headgate/planner'
import type { JobDescription } from '@headgate/ports'
import type { ReconcileDeps } from '../deps.ts'
import { describeException, describeFailure } from './describe-failure.ts'
import { findEvidence, findSavepoint } from './find-evidence.ts'
import { jobFacts } from './job-facts.ts'

export interface Observation {
  observed: StatementObserved
  exceptions: StatementException[]
}

/** Refreshes what is known of a statement's job, its snapshots and its spool. Reads only. */
export async function observeStatement(
  statement: Statement,
  pool: Pool | undefined,
  deps: ReconcileDeps,
): Promise<Observation> {
  const exceptions: StatementException[] = []
  let observed = statement.observed
  if (statement.class === 'query' && observed.submitted !== undefined) {
    observed = { ...observed, ...(await observeSpool(statement, deps)) }
  }
  const generation = statement.intent.generation
  if (generation === undefined || !hasLiveJob(statement)) return { observed, exceptions }
  const endpoint = pool === undefined ? undefined : endpointOf(pool, 'jobmanager', generation.clusterGeneration)
  if (endpoint === undefined) {
    const gone = pool === undefined || isProvenGone(pool, generation.clusterGeneration, generation.createdAtMs)
    const evidence = gone ? await findEvidence(statement, generation, deps) : undefined
    const job = observed.job?.state === 'unknown' ? observed.job : unknownSince(deps.clock.nowMs())
    return { observed: { ...observed, job, ...evidence }, exceptions }
  }
  if (isJustSeenRunning(statement, generation, deps.clock.nowMs())) return { observed, exceptions }
  const described = await deps.flink.describeJob(endpoint, generation.jobId)
  const nowMs = deps.clock.nowMs()
  if (!described.ok) {
    // Since when, not when last: how long nobody has answered is what the plan goes by.
    if (described.reason !== 'not-found') return { observed: { ...observed, job: observed.job?.state === 'unknown' ? observed.job : unknownSince(nowMs) }, exceptions }
    const wasThere = observed.submitted?.generation === generation.generation
    const evidence = wasThere || isNotComing(statement, nowMs) ? await findEvidence(statement, generation, deps) : undefined
    return { observed: { ...observed, job: absent(nowMs), ...evidence }, exceptions }
  }
  observed = { ...observed, ...jobFacts(described.value, generation, nowMs, await lastFailure(described.value, generation, observed, endpoint, deps)) }
  if (statement.intent.stop !== undefined) observed = { ...observed, ...(await observeStop(statement, endpoint, generation, deps)) }
  if (!terminalJobStates.includes(described.value.state)) return { observed, exceptions }
  if (described.value.state === 'FAILED') {
    const failure = await describeFailure(endpoint, generation.jobId, deps)
    exceptions.push(...failure.exceptions)
    observed = { ...observed, ended: { ...ending(described.value, generation, nowMs), ...failure.ending } }
  } else {
    observed = { ...observed, ended: ending(described.value, generation, nowMs) }
  }
  if (statement.class === 'query') {
    const gone = described.value.state !== 'FINISHED' || isOver(statement, observed)
    return { observed: gone ? { ...observed, goneGeneration: generation.generation } : observed, exceptions }
  }
  const evidence = await findEvidence(statement, generation, deps)
  if (evidence === undefined) return { observed: { ...observed, ended: statement.observed.ended }, exceptions }
  return { observed: { ...observed, ...evidence, ended: observed.ended }, exceptions }
}

const justSeenMs = 100

/** The action before this pass saw all tasks running a moment ago: a second look would tell the same. */
function isJustSeenRunning({ intent, observed }: Statement, generation: Generation, nowMs: number): boolean {
  const { job } = observed
  return intent.stop === undefined && job?.state === 'known' && job.value.generation === generation.generation && job.value.state === 'RUNNING' && job.value.allTasksRunning && nowMs - job.seenAtMs < justSeenMs
}

/**
 * A job that was never seen comes no more when its statement has been stopping, or being deleted, for longer than a submit that began
 * before can take: its turn is bounded, and a turn whose lease is over sends nothing.
 */
function isNotComing(statement: Statement, nowMs: number): boolean {
  const sinceMs = statement.deletionRequestedAtMs ?? statement.intent.stop?.startedAtMs
  return sinceMs !== undefined && nowMs - sinceMs > submitUnderWayMsMax
}

/** A lease of 20 s, a request that its gateway answers within 90 s, and some. */
const submitUnderWayMsMax = 120_000

/** A query's job may be finished while its last rows still wait in the gateway: it is over when they are drained, lost or not wanted. */
const isOver = (statement: Statement, observed: StatementObserved): boolean =>
  observed.spoolComplete === true ||
  observed.spoolFailure !== undefined ||
  statement.intent.rest !== undefined ||
  statement.spec.stopped ||
  statement.deletionRequestedAtMs !== undefined

const ending = (job: JobDescription, generation: Generation, nowMs: number): NonNullable<StatementObserved['ended']> => ({
  generation: generation.generation,
  state: job.state,
  atMs: job.endTimeMs > 0 ? job.endTimeMs : nowMs,
  evidence: 'jobmanager',
})

/** Why the job restarted last: asked for when it has restarted since the last look, remembered otherwise. */
async function lastFailure(
  job: JobDescription,
  generation: Generation,
  before: StatementObserved,
  endpoint: string,
  deps: ReconcileDeps,
): Promise<JobFact['lastFailure']> {
  const known = before.job?.state === 'known' && before.job.value.generation === generation.generation ? before.job.value : undefined
  const restarted = job.restarts > (known?.restarts ?? 0) || job.state === 'RESTARTING' || job.state === 'FAILING'
  if (!restarted) return known?.lastFailure
  const listed = await deps.flink.listExceptions(endpoint, generation.jobId)
  const newest = listed.ok ? listed.value[0] : undefined
  return newest === undefined ? known?.lastFailure : { message: describeException(newest), atMs: newest.atMs }
}

/** A stop is done when its `_metadata` can be listed, whatever Flink's memory says of the request. */
async function observeStop(
  statement: Statement,
  endpoint: string,
  generation: Generation,
  deps: ReconcileDeps,
): Promise<Partial<StatementObserved>> {
  const stop = statement.intent.stop
  if (stop === undefined || statement.observed.stopOutcome?.triggerId === stop.triggerId) return {}
  const status = await deps.flink.savepointStatus(endpoint, generation.jobId, stop.triggerId)
  if (status.ok && status.value.state === 'failed') {
    return { stopOutcome: { triggerId: stop.triggerId, failure: status.value.message } }
  }
  if (status.ok && status.value.state === 'in-progress') return {}
  const found = await findSavepoint(statement, generation, deps)
  if (found === 'unavailable') return {}
  if (found !== undefined) return { stopOutcome: found }
  // Flink ended the job for this savepoint, and its files are gone since: the job did not finish by itself, and a resume will say what is missing.
  return status.ok && status.value.state === 'completed' ? { stopOutcome: { triggerId: stop.triggerId, savepointUri: status.value.uri } } : {}
}

async function observeSpool(statement: Statement, deps: ReconcileDeps): Promise<Partial<StatementObserved>> {
  const state = await deps.spool.state(statement, statement.uid)
  if (!state.ok) return {}
  return {
    spoolComplete: state.value.complete,
    ...(state.value.failure === undefined ? {} : { spoolFailure: state.value.failure }),
    ...(state.value.lastReadAtMs === undefined ? {} : { lastReadAtMs: state.value.lastReadAtMs }),
  }
}
