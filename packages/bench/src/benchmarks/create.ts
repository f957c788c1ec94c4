import { readServerPort } from '../instance/read-server-port.ts'
import { startInstance } from '../instance/start-instance.ts'
import { postMany } from '../load/post-many.ts'
import { readTree } from '../processes/read-usage.ts'
import { startBareApi } from '../raw/bare-api.ts'
import { untilQuiet } from '../processes/until-quiet.ts'
import { renderComparison } from '../report/render-comparison.ts'
import { interleave } from '../stats/interleave.ts'
import { median } from '../stats/summarize.ts'
import type { Benchmark } from './benchmark.ts'
import { insertSql } from './workload.ts'

const requests = 1_500
const inFlight = 16
/** Admission is not what is measured. */
const noLimits = { HEADGATE_REQUESTS_MAX: '100000', HEADGATE_REQUESTS_PER_ORGANIZATION_MAX: '100000', HEADGATE_REQUESTS_PER_KEY_MAX: '100000' }

/**
 * Statements per second through the API, each one durable before its answer, beside bare fastify and pg with one INSERT per request: two
 * processes of the same shape, the same Postgres server, the same bodies. The statement is an INSERT with `spec.stopped`. What the API itself does
 * is measured: authentication, gate, sealing, the transaction with its work item, the wake-up. The controller, which would look at every one of
 * the thousands with the same two cores, stands still (SIGSTOP) meanwhile, as it would run elsewhere. Wake-ups are sent beside the answers and
 * may lag behind them: they are waited for before the other side has its turn, and how long that takes is told.
 */
export const createBenchmark: Benchmark = {
  name: 'create',
  title: `Durable POST /statements per second, ${inFlight} at once, beside bare fastify + pg with one INSERT each`,
  async run({ rounds = 7, onProgress }) {
    const instance = await startInstance({ childEnv: noLimits })
    try {
      const { api, dev, directory } = instance
      const databaseUrl = new URL(dev.playground.url)
      databaseUrl.port = String(await readServerPort(directory))
      const bare = await startBareApi(databaseUrl.href)
      const controller = dev.pids().controller
      if (controller === undefined) throw new Error('The instance has no controller.')
      process.kill(controller, 'SIGSTOP')
      try {
        const send = (url: string, round: number) =>
          postMany({ url, headers: api.headers, body: (index) => JSON.stringify(api.bodyOf(`create-${round + 100}-${index}`, insertSql, { stopped: true })), requests, inFlight })
        const lagsMs: number[] = []
        const ours = async (round: number): Promise<number> => {
          const rate = await send(api.statementsUrl, round)
          const lagMs = await untilQuiet(() => readTree(dev.pids().postgres ?? 0))
          if (round >= 0) lagsMs.push(lagMs)
          return rate
        }
        const found = await interleave({ ours, theirs: (round) => send(bare.statementsUrl, round) }, { rounds, warmUps: 2, onRound: (round) => onProgress(`${round + 1} of ${rounds} rounds`) })
        return [
          renderComparison({
            title: createBenchmark.title, unit: 'POST/s', better: 'higher', goal: 0.6,
            ours: { name: 'Headgate', values: found.ours }, theirs: { name: 'bare fastify + pg', values: found.theirs },
          }),
          `after the last of ${requests} answers the wake-ups took another ${median(lagsMs).toFixed(0)} ms (median)`,
        ].join('\n')
      } finally {
        process.kill(controller, 'SIGCONT')
        await bare.end()
      }
    } finally {
      await instance.end()
    }
  },
}
