import { operations } from '@headgate/contract'
import { loadEnvironment } from '../../http/load-environment.ts'
import { isProblem, problemOf } from '../../http/problem.ts'
import { defineRoute } from '../../http/route.ts'
import { pageRequest, renderPage } from '../../plugins/paging.ts'
import { renderSnapshotPolicy } from '../../render/render-snapshot-policy.ts'

export const listSnapshotPolicies = defineRoute(operations.snapshotPolicies.list, async (context, { resources, clock }) => {
  const { query, tenant, links } = context
  const environment = await loadEnvironment(resources, tenant)
  if (isProblem(environment)) return environment
  const page = await resources.snapshotPolicies.list(tenant, pageRequest(query), query.statement_name ? { statementName: query.statement_name } : undefined)
  if (!page.ok) return problemOf(page, { noun: 'environment', name: tenant.environmentId }, { parameter: 'page_token' })
  return { body: renderPage(context, { apiVersion: 'headgate/v1', kind: 'SnapshotPolicy' }, page.value, (policy) => renderSnapshotPolicy(policy, links, clock.nowMs())) }
})
