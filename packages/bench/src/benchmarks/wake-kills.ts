import { startRedis } from '@headgate/testbed'
import { renderTable } from '../report/render-table.ts'
import { summarize } from '../stats/summarize.ts'
import { killListener } from '../wake/kill-listener.ts'
import type { KilledListener } from '../wake/kill-listener.ts'
import type { Benchmark } from './benchmark.ts'

/** At the same time, for each waits most of a minute. */
const together = 10
/** Each kill at another moment of the looks, which take 50 ms each. */
const momentMs = (number: number): number => (number * 7) % 150

/** Real kills of listeners on Redis in the middle of their looks. Nothing scans here: in the product a scan looks at every key that is due, too. */
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
    return [wakeKillsBenchmark.title, table, `${kills} real kills, ${found.reduce((sum, each) => sum + each.brokenOff, 0)} looks broken off: ${lost} keys lost`].join('\n')
  },
}
