import { operations } from '@headgate/contract'
import type { ApiKey } from '@headgate/domain'
import { problemOf } from '../../http/problem.ts'
import { defineRoute } from '../../http/route.ts'
import { pageRequest, renderPage } from '../../plugins/paging.ts'
import { renderApiKey } from '../../render/render-identity.ts'

export const listApiKeys = defineRoute(operations.apiKeys.list, async (context, { resources }) => {
  const { caller, query, links } = context
  const owner = query['spec.owner']
  const resource = query['spec.resource']
  const page = await resources.apiKeys.list({ organizationId: caller.organizationId }, pageRequest(query), owner ? { ownerId: owner } : undefined)
  if (!page.ok) return problemOf(page, { noun: 'organization', name: caller.organizationId }, { parameter: 'page_token' })
  const matching = { ...page.value, items: page.value.items.filter((apiKey) => !resource || resourceOf(apiKey) === resource) }
  return { body: renderPage(context, { apiVersion: 'iam/v2', kind: 'ApiKey' }, matching, (apiKey) => renderApiKey(apiKey, links)) }
})

const resourceOf = ({ reach }: ApiKey): string => (reach.kind === 'cloud' ? 'cloud' : reach.regionId)
