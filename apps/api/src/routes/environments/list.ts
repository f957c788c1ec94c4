import { operations } from '@headgate/contract'
import { problemOf } from '../../http/problem.ts'
import { defineRoute } from '../../http/route.ts'
import { pageRequest, renderPage } from '../../plugins/paging.ts'
import { renderEnvironment } from '../../render/render-organization.ts'

export const listEnvironments = defineRoute(operations.environments.list, async (context, { resources }) => {
  const { caller, query, links } = context
  const page = await resources.environments.list({ organizationId: caller.organizationId }, pageRequest(query))
  if (!page.ok) return problemOf(page, { noun: 'organization', name: caller.organizationId }, { parameter: 'page_token' })
  return { body: renderPage(context, { apiVersion: 'org/v2', kind: 'Environment' }, page.value, (environment) => renderEnvironment(environment, links)) }
})
