import { findUnfinished } from '../checkers/convergence.ts'
import type { Sim } from '../sim.ts'

/**
 * How long everything may take after the last fault. The longest single wait in the product is the pause after repeated failures, two
 * minutes; a controller that died can hold a lease for 20 s more, a slow call of before the quiet ends within 25 s, and the start of a
 * slow pool with a savepoint and a resume takes a minute.
 */
const quietMsMax = 240_000
/** A pool that looks for who runs out of memory tries its statements one after the other, a minute or more for each. */
const isolationMsMax = 40 * 60_000
const lookEveryMs = 2_000
/** It must stay so for as long: what flaps has not settled. */
const stableMs = 20_000

/** Ends all faults and waits until everything is as it shall be and stays so. */
export async function quietDown(sim: Sim, look: () => string[]): Promise<{ convergedAfterMs: number } | { violations: string[] }> {
  const { world, trace, swarm } = sim
  sim.isQuiet = true
  trace.note('quiet', 'the last fault is over')
  world.faults.clear()
  sim.endStrikes()
  Object.assign(world.wake.settings, { dropRate: 0, doubleRate: 0, delayMsMax: 0, isDown: false })
  world.cluster.settings.engine.savepointFailures.length = 0
  world.cluster.forgetPlannedFailures()
  await sim.api.start()
  while (sim.controllers.alive().length < swarm.controllersMax) sim.controllers.start()
  sim.api.giveUpLost()
  const beganMs = world.clock.nowMs()
  let isolatedMs = 0
  let wellSinceMs: number | undefined
  for (;;) {
    await world.clock.advance(lookEveryMs)
    const violations = look()
    if (violations.length > 0) return { violations }
    const nowMs = world.clock.nowMs()
    if (sim.controllers.alive().length === 0) sim.controllers.start()
    const unfinished = findUnfinished(sim)
    if (unfinished.length > 0) wellSinceMs = undefined
    else wellSinceMs ??= nowMs
    if (wellSinceMs !== undefined && nowMs - wellSinceMs >= stableMs) return { convergedAfterMs: wellSinceMs - beganMs }
    if ([...world.stores.database.pools.values()].some((pool) => pool.intent.memory?.isolation !== undefined)) isolatedMs += lookEveryMs
    if (nowMs - beganMs > quietMsMax + Math.min(isolatedMs, isolationMsMax)) return { violations: unfinished.map((what) => `not as it shall be ${nowMs - beganMs} ms after the last fault: ${what}`) }
  }
}
