import { failed, ok } from '@headgate/domain'
import type { Result } from '@headgate/domain'
import { createVirtualClock } from '@headgate/sim'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createKubeClient } from '../api/kube-client.ts'
import type { KubeClient } from '../api/kube-client.ts'
import { startFakeApiServer } from '../testing/fake-api-server.ts'
import type { FakeApiServer } from '../testing/fake-api-server.ts'
import { faultsOfCalls, faultsOfWatches } from '../testing/faults.ts'
import type { Fault } from '../testing/faults.ts'
import { watchPods } from './watch-pods.ts'

const clock = createVirtualClock(Date.parse('2026-01-01T00:00:00Z'))
let server: FakeApiServer
let client: KubeClient

beforeEach(async () => {
  server = await startFakeApiServer({ nowMs: () => clock.nowMs() })
  connect(60_000)
})
const connect = (watchIdleMs: number): void => void (client = createKubeClient({ connection: { server: server.url }, clock, timeoutMs: 500, watchIdleMs }))
afterEach(async () => {
  await client.close()
  await server.close()
})

/** Time passes in steps, and what is under way goes on meanwhile. */
async function until(isSo: () => boolean, what: string): Promise<void> {
  for (let steps = 0; !isSo(); steps++) {
    if (steps > 3_000) throw new Error(`Not seen: ${what}`)
    await clock.advance(500)
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
}

const addPod = (name: string) => server.objects.add({ apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'default', labels: { a: 'b' } } })

describe('whatever happens to a watch, what changes is seen', () => {
  const faults: Record<string, Fault> = { ...faultsOfCalls, ...faultsOfWatches }
  it.each(Object.entries(faults).flatMap(([name, fault]) => [['list', name, fault], ['watch', name, fault]] as const).filter(([verb, name]) => verb === 'watch' || !(name in faultsOfWatches)))(
    '%s: %s',
    async (verb, _name, fault) => {
      // Only where it is what is tried: silence must not find what something else is to find.
      if (fault.kind === 'stream-silent') connect(200)
      let strikes = 1
      server.strike = (call) => (call.verb === verb && strikes-- > 0 ? fault : undefined)
      const seen = new Set<string>()
      // Nothing is found by a list that is made from time to time.
      const watch = watchPods({ client, clock, labelSelector: 'a=b', relistMs: 24 * 3_600_000, onPod: ({ metadata }) => void seen.add(metadata.name), onTrouble: () => undefined })
      await until(() => strikes <= 0, 'the fault')
      addPod('first')
      await until(() => seen.has('first'), 'the pod that the fault hid')
      await until(() => server.watches() === 1, 'a watch is open again')
      const listed = server.calls.filter((call) => call.verb === 'list').length
      addPod('second')
      await until(() => seen.has('second'), 'the next pod')
      if (fault.kind !== 'stream-silent') expect(server.calls.filter((call) => call.verb === 'list').length).toBe(listed)
      watch.stop()
    },
  )
})

it('tells that a pod is gone', async () => {
  const told: [string, boolean][] = []
  const watch = watchPods({ client, clock, labelSelector: 'a=b', onPod: ({ metadata }, isGone) => void told.push([metadata.name, isGone]), onTrouble: () => undefined })
  await until(() => server.watches() === 1, 'a watch is open')
  const pod = addPod('a')
  server.objects.remove(pod, 'now')
  await until(() => told.length === 2, 'both')
  expect(told).toEqual([['a', false], ['a', true]])
  watch.stop()
})

it('goes on when who watches throws', async () => {
  const troubles: string[] = []
  const seen = new Set<string>()
  const watch = watchPods({
    client, clock, labelSelector: 'a=b', onTrouble: (message) => void troubles.push(message),
    onPod: ({ metadata }) => {
      seen.add(metadata.name)
      throw new Error('a bug')
    },
  })
  addPod('a')
  await until(() => seen.has('a'), 'a pod')
  addPod('b')
  await until(() => seen.has('b'), 'another pod')
  expect(troubles).toContain('Who watches pods failed: Error: a bug')
  watch.stop()
})

it('does not spin when each watch ends at once', async () => {
  let watches = 0
  const stream = {
    list: () => Promise.resolve(ok({ items: [], version: '1' })),
    watch: () => {
      watches += 1
      // As a real one it takes its time, so that whoever spins is seen doing it.
      return new Promise<Result<AsyncIterable<string>>>((resolve) => setImmediate(() => resolve(ok((async function* () {})()))))
    },
  }
  const watch = watchPods({ client: stream, clock, labelSelector: 'a=b', onPod: () => undefined, onTrouble: () => undefined })
  for (let steps = 0; steps < 600; steps++) await clock.advance(100)
  watch.stop()
  // 0.5, 1, 2, 4, 8, 16, 30 s between them.
  expect(watches).toBeLessThanOrEqual(8)
})

it('asks at most twice a minute when it failed for a while', async () => {
  let asked = 0
  const away = {
    list: () => {
      asked += 1
      return Promise.resolve(failed('unavailable', 'away'))
    },
    watch: () => Promise.reject(new Error('never')),
  }
  const watch = watchPods({ client: away, clock, labelSelector: 'a=b', onPod: () => undefined, onTrouble: () => undefined })
  await clock.advance(60_000)
  asked = 0
  await clock.advance(300_000)
  watch.stop()
  expect(asked).toBe(10)
})
