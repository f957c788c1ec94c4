import { cp, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { apiServerArguments, controllerManagerArguments, etcdArguments, schedulerArguments, type ComponentPlace } from '../components/component-arguments.ts'
import { fillTemplate } from '../components/fill-template.ts'
import { networkNames, nodeAddresses } from '../machine/node-addresses.ts'

const SOURCES = join(import.meta.dirname, '..', '..', 'node')
/** The name of the only node. */
export const NODE_NAME = 'kube-node'
/** Of the API server; inside of its own network it is free. */
export const API_PORT = 6443
/** The lab's directory and the build, as the node sees them. */
const [STATE, HYPERKUBE] = ['/run/state', '/run/bin/hyperkube']

/** The scripts that start a node's components: name and command line. Pure. */
export function nodeCommands(network: number): Record<string, string[]> {
  const { nodeAddress, podRange, serviceRange } = nodeAddresses(network)
  const place: ComponentPlace = {
    state: STATE,
    ports: { api: API_PORT, etcd: 2379, etcdPeer: 2380 },
    bindAddress: '0.0.0.0',
    advertiseAddress: nodeAddress,
    serviceRange,
    podRange,
  }
  const kubelet = ['--config', `${STATE}/conf/kubelet.yaml`, '--kubeconfig', `${STATE}/conf/kubelet.kubeconfig`, '--root-dir', `${STATE}/kubelet`, '--hostname-override', NODE_NAME, '--node-ip', nodeAddress]
  return {
    etcd: [HYPERKUBE, 'etcd', ...etcdArguments(place)],
    'kube-apiserver': [HYPERKUBE, 'kube-apiserver', ...apiServerArguments(place)],
    'kube-controller-manager': [HYPERKUBE, 'kube-controller-manager', ...controllerManagerArguments(place)],
    'kube-scheduler': [HYPERKUBE, 'kube-scheduler', ...schedulerArguments(place)],
    containerd: ['containerd', '--config', `${STATE}/conf/containerd.toml`, '--log-level', 'warn'],
    kubelet: [HYPERKUBE, 'kubelet', ...kubelet],
    'kube-proxy': [HYPERKUBE, 'kube-proxy', '--config', `${STATE}/conf/proxy.yaml`],
    netpold: [HYPERKUBE, 'netpold', '--kubeconfig', `${STATE}/conf/netpold.kubeconfig`],
  }
}

/** Writes all that a node reads into its directory: scripts, configuration, command lines. */
export async function writeNodeFiles(directory: string, network: number): Promise<void> {
  for (const folder of ['conf', 'commands', 'log', 'run']) await mkdir(join(directory, folder), { recursive: true })
  await mkdir(join(directory, 'conf', 'certs.d'), { recursive: true })
  await cp(SOURCES, join(directory, 'node'), { recursive: true })
  for (const name of ['cni.conflist', 'containerd.toml', 'kubelet.yaml', 'proxy.yaml']) await writeFile(join(directory, 'conf', name), await filled(join('conf', name), network))
  for (const [name, words] of Object.entries(nodeCommands(network))) await writeFile(join(directory, 'commands', name), `exec ${words.map(quoted).join(' ')}\n`)
}

/** What is applied to the API server of every node: DNS, a storage class, rights of the components. */
export async function readAddons(network: number): Promise<string> {
  return await filled('addons.yaml', network)
}

async function filled(name: string, network: number): Promise<string> {
  const { podRange, dnsAddress } = nodeAddresses(network)
  return fillTemplate(await readFile(join(SOURCES, name), 'utf8'), { POD_RANGE: podRange, DNS_ADDRESS: dnsAddress, CGROUP: networkNames(network).cgroup, NODE: NODE_NAME })
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`
}
