import { operations } from '@headgate/contract'
import { loadEnvironment } from '../../http/load-environment.ts'
import { isProblem, problemOf } from '../../http/problem.ts'
import { defineRoute } from '../../http/route.ts'
import { pageRequest, renderPage } from '../../plugins/paging.ts'
import { renderPool } from '../../render/render-pool.ts'

export const listPools = defineRoute(operations.computePools.list, async (context, { store, resources, config }) => {
  const { query, caller, links } = context
  const tenant = { organizationId: caller.organizationId, environmentId: query.environment }
  const environment = await loadEnvironment(resources, tenant)
  if (isProblem(environment)) return environment
  const region = query['spec.region']
  const page = await store.listPools(tenant, pageRequest(query), region ? { region } : undefined)
  if (!page.ok) return problemOf(page, { noun: 'environment', name: tenant.environmentId }, { parameter: 'page_token' })
  const live = { ...page.value, items: page.value.items.filter((pool) => pool.deletionRequestedAtMs === undefined) }
  return { body: renderPage(context, { apiVersion: 'fcpm/v2', kind: 'ComputePool' }, live, (pool) => renderPool(pool, links, config)) }
})
