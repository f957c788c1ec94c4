import { operations } from '@headgate/contract'
import { problem } from '../../http/problem.ts'
import { defineRoute } from '../../http/route.ts'
import { pageOfArray, pageRequest, renderPage } from '../../plugins/paging.ts'
import { regionsPath } from '../../render/paths.ts'

export const listRegions = defineRoute(operations.regions.list, async (context, { config }) => {
  const { query, links } = context
  const matching = config.regions.filter((region) => (!query.cloud || region.cloud === query.cloud.toUpperCase()) && (!query.region_name || region.regionName === query.region_name))
  const page = pageOfArray(matching, pageRequest(query))
  if (page === undefined) return problem(400, { detail: 'page_token is not one that this list gave. Start again without it.', parameter: 'page_token' })
  return {
    body: renderPage(context, { apiVersion: 'fcpm/v2', kind: 'Region' }, page, (region) => ({
      api_version: 'fcpm/v2',
      kind: 'Region',
      id: region.id,
      metadata: { self: links.to(regionsPath) },
      display_name: region.displayName ?? region.regionName,
      cloud: region.cloud,
      region_name: region.regionName,
      http_endpoint: region.httpEndpoint ?? links.base,
    })),
  }
})
