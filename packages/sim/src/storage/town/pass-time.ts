import type { Random } from '../../random.ts'
import type { History } from '../history.ts'

/** Time goes on a little, and whatever is due is begun. Who died is started again, mostly soon. */
export async function tick(history: History, tickMs: number): Promise<void> {
  const { world, staff, random } = history
  revive(history)
  staff.beginDue(random.time)
  await world.clock.advance(tickMs)
}

/** Time goes on for so long, with a look at what is due every `tickMs`. */
export async function work(history: History, forMs: number, tickMs: number): Promise<void> {
  for (let left = forMs; left > 0; left -= tickMs) await tick(history, Math.min(tickMs, left))
}

/**
 * A long time goes by. Nobody of ours looks meanwhile, but a few times in between (a machine that sleeps, a deployment that is down): so that hours
 * cost nothing. Flink goes on; its checkpoints are rarer.
 */
export async function jump(history: History, random: Random, forMs: number, looks: number): Promise<void> {
  const { world } = history
  const { engine } = world.cluster.settings
  for (let look = 0; look <= looks; look++) {
    engine.checkpointPauseMs = Math.max(engine.checkpointPauseMs, forMs / (looks + 1) / 3)
    await world.clock.advance(forMs / (looks + 1))
    engine.checkpointPauseMs = 0
    await work(history, random.integer(1, 5) * 1_000, 500)
  }
}

/** A supervisor starts again what died. */
function revive({ staff, random, character, trace, isQuiet }: History): void {
  for (const trade of ['controller', 'keeper'] as const) {
    const wanted = trade === 'controller' ? character.controllers : character.keepers
    if (staff.away.has(trade) || staff.alive(trade).length >= wanted || (!isQuiet && !random.time.chance(0.4))) continue
    trace.note('supervisor', `${staff.start(trade).name} is started`)
    trace.count(`restarts of ${trade}s`)
  }
}
