import { operations } from '@headgate/contract'
import { isProblem, problem, problemOf } from '../../http/problem.ts'
import type { Fault } from '../../http/problem.ts'
import { defineRoute } from '../../http/route.ts'
import { wakeUp } from '../../http/wake-up.ts'
import { listLivePools } from '../../pools/list-live-pools.ts'
import { loadLivePool } from '../../pools/load-live-pool.ts'
import { cfuWhenUnset } from '../../pools/new-pool-row.ts'
import { renderPool } from '../../render/render-pool.ts'

export const changePool = defineRoute(operations.computePools.change, async ({ params, body, caller, links }, { store, config, clock, wake }) => {
  const { spec } = body
  const tenant = { organizationId: caller.organizationId, environmentId: spec.environment.id }
  const pool = await loadLivePool(store, tenant, params.id)
  if (isProblem(pool)) return pool
  const faults: Fault[] = []
  if (spec.cloud && spec.cloud.toUpperCase() !== pool.spec.cloud) faults.push({ detail: '/spec/cloud cannot be changed. Create another compute pool.', pointer: '/spec/cloud' })
  if (spec.region && spec.region !== pool.spec.region) faults.push({ detail: '/spec/region cannot be changed. Create another compute pool.', pointer: '/spec/region' })
  if (spec.type !== undefined && spec.type !== (pool.spec.type ?? 'SHARED')) {
    const detail = '/spec/type cannot be changed. Create another compute pool of that type, then stop each statement, change its compute_pool_id and resume it: it goes on from its savepoint.'
    faults.push({ detail, pointer: '/spec/type' })
  }
  if (faults.length > 0) return problem(422, faults, { code: 'immutable' })
  if (spec.default_pool === true && !pool.spec.defaultPool) {
    const pools = await listLivePools(store, tenant)
    if (isProblem(pools)) return pools
    const rival = pools.find((each) => each.spec.defaultPool && each.spec.region === pool.spec.region && each.spec.cloud === pool.spec.cloud)
    if (rival !== undefined) return problem(409, { detail: `The compute pool '${rival.id}' is the default of this environment and region already.`, pointer: '/spec/default_pool' })
  }
  const next = {
    ...pool.spec,
    displayName: spec.display_name ?? pool.spec.displayName,
    maxCfu: spec.max_cfu === undefined ? pool.spec.maxCfu : spec.max_cfu || cfuWhenUnset,
    defaultPool: spec.default_pool ?? pool.spec.defaultPool,
    enableAi: spec.enable_ai ?? pool.spec.enableAi,
  }
  const changed = await store.changePoolSpec(tenant, pool.id, next, pool.specVersion, clock.nowMs())
  if (!changed.ok) return problemOf(changed, { noun: 'compute pool', name: pool.id })
  wakeUp(wake, 'pool', tenant, pool.id)
  return { body: renderPool(changed.value, links, config) }
})
