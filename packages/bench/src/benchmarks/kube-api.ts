import { startKubernetes } from '@headgate/kubernetes-lab'
import { measureKubeClients } from '../kube/measure-kube-clients.ts'
import type { Benchmark } from './benchmark.ts'

const lanes = 16

/** The same on a real API server, which takes most of the time: what is left of the difference. */
export const kubeApiBenchmark: Benchmark = {
  name: 'kube-api',
  title: 'Writing to a real API server, beside @kubernetes/client-node',
  async run({ rounds = 7, onProgress }) {
    const lab = await startKubernetes({ mode: 'control-plane', say: onProgress })
    try {
      const items = ['ours', 'stock'].flatMap((which) => Array.from({ length: lanes }, (_, lane) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: `${which}-${lane}`, namespace: 'default' } })))
      await lab.kubectl(['apply', '-f', '-'], { input: JSON.stringify({ apiVersion: 'v1', kind: 'List', items }) })
      return await measureKubeClients({ title: kubeApiBenchmark.title, kubeconfigFile: lab.kubeconfigFile, rounds, writes: { ours: 600, stock: 600 }, goals: { perSecond: 1, cpu: 1 / 4 }, onProgress })
    } finally {
      await lab.stop()
    }
  },
}
