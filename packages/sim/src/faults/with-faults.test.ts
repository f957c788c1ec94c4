import { ok } from '@headgate/domain'
import type { Result } from '@headgate/domain'
import { beforeEach, describe, expect, it } from 'vitest'
import { createRandom } from '../random.ts'
import { createVirtualClock } from '../virtual-clock.ts'
import { Crash, createFaults } from './faults.ts'
import { withFaults } from './with-faults.ts'

function setUp() {
  const clock = createVirtualClock(0)
  const faults = createFaults({ clock })
  let count = 0
  const inner = {
    async add(by: number): Promise<Result<number>> {
      count += by
      return ok(count)
    },
    async read(): Promise<Result<number>> {
      return ok(count)
    },
    uri: (key: string) => `x/${key}`,
    nested: {
      async add(by: number): Promise<Result<number>> {
        count += by
        return ok(count)
      },
    },
  }
  return { clock, faults, port: withFaults('counter', inner, faults, clock), count: () => count }
}

describe('withFaults', () => {
  let world = setUp()
  beforeEach(() => void (world = setUp()))

  it('changes nothing without faults, and counts calls', async () => {
    expect(await world.port.add(2)).toEqual(ok(2))
    expect(world.port.uri('k')).toBe('x/k')
    expect(await world.port.nested.add(1)).toEqual(ok(3))
    expect(world.faults.calls.map((call) => call.verb)).toEqual(['counter.add', 'counter.nested.add'])
  })

  it('loses replies after the effect, and requests before it', async () => {
    world.faults.once('counter.add', { kind: 'lost-reply' })
    expect(await world.port.add(1)).toMatchObject({ reason: 'unknown-outcome' })
    expect(world.count()).toBe(1)
    world.faults.once('add', { kind: 'lost-request' })
    expect(await world.port.add(1)).toMatchObject({ reason: 'unknown-outcome' })
    expect(world.count()).toBe(1)
    world.faults.once('counter.*', { kind: 'doubled' })
    expect(await world.port.add(1)).toEqual(ok(3))
  })

  it('is unavailable for a while', async () => {
    world.faults.add({ verb: '*', fault: { kind: 'unavailable' }, forMs: 100 })
    expect(await world.port.add(1)).toMatchObject({ reason: 'unavailable' })
    await world.clock.advance(100)
    expect(await world.port.add(1)).toEqual(ok(1))
  })

  it('answers with what was true before', async () => {
    expect(await world.port.read()).toEqual(ok(0))
    await world.port.add(1)
    world.faults.once('read', { kind: 'stale' })
    expect(await world.port.read()).toEqual(ok(0))
    expect(await world.port.read()).toEqual(ok(1))
  })

  it('crashes at the n-th call, before or after its effect', async () => {
    world.faults.crashAt(2, 'after')
    await world.port.read()
    await expect(world.port.add(1)).rejects.toThrow(Crash)
    expect(world.count()).toBe(1)
    world.faults.crashAt(1, 'before')
    await expect(world.port.nested.add(1)).rejects.toThrow('Crash before counter.nested.add')
    expect(world.count()).toBe(1)
  })

  it('is slow on the virtual clock', async () => {
    world.faults.once('read', { kind: 'slow', delayMs: 500 })
    expect(await world.clock.drive(world.port.read())).toEqual(ok(0))
    expect(world.clock.nowMs()).toBe(500)
  })

  it('draws faults from a seed, until they are cleared', async () => {
    world.faults.randomly(createRandom(1), 0.5, [{ kind: 'unavailable' }])
    const outcomes = []
    for (let turn = 0; turn < 100; turn++) outcomes.push((await world.port.read()).ok)
    const failures = outcomes.filter((outcome) => !outcome).length
    expect(failures).toBeGreaterThan(30)
    expect(failures).toBeLessThan(70)
    world.faults.clear()
    expect((await world.port.read()).ok).toBe(true)
  })
})
