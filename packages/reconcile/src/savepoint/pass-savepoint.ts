import { storageKey } from '@headgate/ports'
import type { Lease, WorkKey } from '@headgate/ports'
import { endpointOf, hasLiveJob, planSavepoint } from '@headgate/planner'
import type { SavepointSeen, TriggerSavepoint } from '@headgate/planner'
import type { Pool, Snapshot, Statement } from '@headgate/domain'
import type { ReconcileDeps } from '../deps.ts'
import { failedPass } from '../failed-pass.ts'
import type { Pass } from '../reconcile-one.ts'

/** One pass over a savepoint that is asked for while its statement runs: look, plan, commit, ask Flink, write down that it took the request. */
export async function passSavepoint(lease: Lease, deps: ReconcileDeps): Promise<Pass> {
  const pass: Pass = { actions: [], failures: [], again: false, wakeAfterMs: undefined }
  const loaded = await deps.store.loadSnapshot(lease.key)
  if (!loaded.ok) return loaded.reason === 'not-found' ? { ...pass, end: 'gone' } : failedPass(pass, 'load', loaded)
  const snapshot = loaded.value
  if (snapshot.state !== 'PENDING' && snapshot.state !== 'IN_PROGRESS') return pass
  const statement = await loadStatement(snapshot, deps)
  if (statement !== undefined && 'failure' in statement) return failedPass(pass, 'load-statement', statement.failure)
  const poolId = snapshot.state === 'IN_PROGRESS' ? snapshot.intent.attempt?.computePoolId : liveGeneration(statement)?.computePoolId
  const pool = poolId === undefined ? undefined : await deps.store.loadPool({ ...tenantOf(snapshot), computePoolId: poolId })
  if (pool !== undefined && !pool.ok && pool.reason !== 'not-found') return failedPass(pass, 'load-pool', pool)

  // Before the look: what was seen is as old as that, however long the answers took.
  const nowMs = deps.clock.nowMs()
  const seen = await look(snapshot, pool?.ok === true ? pool.value : undefined, deps)
  const plan = planSavepoint({ nowMs, snapshot, statement, pool: pool?.ok === true ? pool.value : undefined, seen, settings: deps.settings.savepoint })
  // Whoever keeps snapshots goes on from here.
  const wake: WorkKey[] = plan.state !== snapshot.state && plan.state !== 'PENDING' && plan.state !== 'IN_PROGRESS' ? [storageKey(snapshot)] : []
  const committed = await deps.store.commitSnapshot(lease, { expectedIntentVersion: snapshot.intentVersion, state: plan.state, intent: plan.intent, observed: plan.observed, wake })
  if (!committed.ok) return committed.reason === 'conflict' ? { ...pass, end: 'superseded' } : failedPass(pass, 'commit', committed)
  for (const key of wake) await deps.wake.wake(key, 0)
  for (const action of plan.actions) {
    pass.actions.push(action.kind)
    const failure = await trigger(action, deps)
    if (failure !== undefined) pass.failures.push({ action: action.kind, failure })
  }
  return { ...pass, wakeAfterMs: plan.wakeAfterMs }
}

/** Asks for the savepoint. A refusal in words is told by the status of the trigger id, or the request is repeated. */
async function trigger({ attempt, jobManagerEndpoint, format }: TriggerSavepoint, deps: ReconcileDeps) {
  const directory = await deps.blobs.ensureDirectory(attempt.directoryKey)
  if (!directory.ok) return directory
  const asked = await deps.flink.triggerSavepoint(jobManagerEndpoint, attempt.jobId, { triggerId: attempt.triggerId, targetUri: deps.blobs.uri(attempt.directoryKey), format })
  return asked.ok ? undefined : asked
}

/** What Flink says of the attempt under way, and what lies in its directory. */
async function look(snapshot: Snapshot, pool: Pool | undefined, deps: ReconcileDeps): Promise<SavepointSeen> {
  const { attempt } = snapshot.intent
  if (snapshot.state !== 'IN_PROGRESS' || attempt === undefined) return {}
  const endpoint = pool === undefined ? undefined : endpointOf(pool, 'jobmanager', attempt.clusterGeneration)
  const told = endpoint === undefined ? undefined : await deps.flink.savepointStatus(endpoint, attempt.jobId, attempt.triggerId)
  const status: SavepointSeen['status'] = told === undefined ? undefined : told.ok ? told.value : told.reason === 'not-found' ? { state: 'not-found' } : undefined
  // After the status: what Flink says is complete must be seen, and what it says it does not know may have been written just before.
  const directory = await lookInto(attempt.directoryKey, deps)
  return { ...(status === undefined ? {} : { status }), ...(directory === undefined ? {} : { directory }) }
}

/** Undefined: it could not be listed. */
async function lookInto(directoryKey: string, deps: ReconcileDeps): Promise<SavepointSeen['directory'] | undefined> {
  const listed = await deps.blobs.list(directoryKey, { limit: filesMax })
  if (!listed.ok) return listed.reason === 'not-found' ? { bytes: 0, files: 0 } : undefined
  const metadata = listed.value.find((entry) => entry.key.endsWith('/_metadata'))
  return {
    bytes: listed.value.reduce((sum, entry) => sum + entry.sizeBytes, 0),
    files: listed.value.length,
    ...(metadata === undefined ? {} : { metadata: { uri: deps.blobs.uri(metadata.key.slice(0, -'/_metadata'.length)), modifiedMs: metadata.modifiedMs } }),
  }
}

const filesMax = 100_000

async function loadStatement(snapshot: Snapshot, deps: ReconcileDeps): Promise<Statement | undefined | { failure: Parameters<typeof failedPass>[2] }> {
  if (snapshot.statement === undefined) return undefined
  const loaded = await deps.store.loadStatement({ kind: 'statement', ...tenantOf(snapshot), id: snapshot.statement.uid })
  if (loaded.ok) return loaded.value
  return loaded.reason === 'not-found' ? undefined : { failure: loaded }
}

const liveGeneration = (statement: Statement | undefined) => (statement !== undefined && hasLiveJob(statement) ? statement.intent.generation : undefined)

const tenantOf = ({ organizationId, environmentId }: Snapshot) => ({ organizationId, environmentId })
