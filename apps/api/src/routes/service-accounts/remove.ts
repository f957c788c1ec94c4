import { operations } from '@headgate/contract'
import { problemOf } from '../../http/problem.ts'
import { defineRoute } from '../../http/route.ts'

export const removeServiceAccount = defineRoute(operations.serviceAccounts.remove, async ({ params, caller }, { resources }) => {
  const scope = { organizationId: caller.organizationId }
  const subject = { noun: 'service account', name: params.id }
  const loaded = await resources.serviceAccounts.load(scope, params.id)
  if (!loaded.ok) return problemOf(loaded, subject)
  // Its keys go first: a key must not outlive its owner, and a deletion that breaks off can be repeated.
  for (;;) {
    const keys = await resources.apiKeys.list(scope, { pageSize: 100 }, { ownerId: params.id })
    if (!keys.ok) return problemOf(keys, subject)
    if (keys.value.items.length === 0) break
    for (const apiKey of keys.value.items) {
      const removed = await resources.apiKeys.remove(scope, apiKey.id)
      if (!removed.ok && removed.reason !== 'not-found') return problemOf(removed, { noun: 'API key', name: apiKey.id })
    }
  }
  const removed = await resources.serviceAccounts.remove(scope, params.id)
  return removed.ok ? {} : problemOf(removed, subject)
})
