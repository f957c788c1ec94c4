import { operations } from '@headgate/contract'
import type { Connection } from '@headgate/domain'
import { endpointProblem } from '@headgate/sql'
import { loadEnvironment } from '../../http/load-environment.ts'
import { isProblem, problem, problemOf } from '../../http/problem.ts'
import { readAuthData } from '../../http/read-auth-data.ts'
import { defineRoute } from '../../http/route.ts'
import { renderConnection } from '../../render/render-connection.ts'

export const createConnection = defineRoute(operations.connections.create, async ({ body, tenant, links, keepAnswer }, { resources, clock, config }) => {
  if (body.organization_id && body.organization_id !== tenant.organizationId) return problem(422, { detail: 'organization_id differs from the organization in the path.', pointer: '/organization_id' })
  if (body.environment_id && body.environment_id !== tenant.environmentId) return problem(422, { detail: 'environment_id differs from the environment in the path.', pointer: '/environment_id' })
  const environment = await loadEnvironment(resources, tenant)
  if (isProblem(environment)) return environment
  const refused = endpointProblem(body.spec.connection_type, body.spec.endpoint, config.gatePolicy(tenant))
  if (refused !== undefined) return problem(422, { detail: `The endpoint is refused, because ${refused}.`, pointer: '/spec/endpoint' })
  const authData = readAuthData(body.spec.auth_data?.data ?? '{}')
  if ('problem' in authData) return authData
  const nowMs = clock.nowMs()
  const connection = {
    ...tenant,
    name: body.name,
    connectionType: body.spec.connection_type,
    endpoint: body.spec.endpoint,
    authData: authData.value,
    version: 1,
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
  }
  const answerTo = (made: Connection) => {
    const rendered = renderConnection(made, links)
    return { body: rendered, headers: { location: rendered.metadata.self } }
  }
  const created = await resources.connections.create(tenant, connection, keepAnswer(answerTo))
  if (!created.ok) return problemOf(created, { noun: 'environment', name: tenant.environmentId })
  return answerTo(created.value)
})
