import { operations } from '@headgate/contract'
import { loadEnvironment } from '../../http/load-environment.ts'
import { isProblem } from '../../http/problem.ts'
import { defineRoute } from '../../http/route.ts'
import { renderEnvironment } from '../../render/render-organization.ts'

export const readEnvironment = defineRoute(operations.environments.read, async ({ params, caller, links }, { resources }) => {
  const environment = await loadEnvironment(resources, { organizationId: caller.organizationId, environmentId: params.id })
  return isProblem(environment) ? environment : { body: renderEnvironment(environment, links) }
})
