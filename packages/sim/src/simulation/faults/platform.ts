import type { Random } from '../../random.ts'
import type { Sim, Strike } from '../sim.ts'

/** Nobody answers behind these verbs for a while. */
function outage(sim: Sim, random: Random, verbs: string[]): string {
  const forMs = random.integer(500, 25_000)
  const undo = verbs.map((verb) => sim.world.faults.add({ verb, fault: { kind: 'unavailable' }, forMs }))
  sim.later(forMs, () => undo.forEach((each) => each()))
  return `${verbs.join(', ')} for ${forMs} ms`
}

/** Our own processes, the database, the queue and the file store. */
export const platformStrikes: Strike[] = [
  {
    name: 'controller-dies',
    hit(sim, random) {
      const able = sim.controllers.alive().filter((each) => !each.isStopping)
      if (able.length === 0) return undefined
      const struck = random.pick(able)
      struck.process.kill()
      return struck.name
    },
  },
  {
    name: 'controller-stands-still',
    hit(sim, random) {
      const able = sim.controllers.alive().filter((each) => !each.process.isPaused() && !each.isStopping)
      if (able.length === 0) return undefined
      const struck = random.pick(able)
      // Longer than a lease, mostly: it wakes up and believes that it still holds it.
      const forMs = random.chance(0.3) ? random.integer(1_000, 15_000) : random.integer(21_000, 90_000)
      struck.process.pause()
      sim.later(forMs, () => struck.process.resume())
      return `${struck.name} for ${forMs} ms`
    },
  },
  {
    name: 'controller-redeployed',
    hit(sim, random) {
      const able = sim.controllers.alive().filter((each) => !each.process.isPaused() && !each.isStopping)
      const [struck] = able
      if (struck === undefined || able.length > 1) return undefined
      struck.isStopping = true
      const withSuspension = random.chance(0.5)
      void (async () => {
        if (withSuspension) await struck.controller.suspend(20_000)
        // What does not stop in time is killed, as a supervisor does it.
        await Promise.race([struck.controller.stop(), sim.world.clock.sleep(10_000)])
        struck.process.kill()
      })()
      return `${struck.name}${withSuspension ? ' with suspension' : ''}`
    },
  },
  {
    name: 'api-dies',
    hit(sim) {
      const process = sim.api.process()
      if (process === undefined || process.isDead()) return undefined
      process.kill()
      return 'the API'
    },
  },
  { name: 'database-out', hit: (sim, random) => outage(sim, random, ['store.*', 'api.*', 'resources.*', 'spool.*']) },
  { name: 'database-out-for-controllers', hit: (sim, random) => outage(sim, random, ['store.*']) },
  { name: 'flink-unreachable', hit: (sim, random) => outage(sim, random, ['flink.*', 'gateway.*']) },
  { name: 'platform-unreachable', hit: (sim, random) => outage(sim, random, ['cluster.*']) },
  {
    name: 'files-out',
    hit(sim, random) {
      const forMs = random.integer(500, 30_000)
      sim.world.blobs.settings.unavailable.add('')
      sim.later(forMs, () => void sim.world.blobs.settings.unavailable.delete(''))
      return `for ${forMs} ms`
    },
  },
  {
    name: 'queue-flushed',
    hit(sim) {
      sim.world.wake.flush()
      return 'every signal'
    },
  },
  {
    name: 'queue-out',
    hit(sim, random) {
      const forMs = random.integer(1_000, 30_000)
      sim.world.wake.settings.isDown = true
      sim.later(forMs, () => void (sim.world.wake.settings.isDown = false))
      return `for ${forMs} ms`
    },
  },
]
