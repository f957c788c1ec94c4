import { runProgramOrThrow, waitUntil } from '@headgate/testbed'
import { kubeconfigFile } from '../components/kubeconfig.ts'
import { createKubectl } from '../components/kubectl.ts'
import type { KubernetesNode } from '../kubernetes-lab.ts'
import { endLab } from '../labs/end-lab.ts'
import type { LabRecord } from '../labs/lab-record.ts'
import { nodeAddresses } from '../machine/node-addresses.ts'
import { isAlive } from '../machine/process-identity.ts'
import { recordedProcess } from '../machine/recorded-process.ts'
import { API_PORT, NODE_NAME } from './node-files.ts'

const COMMAND_TIMEOUT_MS = 120_000
const IMPORT_TIMEOUT_MS = 5 * 60_000
const READY_TIMEOUT_MS = 60_000

/** What can be done with a node that was started, by this process or another one. */
export function openNode(record: LabRecord & { network: number }, place: { cacheDirectory: string; binDirectory: string }): KubernetesNode {
  const { directory } = record
  const { hostAddress, nodeAddress, podRange, serviceRange } = nodeAddresses(record.network)
  const kubectl = createKubectl(place.binDirectory, directory, kubeconfigFile(directory, 'admin'))

  const node: KubernetesNode['node'] = async (words, { input, timeoutMs = COMMAND_TIMEOUT_MS } = {}) => {
    const init = recordedProcess(directory, 'init')
    if (init === undefined || !isAlive(init)) throw new Error(`The node of ${directory} does not run.`)
    return await runProgramOrThrow('nsenter', ['-t', String(init.pid), '-m', '-u', '-i', '-n', '-p', '--', ...words], { timeoutMs, input })
  }
  const component = async (act: 'start' | 'stop' | 'pause' | 'resume', name: string) => void (await node(['/bin/bash', '/run/state/node/component', act, name]))
  const stopNodeServices = async () => {
    await component('stop', 'kubelet')
    await component('stop', 'containerd')
  }
  const startNodeServices = async () => {
    const startedAt = await kubeletHeartbeat()
    await component('start', 'containerd')
    await waitUntil('containerd answers', READY_TIMEOUT_MS, async () => await node(['ctr', 'version']).then(() => true, () => undefined))
    await component('start', 'kubelet')
    await waitUntil('the node is Ready again', READY_TIMEOUT_MS, async () => {
      const heartbeat = await kubeletHeartbeat()
      return (heartbeat.status === 'True' && heartbeat.time !== startedAt.time) || undefined
    })
  }
  const kubeletHeartbeat = async () => {
    const [status, time] = (await kubectl(['get', 'node', NODE_NAME, '-o', 'jsonpath={range .status.conditions[?(@.type=="Ready")]}{.status} {.lastHeartbeatTime}{end}'])).trim().split(' ')
    return { status, time }
  }
  return {
    directory,
    kubeconfigFile: kubeconfigFile(directory, 'admin'),
    server: nodeServer(record.network),
    kubectl,
    hostAddress,
    nodeName: NODE_NAME,
    nodeAddress,
    podRange,
    serviceRange,
    node,
    importImage: async (file) => void (await node(['ctr', '-n', 'k8s.io', 'images', 'import', '--no-unpack', '-'], { input: { file }, timeoutMs: IMPORT_TIMEOUT_MS })),
    stopNodeServices,
    startNodeServices,
    restartNode: async () => {
      await stopNodeServices()
      await startNodeServices()
    },
    pauseApiServer: async () => await component('pause', 'kube-apiserver'),
    resumeApiServer: async () => await component('resume', 'kube-apiserver'),
    stop: async () => await endLab(place.cacheDirectory, record),
  }
}

export function nodeServer(network: number): string {
  return `https://${nodeAddresses(network).nodeAddress}:${API_PORT}`
}
