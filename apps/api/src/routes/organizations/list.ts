import { operations } from '@headgate/contract'
import { problem, problemOf } from '../../http/problem.ts'
import { defineRoute } from '../../http/route.ts'
import { pageOfArray, pageRequest, renderPage } from '../../plugins/paging.ts'
import { renderOrganization } from '../../render/render-organization.ts'

export const listOrganizations = defineRoute(operations.organizations.list, async (context, { resources }) => {
  const { caller, query, links } = context
  const loaded = await resources.organizations.load(caller.organizationId)
  if (!loaded.ok) return problemOf(loaded, { noun: 'organization', name: caller.organizationId })
  const page = pageOfArray([loaded.value], pageRequest(query))
  if (page === undefined) return problem(400, { detail: 'page_token is not one that this list gave. Start again without it.', parameter: 'page_token' })
  return { body: renderPage(context, { apiVersion: 'org/v2', kind: 'Organization' }, page, (organization) => renderOrganization(organization, links)) }
})
