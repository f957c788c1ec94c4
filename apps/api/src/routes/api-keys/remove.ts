import { operations } from '@headgate/contract'
import { problemOf } from '../../http/problem.ts'
import { defineRoute } from '../../http/route.ts'

export const removeApiKey = defineRoute(operations.apiKeys.remove, async ({ params, caller, log }, { resources }) => {
  const removed = await resources.apiKeys.remove({ organizationId: caller.organizationId }, params.id)
  if (!removed.ok) return problemOf(removed, { noun: 'API key', name: params.id })
  log.info({ removedKeyId: params.id }, 'API key removed')
  return {}
})
