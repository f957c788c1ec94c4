import { operations } from '@headgate/contract'
import { isProblem, problem, problemOf } from '../../http/problem.ts'
import { defineRoute } from '../../http/route.ts'
import { wakeUp } from '../../http/wake-up.ts'
import { loadLivePool } from '../../pools/load-live-pool.ts'

export const removePool = defineRoute(operations.computePools.remove, async ({ params, query, caller }, { store, clock, wake }) => {
  const tenant = { organizationId: caller.organizationId, environmentId: query.environment }
  const subject = { noun: 'compute pool', name: params.id }
  const pool = await loadLivePool(store, tenant, params.id)
  if (isProblem(pool)) return pool
  const live = await store.countLiveStatements(tenant, pool.id)
  if (!live.ok) return problemOf(live, subject)
  if (live.value > 0) return problem(409, `${live.value === 1 ? 'A statement lives' : `${live.value} statements live`} in the compute pool '${pool.id}'. Stop or delete what runs there first.`, { code: 'pool_in_use' })
  const requested = await store.requestPoolDeletion(tenant, pool.id, clock.nowMs())
  if (!requested.ok) return problemOf(requested, subject)
  wakeUp(wake, 'pool', tenant, pool.id)
  return {}
})
