import { startChild } from '../kube/start-child.ts'
import type { Child } from '../kube/start-child.ts'
import { renderComparison } from '../report/render-comparison.ts'
import { interleave } from '../stats/interleave.ts'
import type { Benchmark } from './benchmark.ts'

/** Both sides take about as long. */
const writes = { ours: 4_000, stock: 400 }

interface Round {
  perSecond: number
  cpuMsPerWrite: number
}

/** Writes of a ConfigMap, 16 under way at once, by our client of Kubernetes beside the stock one, each in a process of its own, against one server that does little. */
export const kubeClientBenchmark: Benchmark = {
  name: 'kube-client',
  title: 'Writing to Kubernetes, beside @kubernetes/client-node',
  async run({ rounds = 7, onProgress }) {
    const children: Child<unknown>[] = []
    const start = async <Hello>(name: string, args: string[]): Promise<Child<Hello>> => {
      const child = await startChild<Hello>(name, args)
      children.push(child)
      return child
    }
    try {
      const server = await start<{ server: string; authority: string }>('kube-server-process', [])
      const connections = async (): Promise<number> => (await server.ask<{ connections: number }>({})).connections
      const client = (which: string) => start('kube-client-process', [which, server.hello.server, server.hello.authority])
      const [ours, stock] = [await client('ours'), await client('stock')]
      const opened = { ours: 0, stock: 0 }
      const measure = async (which: 'ours' | 'stock', child: Child<unknown>): Promise<Round> => {
        const before = await connections()
        const round = await child.ask<Round>({ writes: writes[which] })
        opened[which] += (await connections()) - before
        return round
      }
      const found = await interleave(
        { ours: () => measure('ours', ours), theirs: () => measure('stock', stock) },
        { rounds, warmUps: 2, onRound: (round) => onProgress(`${round + 1} of ${rounds} rounds`) },
      )
      const names = { ours: 'ours', theirs: 'client-node' }
      const compared = (field: keyof Round, more: { title: string; unit: string; better: 'lower' | 'higher'; goal: number }) =>
        renderComparison({ ...more, ours: { name: names.ours, values: found.ours.map((round) => round[field]) }, theirs: { name: names.theirs, values: found.theirs.map((round) => round[field]) } })
      const perThousand = (which: 'ours' | 'stock') => ((opened[which] / ((rounds + 2) * writes[which])) * 1_000).toFixed(1)
      return [
        compared('perSecond', { title: kubeClientBenchmark.title, unit: 'writes/s', better: 'higher', goal: 8 }),
        '',
        compared('cpuMsPerWrite', { title: 'CPU time of the client', unit: 'ms/write', better: 'lower', goal: 1 / 8 }),
        '',
        `connections opened for 1,000 writes: ours ${perThousand('ours')}, client-node ${perThousand('stock')}`,
      ].join('\n')
    } finally {
      for (const child of children) child.end()
    }
  },
}
