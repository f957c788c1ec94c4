/** The addresses of a node and its cluster. */
export interface NodeAddresses {
  /** This machine, as the node and its pods reach it. */
  hostAddress: string
  nodeAddress: string
  podRange: string
  serviceRange: string
  /** The Service `kubernetes`: the first address of the range. */
  apiServiceAddress: string
  dnsAddress: string
}

/** Nodes at a time on one machine. */
export const NETWORKS_MAX = 16

/** The addresses of network 0 to 15. All are of 198.18.0.0/15, which is for benchmarks: nothing that anybody wants to reach has one of these. */
export function nodeAddresses(network: number): NodeAddresses {
  const services = `198.19.${network * 16}`
  return {
    hostAddress: `198.18.${240 + network}.1`,
    nodeAddress: `198.18.${240 + network}.2`,
    podRange: `198.18.${network}.0/24`,
    serviceRange: `${services}.0/20`,
    apiServiceAddress: `${services}.1`,
    dnsAddress: `${services}.10`,
  }
}

/** The names of the two ends of a node's link, and of its cgroups. */
export function networkNames(network: number): { hostLink: string; nodeLink: string; cgroup: string } {
  return { hostLink: `klab${network}`, nodeLink: `klab${network}n`, cgroup: `kubelab${network}` }
}
