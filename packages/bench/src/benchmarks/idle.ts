import { freemem } from 'node:os'
import { startInstance } from '../instance/start-instance.ts'
import { sampleUsage } from '../processes/sample-usage.ts'
import { controlPlane } from '../processes/groups.ts'
import { countThatFits } from '../processes/per-statement.ts'
import { renderCosts, renderGroups } from '../report/render-usage.ts'
import { pause } from '../stats/interleave.ts'
import type { Benchmark } from './benchmark.ts'
import { sinkTable } from './workload.ts'

const wanted = 50
/** Of the hardware profile of `dev`. */
const slots = 4
const room = { taskManagerBytes: 600 * 1024 ** 2, slots, reserveBytes: 3 * 1024 ** 3 }
const everyMs = 10_000
/** JITs and garbage collectors come to rest, and what a start leaves is done. */
const settleMs = 30_000
/** Endless, and next to nothing to do. */
const slowTable = "CREATE TABLE slow (id BIGINT, customer INT) WITH ('connector' = 'datagen', 'rows-per-second' = '1')"
const slowSql = 'INSERT INTO sink SELECT customer, id FROM slow'

const names = [
  ['supervisor', 'supervisor (with this benchmark)'], ['API', 'API'], ['controller', 'controller'], ['Postgres', 'Postgres'],
  ['JobManagers', 'JobManager'], ['SQL gateways', 'SQL gateway'], ['TaskManagers', 'TaskManagers'],
] as const
// The supervisor is this process: what the benchmark itself does is no cost of a statement.
const own = controlPlane.filter((name) => name !== 'supervisor')
const flink = names.map(([name]) => name).filter((name) => !controlPlane.includes(name))

/** What `dev` uses when nobody asks anything of it, and how much more per statement that runs and has hardly anything to do. */
export const idleBenchmark: Benchmark = {
  name: 'idle',
  title: `Memory of dev idle by process; memory and CPU per idle statement with ${wanted} of them (rounds: samples of ${everyMs / 1_000} s)`,
  async run({ rounds = 6, statements: asked, onProgress }) {
    const instance = await startInstance()
    try {
      const { api, dev } = instance
      await api.define('table-slow', slowTable)
      await api.define('table-sink', sinkTable)
      await pause(settleMs)
      onProgress('looking at dev without statements')
      const without = await sampleUsage(instance, { samples: rounds, everyMs })
      const statements = asked ?? countThatFits(wanted, { ...room, availableBytes: freemem() })
      await api.changePool(dev.connection.computePoolId, statements)
      // As many at a time as one more TaskManager takes.
      for (let first = 0; first < statements; first += slots) {
        const group = Array.from({ length: Math.min(slots, statements - first) }, (_, index) => `idle-${first + index}`)
        await Promise.all(group.map((name) => api.create(name, slowSql)))
        await Promise.all(group.map((name) => api.until(name, 'RUNNING', 200)))
        onProgress(`${first + group.length} of ${statements} statements run`)
      }
      await pause(settleMs)
      const having = await sampleUsage(instance, { samples: rounds, everyMs })
      return [
        renderGroups(`dev without statements, ${rounds} samples of ${everyMs / 1_000} s`, without, names),
        '',
        renderGroups(`dev with ${statements} idle statements, ${rounds} samples of ${everyMs / 1_000} s`, having, names),
        '',
        renderCosts(`One of ${statements} idle statements${asked === undefined && statements < wanted ? ` (memory is short for ${wanted})` : ''}`, without, having, statements, [
          ...own.map((name) => [name, [name]] as const),
          ['control plane', own],
          ...flink.map((name) => [name, [name]] as const),
          ['Flink', flink],
        ]),
      ].join('\n')
    } finally {
      await instance.end()
    }
  },
}
