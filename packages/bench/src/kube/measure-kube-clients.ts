import { renderComparison } from '../report/render-comparison.ts'
import { interleave } from '../stats/interleave.ts'
import { startChild } from './start-child.ts'
import type { Child } from './start-child.ts'

export interface KubeClientsMeasurement {
  title: string
  /** Of the server that both write to. */
  kubeconfigFile: string
  rounds: number
  /** In a round. */
  writes: { ours: number; stock: number }
  goals: { perSecond: number; cpu: number }
  /** How many the server has been opened so far, where it can tell. */
  connections?: () => Promise<number>
  onProgress: (line: string) => void
}

interface Round {
  perSecond: number
  cpuMsPerWrite: number
}

/** Writes of a ConfigMap, 16 under way at once, by our client of Kubernetes beside the stock one, each in a process of its own. */
export async function measureKubeClients({ title, kubeconfigFile, rounds, writes, goals, connections = () => Promise.resolve(0), onProgress }: KubeClientsMeasurement): Promise<string> {
  const children: Child<unknown>[] = []
  const client = async (which: string): Promise<Child<unknown>> => {
    const child = await startChild('kube-client-process', [which, kubeconfigFile])
    children.push(child)
    return child
  }
  try {
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
    const compared = (field: keyof Round, more: { title: string; unit: string; better: 'lower' | 'higher'; goal: number }) =>
      renderComparison({ ...more, ours: { name: 'ours', values: found.ours.map((round) => round[field]) }, theirs: { name: 'client-node', values: found.theirs.map((round) => round[field]) } })
    const perThousand = (which: 'ours' | 'stock') => ((opened[which] / ((rounds + 2) * writes[which])) * 1_000).toFixed(1)
    return [
      compared('perSecond', { title, unit: 'writes/s', better: 'higher', goal: goals.perSecond }),
      '',
      compared('cpuMsPerWrite', { title: 'CPU time of the client', unit: 'ms/write', better: 'lower', goal: goals.cpu }),
      ...(opened.ours + opened.stock === 0 ? [] : ['', `connections opened for 1,000 writes: ours ${perThousand('ours')}, client-node ${perThousand('stock')}`]),
    ].join('\n')
  } finally {
    for (const child of children) child.end()
  }
}
