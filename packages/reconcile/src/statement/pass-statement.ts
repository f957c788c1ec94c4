import { placeOf, sameValue } from '@headgate/domain'
import type { Statement, StatementEvent, StatementException, StatementObserved } from '@headgate/domain'
import { hasLiveJob, planStatement } from '@headgate/planner'
import { storageKey } from '@headgate/ports'
import type { Lease, WorkKey } from '@headgate/ports'
import type { ReconcileDeps } from '../deps.ts'
import { failedPass } from '../failed-pass.ts'
import type { Pass } from '../reconcile-one.ts'
import { executeAction } from './execute-action.ts'
import { handedOver } from './handed-over.ts'
import { observeStatement } from './observe-statement.ts'
import type { Outcome } from './outcome.ts'
import { stopSnapshots } from './stop-snapshots.ts'

/** One pass over a statement. */
export async function passStatement(lease: Lease, deps: ReconcileDeps): Promise<Pass> {
  const pass: Pass = { actions: [], failures: [], again: false, wakeAfterMs: 5_000 }
  const loaded = await deps.store.loadStatement(lease.key)
  if (!loaded.ok) return loaded.reason === 'not-found' ? { ...pass, end: 'gone' } : failedPass(pass, 'load', loaded)
  const statement = loaded.value
  const lives = hasLiveJob(statement) ? statement.intent.generation : undefined
  const poolId = lives?.computePoolId ?? placeOf(statement)
  const pool = await deps.store.loadPool({ ...tenantOf(statement), computePoolId: poolId })
  if (!pool.ok && pool.reason !== 'not-found') return failedPass(pass, 'load-pool', pool)
  const grantedBy = pool.ok ? pool.value.ownOf?.computePoolId : undefined
  const parent = grantedBy === undefined ? undefined : await deps.store.loadPool({ ...tenantOf(statement), computePoolId: grantedBy })
  if (parent !== undefined && !parent.ok && parent.reason !== 'not-found') return failedPass(pass, 'load-parent', parent)

  const { observed, exceptions } = await observeStatement(statement, pool.ok ? pool.value : undefined, deps)
  const plan = planStatement({
    nowMs: deps.clock.nowMs(),
    statement: { ...statement, observed },
    pool: pool.ok ? pool.value : undefined,
    parent: parent?.ok === true ? parent.value : undefined,
    suspending: deps.isSuspending(),
    fresh: { jobId: deps.ids.hex32(), triggerId: deps.ids.hex32() },
    settings: deps.settings.statement,
  })
  const poolKeys: WorkKey[] = plan.wakePool ? poolsOf(statement, [poolId, grantedBy]) : []
  const handOver = handedOver(statement, observed, deps.clock.nowMs())
  const committed = await deps.store.commitStatement(lease, {
    expectedIntentVersion: statement.intentVersion,
    intent: plan.intent,
    observed,
    status: plan.status,
    events: plan.events,
    exceptions,
    wake: poolKeys,
    snapshots: stopSnapshots(statement, plan.actions),
    ...(handOver === undefined ? {} : { handOver }),
  })
  if (!committed.ok) return committed.reason === 'conflict' ? { ...pass, end: 'superseded' } : failedPass(pass, 'commit', committed)
  for (const key of poolKeys) await deps.wake.wake(key, 0)
  if (handOver !== undefined) await deps.wake.wake(storageKey(statement), 0)
  if (plan.actions.length === 0) return { ...pass, wakeAfterMs: plan.wakeAfterMs, again: plan.wakeAfterMs === 0 }

  const changed = { observed, events: [] as StatementEvent[], exceptions: [] as StatementException[], again: false }
  for (const action of plan.actions) {
    pass.actions.push(action.kind)
    const outcome = await executeAction(action, { ...committed.value, observed: changed.observed }, lease, deps)
    if (outcome.removed === true) return { ...pass, end: 'gone' }
    if (outcome.failure !== undefined) pass.failures.push({ action: action.kind, failure: outcome.failure })
    const recorded = await record(committed.value, lease, changed, outcome, deps)
    if (recorded !== undefined) return recorded === 'superseded' ? { ...pass, end: 'superseded' } : failedPass(pass, 'record', recorded)
  }
  return { ...pass, wakeAfterMs: plan.wakeAfterMs, again: changed.again }
}

/** Writes an outcome down. A catalog object that changed meanwhile makes the DDL run again on what is there now. */
async function record(
  statement: Statement,
  lease: Lease,
  changed: { observed: StatementObserved; again: boolean },
  outcome: Outcome,
  deps: ReconcileDeps,
): Promise<undefined | 'superseded' | Parameters<Pass['failures']['push']>[0]['failure']> {
  if (outcome.observed === undefined && outcome.events === undefined && outcome.exceptions === undefined && outcome.wakeResults !== true) return undefined
  const observed = { ...changed.observed, ...outcome.observed }
  const handOver = outcome.observed === undefined ? undefined : handedOver({ ...statement, observed: changed.observed }, observed, deps.clock.nowMs())
  const wake: WorkKey[] = outcome.wakeResults === true ? [{ kind: 'results', ...tenantOf(statement), id: statement.uid }] : []
  const recorded = await deps.store.recordStatement(lease, {
    observed,
    events: outcome.events ?? [],
    exceptions: outcome.exceptions,
    catalogChanges: outcome.catalogChanges,
    wake,
    ...(handOver === undefined ? {} : { handOver }),
  })
  if (!recorded.ok) return recorded.reason === 'conflict' && outcome.catalogChanges === undefined ? 'superseded' : recorded
  for (const key of wake) await deps.wake.wake(key, 0)
  if (handOver !== undefined) await deps.wake.wake(storageKey(statement), 0)
  changed.again ||= !sameValue(observed, changed.observed)
  changed.observed = observed
  return undefined
}

const tenantOf = (statement: Statement) => ({
  organizationId: statement.organizationId,
  environmentId: statement.environmentId,
})

/** The pool a generation runs in, the one it shall move to, and those that grant slots there. */
const poolsOf = (statement: Statement, poolIds: (string | undefined)[]): WorkKey[] =>
  [...new Set([...poolIds, placeOf(statement), statement.spec.computePoolId])].filter((id) => id !== undefined).map((id) => ({ kind: 'pool', ...tenantOf(statement), id }))
