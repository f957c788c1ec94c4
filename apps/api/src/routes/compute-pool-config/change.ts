import { operations } from '@headgate/contract'
import { problemOf } from '../../http/problem.ts'
import { defineRoute } from '../../http/route.ts'
import { loadPoolConfig } from '../../pools/load-pool-config.ts'
import { renderPoolConfig } from '../../render/render-pool-config.ts'

export const changePoolConfig = defineRoute(operations.computePoolConfig.change, async ({ body, caller }, deps) => {
  const subject = { noun: 'organization', name: caller.organizationId }
  const loaded = await loadPoolConfig(deps, caller.organizationId)
  if (!loaded.ok) return problemOf(loaded, subject)
  const { spec } = body
  const next = {
    ...loaded.value,
    defaultPoolEnabled: spec.default_pool_enabled ?? loaded.value.defaultPoolEnabled,
    defaultPoolMaxCfu: spec.default_pool_max_cfu ?? loaded.value.defaultPoolMaxCfu,
    updatedAtMs: deps.clock.nowMs(),
  }
  const saved = await deps.resources.computePoolConfigs.save(next, loaded.value.version)
  return saved.ok ? { body: renderPoolConfig(saved.value) } : problemOf(saved, subject)
})
