import { operations } from '@headgate/contract'
import { problemOf } from '../../http/problem.ts'
import { defineRoute } from '../../http/route.ts'
import { pageRequest, renderPage } from '../../plugins/paging.ts'
import { renderServiceAccount } from '../../render/render-identity.ts'

export const listServiceAccounts = defineRoute(operations.serviceAccounts.list, async (context, { resources }) => {
  const { caller, query, links } = context
  const match = query.display_name ? { displayName: query.display_name } : undefined
  const page = await resources.serviceAccounts.list({ organizationId: caller.organizationId }, pageRequest(query), match)
  if (!page.ok) return problemOf(page, { noun: 'organization', name: caller.organizationId }, { parameter: 'page_token' })
  return { body: renderPage(context, { apiVersion: 'iam/v2', kind: 'ServiceAccount' }, page.value, (account) => renderServiceAccount(account, links)) }
})
