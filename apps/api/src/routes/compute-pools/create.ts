import { operations } from '@headgate/contract'
import type { Pool } from '@headgate/domain'
import { loadEnvironment } from '../../http/load-environment.ts'
import { isProblem, problem, problemOf } from '../../http/problem.ts'
import { defineRoute } from '../../http/route.ts'
import { wakeUp } from '../../http/wake-up.ts'
import { listLivePools } from '../../pools/list-live-pools.ts'
import { cfuWhenUnset, newPoolRow } from '../../pools/new-pool-row.ts'
import { renderPool } from '../../render/render-pool.ts'

export const createPool = defineRoute(operations.computePools.create, async ({ body, caller, links, keepAnswer }, { store, resources, config, clock, ids, wake }) => {
  const { spec } = body
  const tenant = { organizationId: caller.organizationId, environmentId: spec.environment.id }
  const environment = await loadEnvironment(resources, tenant)
  if (isProblem(environment)) return environment
  const region = config.regions.find((each) => each.cloud === spec.cloud.toUpperCase() && each.regionName === spec.region)
  if (region === undefined) {
    const known = config.regions.map((each) => `${each.cloud} ${each.regionName}`).join(', ')
    return problem(422, { detail: `There is no region '${spec.region.slice(0, 64)}' of cloud '${spec.cloud.slice(0, 32)}'. Known are: ${known}.`, pointer: '/spec/region' })
  }
  const pools = await listLivePools(store, tenant)
  if (isProblem(pools)) return pools
  if (pools.length >= config.limits.poolsPerEnvironmentMax) return problem(402, `The environment has ${pools.length} compute pools, and may have no more. Delete one first.`)
  const rival = spec.default_pool === true ? pools.find((pool) => pool.spec.defaultPool && pool.spec.region === region.regionName && pool.spec.cloud === region.cloud) : undefined
  if (rival !== undefined) return problem(409, { detail: `The compute pool '${rival.id}' is the default of this environment and region already.`, pointer: '/spec/default_pool' })
  const row = newPoolRow(
    tenant,
    `lfcp-${ids.token(6)}`,
    {
      displayName: spec.display_name,
      cloud: region.cloud,
      region: region.regionName,
      maxCfu: spec.max_cfu || cfuWhenUnset,
      defaultPool: spec.default_pool ?? false,
      enableAi: spec.enable_ai ?? false,
      ...(spec.type === 'DEDICATED' ? { type: 'DEDICATED' } : {}),
    },
    clock.nowMs(),
  )
  const answerTo = (pool: Pool) => {
    const rendered = renderPool(pool, links, config)
    return { body: rendered, headers: { location: rendered.metadata.self } }
  }
  const created = await store.createPool(tenant, row, keepAnswer(answerTo))
  if (!created.ok) return problemOf(created, { noun: 'environment', name: tenant.environmentId })
  wakeUp(wake, 'pool', tenant, row.id)
  return answerTo(created.value)
})
