import { operations } from '@headgate/contract'
import { problemOf } from '../../http/problem.ts'
import { defineRoute } from '../../http/route.ts'
import { renderConnection } from '../../render/render-connection.ts'

export const readConnection = defineRoute(operations.connections.read, async ({ params, tenant, links }, { resources }) => {
  const loaded = await resources.connections.load(tenant, params.connection_name)
  return loaded.ok ? { body: renderConnection(loaded.value, links) } : problemOf(loaded, { noun: 'connection', name: params.connection_name })
})
