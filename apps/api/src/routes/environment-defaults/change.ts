import { operations } from '@headgate/contract'
import { loadEnvironment } from '../../http/load-environment.ts'
import { isProblem, problem, problemOf } from '../../http/problem.ts'
import { defineRoute } from '../../http/route.ts'
import { renderDefaults } from '../../render/render-defaults.ts'

export const changeEnvironmentDefaults = defineRoute(operations.environmentDefaults.change, async ({ body, tenant }, { resources, clock }) => {
  const environment = await loadEnvironment(resources, tenant)
  if (isProblem(environment)) return environment
  const pointer = '/kafka_connection'
  const name = body.kafka_connection
  if (name !== null) {
    const connection = await resources.connections.load(tenant, name)
    if (!connection.ok && connection.reason !== 'not-found') return problemOf(connection, { noun: 'connection', name })
    if (!connection.ok) return problem(422, { detail: `The connection '${name}' does not exist.`, pointer })
    if (connection.value.connectionType !== 'KAFKA') return problem(422, { detail: `The connection '${name}' is of type ${connection.value.connectionType}, not KAFKA.`, pointer })
  }
  const next = { ...environment, defaults: name === null ? {} : { kafkaConnection: name }, updatedAtMs: clock.nowMs() }
  const replaced = await resources.environments.replace({ organizationId: tenant.organizationId }, environment.id, next, environment.version)
  return replaced.ok ? { body: renderDefaults(replaced.value) } : problemOf(replaced, { noun: 'environment', name: environment.id })
})
