import type { Generation, Statement, StopAttempt } from '@headgate/domain'
import type { ReconcileDeps } from '../../deps.ts'
import { nothingNew, tryAgain } from '../outcome.ts'
import type { Outcome } from '../outcome.ts'

/** Asks for the stop with savepoint; its outcome is observed later. The trigger id makes a repeat harmless. */
export async function stopWithSavepoint(
  statement: Statement,
  jobManagerEndpoint: string,
  generation: Generation,
  stop: StopAttempt,
  deps: ReconcileDeps,
): Promise<Outcome> {
  const directory = await deps.blobs.ensureDirectory(stop.directoryKey)
  if (!directory.ok) return tryAgain(directory)
  const isRead = (statement.observed.latestOffsets?.atMs ?? 0) >= stop.startedAtMs
  const observed = !isRead ? await readOffsets(jobManagerEndpoint, generation, deps) : {}
  const asked = await deps.flink.stopWithSavepoint(jobManagerEndpoint, generation.jobId, {
    triggerId: stop.triggerId,
    targetUri: deps.blobs.uri(stop.directoryKey),
  })
  if (asked.ok || asked.reason === 'not-found' || asked.reason === 'conflict') return { observed }
  if (asked.reason === 'rejected') return { observed: { ...observed, stopOutcome: { triggerId: stop.triggerId, failure: asked.message } } }
  return { observed, failure: asked }
}

async function readOffsets(jobManagerEndpoint: string, generation: Generation, deps: ReconcileDeps): Promise<NonNullable<Outcome['observed']>> {
  const offsets = await deps.flink.readSourceOffsets(jobManagerEndpoint, generation.jobId)
  if (!offsets.ok || Object.keys(offsets.value).length === 0) return {}
  return { latestOffsets: { offsets: offsets.value, atMs: deps.clock.nowMs() } }
}

/** Cancels a job; its retained checkpoints stay. */
export async function cancelJob(jobManagerEndpoint: string, generation: Generation, deps: ReconcileDeps): Promise<Outcome> {
  const cancelled = await deps.flink.cancelJob(jobManagerEndpoint, generation.jobId)
  return cancelled.ok ? nothingNew : tryAgain(cancelled)
}

/** Closes a query's operation and session, and cancels its job in case the gateway did not. */
export async function endQuery(
  statement: Statement,
  action: { gatewayEndpoint?: string; jobManagerEndpoint?: string; generation?: Generation },
  deps: ReconcileDeps,
): Promise<Outcome> {
  const drain = statement.observed.drain
  if (drain !== undefined && action.gatewayEndpoint !== undefined) {
    await deps.gateway.closeOperation(action.gatewayEndpoint, drain.sessionHandle, drain.operationHandle)
    await deps.gateway.closeSession(action.gatewayEndpoint, drain.sessionHandle)
  }
  if (action.generation === undefined || action.jobManagerEndpoint === undefined) return nothingNew
  const cancelled = await deps.flink.cancelJob(action.jobManagerEndpoint, action.generation.jobId)
  if (!cancelled.ok) return tryAgain(cancelled)
  const described = await deps.flink.describeJob(action.jobManagerEndpoint, action.generation.jobId)
  return !described.ok && described.reason === 'not-found' ? { observed: { goneGeneration: action.generation.generation } } : nothingNew
}
