import { operations } from '@headgate/contract'
import { isProblem } from '../../http/problem.ts'
import { defineRoute } from '../../http/route.ts'
import { loadLivePool } from '../../pools/load-live-pool.ts'
import { renderPool } from '../../render/render-pool.ts'

export const readPool = defineRoute(operations.computePools.read, async ({ params, query, caller, links }, { store, config }) => {
  const pool = await loadLivePool(store, { organizationId: caller.organizationId, environmentId: query.environment }, params.id)
  return isProblem(pool) ? pool : { body: renderPool(pool, links, config) }
})
