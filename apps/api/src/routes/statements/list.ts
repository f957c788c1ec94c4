import { operations } from '@headgate/contract'
import { isProblem, problem, problemOf } from '../../http/problem.ts'
import type { Problem } from '../../http/problem.ts'
import { loadEnvironment } from '../../http/load-environment.ts'
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

/** `a=b,c=d`: every label must match. */
function parseLabelSelector(text: string | undefined): { value: Record<string, string> } | { problem: Problem } {
  const pairs: [string, string][] = []
  for (const part of (text ?? '').split(',').map((each) => each.trim()).filter((each) => each !== '')) {
    const equals = part.indexOf('=')
    if (equals < 1) return { problem: problem(400, { detail: 'label_selector must be key=value, several with commas.', parameter: 'label_selector' }) }
    pairs.push([part.slice(0, equals).trim(), part.slice(equals + 1).replace(/^=/, '').trim()])
  }
  return { value: Object.fromEntries(pairs) }
}
