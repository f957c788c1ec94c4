/** Where a cluster's components are, and where they find their files. */
export interface ComponentPlace {
  /** The state directory, as the components see it. */
  state: string
  ports: { api: number; etcd: number; etcdPeer: number }
  /** Where the API server listens, and where others find it. */
  bindAddress: string
  advertiseAddress: string
  serviceRange: string
  /** With a node: the range of its pods. Undefined: nothing runs pods. */
  podRange?: string
}

/** The arguments of etcd, as pairs of flag and value. Its data lives as long as a test, so nothing waits for the disk. */
export function etcdArguments({ state, ports }: ComponentPlace): string[] {
  const [client, peer] = [`http://127.0.0.1:${ports.etcd}`, `http://127.0.0.1:${ports.etcdPeer}`]
  return flags({
    name: 'lab',
    'data-dir': `${state}/etcd`,
    'listen-client-urls': client,
    'advertise-client-urls': client,
    'listen-peer-urls': peer,
    'initial-advertise-peer-urls': peer,
    'initial-cluster': `lab=${peer}`,
    'unsafe-no-fsync': 'true',
    'log-level': 'warn',
    'quota-backend-bytes': String(1 << 30),
  })
}

/** The arguments of the API server. */
export function apiServerArguments({ state, ports, bindAddress, advertiseAddress, serviceRange, podRange }: ComponentPlace): string[] {
  const pki = (name: string) => `${state}/pki/${name}`
  return flags({
    'etcd-servers': `http://127.0.0.1:${ports.etcd}`,
    'secure-port': String(ports.api),
    'bind-address': bindAddress,
    'advertise-address': advertiseAddress,
    'service-cluster-ip-range': serviceRange,
    'client-ca-file': pki('ca.crt'),
    'tls-cert-file': pki('apiserver.crt'),
    'tls-private-key-file': pki('apiserver.key'),
    'service-account-key-file': pki('service-accounts.key'),
    'service-account-signing-key-file': pki('service-accounts.key'),
    'service-account-issuer': 'https://kubernetes.default.svc.cluster.local',
    'authorization-mode': 'Node,RBAC',
    'enable-admission-plugins': 'NodeRestriction',
    'allow-privileged': 'true',
    profiling: 'false',
    'requestheader-client-ca-file': pki('ca.crt'),
    'requestheader-allowed-names': 'front-proxy-client',
    'requestheader-username-headers': 'X-Remote-User',
    'requestheader-group-headers': 'X-Remote-Group',
    'requestheader-extra-headers-prefix': 'X-Remote-Extra-',
    'proxy-client-cert-file': pki('front-proxy.crt'),
    'proxy-client-key-file': pki('front-proxy.key'),
    'event-ttl': '1h',
    'shutdown-delay-duration': '0s',
    ...(podRange === undefined
      ? // A loopback address may not be the address of the Service `kubernetes`.
        { 'endpoint-reconciler-type': 'none' }
      : {
          'kubelet-client-certificate': pki('apiserver-kubelet.crt'),
          'kubelet-client-key': pki('apiserver-kubelet.key'),
          'kubelet-certificate-authority': pki('ca.crt'),
          'kubelet-preferred-address-types': 'InternalIP',
        }),
  })
}

/** The arguments of the controllers. */
export function controllerManagerArguments({ state, serviceRange, podRange }: ComponentPlace): string[] {
  return flags({
    ...clientFlags(state, 'controller-manager'),
    'service-account-private-key-file': `${state}/pki/service-accounts.key`,
    'root-ca-file': `${state}/pki/ca.crt`,
    'use-service-account-credentials': 'true',
    'cluster-signing-cert-file': `${state}/pki/ca.crt`,
    'cluster-signing-key-file': `${state}/pki/ca.key`,
    ...(podRange === undefined
      ? { 'secure-port': '0' }
      : {
          'cluster-cidr': podRange,
          'allocate-node-cidrs': 'true',
          'node-cidr-mask-size': '24',
          'service-cluster-ip-range': serviceRange,
          'enable-hostpath-provisioner': 'true',
        }),
  })
}

/** The arguments of the scheduler. */
export function schedulerArguments({ state, podRange }: ComponentPlace): string[] {
  return flags({ ...clientFlags(state, 'scheduler'), ...(podRange === undefined ? { 'secure-port': '0' } : {}) })
}

/** Of a component that asks the API server. There is one of each, so none waits to be elected. */
function clientFlags(state: string, name: string): Record<string, string> {
  const file = `${state}/conf/${name}.kubeconfig`
  return { kubeconfig: file, 'authentication-kubeconfig': file, 'authorization-kubeconfig': file, 'leader-elect': 'false', 'bind-address': '127.0.0.1', profiling: 'false' }
}

function flags(values: Record<string, string>): string[] {
  return Object.entries(values).map(([name, value]) => `--${name}=${value}`)
}
