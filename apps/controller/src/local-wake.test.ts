import { setTimeout as pause } from 'node:timers/promises'
import type { WakePort, WorkKey } from '@headgate/ports'
import { wakeContract } from '@headgate/ports/contracts'
import { createFakeWake, createRandom, createVirtualClock } from '@headgate/sim'
import { describe, expect, it } from 'vitest'
import { createLocalWake } from './local-wake.ts'

const key = (id: string, kind: WorkKey['kind'] = 'statement'): WorkKey => ({ kind, organizationId: 'o', environmentId: 'e', id })

/** A queue that only writes down what it was asked for. */
function silentQueue(options: { isScanned?: boolean } = {}) {
  const sent: string[] = []
  const queue: WakePort = {
    wake: async ({ id }, delayMs = 0) => void sent.push(`${id} ${delayMs}`),
    listen: async () => ({ stop: async () => undefined }),
  }
  return { sent, wake: createLocalWake(queue, options) }
}
const until = async (condition: () => boolean) => {
  for (let turn = 0; turn < 1_000 && !condition(); turn++) await pause(2)
  expect(condition()).toBe(true)
}

describe('createLocalWake over a queue', () => {
  wakeContract(async () => {
    const clock = createVirtualClock(Date.now())
    const moved = async (durationMs: number) => {
      await clock.advance(durationMs)
      await pause(durationMs)
    }
    return { wake: createLocalWake(createFakeWake({ clock, random: createRandom(1) })), nowMs: () => Date.now(), letPass: moved, stop: async () => undefined }
  })
})

describe('createLocalWake', () => {
  it('keeps what is heard here from the queue, but not long delays and not other kinds', async () => {
    const { sent, wake } = silentQueue()
    const seen: string[] = []
    const listening = await wake.listen('statement', 2, async ({ id }) => void seen.push(id))
    await wake.wake(key('now'))
    await wake.wake(key('soon'), 10)
    await wake.wake(key('late'), 60_000)
    await wake.wake(key('pool', 'pool'))
    await until(() => seen.length === 2)
    expect([seen, sent]).toEqual([['now', 'soon'], ['late 60000', 'pool 0']])
    await listening.stop()
    await wake.wake(key('after'))
    expect(sent.at(-1)).toBe('after 0')
  })

  it('sends no signal for a long delay where somebody scans for what is due', async () => {
    const { sent, wake } = silentQueue({ isScanned: true })
    const seen: string[] = []
    const listening = await wake.listen('statement', 2, async ({ id }) => void seen.push(id))
    await wake.wake(key('late'), 60_000)
    await wake.wake(key('soon'), 10)
    await wake.wake(key('elsewhere', 'storage'), 60_000)
    await until(() => seen.length === 1)
    expect([seen, sent]).toEqual([['soon'], ['elsewhere 60000']])
    await listening.stop()
  })

  it('makes one chain of looks, however often a key that asks for its next look is woken', async () => {
    const { wake } = silentQueue()
    let looks = 0
    await wake.listen('pool', 4, async (woken) => {
      looks += 1
      if (looks < 20) await wake.wake(woken, 50)
    })
    for (let count = 0; count < 5; count++) {
      await wake.wake(key('p', 'pool'))
      await until(() => looks === count + 1)
    }
    // Five chains would make five looks in each of the following pauses.
    const before = looks
    await until(() => looks === before + 1)
    await pause(10)
    expect(looks).toBe(before + 1)
  })

  it('looks at the earlier of two times, and not again at the later one', async () => {
    const { wake } = silentQueue()
    let looks = 0
    await wake.listen('pool', 4, async () => void (looks += 1))
    await wake.wake(key('p', 'pool'), 400)
    await wake.wake(key('p', 'pool'), 10)
    await until(() => looks === 1)
    await pause(450)
    expect(looks).toBe(1)
  })

  it('lets those that wait go before a key that is woken again and again', async () => {
    const { wake } = silentQueue()
    const seen: string[] = []
    await wake.listen('results', 1, async ({ id }) => {
      seen.push(id)
      if (seen.length < 6) await wake.wake(key(id, 'results'))
    })
    await wake.wake(key('a', 'results'))
    await wake.wake(key('b', 'results'))
    await until(() => seen.length >= 6)
    expect(seen.slice(0, 6)).toEqual(['a', 'b', 'a', 'b', 'a', 'b'])
  })

  it('stops when the looks under way have ended, and takes up no more', async () => {
    const { wake } = silentQueue()
    let finish = () => {}
    const seen: string[] = []
    const listening = await wake.listen('pool', 1, async ({ id }) => {
      seen.push(id)
      await new Promise<void>((resolve) => (finish = resolve))
    })
    await wake.wake(key('first', 'pool'))
    await wake.wake(key('second', 'pool'))
    let stopped = false
    const stopping = listening.stop().then(() => (stopped = true))
    await pause(20)
    expect(stopped).toBe(false)
    finish()
    await stopping
    expect(seen).toEqual(['first'])
  })

  it('goes on after a look that throws', async () => {
    const { wake } = silentQueue()
    const seen: string[] = []
    await wake.listen('pool', 1, async ({ id }) => {
      seen.push(id)
      throw new Error('a bug')
    })
    await wake.wake(key('a', 'pool'))
    await wake.wake(key('b', 'pool'))
    await until(() => seen.length === 2)
  })
})
