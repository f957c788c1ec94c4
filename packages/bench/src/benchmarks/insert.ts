import { readFlinkEndpoints } from '../instance/flink-endpoints.ts'
import { startInstance } from '../instance/start-instance.ts'
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

/**
 * From the request to RUNNING, warm, beside the same tables and the same SQL sent by hand to the very same gateway and JobManager. Ours has
 * durability, tenancy and the compiled plan in it; the other has nothing of these.
 */
export const insertBenchmark: Benchmark = {
  name: 'insert',
  title: 'INSERT from POST to RUNNING, warm, beside a raw SQL gateway',
  async run({ rounds = 50, onProgress }) {
    const instance = await startInstance()
    try {
      const raw = createRawGateway(await readFlinkEndpoints(instance.directory))
      await instance.api.define('table-source', sourceTable)
      await instance.api.define('table-sink', sinkTable)
      const ways: Way[] = []
      const ours = async (round: number): Promise<number> => {
        const name = `insert-${round + 100}`
        const [startedMs, postedAtMs] = [performance.now(), wallMs()]
        const { metadata } = await instance.api.create(name, insertSql)
        const answeredAtMs = wallMs()
        await instance.api.until(name, 'RUNNING', pollPauseMs)
        const tookMs = performance.now() - startedMs
        if (round >= 0) ways.push({ uid: metadata.uid, postedAtMs, answeredAtMs, seenAtMs: wallMs() })
        await instance.api.remove(name)
        return tookMs
      }
      const theirs = async (): Promise<number> => {
        const startedMs = performance.now()
        const undo = await runRawInsert(raw)
        const tookMs = performance.now() - startedMs
        await undo()
        return tookMs
      }
      const found = await interleave({ ours, theirs }, { rounds, warmUps: 5, onRound: (round) => round % 10 === 9 && onProgress(`${round + 1} of ${rounds} rounds`) })
      const spans = await readTrace(instance.traceFile)
      return [
        renderComparison({ title: insertBenchmark.title, unit: 'ms', goal: 1.2, ours: { name: 'Headgate', values: found.ours }, theirs: { name: 'raw gateway', values: found.theirs } }),
        '',
        renderBreakdown('Where our time goes, medians', medianParts(ways.map((way) => breakDown(way, spans)))),
      ].join('\n')
    } finally {
      await instance.end()
    }
  },
}

const wallMs = (): number => performance.timeOrigin + performance.now()
