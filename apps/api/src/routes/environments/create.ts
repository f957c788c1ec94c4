import { operations } from '@headgate/contract'
import type { Environment } from '@headgate/domain'
import type { ApiDeps } from '../../deps.ts'
import { problem, problemOf } from '../../http/problem.ts'
import type { Problem } from '../../http/problem.ts'
import { defineRoute } from '../../http/route.ts'
import { wakeUp } from '../../http/wake-up.ts'
import { loadPoolConfig } from '../../pools/load-pool-config.ts'
import { newPoolRow } from '../../pools/new-pool-row.ts'
import { renderEnvironment } from '../../render/render-organization.ts'
import { checkNameFree } from '../../resources/check-name-free.ts'
import { countAtMost } from '../../resources/count-at-most.ts'

export const createEnvironment = defineRoute(operations.environments.create, async ({ body, caller, links }, deps) => {
  const { resources, config, clock, ids } = deps
  const { organizationId } = caller
  const subject = { noun: 'organization', name: organizationId }
  const max = config.limits.environmentsPerOrganizationMax
  const count = await countAtMost((page) => resources.environments.list({ organizationId }, page), max)
  if (!count.ok) return problemOf(count, subject)
  if (count.value >= max) return problem(402, `The organization has ${max} environments, and may have no more. Delete one first.`)
  const taken = await checkNameFree('environment', body.display_name, undefined, (page) => resources.environments.list({ organizationId }, page, { displayName: body.display_name }))
  if (taken !== undefined) return taken
  const nowMs = clock.nowMs()
  const created = await resources.environments.create(
    { organizationId },
    { organizationId, id: `env-${ids.token(6)}`, displayName: body.display_name, defaults: {}, version: 1, createdAtMs: nowMs, updatedAtMs: nowMs },
  )
  if (!created.ok) return problemOf(created, subject)
  const refused = await addDefaultPool(deps, created.value)
  if (refused !== undefined) {
    // All or nothing: the request can be repeated.
    await resources.environments.remove({ organizationId }, created.value.id)
    return refused
  }
  const rendered = renderEnvironment(created.value, links)
  return { body: rendered, headers: { location: rendered.metadata.self } }
})

/** So that SQL can run in a new environment at once. */
async function addDefaultPool(deps: ApiDeps, environment: Environment): Promise<Problem | undefined> {
  const { store, config, clock, ids, wake } = deps
  const tenant = { organizationId: environment.organizationId, environmentId: environment.id }
  const settings = await loadPoolConfig(deps, tenant.organizationId)
  if (!settings.ok) return problemOf(settings, { noun: 'organization', name: tenant.organizationId })
  const region = config.regions[0]
  if (!settings.value.defaultPoolEnabled || region === undefined) return undefined
  const spec = { displayName: 'default', cloud: region.cloud, region: region.regionName, maxCfu: settings.value.defaultPoolMaxCfu, defaultPool: true, enableAi: false }
  const row = newPoolRow(tenant, `lfcp-${ids.token(6)}`, spec, clock.nowMs())
  const created = await store.createPool(tenant, row)
  if (!created.ok) return problemOf(created, { noun: 'environment', name: environment.id })
  wakeUp(wake, 'pool', tenant, row.id)
  return undefined
}
