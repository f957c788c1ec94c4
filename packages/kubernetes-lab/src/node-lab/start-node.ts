import { Resolver } from 'node:dns/promises'
import { existsSync, readFileSync, readlinkSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { waitUntil } from '@headgate/testbed'
import { isApiServerReady } from '../components/api-server.ts'
import { writeCertificates } from '../components/certificates.ts'
import { describeLogs } from '../components/describe-logs.ts'
import { writeKubeconfig } from '../components/kubeconfig.ts'
import type { KubernetesBuild } from '../build/build-kubernetes.ts'
import type { KubernetesNode } from '../kubernetes-lab.ts'
import type { LabRecord } from '../labs/lab-record.ts'
import { makeCgroups } from '../machine/cgroups.ts'
import { networkNames, nodeAddresses } from '../machine/node-addresses.ts'
import { connectNode } from '../machine/node-link.ts'
import { identifyProcess, type ProcessIdentity } from '../machine/process-identity.ts'
import { startRecorded, type RecordedProcess } from '../machine/recorded-process.ts'
import { NODE_NAME, readAddons, writeNodeFiles } from './node-files.ts'
import { nodeServer, openNode } from './open-node.ts'

/** Of each step: a machine that compiles something else beside it is slow. */
const STEP_TIMEOUT_MS = 180_000
const UNSHARE = ['--mount', '--propagation', 'private', '--pid', '--fork', '--kill-child', '--mount-proc', '--uts', '--ipc', '--net', '--']

/** Starts a node in the room that was made for it, and resolves when it is Ready and its DNS answers. */
export async function startNode(record: LabRecord & { network: number }, build: KubernetesBuild, images: readonly string[]): Promise<KubernetesNode> {
  const { directory, network } = record
  const { nodeAddress, apiServiceAddress, dnsAddress } = nodeAddresses(network)
  const server = nodeServer(network)
  await writeCertificates(directory, { addresses: [nodeAddress, apiServiceAddress], node: { name: NODE_NAME, address: nodeAddress } })
  await writeNodeFiles(directory, network)
  for (const user of ['admin', 'controller-manager', 'scheduler', 'proxy', 'netpold', 'kubelet']) await writeKubeconfig(directory, user, server)
  await makeCgroups(networkNames(network).cgroup)

  const unshare = startRecorded(directory, 'unshare', 'unshare', [...UNSHARE, '/bin/bash', join(directory, 'node', 'node-init')], nodeEnvironment(record, build))
  const step = async <T>(what: string, ask: () => Promise<T | undefined> | T | undefined) => await waitStep(what, directory, unshare, ask)
  const init = await step('the first process of the node', () => firstOfNamespace(unshare.pid))
  await writeFile(join(directory, 'pids', 'init'), `${init.pid} ${init.startTicks}\n`)
  await connectNode(network, init.pid)
  await step('the API server is ready', async () => (await isApiServerReady(directory, server)) || undefined)
  await writeFile(join(directory, 'run', 'api-server-ready'), '')

  const node = openNode(record, build)
  await step('containerd is ready', () => existsSync(join(directory, 'run', 'containerd-ready')) || undefined)
  for (const file of [...build.imageFiles, ...images]) await node.importImage(file)
  const addons = await readAddons(network)
  // The first rights of all come a moment after the API server says that it is ready.
  await step('the addons are applied', async () => await node.kubectl(['apply', '--server-side', '--force-conflicts', '-f', '-'], { input: addons }).then(() => true, () => undefined))
  await step('the node is Ready', async () => ((await node.kubectl(['get', 'nodes', '-o', 'jsonpath={.items[*].status.conditions[?(@.type=="Ready")].status}'])) === 'True') || undefined)
  await step('DNS answers', async () => await answersDns(dnsAddress, apiServiceAddress))
  await step('the default service account', async () => await node.kubectl(['get', 'serviceaccount', 'default', '-n', 'default']).then(() => true, () => undefined))
  return node
}

function nodeEnvironment(record: LabRecord & { network: number }, build: KubernetesBuild): NodeJS.ProcessEnv {
  const { hostAddress, nodeAddress, serviceRange } = nodeAddresses(record.network)
  return {
    PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    HOME: '/run',
    STATE: record.directory,
    BIN: build.binDirectory,
    NODE: NODE_NAME,
    NODE_ADDRESS: nodeAddress,
    HOST_ADDRESS: hostAddress,
    SERVICE_RANGE: serviceRange,
    NODE_LINK: networkNames(record.network).nodeLink,
  }
}

async function waitStep<T>(what: string, directory: string, unshare: RecordedProcess, ask: () => Promise<T | undefined> | T | undefined): Promise<T> {
  try {
    return await waitUntil(what, STEP_TIMEOUT_MS, async () => {
      if (unshare.hasEnded()) throw new Error('The node ended.')
      return await ask()
    })
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : String(error)}\n${describeLogs(directory)}`)
  }
}

/** The child that is in a pid namespace of its own: before that the program has others, which write down who it is. */
function firstOfNamespace(pid: number): ProcessIdentity | undefined {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter((word) => word !== '')
    const first = children.find((child) => readlinkSync(`/proc/${child}/ns/pid`) !== readlinkSync('/proc/self/ns/pid'))
    return first === undefined ? undefined : identifyProcess(Number(first))
  } catch {
    // One of them ended meanwhile.
    return undefined
  }
}

async function answersDns(dnsAddress: string, wanted: string): Promise<true | undefined> {
  const resolver = new Resolver({ timeout: 1_000, tries: 1 })
  resolver.setServers([dnsAddress])
  const found = await resolver.resolve4('kubernetes.default.svc.cluster.local').catch((): string[] => [])
  return found.includes(wanted) || undefined
}
