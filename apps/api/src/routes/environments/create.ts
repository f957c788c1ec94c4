import { operations } from '@headgate/contract'
import type { ComputePoolConfig, Environment, Pool, PoolSpec } from '@headgate/domain'
import type { AnswerKeeper } from '@headgate/ports'
import type { ApiConfig, ApiDeps } from '../../deps.ts'
import { problem, problemOf } from '../../http/problem.ts'
import type { Problem } from '../../http/problem.ts'
import { defineRoute } from '../../http/route.ts'
import { wakeUp } from '../../http/wake-up.ts'
import { loadPoolConfig } from '../../pools/load-pool-config.ts'
import { newPoolRow } from '../../pools/new-pool-row.ts'
import { renderEnvironment } from '../../render/render-organization.ts'
import { checkNameFree } from '../../resources/check-name-free.ts'
import { countAtMost } from '../../resources/count-at-most.ts'

export const createEnvironment = defineRoute(operations.environments.create, async ({ body, caller, links, keepAnswer }, deps) => {
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
  const settings = await loadPoolConfig(deps, organizationId)
  if (!settings.ok) return problemOf(settings, subject)
  const poolSpec = defaultPoolSpec(config, settings.value)
  const environment = { organizationId, id: `env-${ids.token(6)}`, displayName: body.display_name, defaults: {}, version: 1, createdAtMs: nowMs, updatedAtMs: nowMs }
  const answerTo = () => {
    const rendered = renderEnvironment(environment, links)
    return { body: rendered, headers: { location: rendered.metadata.self } }
  }
  const created = await resources.environments.create({ organizationId }, environment, poolSpec === undefined ? keepAnswer(answerTo) : undefined)
  const refused = !created.ok ? problemOf(created, subject) : poolSpec === undefined ? undefined : await addDefaultPool(deps, environment, poolSpec, keepAnswer(answerTo))
  if (refused === undefined) return answerTo()
  // All or nothing: the request can be repeated. What has its pool after all stays, and has its answer.
  if (created.ok || created.reason === 'unknown-outcome') await resources.environments.remove({ organizationId }, environment.id)
  return refused
})

/** The pool that lets SQL run in a new environment at once; undefined where the organization wants none. */
function defaultPoolSpec({ regions }: ApiConfig, settings: ComputePoolConfig): PoolSpec | undefined {
  const region = regions[0]
  if (!settings.defaultPoolEnabled || region === undefined) return undefined
  return { displayName: 'default', cloud: region.cloud, region: region.regionName, maxCfu: settings.defaultPoolMaxCfu, defaultPool: true, enableAi: false }
}

async function addDefaultPool({ store, clock, ids, wake }: ApiDeps, environment: Environment, spec: PoolSpec, keeper: AnswerKeeper<Pool> | undefined): Promise<Problem | undefined> {
  const tenant = { organizationId: environment.organizationId, environmentId: environment.id }
  const row = newPoolRow(tenant, `lfcp-${ids.token(6)}`, spec, clock.nowMs())
  const created = await store.createPool(tenant, row, keeper)
  if (!created.ok) return problemOf(created, { noun: 'environment', name: environment.id })
  wakeUp(wake, 'pool', tenant, row.id)
  return undefined
}
