import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { freePorts, waitUntil } from '@headgate/testbed'
import type { KubernetesBuild } from '../build/build-kubernetes.ts'
import { isApiServerReady } from '../components/api-server.ts'
import { writeCertificates } from '../components/certificates.ts'
import { apiServerArguments, controllerManagerArguments, etcdArguments, schedulerArguments, type ComponentPlace } from '../components/component-arguments.ts'
import { describeLogs } from '../components/describe-logs.ts'
import { kubeconfigFile, writeKubeconfig } from '../components/kubeconfig.ts'
import { createKubectl } from '../components/kubectl.ts'
import type { KubernetesLab } from '../kubernetes-lab.ts'
import { endLab } from '../labs/end-lab.ts'
import type { LabRecord } from '../labs/lab-record.ts'
import { signalProcess } from '../machine/process-identity.ts'
import { recordedProcess, startRecorded, type RecordedProcess } from '../machine/recorded-process.ts'
import { KWOK_ARGUMENTS, pretendedNodes } from './pretended-nodes.ts'

const STEP_TIMEOUT_MS = 180_000
const SERVICE_RANGE = '10.96.0.0/16'
const API_SERVICE_ADDRESS = '10.96.0.1'

export interface ControlPlaneOptions {
  /** Whether controllers and the scheduler run. */
  controllers: boolean
  /** Nodes that kwok pretends; undefined: no kwok. */
  pretendedNodes: number | undefined
}

/** Starts etcd and an API server on free ports of the loopback, without root and namespaces, and resolves when it is ready. */
export async function startControlPlane(record: LabRecord, build: KubernetesBuild, options: ControlPlaneOptions): Promise<KubernetesLab> {
  const { directory } = record
  const [api = 0, etcd = 0, etcdPeer = 0] = await freePorts(3)
  const server = `https://127.0.0.1:${api}`
  const place: ComponentPlace = { state: directory, ports: { api, etcd, etcdPeer }, bindAddress: '127.0.0.1', advertiseAddress: '127.0.0.1', serviceRange: SERVICE_RANGE }
  await writeCertificates(directory, { addresses: [API_SERVICE_ADDRESS] })
  await mkdir(join(directory, 'conf'), { recursive: true })
  for (const user of ['admin', 'controller-manager', 'scheduler']) await writeKubeconfig(directory, user, server)
  const lab = openControlPlane(record, build, server)

  const started: [name: string, process: RecordedProcess][] = []
  const start = (name: string, words: string[], program = 'hyperkube') => void started.push([name, startRecorded(directory, name, join(build.binDirectory, program), words)])
  const step = async (what: string, ask: () => Promise<unknown>) => await waitStep(what, directory, started, ask)
  start('etcd', ['etcd', ...etcdArguments(place)])
  start('kube-apiserver', ['kube-apiserver', ...apiServerArguments(place)])
  await step('the API server is ready', async () => (await isApiServerReady(directory, server)) || undefined)
  await step('the default namespace', async () => await lab.kubectl(['get', 'namespace', 'default']))
  if (options.controllers) {
    start('kube-controller-manager', ['kube-controller-manager', ...controllerManagerArguments(place)])
    start('kube-scheduler', ['kube-scheduler', ...schedulerArguments(place)])
    await step('the default service account', async () => await lab.kubectl(['get', 'serviceaccount', 'default', '-n', 'default']))
  }
  if (options.pretendedNodes !== undefined) {
    start('kwok', ['--kubeconfig', lab.kubeconfigFile, ...KWOK_ARGUMENTS], 'kwok')
    await lab.kubectl(['apply', '--server-side', '-f', '-'], { input: pretendedNodes(options.pretendedNodes) })
    await lab.kubectl(['wait', '--for=condition=Ready', 'node', '--all', '--timeout=180s'], { timeoutMs: STEP_TIMEOUT_MS })
  }
  return lab
}

/** What can be done with a control plane that was started, by this process or another one. */
export function openControlPlane(record: LabRecord, build: { cacheDirectory: string; binDirectory: string }, server: string): KubernetesLab {
  const { directory } = record
  const signalApiServer = (signal: NodeJS.Signals) => {
    const identity = recordedProcess(directory, 'kube-apiserver')
    if (identity === undefined || !signalProcess(identity, signal)) throw new Error(`The API server of ${directory} does not run.`)
  }
  return {
    directory,
    kubeconfigFile: kubeconfigFile(directory, 'admin'),
    server,
    kubectl: createKubectl(build.binDirectory, directory, kubeconfigFile(directory, 'admin')),
    pauseApiServer: async () => signalApiServer('SIGSTOP'),
    resumeApiServer: async () => signalApiServer('SIGCONT'),
    stop: async () => await endLab(build.cacheDirectory, record),
  }
}

async function waitStep(what: string, directory: string, started: readonly [name: string, process: RecordedProcess][], ask: () => Promise<unknown>): Promise<void> {
  try {
    await waitUntil(what, STEP_TIMEOUT_MS, async () => {
      const ended = started.find(([, { hasEnded }]) => hasEnded())
      if (ended !== undefined) throw new Error(`${ended[0]} ended.`)
      return await ask().catch(() => undefined)
    })
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : String(error)}\n${describeLogs(directory)}`)
  }
}
