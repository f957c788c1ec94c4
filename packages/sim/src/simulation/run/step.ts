import type { Random } from '../../random.ts'
import { acts } from '../acts/index.ts'
import { strikes } from '../faults/index.ts'
import type { Act, Sim } from '../sim.ts'

/** One step: somebody does something, or several do at once; something befalls the world; time goes on. */
export async function step(sim: Sim, number: number): Promise<void> {
  const { world, trace, swarm } = sim
  const random = sim.random.acts.fork(String(number))
  const howMany = random.pick([0, 1, 1, 1, 2])
  for (let each = 0; each < howMany; each++) perform(sim, pickAct(sim, random), random.fork(String(each)))
  const fate = sim.random.strikes
  for (const strike of strikes) {
    if (!fate.chance(swarm.strikes[strike.name] ?? 0)) continue
    const struck = strike.hit(sim, fate)
    if (struck === undefined) continue
    trace.count(`strike ${strike.name}`)
    trace.note('strike', `${strike.name}: ${struck}`)
  }
  await world.clock.advance(drawPace(sim))
  revive(sim)
  // What the dead left unanswered is known to be lost now, and those who asked go on.
  sim.api.giveUpLost()
  await world.clock.advance(0)
}

function perform(sim: Sim, act: Act, random: Random): void {
  sim.trace.count(`act ${act.name}`)
  const done = act.perform(sim, random)
  if (done !== undefined) done.catch((error: unknown) => void sim.ledger.violations.push(`the act ${act.name} broke: ${error instanceof Error ? error.stack : String(error)}`))
}

function pickAct({ swarm }: Sim, random: Random): Act {
  const weightOf = (act: Act) => act.weight * (swarm.acts[act.name] ?? 1)
  let left = random.next() * acts.reduce((sum, act) => sum + weightOf(act), 0)
  for (const act of acts) {
    left -= weightOf(act)
    if (left < 0) return act
  }
  return acts[0]!
}

/** Mostly the pace of the run, sometimes next to nothing, sometimes long enough for timeouts. */
function drawPace({ random, swarm }: Sim): number {
  const { time } = random
  if (time.chance(0.15)) return time.integer(0, 30)
  if (time.chance(swarm.longPauseRate)) return time.integer(5_000, 40_000)
  return Math.round(swarm.paceMs * 2 * time.next())
}

/** A supervisor starts again what died, a while later. */
function revive(sim: Sim): void {
  const { random, swarm, trace } = sim
  if (sim.api.process()?.isDead() !== false && random.time.chance(0.4)) {
    void sim.api.start()
    trace.note('supervisor', 'the API is started again')
    trace.count('restarts of the API')
  }
  if (sim.controllers.alive().length < swarm.controllersMax && random.time.chance(0.3)) {
    trace.note('supervisor', `${sim.controllers.start().name} is started`)
    trace.count('restarts of controllers')
  }
}
