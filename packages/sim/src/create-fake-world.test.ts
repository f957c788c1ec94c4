import { describe, expect, it } from 'vitest'
import { createFakeWorld } from './create-fake-world.ts'
import { Crash } from './faults/faults.ts'

const pool = { organizationId: 'o1', environmentId: 'env-000001', computePoolId: 'lfcp-000001' }
const wanted = { ...pool, clusterGeneration: 1, taskManagers: 1, slotsPerTaskManager: 2 }

/** The same acts in a world of this seed; returns what was seen of it. */
async function live(seed: number): Promise<string> {
  const world = createFakeWorld(seed)
  const seen: unknown[] = []
  world.wake.settings.delayMsMax = 500
  world.faults.randomly(world.random.fork('faults'), 0.3, [{ kind: 'unavailable' }, { kind: 'lost-reply' }, { kind: 'slow', delayMs: 70 }])
  await world.wake.listen('pool', 1, async (key) => {
    seen.push([key.id, world.clock.nowMs(), (await world.ports.cluster.ensureWorkers(wanted)).ok])
  })
  for (let turn = 0; turn < 20; turn++) {
    await world.clock.drive(world.ports.wake.wake({ kind: 'pool', organizationId: 'o1', environmentId: 'env-000001', id: `lfcp-${turn}` }))
    await world.clock.advance(400)
    seen.push(await world.clock.drive(world.ports.cluster.listWorkers()))
  }
  return JSON.stringify([seen, world.faults.calls, world.ids.uuid()])
}

describe('createFakeWorld', () => {
  it('is repeated by its seed and by nothing else', async () => {
    const [once, again, other] = [await live(5), await live(5), await live(6)]
    expect(again).toBe(once)
    expect(other).not.toBe(once)
  })

  it('a process that died has no more effect and hears no more', async () => {
    const world = createFakeWorld(1)
    const [one, two] = [world.startProcess(), world.startProcess()]
    const heard: string[] = []
    await one.ports.wake.listen('pool', 9, async () => void heard.push('one'))
    await two.ports.wake.listen('pool', 9, async () => void heard.push('two'))
    world.faults.once('cluster.ensureWorkers', { kind: 'crash', moment: 'after' })
    let isAnswered = false
    const answered = () => void (isAnswered = true)
    one.ports.cluster.ensureWorkers(wanted).then(answered, answered)
    await world.clock.advance(10)
    expect([one.isDead(), two.isDead(), isAnswered]).toEqual([true, false, false])
    expect(world.cluster.alive()).toHaveLength(3)
    one.ports.cluster.dropWorkers(pool, 9).then(answered, answered)
    for (let turn = 0; turn < 4; turn++) {
      await two.ports.wake.wake({ kind: 'pool', organizationId: 'o1', environmentId: 'env-000001', id: 'x' })
      await world.clock.advance(1_000)
    }
    expect(world.cluster.alive()).toHaveLength(3)
    expect(isAnswered).toBe(false)
    expect(heard).toEqual(['two', 'two', 'two', 'two'])
    two.kill()
    expect(two.isDead()).toBe(true)
  })

  it('faults meet the ports, not the fakes themselves', async () => {
    const world = createFakeWorld(1)
    world.faults.once('cluster.ensureWorkers', { kind: 'crash', moment: 'after' })
    await expect(world.ports.cluster.ensureWorkers(wanted)).rejects.toThrow(Crash)
    expect(world.cluster.alive()).toHaveLength(3)
    world.faults.add({ verb: '*', fault: { kind: 'unavailable' } })
    expect(await world.cluster.listWorkers()).toMatchObject({ ok: true })
    expect(await world.ports.cluster.listWorkers()).toMatchObject({ reason: 'unavailable' })
    expect(await world.ports.resources.environments.load({ organizationId: 'o1' }, 'env-000001')).toMatchObject({ reason: 'unavailable' })
    await world.ports.wake.wake({ kind: 'pool', organizationId: 'o1', environmentId: 'env-000001', id: 'x' })
    expect(world.wake.sent).toEqual([])
    expect(world.ports.blobs.keyOf(world.ports.blobs.uri('a/b'))).toBe('a/b')
  })
})
