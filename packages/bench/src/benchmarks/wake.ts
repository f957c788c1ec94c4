import { servingRoles } from '@headgate/adapter-postgres'
import { startTestPostgres } from '@headgate/adapter-postgres/testing'
import { migrateQueue } from '@headgate/adapter-queue'
import { startRedis } from '@headgate/testbed'
import { renderComparison, renderNumber } from '../report/render-comparison.ts'
import { interleave } from '../stats/interleave.ts'
import { median, percentile } from '../stats/summarize.ts'
import { openMeasuredHome } from '../wake/measure-wakes.ts'
import type { Benchmark } from './benchmark.ts'

const wakesPerRound = 100
const goalMs = 5

/** From a wake in one process to the beginning of its look in another, by queues in Redis beside queues in Postgres. */
export const wakeBenchmark: Benchmark = {
  name: 'wake',
  title: 'A wake until its look begins, Redis beside Postgres',
  async run({ rounds = 10, onProgress }) {
    const ends: (() => Promise<void>)[] = []
    try {
      const redis = await startRedis()
      ends.push(() => redis.stop())
      const postgres = await startTestPostgres()
      ends.push(() => postgres.stop())
      const prefix = 'bench'
      const migrated = await migrateQueue(postgres.migratorUrl, { prefix, roles: Object.values(servingRoles) })
      if (!migrated.ok) throw new Error(migrated.message)
      const onRedis = await openMeasuredHome({ senderUrl: redis.url, listenerUrl: redis.url, prefix })
      ends.push(() => onRedis.stop())
      const onPostgres = await openMeasuredHome({ senderUrl: postgres.apiUrl, listenerUrl: postgres.controllerUrl, prefix })
      ends.push(() => onPostgres.stop())
      const found = await interleave(
        { ours: () => onRedis.measure(wakesPerRound), theirs: () => onPostgres.measure(wakesPerRound) },
        { rounds, warmUps: 1, onRound: (round) => onProgress(`${round + 1} of ${rounds} rounds`) },
      )
      const [ours, theirs] = [found.ours.flat(), found.theirs.flat()]
      return [
        renderComparison({ title: wakeBenchmark.title, unit: 'ms', ours: { name: 'Redis', values: ours }, theirs: { name: 'Postgres', values: theirs } }),
        `Redis: median ${renderNumber(median(ours))} ms, p99 ${renderNumber(percentile(ours, 99))} ms; goal for the median ${goalMs} ms: ${median(ours) <= goalMs ? 'met' : 'MISSED'}`,
      ].join('\n')
    } finally {
      for (const end of ends.reverse()) await end()
    }
  },
}
