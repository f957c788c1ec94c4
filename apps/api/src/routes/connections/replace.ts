import { operations } from '@headgate/contract'
import { problem, problemOf } from '../../http/problem.ts'
import type { Fault } from '../../http/problem.ts'
import { readAuthData } from '../../http/read-auth-data.ts'
import { defineRoute } from '../../http/route.ts'
import { renderConnection } from '../../render/render-connection.ts'

export const replaceConnection = defineRoute(operations.connections.replace, async ({ params, body, tenant, links }, { resources, clock }) => {
  const subject = { noun: 'connection', name: params.connection_name }
  const loaded = await resources.connections.load(tenant, params.connection_name)
  if (!loaded.ok) return problemOf(loaded, subject)
  const present = loaded.value
  const version = body.metadata?.resource_version
  if (version && version !== String(present.version)) {
    return problem(409, { detail: `The connection '${present.name}' changed since it was read. Read it again and repeat the change.`, pointer: '/metadata/resource_version' })
  }
  const faults: Fault[] = []
  const fixed = (pointer: string, given: string | undefined, stored: string) => {
    if (given && given !== stored) faults.push({ detail: `${pointer} cannot be changed. Create a new connection instead.`, pointer })
  }
  fixed('/name', body.name, present.name)
  fixed('/organization_id', body.organization_id, present.organizationId)
  fixed('/environment_id', body.environment_id, present.environmentId)
  fixed('/spec/connection_type', body.spec.connection_type, present.connectionType)
  fixed('/spec/endpoint', body.spec.endpoint, present.endpoint)
  if (faults.length > 0) return problem(422, faults, { code: 'immutable' })
  if (body.spec.auth_data === undefined) return { body: renderConnection(present, links) }
  const authData = readAuthData(body.spec.auth_data.data, present.authData)
  if ('problem' in authData) return authData
  const replaced = await resources.connections.replace(tenant, present.name, { ...present, authData: authData.value, updatedAtMs: clock.nowMs() }, present.version)
  return replaced.ok ? { body: renderConnection(replaced.value, links) } : problemOf(replaced, subject)
})
