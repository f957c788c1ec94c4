import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createSqlGateway, warmGateway } from '@headgate/adapter-flink'
import { startDevProcess } from '../instance/dev-process.ts'
import { startInstance } from '../instance/start-instance.ts'
import { readBlueprint, startRawCluster } from '../raw/raw-cluster.ts'
import type { Blueprint } from '../raw/raw-cluster.ts'
import { renderBreakdown } from '../report/render-breakdown.ts'
import { renderComparison } from '../report/render-comparison.ts'
import { interleave } from '../stats/interleave.ts'
import { medianParts } from '../trace/break-down.ts'
import type { Benchmark } from './benchmark.ts'

/**
 * `dev` as the second and every later start is: jars, archives and data directory are there. From the start of its process to the banner, when a
 * statement would run at once, beside the same three JVMs started by hand at once, whose gateway plans the very statement that ours is warmed up with.
 */
export const startBenchmark: Benchmark = {
  name: 'start',
  title: 'Start of dev until a statement runs at once, beside bare JVMs with a warm-up',
  async run({ rounds = 5, onProgress }) {
    const blueprint = await makeBlueprint()
    const directory = await mkdtemp(join(tmpdir(), 'headgate-bench-start-'))
    try {
      const dataDirectory = join(directory, 'data')
      const firstMs = (await runOnce(dataDirectory)).readyMs
      onProgress('the data directory is made')
      const found = await interleave(
        { ours: () => runOnce(dataDirectory), theirs: () => runBare(blueprint) },
        { rounds, warmUps: 1, onRound: (round) => onProgress(`${round + 1} of ${rounds} rounds`) },
      )
      return [
        renderComparison({
          title: startBenchmark.title, unit: 'ms', goal: 1.3,
          ours: { name: 'headgate dev', values: found.ours.map(({ readyMs }) => readyMs) }, theirs: { name: 'bare JVMs + warm-up', values: found.theirs },
        }),
        `the first start in a new data directory took ${firstMs.toFixed(0)} ms (once)`,
        '',
        renderBreakdown('Where our time goes, medians', medianParts(found.ours.map(({ steps }) => Object.fromEntries(steps)))),
      ].join('\n')
    } finally {
      await rm(directory, { recursive: true, force: true })
    }
  },
}

/** The command lines of an instance that is gone by the time they are used. */
async function makeBlueprint(): Promise<Blueprint> {
  const instance = await startInstance()
  try {
    return await readBlueprint(instance.directory)
  } finally {
    await instance.end()
  }
}

async function runOnce(dataDirectory: string): Promise<{ readyMs: number; steps: [string, number][] }> {
  const dev = await startDevProcess(dataDirectory)
  await dev.end()
  return dev
}

async function runBare(blueprint: Blueprint): Promise<number> {
  const directory = await mkdtemp(join(tmpdir(), 'headgate-bench-raw-'))
  const startedMs = performance.now()
  const cluster = await startRawCluster(blueprint, directory)
  try {
    await cluster.untilReady()
    if (!(await warmGateway(createSqlGateway(), cluster.endpoints.gateway))) throw new Error('The bare gateway did not plan the statement of its warm-up.')
    return performance.now() - startedMs
  } finally {
    await cluster.end()
    await rm(directory, { recursive: true, force: true })
  }
}
