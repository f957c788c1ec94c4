import type { Failure, Pool, PoolDemand, PoolObserved } from '@headgate/domain'
import { planPool } from '@headgate/planner'
import type { PoolAction } from '@headgate/planner'
import type { Lease, WorkKey } from '@headgate/ports'
import type { ReconcileDeps } from '../deps.ts'
import type { Pass } from '../reconcile-one.ts'
import { changedOwnPools, changedStatements } from './changed-statements.ts'
import { observePool } from './observe-pool.ts'

/** One pass over a pool. */
export async function passPool(lease: Lease, deps: ReconcileDeps): Promise<Pass> {
  const pass: Pass = { actions: [], failures: [], again: false, wakeAfterMs: 5_000 }
  const loaded = await deps.store.loadPool(lease.key)
  if (!loaded.ok) return loaded.reason === 'not-found' ? { ...pass, end: 'gone' } : failed(pass, 'load', loaded)
  const before = loaded.value
  const tenant = { organizationId: before.organizationId, environmentId: before.environmentId }
  const demands = await deps.store.listDemands({ ...tenant, computePoolId: before.id })
  if (!demands.ok) return failed(pass, 'list-demands', demands)

  const parent = await loadParent(before, demands.value, deps)
  if (parent !== undefined && 'ok' in parent) return failed(pass, 'load-parent', parent)
  const observed = await observePool(before, demands.value, deps)
  const pool: Pool = { ...before, observed }
  const plan = planPool({
    nowMs: deps.clock.nowMs(),
    pool,
    parent: parent?.pool,
    demands: demands.value,
    settings: deps.settings.pool,
    keepWarm: pool.ownOf === undefined && deps.isKeptWarm(pool),
    stopping: false,
  })
  const wake: WorkKey[] = [
    ...changedStatements(before, { intent: plan.intent, observed }, demands.value).map((id) => ({ kind: 'statement' as const, ...tenant, id })),
    ...changedOwnPools(before.intent, plan.intent, demands.value).map((id) => ({ kind: 'pool' as const, ...tenant, id })),
  ]
  const committed = await deps.store.commitPool(lease, {
    expectedIntentVersion: before.intentVersion,
    expectedSpecVersion: before.specVersion,
    intent: plan.intent,
    observed,
    status: plan.status,
    wake,
  })
  if (!committed.ok) return committed.reason === 'conflict' ? { ...pass, end: 'superseded' } : failed(pass, 'commit', committed)
  for (const key of wake) await deps.wake.wake(key, 0)

  let recorded: PoolObserved = observed
  for (const action of plan.actions) {
    pass.actions.push(action.kind)
    if (action.kind === 'remove-pool') {
      const tidied = await deps.cluster.removePool({ ...tenant, computePoolId: before.id })
      if (!tidied.ok) return failed(pass, action.kind, tidied)
      const removed = await deps.store.removePool(lease)
      return removed.ok ? { ...pass, end: 'gone' } : failed(pass, action.kind, removed)
    }
    recorded = await execute(action, pool, recorded, pass, deps)
  }
  if (recorded !== observed) await deps.store.recordPool(lease, { observed: recorded, wake: [] })
  return { ...pass, wakeAfterMs: plan.wakeAfterMs }
}

/** Of an own pool: the DEDICATED one. `gone` when that or the statement does not exist any more; one that asks or holds something does. */
async function loadParent(pool: Pool, demands: PoolDemand[], deps: ReconcileDeps): Promise<{ pool: Pool | 'gone' } | Failure | undefined> {
  if (pool.ownOf === undefined) return undefined
  const { statementUid, computePoolId } = pool.ownOf
  const tenant = { organizationId: pool.organizationId, environmentId: pool.environmentId }
  const parent = await deps.store.loadPool({ ...tenant, computePoolId })
  if (!parent.ok) return parent.reason === 'not-found' ? { pool: 'gone' } : parent
  if (demands.some(({ uid }) => uid === statementUid)) return { pool: parent.value }
  const owner = await deps.store.loadStatement({ kind: 'statement', ...tenant, id: statementUid })
  if (!owner.ok) return owner.reason === 'not-found' ? { pool: 'gone' } : owner
  return { pool: parent.value }
}

async function execute(
  action: Exclude<PoolAction, { kind: 'remove-pool' }>,
  pool: Pool,
  observed: PoolObserved,
  pass: Pass,
  deps: ReconcileDeps,
): Promise<PoolObserved> {
  const key = { organizationId: pool.organizationId, environmentId: pool.environmentId, computePoolId: pool.id }
  switch (action.kind) {
    case 'drop-workers': {
      const dropped = await deps.cluster.dropWorkers(key, action.upToGeneration)
      if (!dropped.ok) pass.failures.push({ action: action.kind, failure: dropped })
      return observed
    }
    case 'ensure-workers': {
      const ensured = await deps.cluster.ensureWorkers({
        ...key,
        clusterGeneration: action.clusterGeneration,
        taskManagers: action.taskManagers,
        slotsPerTaskManager: action.slotsPerTaskManager,
        ...(action.besideOlder === undefined ? {} : { besideOlder: action.besideOlder }),
      })
      if (ensured.ok) return observed.startFailure === undefined ? observed : { ...observed, startFailure: undefined }
      pass.failures.push({ action: action.kind, failure: ensured })
      return { ...observed, startFailure: { message: ensured.message, atMs: deps.clock.nowMs() } }
    }
    case 'warm-gateway': {
      const warm = await deps.warmGateway(action.endpoint)
      return warm ? { ...observed, warmGatewayWorkerId: action.workerId } : observed
    }
  }
}

function failed(pass: Pass, action: string, failure: Parameters<Pass['failures']['push']>[0]['failure']): Pass {
  pass.failures.push({ action, failure })
  return pass
}
