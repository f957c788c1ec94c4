import { operations } from '@headgate/contract'
import { loadEnvironment } from '../../http/load-environment.ts'
import { isProblem, problemOf } from '../../http/problem.ts'
import { defineRoute } from '../../http/route.ts'
import { pageRequest, renderPage } from '../../plugins/paging.ts'
import { renderConnection } from '../../render/render-connection.ts'

export const listConnections = defineRoute(operations.connections.list, async (context, { resources }) => {
  const { query, tenant, links } = context
  const environment = await loadEnvironment(resources, tenant)
  if (isProblem(environment)) return environment
  const connectionType = query['spec.connection_type']?.toUpperCase()
  const page = await resources.connections.list(tenant, pageRequest(query), connectionType ? { connectionType } : undefined)
  if (!page.ok) return problemOf(page, { noun: 'environment', name: tenant.environmentId }, { parameter: 'page_token' })
  return { body: renderPage(context, { apiVersion: 'sql/v1', kind: 'Connection' }, page.value, (connection) => renderConnection(connection, links)) }
})
