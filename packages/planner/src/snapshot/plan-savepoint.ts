import { snapshotAttemptKey, triggerIdOf } from '@headgate/domain'
import type { Pool, Snapshot, SnapshotAttempt, SnapshotIntent, SnapshotObserved, SnapshotState, Statement } from '@headgate/domain'
import { endpointOf } from '../pool/pool-workers.ts'
import { hasLiveJob } from '../statement/live-job.ts'

/** What was looked up about the attempt under way; absent where nothing could be. */
export interface SavepointSeen {
  /** What the JobManager says of the trigger id. */
  status?: { state: 'in-progress' } | { state: 'completed'; uri: string } | { state: 'failed'; message: string } | { state: 'not-found' }
  /** What lies in the attempt's directory. */
  directory?: { bytes: number; files: number; metadata?: { uri: string; modifiedMs: number } }
}

export interface SavepointSettings {
  attemptsMax: number
  /** The pause after the first failure; it doubles with each further one. */
  retryFirstMs: number
  retryMaxMs: number
  /** How long a statement may take until its tasks run. */
  waitForRunningMs: number
  /** An attempt that takes longer has failed: as long as a checkpoint may take, and some. */
  attemptTimeoutMs: number
}

export interface SavepointWorld {
  nowMs: number
  snapshot: Snapshot
  /** Undefined: there is no such statement any more. */
  statement: Statement | undefined
  /** The pool of the attempt, or the one that the statement's live generation runs in. */
  pool: Pool | undefined
  seen: SavepointSeen
  settings: SavepointSettings
}

/** One idempotent effect: the trigger id makes a repeat harmless. */
export interface TriggerSavepoint {
  kind: 'trigger-savepoint'
  jobManagerEndpoint: string
  attempt: SnapshotAttempt
  format: Snapshot['format']
}

export interface SavepointPlan {
  state: SnapshotState
  intent: SnapshotIntent
  observed: SnapshotObserved
  actions: TriggerSavepoint[]
  /** Undefined: only when woken. */
  wakeAfterMs: number | undefined
}

/** Decides the next step of a savepoint that is asked for while its statement runs. Complete is it only when its `_metadata` was read back: that is for others. */
export function planSavepoint(world: SavepointWorld): SavepointPlan {
  switch (world.snapshot.state) {
    case 'PENDING':
      return planPending(world)
    case 'IN_PROGRESS':
      return planAttempt(world)
    default:
      return { ...same(world), wakeAfterMs: undefined }
  }
}

const same = ({ snapshot: { state, intent, observed } }: SavepointWorld): Omit<SavepointPlan, 'wakeAfterMs'> => ({ state, intent, observed, actions: [] })

function planPending(world: SavepointWorld): SavepointPlan {
  const { snapshot, statement, pool, nowMs, settings } = world
  if (snapshot.spec.cancelRequestedAtMs !== undefined) return cancelled(world)
  if (statement === undefined || statement.deletionRequestedAtMs !== undefined) return failed(world, 'The statement is deleted.')
  if (statement.intent.rest !== undefined) return failed(world, `The statement does not run (${statement.intent.rest}).`)
  if (statement.spec.stopped || statement.intent.stop !== undefined) return failed(world, 'The statement is stopping: its stop takes a savepoint of its own.')
  const retryAtMs = snapshot.intent.retryAtMs ?? 0
  if (retryAtMs > nowMs) return { ...same(world), wakeAfterMs: retryAtMs - nowMs }
  const { generation } = statement.intent
  const job = statement.observed.job
  const runs = job?.state === 'known' && job.value.generation === generation?.generation && job.value.state === 'RUNNING' && job.value.allTasksRunning
  const endpoint = generation === undefined || pool === undefined || pool.id !== generation.computePoolId ? undefined : endpointOf(pool, 'jobmanager', generation.clusterGeneration)
  if (generation === undefined || !hasLiveJob(statement) || !runs || endpoint === undefined) {
    if (nowMs - Math.max(snapshot.createdAtMs, snapshot.observed.failure?.atMs ?? 0) > settings.waitForRunningMs) return failed(world, 'The tasks of the statement did not run for too long.')
    return { ...same(world), wakeAfterMs: 1_000 }
  }
  const number = (snapshot.intent.attempt?.attempt ?? 0) + 1
  const attempt: SnapshotAttempt = {
    attempt: number,
    triggerId: triggerIdOf(snapshot.id, number),
    directoryKey: snapshotAttemptKey(statement, snapshot.id, number),
    startedAtMs: nowMs,
    generation: generation.generation,
    jobId: generation.jobId,
    computePoolId: generation.computePoolId,
    clusterGeneration: generation.clusterGeneration,
  }
  const { progress: _unused, ...observed } = snapshot.observed
  return {
    state: 'IN_PROGRESS',
    intent: { ...snapshot.intent, attempt, retryAtMs: undefined },
    observed,
    actions: [{ kind: 'trigger-savepoint', jobManagerEndpoint: endpoint, attempt, format: snapshot.format }],
    wakeAfterMs: 300,
  }
}

function planAttempt(world: SavepointWorld): SavepointPlan {
  const { snapshot, statement, pool, seen, nowMs, settings } = world
  const { attempt } = snapshot.intent
  if (attempt === undefined) return failed(world, 'No attempt was written down.')
  const metadata = seen.directory?.metadata
  // What is there counts, whatever Flink remembers. While it still says in progress it may be about to publish with it.
  if (metadata !== undefined && seen.status?.state !== 'in-progress') {
    return {
      state: 'WRITTEN',
      intent: { ...snapshot.intent, retryAtMs: undefined },
      observed: { ...snapshot.observed, uri: metadata.uri, completedAtMs: metadata.modifiedMs, progress: progressOf(world) },
      actions: [],
      wakeAfterMs: undefined,
    }
  }
  if (snapshot.spec.cancelRequestedAtMs !== undefined && metadata === undefined) return cancelled(world)
  if (seen.status?.state === 'failed') return retry(world, seen.status.message)
  const isGone = statement === undefined || statement.observed.goneGeneration >= attempt.generation
  // Unknown is not absent: without a look into the directory nothing is given up.
  if (isGone && seen.directory !== undefined) return retry(world, 'The job ended before its savepoint was complete.')
  if (nowMs - attempt.startedAtMs > settings.attemptTimeoutMs && seen.directory !== undefined) return retry(world, `It was not complete after ${Math.round(settings.attemptTimeoutMs / 60_000)} minutes.`)
  const endpoint = pool === undefined ? undefined : endpointOf(pool, 'jobmanager', attempt.clusterGeneration)
  // The request may not have arrived: repeated under its trigger id it takes no second savepoint.
  const actions: TriggerSavepoint[] =
    seen.status?.state === 'not-found' && endpoint !== undefined && seen.directory !== undefined ? [{ kind: 'trigger-savepoint', jobManagerEndpoint: endpoint, attempt, format: snapshot.format }] : []
  return { ...same(world), observed: { ...snapshot.observed, progress: progressOf(world) }, actions, wakeAfterMs: pauseMs(nowMs - attempt.startedAtMs) }
}

/** Quick savepoints are seen at once, long ones are not asked about all the time. */
const pauseMs = (runsMs: number): number => Math.min(2_000, Math.max(250, runsMs / 10))

function progressOf({ snapshot, seen, nowMs }: SavepointWorld): SnapshotObserved['progress'] {
  return seen.directory === undefined ? snapshot.observed.progress : { bytes: seen.directory.bytes, files: seen.directory.files, atMs: nowMs }
}

const cancelled = (world: SavepointWorld): SavepointPlan => ({ ...same(world), state: 'CANCELLED', wakeAfterMs: undefined })

function failed(world: SavepointWorld, message: string): SavepointPlan {
  const { snapshot, nowMs } = world
  const failure = { attempt: snapshot.intent.attempt?.attempt ?? 0, atMs: nowMs, message: reasonOf(message, snapshot.observed.failure) }
  return { ...same(world), state: 'FAILED', observed: { ...snapshot.observed, failure }, wakeAfterMs: undefined }
}

/** Why nothing more is tried, and why it had to be tried again. */
const reasonOf = (message: string, before: SnapshotObserved['failure']): string => (before === undefined ? message : `${message} Attempt ${before.attempt} had failed: ${before.message}`)

function retry(world: SavepointWorld, message: string): SavepointPlan {
  const { snapshot, nowMs, settings } = world
  const failures = snapshot.intent.failures + 1
  const observed: SnapshotObserved = { ...snapshot.observed, failure: { attempt: snapshot.intent.attempt?.attempt ?? 0, atMs: nowMs, message } }
  if (failures >= settings.attemptsMax) {
    return { state: 'FAILED', intent: { ...snapshot.intent, failures }, observed, actions: [], wakeAfterMs: undefined }
  }
  const waitMs = Math.min(settings.retryMaxMs, settings.retryFirstMs * 2 ** (failures - 1))
  return { state: 'PENDING', intent: { ...snapshot.intent, failures, retryAtMs: nowMs + waitMs }, observed, actions: [], wakeAfterMs: waitMs }
}
