import { operations } from '@headgate/contract'
import { missing, problemOf } from '../../http/problem.ts'
import { defineRoute } from '../../http/route.ts'
import { renderOrganization } from '../../render/render-organization.ts'

export const readOrganization = defineRoute(operations.organizations.read, async ({ params, caller, links }, { resources }) => {
  if (params.id !== caller.organizationId) return missing('organization', params.id)
  const loaded = await resources.organizations.load(params.id)
  return loaded.ok ? { body: renderOrganization(loaded.value, links) } : problemOf(loaded, { noun: 'organization', name: params.id })
})
