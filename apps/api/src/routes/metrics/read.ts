import { operations } from '@headgate/contract'
import { defineRoute } from '../../http/route.ts'

export const readMetrics = defineRoute(operations.metrics.read, async (_context, { telemetry }) => {
  const { text, contentType } = await telemetry.metrics.render()
  return { body: text, contentType }
})
