import { operations } from '@headgate/contract'
import { loadEnvironment } from '../../http/load-environment.ts'
import { isProblem, problemOf } from '../../http/problem.ts'
import { defineRoute } from '../../http/route.ts'
import { renderEnvironment } from '../../render/render-organization.ts'
import { checkNameFree } from '../../resources/check-name-free.ts'

export const changeEnvironment = defineRoute(operations.environments.change, async ({ params, body, caller, links }, { resources, clock }) => {
  const scope = { organizationId: caller.organizationId }
  const environment = await loadEnvironment(resources, { ...scope, environmentId: params.id })
  if (isProblem(environment)) return environment
  const displayName = body.display_name ?? environment.displayName
  if (displayName === environment.displayName) return { body: renderEnvironment(environment, links) }
  const taken = await checkNameFree('environment', displayName, environment.id, (page) => resources.environments.list(scope, page, { displayName }))
  if (taken !== undefined) return taken
  const replaced = await resources.environments.replace(scope, environment.id, { ...environment, displayName, updatedAtMs: clock.nowMs() }, environment.version)
  return replaced.ok ? { body: renderEnvironment(replaced.value, links) } : problemOf(replaced, { noun: 'environment', name: params.id })
})
