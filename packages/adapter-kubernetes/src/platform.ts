import type { ClusterMemory, FlinkObjectStore } from '@headgate/flink-engine'

/** What one slot of a pool gets, and where its pods may run. Set by the platform team, never by tenants. */
export interface HardwareProfile {
  memory: ClusterMemory
  /** Requested for each slot; there is no limit, so that idle cores are used. 1,000 is one core. */
  cpuMillisPerSlot: number
  /** Requested by JobManager and gateway each. */
  cpuMillisControl: number
  /** Local disk of each pod: RocksDB's working files, blobs, spilled batch shuffles. */
  scratchBytesMax: number
  nodeSelector?: Record<string, string>
  tolerations?: Toleration[]
  priorityClassName?: string
}

export interface Toleration {
  key?: string
  operator?: 'Exists' | 'Equal'
  value?: string
  effect?: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute'
  tolerationSeconds?: number
}

/** A part of the network that pods may connect to. */
export interface EgressRule {
  /** For example `0.0.0.0/0`. */
  cidr: string
  except?: string[]
  /** Default: all. */
  ports?: number[]
}

/** Pods of this cluster that pods of pools may connect to. */
export interface EgressPods {
  namespace: string
  podLabels: Record<string, string>
  /** Default: all. */
  ports?: number[]
}

export interface NameResolution {
  namespace: string
  podLabels: Record<string, string>
  port: number
}

export const usualNameResolution: NameResolution = { namespace: 'kube-system', podLabels: { 'k8s-app': 'kube-dns' }, port: 53 }

/** How this installation runs on its Kubernetes. */
export interface KubernetesPlatform {
  /** Namespaces of environments begin with it. */
  namespacePrefix: string
  /** Where the control plane runs: its pods alone may connect to a pool's. Absent: it runs outside, and the addresses in `controlPlaneCidrs` may. */
  controlPlaneNamespace?: string
  controlPlaneCidrs?: string[]
  /** The pods that resolve names, and the port that they listen on themselves. Default: what most clusters have. */
  nameResolution?: NameResolution
  engineImage: string
  imagePullPolicy: 'Always' | 'IfNotPresent' | 'Never'
  /** Names of Secrets, which are there in each environment's namespace. */
  imagePullSecrets?: string[]
  profile: HardwareProfile
  /** Beyond name resolution and the pool itself. */
  egress: EgressRule[]
  /** And these pods, wherever they are: a rule of addresses would have to follow them. */
  egressPods?: EgressPods[]
  /** Bounds of each environment's namespace. */
  quota: { podsMax: number; memoryBytesMax: number; cpuMillisMax: number }
  checkpointIntervalMs: number
  /** Pools' processes speak TLS, among each other and to the control plane, from their next cluster generation on. False: whoever reaches them may ask them. */
  tls: boolean
  /** How Flink reaches the object store. */
  objectStore?: FlinkObjectStore
}

/** The internet, but nothing of private networks, of the cluster itself or of the cloud's metadata: what a pool may use of those is said by name. */
export const internetOnly: EgressRule = {
  cidr: '0.0.0.0/0',
  except: ['10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24', '192.168.0.0/16', '198.18.0.0/15', '224.0.0.0/4'],
}
