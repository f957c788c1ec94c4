import { describe, expect, it } from 'vitest'
import { createSerialiser } from './serialise.ts'

describe('createSerialiser', () => {
  it('runs work of one key in order, one at a time, and goes on after a failure', async () => {
    const serialise = createSerialiser()
    const events: string[] = []
    const work = (name: string, fails = false) => async () => {
      events.push(`${name} begins`)
      await new Promise((resolve) => setTimeout(resolve, 5))
      events.push(`${name} ends`)
      if (fails) throw new Error(name)
    }
    const runs = [serialise('k', work('a', true)), serialise('k', work('b')), serialise('other', async () => void events.push('other'))]
    await Promise.allSettled(runs)
    expect(events.filter((event) => event !== 'other')).toEqual(['a begins', 'a ends', 'b begins', 'b ends'])
    expect(events.indexOf('other')).toBeLessThan(events.indexOf('a ends'))
  })
})
