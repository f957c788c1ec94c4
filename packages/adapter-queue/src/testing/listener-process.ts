import { createBullWake } from '../create-bull-wake.ts'
import { monotonicMs } from './monotonic-ms.ts'

/**
 * Listens for pools in a process of its own, so that it can be killed. Its parent is told `{ listening: true }`, `{ begun, atMs }` with each look, `{ done }` with its end, and `{ said }`
 * with each line of its log. Told `{ wake }`, an id, it wakes that.
 */
const [url = '', prefix = '', concurrency = '1', lookMs = '0'] = process.argv.slice(2)
const tell = (message: object): void => {
  if (process.connected) process.send?.(message)
}
const wake = createBullWake({ url, prefix, nowMs: () => Date.now(), log: { warn: (fields, message) => tell({ said: `${message} ${JSON.stringify(fields)}` }) } })
await wake.listen('pool', Number(concurrency), async ({ id }) => {
  tell({ begun: id, atMs: monotonicMs() })
  if (lookMs !== '0') await new Promise((resolve) => setTimeout(resolve, Number(lookMs)))
  tell({ done: id })
})
process.on('message', (message: { wake: string }) => void wake.wake({ kind: 'pool', organizationId: 'o', environmentId: 'env-1', id: message.wake }))
process.on('disconnect', () => process.exit(0))
tell({ listening: true })
