import { operations } from '@headgate/contract'
import { isProblem, problemOf } from '../../http/problem.ts'
import { loadEnvironment } from '../../http/load-environment.ts'
import { parseLabelSelector } from '../../http/parse-label-selector.ts'
import { defineRoute } from '../../http/route.ts'
import { pageRequest, renderPage } from '../../plugins/paging.ts'
import { renderStatement } from '../../render/render-statement.ts'

export const listStatements = defineRoute(operations.statements.list, async (context, { store, resources }) => {
  const { query, tenant, links } = context
  const labels = parseLabelSelector(query.label_selector)
  if ('problem' in labels) return labels.problem
  const environment = await loadEnvironment(resources, tenant)
  if (isProblem(environment)) return environment
  const filter = {
    ...(query['spec.compute_pool_id'] ? { computePoolId: query['spec.compute_pool_id'] } : {}),
    ...(Object.keys(labels.value).length === 0 ? {} : { labels: labels.value }),
    ...(query.statement_name_search_query ? { nameSearch: query.statement_name_search_query } : {}),
    ...(query['status.phase'] ? { phase: query['status.phase'].toUpperCase() } : {}),
  }
  const page = await store.listStatements(tenant, filter, pageRequest(query))
  if (!page.ok) return problemOf(page, { noun: 'environment', name: tenant.environmentId }, { parameter: 'page_token' })
  return { body: renderPage(context, { apiVersion: 'sql/v1', kind: 'Statement' }, page.value, (statement) => renderStatement(statement, links)) }
})
