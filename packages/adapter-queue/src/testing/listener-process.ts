import { createBullWake } from '../create-bull-wake.ts'

/**
 * Listens for pools, two at a time, in a process of its own, so that it can be killed. Its parent is told `{ listening: true }`, and `{ begun }`, an id, with each look; a key whose
 * id begins with `long` is looked at for a minute, and any other for no time, with `{ done }`. `{ said }` is what it logs. Told `{ wake }`, an id, it wakes that.
 */
const [url = '', prefix = ''] = process.argv.slice(2)
const wake = createBullWake({ url, prefix, nowMs: () => Date.now(), log: { warn: (fields, message) => void process.send?.({ said: `${message} ${JSON.stringify(fields)}` }) } })
await wake.listen('pool', 2, async ({ id }) => {
  process.send?.({ begun: id })
  if (id.startsWith('long')) await new Promise((resolve) => setTimeout(resolve, 60_000))
  process.send?.({ done: id })
})
process.on('message', (message: { wake: string }) => void wake.wake({ kind: 'pool', organizationId: 'o', environmentId: 'env-1', id: message.wake }))
process.on('disconnect', () => process.exit(0))
process.send?.({ listening: true })
