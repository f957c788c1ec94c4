import { createFlinkRest, createSqlGateway } from '@headgate/adapter-flink'
import { realClock as clock, realIds as ids, waitFor as lookUntil } from '@headgate/adapter-process/testing'
import { ok } from '@headgate/domain'
import type { Worker } from '@headgate/domain'
import { laptopMemory } from '@headgate/flink-engine'
import { buildImages } from '@headgate/images'
import { startKubernetes } from '@headgate/kubernetes-lab'
import type { KubernetesNode } from '@headgate/kubernetes-lab'
import type { PoolKey } from '@headgate/ports'
import { clusterContract, valueOf } from '@headgate/ports/contracts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createKubeClient } from '../api/kube-client.ts'
import type { KubeClient } from '../api/kube-client.ts'
import { readKubeConfig } from '../api/read-kube-config.ts'
import { namespaceName } from '../names.ts'
import { internetOnly, usualNameResolution } from '../platform.ts'
import type { KubernetesPlatform } from '../platform.ts'
import { createFlinkFetch } from '../tls/create-flink-fetch.ts'
import { generationKey, parseFlinkEndpoint } from '../tls/flink-endpoint.ts'
import { createPoolAuthorities } from '../tls/pool-authorities.ts'
import { createKubernetesCluster } from './create-kubernetes-cluster.ts'
import type { KubernetesCluster } from './create-kubernetes-cluster.ts'
import { createHttpProbe } from './worker-probe.ts'

const pool: PoolKey = { organizationId: '00000000-0000-0000-0000-000000000001', environmentId: 'env-test01', computePoolId: 'lfcp-test01' }

const authorities = createPoolAuthorities(Buffer.alloc(32, 7))
const flinkFetch = createFlinkFetch({ authorities, clock })
const probe = createHttpProbe(flinkFetch)

let lab: KubernetesNode
let platform: KubernetesPlatform
const clients: KubeClient[] = []

beforeAll(async () => {
  const [engine] = valueOf(await buildImages({ which: ['engine'] }))
  if (engine === undefined) throw new Error('The image of the engine was not built.')
  lab = await startKubernetes({ mode: 'node', images: [engine.archive] })
  platform = {
    namespacePrefix: 'headgate-',
    controlPlaneCidrs: [`${lab.hostAddress}/32`],
    nameResolution: { ...usualNameResolution, port: 1053 },
    engineImage: engine.reference,
    imagePullPolicy: 'Never',
    profile: { memory: laptopMemory, cpuMillisPerSlot: 20, cpuMillisControl: 20, scratchBytesMax: 2 ** 30 },
    egress: [internetOnly],
    quota: { podsMax: 20, memoryBytesMax: 16 * 2 ** 30, cpuMillisMax: 4_000 },
    checkpointIntervalMs: 10_000,
    tls: true,
  }
})
afterAll(async () => {
  for (const client of clients) await client.close()
  await flinkFetch.close()
  await lab?.stop()
})

async function makeCluster(more: Partial<KubernetesPlatform> = {}): Promise<{ cluster: KubernetesCluster; client: KubeClient }> {
  const client = createKubeClient({ connection: valueOf(await readKubeConfig({ kubeconfigFile: lab.kubeconfigFile, env: {} })), clock })
  clients.push(client)
  // No job runs here: what Flink writes may go with the pod.
  const blobs = { uri: (key: string) => `file:///opt/flink-run/${key}`, ensureDirectory: () => Promise.resolve(ok(undefined)) }
  return { client, cluster: createKubernetesCluster({ client, platform: { ...platform, ...more }, blobs, clock, ids, authorities, probe, log: () => undefined }) }
}

const waitFor = <T>(look: () => Promise<T | undefined>, what: string): Promise<T> => lookUntil(look, what, 150_000)

/** Ends the process of a pod from outside, as the kernel would. */
async function kill(worker: Worker): Promise<void> {
  const id = await lab.kubectl(['-n', namespaceName(platform.namespacePrefix, worker), 'get', 'pod', worker.workerId, '-o', 'jsonpath={.status.containerStatuses[0].containerID}'])
  await lab.node(['ctr', '-n', 'k8s.io', 'tasks', 'kill', '-s', 'SIGKILL', id.trim().replace('containerd://', '')])
}

describe('contract', () => {
  clusterContract(async () => {
    const { cluster } = await makeCluster()
    return { cluster, pool, kill, wait: waitFor, stop: async () => cluster.close() }
  })
})

describe('what the cluster does by itself', () => {
  const own: PoolKey = { ...pool, environmentId: 'env-test02', computePoolId: 'lfcp-test02' }
  const wanted = { ...own, clusterGeneration: 1, taskManagers: 1, slotsPerTaskManager: 1 }
  const of = async (cluster: KubernetesCluster): Promise<Worker[]> => valueOf(await cluster.listWorkers()).filter(({ computePoolId }) => computePoolId === own.computePoolId)
  const allRunning = (cluster: KubernetesCluster) => waitFor(async () => ((await of(cluster)).filter(({ state }) => state === 'running').length === 3 ? await of(cluster) : undefined), 'three workers run')

  it('a drained node takes pods, and a JobManager that went with one is over', async () => {
    const { cluster } = await makeCluster()
    // As the controller does: who watches takes an ended JobManager off the record.
    cluster.watchWorkers(() => undefined)
    valueOf(await cluster.ensureWorkers(wanted))
    await allRunning(cluster)
    await lab.kubectl(['drain', lab.nodeName, '--ignore-daemonsets', '--delete-emptydir-data', '--pod-selector', 'headgate.dev/pool=lfcp-test02', '--timeout=60s'])
    const gone = await waitFor(async () => {
      const workers = await of(cluster)
      return workers.every(({ state }) => state === 'exited') ? workers : undefined
    }, 'all pods are gone')
    expect(gone.find(({ role }) => role === 'jobmanager')).toMatchObject({ state: 'exited', workerId: 'lfcp-test02-1-jobmanager' })
    await lab.kubectl(['uncordon', lab.nodeName])
    // Not in this generation any more.
    valueOf(await cluster.ensureWorkers(wanted))
    expect((await of(cluster)).filter(({ state }) => state !== 'exited')).toEqual([])
    valueOf(await cluster.ensureWorkers({ ...wanted, clusterGeneration: 2 }))
    await allRunning(cluster)
    cluster.close()
  })

  it('another controller takes the pods over, and a namespace that is wiped is made again', async () => {
    const { cluster } = await makeCluster()
    cluster.watchWorkers(() => undefined)
    await allRunning(cluster)
    valueOf(await cluster.ensureWorkers({ ...wanted, clusterGeneration: 2 }))
    expect((await of(cluster)).filter(({ state, clusterGeneration }) => state === 'running' && clusterGeneration === 2)).toHaveLength(3)
    expect(await cluster.ensureWorkers({ ...wanted, clusterGeneration: 3 })).toMatchObject({ ok: false, reason: 'conflict', message: expect.stringContaining('Generation 2') })
    await lab.kubectl(['delete', 'namespace', namespaceName(platform.namespacePrefix, own), '--timeout=60s'])
    await waitFor(async () => ((await of(cluster)).length === 0 ? true : undefined), 'nothing is left')
    await waitFor(async () => ((await cluster.ensureWorkers({ ...wanted, clusterGeneration: 3 })).ok ? true : undefined), 'the next generation is started')
    await allRunning(cluster)
    valueOf(await cluster.dropWorkers(own, 3))
    cluster.close()
  })

  it('a JobManager on a node that does not answer is not gone, even when its pod is deleted by force', async () => {
    const lone = { ...wanted, environmentId: 'env-test05', computePoolId: 'lfcp-test05', taskManagers: 0 }
    const { cluster } = await makeCluster()
    const jobManager = async () => valueOf(await cluster.listWorkers()).find(({ computePoolId, role, clusterGeneration }) => computePoolId === lone.computePoolId && role === 'jobmanager' && clusterGeneration === 1)
    cluster.watchWorkers(() => undefined)
    valueOf(await cluster.ensureWorkers(lone))
    await waitFor(async () => ((await jobManager())?.state === 'running' ? true : undefined), 'the JobManager runs')
    await lab.stopNodeServices()
    try {
      await waitFor(async () => ((await jobManager())?.state === 'unknown' ? true : undefined), 'the node is seen not to answer')
      await lab.kubectl(['-n', namespaceName(platform.namespacePrefix, lone), 'delete', 'pod', '-l', 'headgate.dev/pool=lfcp-test05', '--force', '--grace-period=0', '--wait=false'])
      expect((await jobManager())?.state).toBe('unknown')
      expect(await cluster.ensureWorkers({ ...lone, clusterGeneration: 2 })).toMatchObject({ ok: false, reason: 'conflict', message: expect.stringContaining(lab.nodeName) })
    } finally {
      await lab.startNodeServices()
    }
    await waitFor(async () => ((await jobManager())?.state === 'exited' ? true : undefined), 'it is gone when its node says so')
    await waitFor(async () => ((await cluster.ensureWorkers({ ...lone, clusterGeneration: 2 })).ok ? true : undefined), 'the next generation is started')
    valueOf(await cluster.dropWorkers(lone, 2))
    cluster.close()
  })

  it('says what keeps a pod from starting, and what to do', async () => {
    const stuck = { ...wanted, environmentId: 'env-test03', computePoolId: 'lfcp-test03' }
    const { cluster: imageless } = await makeCluster({ engineImage: 'localhost/no-such-image:1' })
    const told = await waitFor(async () => {
      const asked = await imageless.ensureWorkers(stuck)
      return asked.ok ? undefined : asked
    }, 'the missing image is told of')
    expect(told).toMatchObject({ reason: 'unavailable', message: expect.stringMatching(/no-such-image.*pull secrets/s) })
    valueOf(await imageless.dropWorkers(stuck, 1))
    imageless.close()
    const { cluster: greedy } = await makeCluster({ profile: { ...platform.profile, cpuMillisControl: 3_000 } })
    const room = await waitFor(async () => {
      const asked = await greedy.ensureWorkers({ ...stuck, clusterGeneration: 2 })
      return asked.ok || asked.reason === 'conflict' ? undefined : asked
    }, 'the missing room is told of')
    expect(room).toMatchObject({ message: expect.stringMatching(/Insufficient cpu|quota/) })
    valueOf(await greedy.dropWorkers(stuck, 2))
    greedy.close()
  })
})

describe('a pod of a tenant', () => {
  it('reaches neither the API server nor the metadata address, and has no token', async () => {
    const own: PoolKey = { ...pool, environmentId: 'env-test04', computePoolId: 'lfcp-test04' }
    const { cluster } = await makeCluster()
    valueOf(await cluster.ensureWorkers({ ...own, clusterGeneration: 1, taskManagers: 0, slotsPerTaskManager: 1 }))
    const namespace = namespaceName(platform.namespacePrefix, own)
    await waitFor(async () => {
      const found = valueOf(await cluster.listWorkers()).find(({ computePoolId, role }) => computePoolId === own.computePoolId && role === 'jobmanager')
      return found?.state === 'running' ? found : undefined
    }, 'the JobManager runs')
    const within = (command: string) => lab.kubectl(['-n', namespace, 'exec', 'lfcp-test04-1-jobmanager', '--', 'bash', '-c', command])
    const reaches = (address: string, port: number) => within(`timeout 3 bash -c '</dev/tcp/${address}/${port}' && echo yes || echo no`)
    // It can reach something at all: its own REST endpoint, by its name.
    expect((await reaches(`lfcp-test04-1-jobmanager.${namespace}.svc`, 8081)).trim()).toBe('yes')
    expect((await reaches(new URL(lab.server).hostname, 6443)).trim()).toBe('no')
    expect((await reaches('kubernetes.default.svc', 443)).trim()).toBe('no')
    expect((await reaches('169.254.169.254', 80)).trim()).toBe('no')
    expect((await within('ls /var/run/secrets/kubernetes.io 2>/dev/null || echo none')).trim()).toBe('none')
    expect((await within('touch /opt/flink/x 2>/dev/null && echo written || echo refused; id -u')).trim()).toBe('refused\n9999')
    valueOf(await cluster.dropWorkers(own, 1))
    cluster.close()
  })
})

describe('a pool that speaks TLS', () => {
  const own: PoolKey = { ...pool, environmentId: 'env-test06', computePoolId: 'lfcp-test06' }
  const wanted = { ...own, clusterGeneration: 1, taskManagers: 2, slotsPerTaskManager: 1 }
  const of = async (cluster: KubernetesCluster): Promise<Worker[]> => valueOf(await cluster.listWorkers()).filter(({ computePoolId, state }) => computePoolId === own.computePoolId && state === 'running')
  const running = (cluster: KubernetesCluster, count: number) => waitFor(async () => ((await of(cluster)).length === count ? await of(cluster) : undefined), `${count} workers run`)
  const endpointOf = (workers: Worker[], role: string): string => workers.find((worker) => worker.role === role)?.endpoint ?? ''

  it('runs a job on two TaskManagers, and lets nobody in but the control plane', async () => {
    const { cluster } = await makeCluster()
    valueOf(await cluster.ensureWorkers(wanted))
    const workers = await running(cluster, 4)
    const [jobManager, gateway] = [endpointOf(workers, 'jobmanager'), endpointOf(workers, 'gateway')]
    expect([jobManager, gateway].map((endpoint) => new URL(endpoint).protocol)).toEqual(['https:', 'https:'])

    const [sql, flink] = [createSqlGateway({ fetch: flinkFetch }), createFlinkRest({ fetch: flinkFetch })]
    const session = valueOf(await sql.openSession(gateway, { name: 's', properties: { 'parallelism.default': '2', 'execution.checkpointing.interval': '1 s' } }))
    valueOf(await sql.configure(gateway, session, "CREATE TEMPORARY TABLE a (id BIGINT) WITH ('connector' = 'datagen', 'rows-per-second' = '100')"))
    valueOf(await sql.configure(gateway, session, "CREATE TEMPORARY TABLE b (id BIGINT, n BIGINT) WITH ('connector' = 'blackhole')"))
    const operation = valueOf(await sql.execute(gateway, session, { statement: 'INSERT INTO b SELECT MOD(id, 100), COUNT(*) FROM a GROUP BY MOD(id, 100)' }))
    await waitFor(async () => (valueOf(await sql.fetchPage(gateway, session, operation, 0)).state === 'not-ready' ? undefined : true), 'the job is submitted')
    const jobId = Object.keys(valueOf(await flink.observeCluster(jobManager, 1)).jobs)[0] ?? ''
    const job = await waitFor(async () => {
      const told = valueOf(await flink.describeJob(jobManager, jobId))
      return told.newestCheckpoint === undefined ? undefined : told
    }, 'a checkpoint is complete')
    expect(job).toMatchObject({ state: 'RUNNING', restarts: 0 })
    expect(valueOf(await flink.observeCluster(jobManager, 1))).toMatchObject({ taskManagers: 2, slotsAvailable: 0 })

    const validity = { fromMs: clock.nowMs() - 60_000, untilMs: clock.nowMs() + 600_000 }
    const generation = generationKey(namespaceName(platform.namespacePrefix, own), own, 1)
    const { certificateAuthority } = await authorities.clientOf(generation, validity)
    for (const endpoint of [jobManager, gateway]) {
      const { hostname, port } = new URL(endpoint)
      await expect(fetch(`http://${parseFlinkEndpoint(hostname)?.address}:${port}/overview`, { signal: AbortSignal.timeout(5_000) })).rejects.toThrow()
      for (const shown of [{ certificate: '', privateKey: '' }, await authorities.clientOf(generation.replace('test06', 'test01'), validity)]) {
        const foreign = createFlinkFetch({ clock, authorities: { clientOf: () => Promise.resolve({ ...shown, certificateAuthority }) } })
        expect(await createFlinkRest({ fetch: foreign }).observeCluster(endpoint, 1)).toMatchObject({ ok: false, reason: 'unavailable', message: expect.stringContaining('refuses its certificate') })
        await foreign.close()
      }
    }
    const namespace = namespaceName(platform.namespacePrefix, own)
    const filesOf = async (role: string) => (await lab.kubectl(['-n', namespace, 'exec', workers.find((worker) => worker.role === role)?.workerId ?? '', '--', 'ls', '/etc/flink-secret'])).trim().split('\n')
    expect(await filesOf('taskmanager')).toEqual(['internal.p12'])
    expect(await filesOf('gateway')).toEqual(['rest-trust.p12', 'rest.p12'])

    // Who takes over needs nothing but the secret key.
    const another = createFlinkFetch({ authorities: createPoolAuthorities(Buffer.alloc(32, 7)), clock })
    expect(await createFlinkRest({ fetch: another }).describeJob(jobManager, jobId)).toMatchObject({ ok: true })
    await another.close()
    valueOf(await cluster.dropWorkers(own, 1))
    cluster.close()
  })

  it('spoke none before, and goes on so until its next generation', async () => {
    const { cluster: before } = await makeCluster({ tls: false })
    const { cluster: after } = await makeCluster()
    const startMs: number[] = []
    for (const [clusterGeneration, first] of [[2, before], [3, after]] as const) {
      await waitFor(async () => ((await of(after)).length === 0 ? true : undefined), 'nothing of the pool is left')
      await waitFor(async () => ((await first.ensureWorkers({ ...wanted, clusterGeneration, taskManagers: 0 })).ok ? true : undefined), 'it is started')
      const askedMs = clock.nowMs()
      await waitFor(async () => (endpointOf(await of(after), 'jobmanager') === '' ? undefined : true), 'the JobManager runs')
      startMs.push(clock.nowMs() - askedMs)
      const workers = await running(after, 2)
      expect(new URL(endpointOf(workers, 'jobmanager')).protocol).toBe(clusterGeneration === 2 ? 'http:' : 'https:')
      // Its TaskManager is of the same kind as its JobManager, whoever adds it.
      valueOf(await after.ensureWorkers({ ...wanted, clusterGeneration, taskManagers: 1 }))
      await running(after, 3)
      valueOf(await after.dropWorkers(own, clusterGeneration))
    }
    console.info(`A JobManager answers after ${startMs[0]} ms without TLS, ${startMs[1]} ms with`)
    for (const cluster of [before, after]) cluster.close()
  })
})
