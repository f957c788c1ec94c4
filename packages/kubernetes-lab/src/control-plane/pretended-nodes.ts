/** By this kwok knows its nodes. */
const MARK = 'kwok.x-k8s.io/node'

/** How kwok is started, besides its kubeconfig. */
export const KWOK_ARGUMENTS = [
  '--manage-all-nodes=false',
  `--manage-nodes-with-annotation-selector=${MARK}=fake`,
  '--node-ip=127.0.0.1',
  '--cidr=10.244.0.1/16',
  '--node-lease-duration-seconds=40',
]

/** Nodes `kwok-0`, `kwok-1`, ... as objects for `kubectl apply`. Each has room for a thousand pods. */
export function pretendedNodes(count: number): string {
  const capacity = { cpu: '64', memory: '512Gi', 'ephemeral-storage': '100Ti', pods: '1000' }
  const items = Array.from({ length: count }, (_, index) => ({
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name: `kwok-${index}`,
      annotations: { [MARK]: 'fake', 'node.alpha.kubernetes.io/ttl': '0' },
      labels: { type: 'kwok', 'kubernetes.io/hostname': `kwok-${index}`, 'kubernetes.io/os': 'linux', 'kubernetes.io/arch': 'amd64' },
    },
    status: { capacity, allocatable: capacity },
  }))
  return JSON.stringify({ apiVersion: 'v1', kind: 'List', items })
}
