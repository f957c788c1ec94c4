import { operations } from '@headgate/contract'
import { problemOf } from '../../http/problem.ts'
import { defineRoute } from '../../http/route.ts'
import { renderServiceAccount } from '../../render/render-identity.ts'

export const readServiceAccount = defineRoute(operations.serviceAccounts.read, async ({ params, caller, links }, { resources }) => {
  const loaded = await resources.serviceAccounts.load({ organizationId: caller.organizationId }, params.id)
  return loaded.ok ? { body: renderServiceAccount(loaded.value, links) } : problemOf(loaded, { noun: 'service account', name: params.id })
})
