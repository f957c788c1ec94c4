import { operations } from '@headgate/contract'
import { problemOf } from '../../http/problem.ts'
import { defineRoute } from '../../http/route.ts'
import { renderServiceAccount } from '../../render/render-identity.ts'
import { checkNameFree } from '../../resources/check-name-free.ts'

export const changeServiceAccount = defineRoute(operations.serviceAccounts.change, async ({ params, body, caller, links }, { resources, clock }) => {
  const scope = { organizationId: caller.organizationId }
  const subject = { noun: 'service account', name: params.id }
  const loaded = await resources.serviceAccounts.load(scope, params.id)
  if (!loaded.ok) return problemOf(loaded, subject)
  const displayName = body.display_name ?? loaded.value.displayName
  if (displayName !== loaded.value.displayName) {
    const taken = await checkNameFree('service account', displayName, params.id, (page) => resources.serviceAccounts.list(scope, page, { displayName }))
    if (taken !== undefined) return taken
  }
  const next = { ...loaded.value, displayName, description: body.description ?? loaded.value.description, updatedAtMs: clock.nowMs() }
  const replaced = await resources.serviceAccounts.replace(scope, params.id, next, loaded.value.version)
  return replaced.ok ? { body: renderServiceAccount(replaced.value, links) } : problemOf(replaced, subject)
})
