import { operations } from '@headgate/contract'
import { problemOf } from '../../http/problem.ts'
import { defineRoute } from '../../http/route.ts'
import { loadPoolConfig } from '../../pools/load-pool-config.ts'
import { renderPoolConfig } from '../../render/render-pool-config.ts'

export const readPoolConfig = defineRoute(operations.computePoolConfig.read, async ({ caller }, deps) => {
  const loaded = await loadPoolConfig(deps, caller.organizationId)
  return loaded.ok ? { body: renderPoolConfig(loaded.value) } : problemOf(loaded, { noun: 'organization', name: caller.organizationId })
})
