import type { WorkerRole } from '@headgate/domain'
import { laptopMemory } from '@headgate/flink-engine'
import type { WorkersWanted } from '@headgate/ports'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Stored } from '../kube-object.ts'
import { namespaceName, workerName } from '../names.ts'
import { internetOnly } from '../platform.ts'
import type { KubernetesPlatform } from '../platform.ts'
import { flinkUserId } from './engine-layout.ts'
import { renderGeneration, renderGenerationSecret, renderJobManagerService } from './render-generation.ts'
import type { GenerationConfig } from './render-generation.ts'
import { renderNamespace } from './render-namespace.ts'
import { renderWorker } from './render-worker.ts'
import { workerMemoryMiB } from './worker-memory.ts'

const secretKey = 'a-secret-that-nobody-may-see'
const id = (prefix: string) => fc.stringMatching(/^[a-z0-9]{5,8}$/).map((rest) => `${prefix}-${rest}`)
const wanted: fc.Arbitrary<WorkersWanted> = fc.record({
  organizationId: fc.uuid(),
  environmentId: id('env'),
  computePoolId: id('lfcp'),
  clusterGeneration: fc.integer({ min: 1, max: 1_000_000 }),
  taskManagers: fc.integer({ min: 0, max: 50 }),
  slotsPerTaskManager: fc.integer({ min: 1, max: 16 }),
})
const platform: fc.Arbitrary<KubernetesPlatform> = fc.record(
  {
    namespacePrefix: fc.constantFrom('headgate-', 'flink-', ''),
    engineImage: fc.constantFrom('headgate/engine:2.3.0', 'registry.internal:5000/x/engine@sha256:00'),
    imagePullPolicy: fc.constantFrom('Always' as const, 'IfNotPresent' as const, 'Never' as const),
    imagePullSecrets: fc.array(fc.constantFrom('a', 'b')),
    controlPlaneNamespace: fc.constant('headgate'),
    profile: fc.record({
      memory: fc.constant(laptopMemory),
      cpuMillisPerSlot: fc.integer({ min: 1, max: 4_000 }),
      cpuMillisControl: fc.integer({ min: 1, max: 4_000 }),
      scratchBytesMax: fc.integer({ min: 2 ** 28, max: 2 ** 40 }),
    }),
    egress: fc.constant([internetOnly]),
    quota: fc.constant({ podsMax: 50, memoryBytesMax: 2 ** 35, cpuMillisMax: 8_000 }),
    checkpointIntervalMs: fc.integer({ min: 1_000, max: 600_000 }),
    tls: fc.boolean(),
    objectStore: fc.constantFrom({ region: 'us-east-1', pathStyle: true, endpoint: 'http://store:9000', credentials: { accessKeyId: 'id', secretAccessKey: secretKey } }, { region: 'eu-west-1', pathStyle: false, environment: { AWS_ROLE_ARN: 'arn' } }),
  },
  { requiredKeys: ['namespacePrefix', 'engineImage', 'imagePullPolicy', 'profile', 'egress', 'quota', 'checkpointIntervalMs', 'tls'] },
)
const role = fc.constantFrom<WorkerRole>('jobmanager', 'gateway', 'taskmanager')
const uris = { archive: 's3://b/archive', checkpoints: 's3://b/checkpoints', savepoints: 's3://b/savepoints' }
const stored = (config: GenerationConfig): Stored<GenerationConfig> => ({ ...config, metadata: { ...config.metadata, uid: 'uid-1', resourceVersion: '1', creationTimestamp: '2026-01-01T00:00:00Z' } })

/** The restricted Pod Security Standard, by its own list of fields. */
function violations(pod: ReturnType<typeof renderWorker>): string[] {
  const { spec } = pod
  const found: string[] = []
  const must = (isSo: boolean, what: string): void => void (isSo || found.push(what))
  must(spec.hostNetwork !== true && spec.hostPID !== true && spec.hostIPC !== true, 'host namespaces')
  must(spec.securityContext?.runAsNonRoot === true && spec.securityContext.runAsUser === flinkUserId, 'runs as root')
  must(spec.securityContext?.seccompProfile?.type === 'RuntimeDefault', 'seccomp')
  must((spec.volumes ?? []).every((volume) => ['configMap', 'emptyDir', 'secret'].some((kind) => kind in volume)), 'kinds of volumes')
  for (const container of [...spec.containers, ...(spec.initContainers ?? [])]) {
    const context = container.securityContext
    must(context?.allowPrivilegeEscalation === false && context.privileged !== true, 'privileges')
    must(context?.capabilities?.drop?.includes('ALL') === true && (context.capabilities.add ?? []).length === 0, 'capabilities')
    must(context?.readOnlyRootFilesystem === true, 'writes to its image')
    must((container.ports ?? []).every(({ hostPort }) => hostPort === undefined), 'ports of the host')
    must(container.resources?.limits?.['memory'] !== undefined && container.resources.limits['memory'] === container.resources.requests?.['memory'], 'memory')
    must(container.resources?.limits?.['ephemeral-storage'] !== undefined, 'disk')
  }
  must(spec.automountServiceAccountToken === false, 'token')
  must(spec.restartPolicy === 'Never', 'restarts')
  return found
}

describe('every pod that can be rendered', () => {
  it('passes the restricted standard, has bounds, no token, and nothing secret in it', () => {
    fc.assert(
      fc.property(wanted, platform, role, fc.stringMatching(/^[a-z0-9]{6}$/), (wish, how, what, token) => {
        const generation = stored(renderGeneration(wish, uris, how))
        const pod = renderWorker(wish, what, workerName(wish, wish.clusterGeneration, what, token), generation, how)
        expect(violations(pod)).toEqual([])
        expect(JSON.stringify([pod, generation])).not.toContain(secretKey)
        expect(pod.metadata.ownerReferences).toMatchObject([{ kind: 'ConfigMap', uid: 'uid-1', controller: true }])
        expect(pod.metadata.finalizers ?? []).toEqual(what === 'jobmanager' ? ['headgate.dev/proven-gone'] : [])
        expect(pod.metadata.namespace).toBe(namespaceName(how.namespacePrefix, wish))
        for (const value of Object.values(pod.metadata.labels ?? {})) expect(value).toMatch(/^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/)
      }),
      { numRuns: 10_000 },
    )
  })

  it('has room for all that its JVM may take', () => {
    for (const slots of [1, 4, 16]) {
      const task = workerMemoryMiB('taskmanager', laptopMemory, slots)
      expect(task).toBeGreaterThan(laptopMemory.taskFrameworkHeap + (laptopMemory.taskHeapPerSlot + laptopMemory.managedPerSlot) * slots + laptopMemory.metaspace)
    }
    expect(workerMemoryMiB('jobmanager', laptopMemory, 1)).toBe(768)
  })
})

describe('a namespace', () => {
  const [tenant, how] = fc.sample(fc.tuple(wanted, platform), { numRuns: 1, seed: 3 })[0]!

  it('is guarded before anything runs in it, and is one environment of one organization', () => {
    const objects = renderNamespace(tenant, how)
    expect(objects.map(({ kind }) => kind)).toEqual(['Namespace', 'NetworkPolicy', 'NetworkPolicy', 'NetworkPolicy', 'NetworkPolicy', 'ServiceAccount', 'ResourceQuota', 'LimitRange'])
    expect(objects[0]?.metadata.labels).toMatchObject({ 'pod-security.kubernetes.io/enforce': 'restricted' })
    expect(objects[1]).toMatchObject({ metadata: { name: 'deny-all' }, spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] } })
    expect(objects[5]).toMatchObject({ automountServiceAccountToken: false })
    expect(namespaceName('headgate-', { ...tenant, organizationId: 'another' })).not.toBe(namespaceName('headgate-', tenant))
  })

  it('lets nothing out to private networks, the metadata address and the cluster, unless the platform says so', () => {
    const outside = renderNamespace(tenant, how).find(({ metadata }) => metadata.name === 'outside') as unknown as { spec: { egress: { to: { ipBlock: { cidr: string; except: string[] } }[] }[] } }
    expect(outside.spec.egress[0]?.to[0]?.ipBlock).toMatchObject({ cidr: '0.0.0.0/0', except: expect.arrayContaining(['169.254.0.0/16', '10.0.0.0/8']) })
  })
})

describe('a generation', () => {
  const wish: WorkersWanted = { organizationId: 'o', environmentId: 'env-abc123', computePoolId: 'lfcp-abc123', clusterGeneration: 3, taskManagers: 1, slotsPerTaskManager: 2 }
  const how: KubernetesPlatform = { ...fc.sample(platform, { numRuns: 1, seed: 1 })[0]!, namespacePrefix: 'headgate-', objectStore: { region: 'r', pathStyle: true, credentials: { accessKeyId: 'id', secretAccessKey: secretKey } } }
  const generation = stored(renderGeneration(wish, uris, how))

  it('finds its JobManager by a name that no other generation has', () => {
    const service = renderJobManagerService(wish, generation)
    expect(service.metadata.name).toBe('lfcp-abc123-3-jobmanager')
    expect(generation.data['config.yaml']).toContain(`jobmanager.rpc.address: "lfcp-abc123-3-jobmanager.${generation.metadata.namespace}.svc"`)
    expect(service).toMatchObject({ spec: { selector: { 'headgate.dev/generation': '3' } } })
  })

  const [internal, jobManager, gateway, restTrust] = ['internal', 'jobmanager', 'gateway', 'trust'].map((text) => Buffer.from(text)) as [Buffer, Buffer, Buffer, Buffer]
  const keyStores = { internal, jobManager, gateway, restTrust }

  it('keeps the keys of the store in a Secret, and its own, or has none', () => {
    expect(JSON.stringify(renderGenerationSecret(wish, generation, how, undefined))).toContain(secretKey)
    const keyless = { ...how, objectStore: { region: 'r', pathStyle: true } }
    expect(renderGenerationSecret(wish, generation, keyless, undefined)).toBeUndefined()
    expect(renderGenerationSecret(wish, generation, keyless, keyStores)).toMatchObject({ immutable: true, data: { 'gateway.p12': gateway.toString('base64') } })
  })

  it('that speaks TLS gives each process the keys that it needs, and a TaskManager none to ask anybody with over REST', () => {
    const secure = stored(renderGeneration(wish, uris, { ...how, tls: true }))
    const made = Object.keys((renderGenerationSecret(wish, secure, how, keyStores) as { data?: object } | undefined)?.data ?? {})
    const filesOf = (role: WorkerRole) => {
      const { spec, metadata } = renderWorker(wish, role, workerName(wish, 3, role, 'abcdef'), secure, how)
      expect(metadata.annotations).toMatchObject({ 'headgate.dev/certificates-until': '2027-01-01T00:00:00.000Z' })
      return spec.volumes?.find(({ name }) => name === 'secret')?.secret?.items?.map(({ key, path }) => [key, path]) ?? []
    }
    const files = { jobmanager: filesOf('jobmanager'), gateway: filesOf('gateway'), taskmanager: filesOf('taskmanager') }
    expect(files.taskmanager).toEqual([['s3-credentials', 's3-credentials'], ['internal.p12', 'internal.p12']])
    expect(files.gateway.map(([key]) => key)).not.toContain('internal.p12')
    for (const key of Object.values(files).flat().map(([name]) => name)) expect([...made, 's3-credentials']).toContain(key)
    // All that the configuration names is there.
    for (const [, file] of secure.data['config.yaml']?.matchAll(/"\/etc\/flink-secret\/([^"]+)"/g) ?? []) expect(files.jobmanager.map(([, path]) => path)).toContain(file)
    expect(secure.data['config.yaml']).toContain('security.ssl.rest.authentication-enabled: "true"')
  })

  it('that was made without TLS goes on without, whatever the platform wants by now', () => {
    const plain = stored(renderGeneration(wish, uris, { ...how, tls: false }))
    expect(plain.data['config.yaml']).not.toContain('security.ssl')
    const { spec, metadata } = renderWorker(wish, 'gateway', workerName(wish, 3, 'gateway', 'abcdef'), plain, { ...how, tls: true })
    expect(metadata.annotations).not.toHaveProperty('headgate.dev/certificates-until')
    expect(spec.volumes?.find(({ name }) => name === 'secret')?.secret?.items).toEqual([{ key: 's3-credentials', path: 's3-credentials' }])
  })

  it('has names that Kubernetes takes, or none', () => {
    expect(() => workerName({ computePoolId: 'Not_A_Name' }, 1, 'gateway', 'x')).toThrow(/cannot be a name/)
    expect(() => namespaceName('headgate-', { organizationId: 'o', environmentId: 'e'.repeat(60) })).toThrow(/cannot be a name/)
  })
})
