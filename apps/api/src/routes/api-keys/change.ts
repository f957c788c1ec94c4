import { operations } from '@headgate/contract'
import { problemOf } from '../../http/problem.ts'
import { defineRoute } from '../../http/route.ts'
import { renderApiKey } from '../../render/render-identity.ts'

export const changeApiKey = defineRoute(operations.apiKeys.change, async ({ params, body, caller, links }, { resources, clock }) => {
  const scope = { organizationId: caller.organizationId }
  const subject = { noun: 'API key', name: params.id }
  const loaded = await resources.apiKeys.load(scope, params.id)
  if (!loaded.ok) return problemOf(loaded, subject)
  const next = {
    ...loaded.value,
    displayName: body.spec.display_name ?? loaded.value.displayName,
    description: body.spec.description ?? loaded.value.description,
    updatedAtMs: clock.nowMs(),
  }
  const replaced = await resources.apiKeys.replace(scope, params.id, next, loaded.value.version)
  return replaced.ok ? { body: renderApiKey(replaced.value, links) } : problemOf(replaced, subject)
})
