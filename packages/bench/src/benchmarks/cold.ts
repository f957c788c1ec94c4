import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startInstance } from '../instance/start-instance.ts'
import { readBlueprint, startRawCluster } from '../raw/raw-cluster.ts'
import { createRawGateway, pollPauseMs } from '../raw/raw-gateway.ts'
import { runRawInsert } from '../raw/raw-insert.ts'
import { renderBreakdown } from '../report/render-breakdown.ts'
import { renderComparison } from '../report/render-comparison.ts'
import { interleave } from '../stats/interleave.ts'
import { breakDown, medianParts } from '../trace/break-down.ts'
import type { Way } from '../trace/break-down.ts'
import { readTrace } from '../trace/read-trace.ts'
import type { Benchmark } from './benchmark.ts'
import { insertSql, sinkTable, sourceTable } from './workload.ts'

/** A pool that has no process, from the request to its first statement RUNNING, beside the same three JVMs started by hand at once. */
export const coldBenchmark: Benchmark = {
  name: 'cold',
  title: 'A pool woken from nothing until its first statement is RUNNING, beside bare JVMs',
  async run({ rounds = 5, onProgress }) {
    const instance = await startInstance()
    try {
      const { api } = instance
      await api.define('table-source', sourceTable)
      await api.define('table-sink', sinkTable)
      const blueprint = await readBlueprint(instance.directory)
      const ways: Way[] = []
      const ours = async (round: number): Promise<number> => {
        const poolId = await api.createPool(4)
        const name = `cold-${round + 100}`
        const [startedMs, postedAtMs] = [performance.now(), wallMs()]
        const { metadata } = await api.create(name, insertSql, { poolId })
        const answeredAtMs = wallMs()
        await api.until(name, 'RUNNING', pollPauseMs)
        const tookMs = performance.now() - startedMs
        ways.push({ uid: metadata.uid, postedAtMs, answeredAtMs, seenAtMs: wallMs() })
        await api.remove(name)
        await api.removePool(poolId)
        return tookMs
      }
      const theirs = async (): Promise<number> => {
        const directory = await mkdtemp(join(tmpdir(), 'headgate-bench-raw-'))
        const startedMs = performance.now()
        const cluster = await startRawCluster(blueprint, directory)
        try {
          await cluster.untilReady()
          await runRawInsert(createRawGateway(cluster.endpoints))
          return performance.now() - startedMs
        } finally {
          await cluster.end()
          await rm(directory, { recursive: true, force: true })
        }
      }
      const found = await interleave({ ours, theirs }, { rounds, warmUps: 1, onRound: (round) => onProgress(`${round + 1} of ${rounds} rounds`) })
      const spans = await readTrace(instance.traceFile)
      return [
        renderComparison({ title: coldBenchmark.title, unit: 'ms', goal: 1.2, ours: { name: 'Headgate', values: found.ours }, theirs: { name: 'bare JVMs', values: found.theirs } }),
        '',
        renderBreakdown('Where our time goes, medians', medianParts(ways.map((way) => breakDown(way, spans)))),
      ].join('\n')
    } finally {
      await instance.end()
    }
  },
}

const wallMs = (): number => performance.timeOrigin + performance.now()
