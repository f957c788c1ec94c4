import { operations } from '@headgate/contract'
import { problemOf } from '../../http/problem.ts'
import { defineRoute } from '../../http/route.ts'
import { renderApiKey } from '../../render/render-identity.ts'

export const readApiKey = defineRoute(operations.apiKeys.read, async ({ params, caller, links }, { resources }) => {
  const loaded = await resources.apiKeys.load({ organizationId: caller.organizationId }, params.id)
  return loaded.ok ? { body: renderApiKey(loaded.value, links) } : problemOf(loaded, { noun: 'API key', name: params.id })
})
