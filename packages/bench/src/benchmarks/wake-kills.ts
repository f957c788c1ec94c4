import { runSimulation } from '@headgate/sim/simulation'
import { startRedis } from '@headgate/testbed'
import { renderTable } from '../report/render-table.ts'
import { summarize } from '../stats/summarize.ts'
import { killListener } from '../wake/kill-listener.ts'
import type { KilledListener } from '../wake/kill-listener.ts'
import type { Benchmark } from './benchmark.ts'

/** At the same time, for each waits most of a minute. */
const together = 10
const simulatedKills = 1_000
/** Each kill at another moment of the looks, which take 50 ms each. */
const momentMs = (number: number): number => (number * 7) % 150

/** Kills in the middle of work: real ones of listeners on Redis, and simulated ones of controllers and APIs with everything around them. */
export const wakeKillsBenchmark: Benchmark = {
  name: 'wake-kills',
  title: 'Listeners killed in the middle of their looks: what is lost, and how long the rest takes',
  async run({ rounds: kills = 50, onProgress }) {
    const redis = await startRedis()
    const found: KilledListener[] = []
    try {
      for (let number = 0; found.length < kills; ) {
        const batch = await Promise.all(Array.from({ length: Math.min(together, kills - found.length) }, () => killListener(redis.url, `kill-${number}`, momentMs(number++))))
        found.push(...batch.filter(({ brokenOff }) => brokenOff > 0))
        onProgress(`${found.length} of ${kills} kills`)
      }
    } finally {
      await redis.stop()
    }
    const row = (name: string, values: number[]) => {
      if (values.length === 0) return [name, '0', '', '', '', '']
      const { count, min, median, p99, max } = summarize(values)
      return [name, String(count), ...[min, median, p99, max].map((value) => (value / 1_000).toFixed(2))]
    }
    const lost = found.reduce((sum, each) => sum + each.lost, 0)
    const table = renderTable(['s until another looks', 'keys', 'least', 'median', 'p99', 'most'], [
      row('look broken off: by the check for stalled jobs', found.flatMap((each) => each.inHandAfterMs)),
      row('waiting', found.flatMap((each) => each.waitingAfterMs)),
    ])
    const simulated = await simulateKills((line) => onProgress(line))
    return [wakeKillsBenchmark.title, table, `${kills} real kills, ${found.reduce((sum, each) => sum + each.brokenOff, 0)} looks broken off: ${lost} keys lost`, simulated].join('\n')
  },
}

/** Runs seeds of the simulation until so many processes died, and says what its checkers found. */
async function simulateKills(onProgress: (line: string) => void): Promise<string> {
  let kills = 0
  let seed = 0
  while (kills < simulatedKills) {
    seed += 1
    const result = await runSimulation(seed)
    if (result.failure !== undefined) return `simulation: seed ${seed} failed after ${kills} kills: ${result.failure.violations.join('; ')}`
    for (const [name, count] of Object.entries(result.counts)) if (/^(strike (controller|api)-dies|fault crash )/.test(name)) kills += count
    if (seed % 10 === 0) onProgress(`${kills} of ${simulatedKills} simulated kills`)
  }
  return `${kills} simulated kills of controllers and APIs in ${seed} seeds, with signals lost, doubled and late: 0 accepted changes lost, everything became as it should`
}
