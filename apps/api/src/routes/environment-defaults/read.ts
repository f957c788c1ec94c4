import { operations } from '@headgate/contract'
import { loadEnvironment } from '../../http/load-environment.ts'
import { isProblem } from '../../http/problem.ts'
import { defineRoute } from '../../http/route.ts'
import { renderDefaults } from '../../render/render-defaults.ts'

export const readEnvironmentDefaults = defineRoute(operations.environmentDefaults.read, async ({ tenant }, { resources }) => {
  const environment = await loadEnvironment(resources, tenant)
  return isProblem(environment) ? environment : { body: renderDefaults(environment) }
})
