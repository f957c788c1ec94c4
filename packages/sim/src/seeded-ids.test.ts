import { describe, expect, it } from 'vitest'
import { createRandom } from './random.ts'
import { createSeededIds } from './seeded-ids.ts'

describe('seeds', () => {
  it('repeat ids, and differ from one another', () => {
    const draw = (seed: number) => {
      const ids = createSeededIds(seed)
      return [ids.uuid(), ids.hex32(), ids.token(6)]
    }
    expect(draw(7)).toEqual(draw(7))
    expect(draw(7)).not.toEqual(draw(8))
    expect(draw(7)[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(draw(7)[1]).toMatch(/^[0-9a-f]{32}$/)
    expect(draw(7)[2]).toMatch(/^[a-z0-9]{6}$/)
  })

  it('draw evenly enough, and forks do not disturb their origin', () => {
    const random = createRandom(1)
    const counts = [0, 0, 0, 0]
    for (let turn = 0; turn < 4_000; turn++) counts[random.integer(0, 3)]! += 1
    for (const count of counts) expect(Math.abs(count - 1_000)).toBeLessThan(150)
    const origin = createRandom(5)
    const fork = origin.fork('x')
    fork.next()
    expect(origin.next()).toBe(createRandom(5).next())
    expect(createRandom(5).fork('x').next()).not.toBe(createRandom(5).fork('y').next())
  })
})
