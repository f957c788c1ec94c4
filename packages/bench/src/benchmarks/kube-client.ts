import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { measureKubeClients } from '../kube/measure-kube-clients.ts'
import { startChild } from '../kube/start-child.ts'
import type { Benchmark } from './benchmark.ts'

/** Writes by our client of Kubernetes beside the stock one, against one server on the loopback that does little: what the clients themselves cost. */
export const kubeClientBenchmark: Benchmark = {
  name: 'kube-client',
  title: 'Writing to Kubernetes, beside @kubernetes/client-node',
  async run({ rounds = 7, onProgress }) {
    const server = await startChild<{ server: string; authority: string }>('kube-server-process', [])
    const directory = await mkdtemp(join(tmpdir(), 'headgate-bench-'))
    try {
      const kubeconfigFile = join(directory, 'kubeconfig')
      const kubeconfig = {
        'current-context': 'x',
        contexts: [{ name: 'x', context: { cluster: 'c', user: 'u' } }],
        clusters: [{ name: 'c', cluster: { server: server.hello.server, 'certificate-authority-data': Buffer.from(server.hello.authority).toString('base64') } }],
        users: [{ name: 'u', user: { token: 'token-of-a-benchmark' } }],
      }
      await writeFile(kubeconfigFile, JSON.stringify(kubeconfig))
      const connections = async (): Promise<number> => (await server.ask<{ connections: number }>({})).connections
      // Both sides take about as long.
      const measured = await measureKubeClients({ title: kubeClientBenchmark.title, kubeconfigFile, rounds, writes: { ours: 4_000, stock: 400 }, goals: { perSecond: 8, cpu: 1 / 8 }, connections, onProgress })
      return measured
    } finally {
      server.end()
      await rm(directory, { recursive: true, force: true })
    }
  },
}
