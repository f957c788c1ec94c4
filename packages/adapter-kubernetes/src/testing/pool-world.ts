import { ok } from '@headgate/domain'
import { laptopMemory } from '@headgate/flink-engine'
import type { Ids, PoolKey } from '@headgate/ports'
import { createVirtualClock } from '@headgate/sim'
import type { VirtualClock } from '@headgate/sim'
import { createKubeClient } from '../api/kube-client.ts'
import type { KubeClient } from '../api/kube-client.ts'
import { createKubernetesCluster } from '../cluster/create-kubernetes-cluster.ts'
import type { KubernetesCluster } from '../cluster/create-kubernetes-cluster.ts'
import type { WorkerProbe } from '../cluster/worker-probe.ts'
import { annotationNames, generationLabels } from '../labels.ts'
import { generationName, namespaceName } from '../names.ts'
import { internetOnly } from '../platform.ts'
import type { KubernetesPlatform } from '../platform.ts'
import type { PoolAuthorities } from '../tls/pool-authorities.ts'
import { parseFlinkEndpoint } from '../tls/flink-endpoint.ts'
import { startFakeApiServer } from './fake-api-server.ts'
import type { FakeApiServer } from './fake-api-server.ts'
import type { FakeObject } from './fake-objects.ts'
import { createPoolLoop } from './pool-loop.ts'
import type { PoolLoop } from './pool-loop.ts'
import { watchRules } from './watch-rules.ts'

/** One pool, the loop that cares for it, the cluster port, its client, and a fake API server behind a real connection; on virtual time. */
export interface PoolWorld {
  clock: VirtualClock
  server: FakeApiServer
  client: KubeClient
  cluster: KubernetesCluster
  /** The port as another controller has it. */
  another: KubernetesCluster
  loop: PoolLoop
  /** What must never be and was: see `watchRules`. */
  violations: string[]
  /** Warnings for the operator. */
  warnings: string[]
  /** Pods of the pool that are there and have not ended. */
  alive(): FakeObject[]
  /** Time passes, the loop has its turns, pods start and end, until it is so. Throws with `what` after `limitMs` of virtual time. */
  until(isSo: () => boolean | Promise<boolean>, what: string, limitMs?: number): Promise<void>
  /** Waits until nobody waits for an answer any more. */
  settle(): Promise<void>
  stop(): Promise<void>
}

export const poolKey: PoolKey = { organizationId: '00000000-0000-0000-0000-000000000001', environmentId: 'env-test01', computePoolId: 'lfcp-test01' }

export const platform: KubernetesPlatform = {
  namespacePrefix: 'headgate-',
  controlPlaneNamespace: 'headgate',
  engineImage: 'registry.test/engine:1',
  imagePullPolicy: 'IfNotPresent',
  profile: { memory: laptopMemory, cpuMillisPerSlot: 100, cpuMillisControl: 100, scratchBytesMax: 2 ** 30 },
  egress: [internetOnly],
  quota: { podsMax: 20, memoryBytesMax: 2 ** 34, cpuMillisMax: 4_000 },
  checkpointIntervalMs: 10_000,
  tls: true,
  objectStore: { endpoint: 'https://store.test', region: 'us-east-1', pathStyle: true, credentials: { accessKeyId: 'A', secretAccessKey: 'secret' } },
}

/** The pool has had so many generations; their records are still there. */
export const generationsBefore = 3

export async function makePoolWorld(options: { stepMs?: number; timeoutMs?: number } = {}): Promise<PoolWorld> {
  const { stepMs = 1_000, timeoutMs = 150 } = options
  const clock = createVirtualClock(Date.parse('2026-01-01T00:00:00Z'))
  const server = await startFakeApiServer({ nowMs: () => clock.nowMs(), pageSizeMax: 2 })
  const real = createKubeClient({ connection: { server: server.url }, clock, timeoutMs, watchIdleMs: 2_000 })
  const { client, pending } = counted(real)
  const warnings: string[] = []
  let tokens = 0
  const ids: Ids = { uuid: () => `uuid-${++tokens}`, hex32: () => String(++tokens).padStart(32, '0'), token: (length) => String(++tokens).padStart(length, '0') }
  const blobs = { uri: (key: string) => `s3://bucket/${key}`, ensureDirectory: () => Promise.resolve(ok(undefined)) }
  // Keys of their own make no difference to Kubernetes, and take time.
  const store = Buffer.from('a key store')
  const authorities: PoolAuthorities = {
    keyStoresOf: () => Promise.resolve({ internal: store, jobManager: store, gateway: store, restTrust: store }),
    clientOf: () => Promise.reject(new Error('Nobody is asked here.')),
  }
  const makeCluster = () => createKubernetesCluster({ client, platform, blobs, clock, ids, authorities, probe: probeOf(server), log: (_level, message) => void warnings.push(message) })
  const [cluster, another] = [makeCluster(), makeCluster()]
  const namespace = namespaceName(platform.namespacePrefix, poolKey)
  const violations = watchRules(server, namespace, poolKey.computePoolId)
  // Records of old generations appear with the namespace: one of them is to be tidied away.
  const plant = server.objects.onEvent(({ type, object }) => {
    if (type !== 'ADDED' || object.kind !== 'Namespace' || object.metadata.name !== namespace) return
    for (let generation = 1; generation <= generationsBefore; generation++) {
      const annotations = { [annotationNames.dropped]: '2025-12-31T00:00:00Z', [annotationNames.jobManagerStarted]: '2025-12-30T00:00:00Z' }
      server.objects.add({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: generationName(poolKey, generation), namespace, labels: generationLabels(poolKey, generation), annotations } })
    }
  })
  const loop = createPoolLoop(poolKey, { cluster, clock, clusterGeneration: generationsBefore })

  async function settle(): Promise<void> {
    for (let quiet = 0; quiet < 4; quiet = pending() === 0 ? quiet + 1 : 0) await new Promise((resolve) => setImmediate(resolve))
  }

  return {
    clock, server, client, cluster, another, loop, violations, warnings, settle,
    alive: () => server.objects.all('Pod', namespace).filter(({ metadata, status }) => metadata.labels?.['headgate.dev/pool'] === poolKey.computePoolId && metadata.labels['app.kubernetes.io/managed-by'] === 'headgate' && status?.['phase'] !== 'Failed' && status?.['phase'] !== 'Succeeded'),
    async until(isSo, what, limitMs = 900_000) {
      const endMs = clock.nowMs() + limitMs
      for (let dueMs = 0; !(await isSo()); ) {
        if (clock.nowMs() > endMs) throw new Error(`Not within ${limitMs / 1_000} s of virtual time: ${what}. Told: ${JSON.stringify(loop.failures.slice(-3))}`)
        if (clock.nowMs() >= dueMs || loop.isWoken()) dueMs = await loop.turn()
        server.kubelet.step()
        server.tick()
        await clock.advance(stepMs)
        await settle()
      }
    },
    async stop() {
      plant()
      loop.stop()
      cluster.close()
      another.close()
      await client.close()
      await server.close()
    },
  }
}

/** A worker is ready when its pod runs. */
function probeOf({ kubelet, objects }: FakeApiServer): WorkerProbe {
  const isUp = (endpoint: string): Promise<boolean> => Promise.resolve(kubelet.at(parseFlinkEndpoint(new URL(endpoint).hostname)?.address ?? '') !== undefined)
  return {
    isJobManagerReady: isUp,
    isGatewayReady: isUp,
    async askTaskManagers(endpoint) {
      if (!(await isUp(endpoint))) return undefined
      const running = objects.all('Pod').filter(({ metadata, status }) => metadata.labels?.['app.kubernetes.io/component'] === 'taskmanager' && status?.['phase'] === 'Running')
      return running.map(({ metadata }) => ({ workerId: metadata.name, idle: true }))
    },
  }
}

/** The client, and how many of its calls are under way. */
function counted(client: KubeClient): { client: KubeClient; pending: () => number } {
  let pending = 0
  const wrapped = new Proxy(client, {
    get(target, name, receiver) {
      const member: unknown = Reflect.get(target, name, receiver)
      if (typeof member !== 'function') return member
      return async (...parameters: unknown[]) => {
        pending += 1
        try {
          return await (member as (...all: unknown[]) => unknown)(...parameters)
        } finally {
          pending -= 1
        }
      }
    },
  })
  return { client: wrapped, pending: () => pending }
}
