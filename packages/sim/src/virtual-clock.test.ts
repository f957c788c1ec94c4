import { describe, expect, it } from 'vitest'
import { createVirtualClock } from './virtual-clock.ts'

describe('createVirtualClock', () => {
  it('wakes sleepers in the order of their time, then of their asking', async () => {
    const clock = createVirtualClock(1_000)
    const woken: string[] = []
    const sleep = async (name: string, delayMs: number) => {
      await clock.sleep(delayMs)
      woken.push(`${name}@${clock.nowMs()}`)
    }
    void sleep('late', 20)
    void sleep('first', 10)
    void sleep('second', 10)
    await clock.advance(9)
    expect(woken).toEqual([])
    await clock.advance(11)
    expect(woken).toEqual(['first@1010', 'second@1010', 'late@1020'])
    expect(clock.nowMs()).toBe(1_020)
  })

  it('what a woken sleeper starts is done before the next one wakes', async () => {
    const clock = createVirtualClock(0)
    const woken: string[] = []
    const loop = async () => {
      for (let turn = 0; turn < 3; turn++) {
        await clock.sleep(10)
        woken.push(`loop@${clock.nowMs()}`)
      }
    }
    void loop()
    void clock.sleep(25).then(() => woken.push('other@25'))
    await clock.advance(100)
    expect(woken).toEqual(['loop@10', 'loop@20', 'other@25', 'loop@30'])
  })

  it('an abort ends a sleep early, without time passing', async () => {
    const clock = createVirtualClock(0)
    const abort = new AbortController()
    const slept = clock.sleep(1_000, abort.signal)
    abort.abort()
    await slept
    expect(clock.nowMs()).toBe(0)
    expect(clock.waiting()).toBe(0)
    await clock.sleep(5, abort.signal)
  })

  it('drives work to its end, and says so when it never ends', async () => {
    const clock = createVirtualClock(0)
    const work = async () => {
      await clock.sleep(50)
      await clock.sleep(50)
      return 'done'
    }
    expect(await clock.drive(work())).toBe('done')
    expect(clock.nowMs()).toBe(100)
    await expect(clock.drive(clock.sleep(500), 100)).rejects.toThrow('not done within 100 ms')
    await clock.advance(500)
    await expect(clock.drive(new Promise(() => {}))).rejects.toThrow('nothing sleeps')
    await expect(clock.drive(Promise.reject(new Error('its own')))).rejects.toThrow('its own')
  })
})
