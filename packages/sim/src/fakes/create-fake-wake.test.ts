import type { WorkKey } from '@headgate/ports'
import { describe, expect, it } from 'vitest'
import { createRandom } from '../random.ts'
import { createVirtualClock } from '../virtual-clock.ts'
import { createFakeWake } from './create-fake-wake.ts'

const key = (id: string, kind: WorkKey['kind'] = 'statement'): WorkKey => ({ kind, organizationId: 'o', environmentId: 'e', id })

function setUp() {
  const clock = createVirtualClock(0)
  const wake = createFakeWake({ clock, random: createRandom(3) })
  const seen: string[] = []
  const listen = (concurrency = 10, workMs = 0) =>
    wake.listen('statement', concurrency, async (each) => {
      seen.push(`${each.id}@${clock.nowMs()}`)
      if (workMs > 0) await clock.sleep(workMs)
    })
  return { clock, wake, seen, listen }
}

describe('createFakeWake', () => {
  it('delivers signals of its kind when their time has come', async () => {
    const { clock, wake, seen, listen } = setUp()
    await listen()
    await wake.wake(key('b'), 50)
    await wake.wake(key('a'))
    await wake.wake(key('p', 'pool'))
    await clock.advance(49)
    expect(seen).toEqual(['a@0'])
    await clock.advance(1)
    expect(seen).toEqual(['a@0', 'b@50'])
  })

  it('runs no more at a time than it was told', async () => {
    const { clock, wake, seen, listen } = setUp()
    await listen(1, 100)
    for (const id of ['a', 'b', 'c']) await wake.wake(key(id))
    await clock.advance(250)
    expect(seen).toEqual(['a@0', 'b@100', 'c@200'])
  })

  it('loses, doubles and delays as its settings say', async () => {
    const { clock, wake, seen, listen } = setUp()
    await listen()
    wake.settings.dropRate = 1
    await wake.wake(key('lost'))
    wake.settings.dropRate = 0
    wake.settings.doubleRate = 1
    await wake.wake(key('twice'))
    await clock.advance(10)
    expect(seen).toEqual(['twice@0', 'twice@0'])
    wake.settings.doubleRate = 0
    wake.settings.delayMsMax = 1_000
    for (let index = 0; index < 10; index++) await wake.wake(key(`${index}`))
    await clock.advance(1_000)
    const order = seen.slice(2).map((text) => text.split('@')[0])
    expect(order.toSorted()).toEqual([...'0123456789'])
    expect(order).not.toEqual([...'0123456789'])
  })

  it('a stop waits for what is under way and leaves the rest to others; a flush forgets', async () => {
    const { clock, wake, seen, listen } = setUp()
    const listening = await listen(1, 100)
    await wake.wake(key('a'))
    await clock.advance(10)
    let stopped = false
    const stopping = listening.stop().then(() => void (stopped = true))
    await clock.advance(10)
    expect(stopped).toBe(false)
    await wake.wake(key('b'))
    await clock.advance(100)
    await stopping
    expect(seen).toEqual(['a@0'])
    await listen()
    await clock.advance(0)
    expect(seen).toEqual(['a@0', 'b@120'])
    await wake.wake(key('c'), 10)
    wake.flush()
    await clock.advance(100)
    expect(seen).toHaveLength(2)
  })
})
