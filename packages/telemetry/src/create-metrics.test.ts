import { expect, it } from 'vitest'
import { createMetrics } from './create-metrics.ts'

it('renders what was counted, under its own names, without touching other registries', async () => {
  const metrics = createMetrics({ component: 'api' })
  const other = createMetrics({ component: 'api' })
  metrics.counter('refusals_total', 'Refused requests.', ['reason']).inc({ reason: 'quota' })
  metrics.histogram('request_duration_seconds', 'Requests.', ['route']).observe({ route: 'statements.list' }, 0.004)
  const { text, contentType } = await metrics.render()
  expect(contentType).toContain('text/plain')
  expect(text).toContain('headgate_api_refusals_total{reason="quota"} 1')
  expect(text).toContain('headgate_api_request_duration_seconds_bucket{le="0.005",route="statements.list"} 1')
  expect((await other.render()).text).not.toContain('refusals')
})
