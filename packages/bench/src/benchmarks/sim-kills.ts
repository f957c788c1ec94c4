import { runSimulation } from '@headgate/sim/simulation'
import type { Benchmark } from './benchmark.ts'

const killsWanted = 1_000
/** Kills between two steps, and those before or after the effect of a call. */
const isKill = (count: string): boolean => /^(strike (controller|api)-dies|fault crash )/.test(count)

/** Simulated kills of controllers and APIs, with signals that are lost, doubled, late and flushed, and everything else that the simulation does. Its checkers look after each step. */
export const simKillsBenchmark: Benchmark = {
  name: 'sim-kills',
  title: 'Simulated kills of controllers and APIs: what is lost',
  async run({ onProgress }) {
    let kills = 0
    let [flushes, outages] = [0, 0]
    let seed = 0
    while (kills < killsWanted) {
      seed += 1
      const { failure, counts } = await runSimulation(seed)
      if (failure !== undefined) return `${simKillsBenchmark.title}\nseed ${seed} failed, after ${kills} kills: ${failure.violations.join('; ')}`
      for (const [name, count] of Object.entries(counts)) if (isKill(name)) kills += count
      flushes += counts['strike queue-flushed'] ?? 0
      outages += counts['strike queue-out'] ?? 0
      if (seed % 10 === 0) onProgress(`${kills} of ${killsWanted} kills`)
    }
    return `${simKillsBenchmark.title}\n${kills} kills, ${flushes} flushed queues and ${outages} outages of the queue in ${seed} seeds: 0 accepted changes lost, everything became as it should`
  },
}
