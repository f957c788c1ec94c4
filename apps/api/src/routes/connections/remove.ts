import { operations } from '@headgate/contract'
import { problemOf } from '../../http/problem.ts'
import { defineRoute } from '../../http/route.ts'

export const removeConnection = defineRoute(operations.connections.remove, async ({ params, tenant }, { resources }) => {
  const removed = await resources.connections.remove(tenant, params.connection_name)
  return removed.ok ? {} : problemOf(removed, { noun: 'connection', name: params.connection_name })
})
