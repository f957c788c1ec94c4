import { operations } from '@headgate/contract'
import { missing, problemOf } from '../../http/problem.ts'
import { defineRoute } from '../../http/route.ts'
import { renderOrganization } from '../../render/render-organization.ts'

export const changeOrganization = defineRoute(operations.organizations.change, async ({ params, body, caller, links }, { resources, clock }) => {
  if (params.id !== caller.organizationId) return missing('organization', params.id)
  const subject = { noun: 'organization', name: params.id }
  const loaded = await resources.organizations.load(params.id)
  if (!loaded.ok) return problemOf(loaded, subject)
  const next = { ...loaded.value, displayName: body.display_name ?? loaded.value.displayName, updatedAtMs: clock.nowMs() }
  const replaced = await resources.organizations.replace(next, loaded.value.version)
  return replaced.ok ? { body: renderOrganization(replaced.value, links) } : problemOf(replaced, subject)
})
