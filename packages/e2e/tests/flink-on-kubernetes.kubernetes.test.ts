import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { buildImages } from '@headgate/images'
import { startKubernetes } from '@headgate/kubernetes-lab'
import type { KubernetesNode } from '@headgate/kubernetes-lab'
import { startKafka } from '@headgate/testbed'
import type { TestKafka } from '@headgate/testbed'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createCountedCopies, startInstance, startS3ForInstance } from '../src/index.ts'
import type { CountedCopies, Instance, S3ForInstance } from '../src/index.ts'

/**
 * The control plane on this machine, Flink on a real Kubernetes, state on a real S3 server: from Kafka to Kafka exactly once, through what happens to pods, to
 * nodes and to the API server.
 */
let lab: KubernetesNode
let s3: S3ForInstance
let kafka: TestKafka
let instance: Instance
let files: string
let copies: CountedCopies

const awayMs = 120_000

beforeAll(async () => {
  const built = await buildImages({ which: ['engine'] })
  if (!built.ok) throw new Error(built.message)
  const engine = built.value[0]!
  lab = await startKubernetes({ mode: 'node', images: [engine.archive] })
  s3 = await startS3ForInstance({ host: lab.hostAddress })
  kafka = await startKafka({ host: lab.hostAddress })
  copies = createCountedCopies(kafka, 300_000)
  for (const topic of ['orders', 'copies']) await kafka.createTopic(topic, { partitions: 2 })
  files = await mkdtemp(join(tmpdir(), 'headgate-platform-'))
  const platformFile = join(files, 'platform.yaml')
  const platform = {
    engineImage: engine.reference,
    imagePullPolicy: 'Never',
    controlPlaneCidrs: [`${lab.hostAddress}/32`],
    nameResolution: { namespace: 'kube-system', podLabels: { 'k8s-app': 'kube-dns' }, port: 1053 },
    profile: { cpuMillisPerSlot: 20, cpuMillisControl: 20, scratchBytesMax: 2 ** 30 },
    egress: [{ cidr: `${lab.hostAddress}/32` }],
    checkpointIntervalMs: 2_000,
  }
  await writeFile(platformFile, JSON.stringify(platform))
  instance = await startInstance({ ...s3.options, env: { ...s3.options.env, HEADGATE_CLUSTER: 'kubernetes', HEADGATE_PLATFORM_FILE: platformFile, HEADGATE_KUBECONFIG: lab.kubeconfigFile } })
}, 900_000)

afterAll(async () => {
  await instance?.end()
  await kafka?.stop()
  await s3?.end()
  await lab?.stop()
  if (files !== undefined) await rm(files, { recursive: true, force: true })
}, 180_000)

const send = (count: number): Promise<void> => copies.send(count)
const expectExactlyOnce = (what: string): Promise<void> => copies.expectExactlyOnce(what)

const namespaceOf = async (): Promise<string> => (await lab.kubectl(['get', 'namespaces', '-l', 'app.kubernetes.io/managed-by=headgate', '-o', 'jsonpath={.items[0].metadata.name}'])).trim()
const podsOf = async (role: string): Promise<string[]> =>
  (await lab.kubectl(['-n', await namespaceOf(), 'get', 'pods', '-l', `app.kubernetes.io/component=${role}`, '--field-selector=status.phase=Running', '-o', 'jsonpath={.items[*].metadata.name}'])).split(' ').filter((name) => name !== '')

async function killProcess(pod: string): Promise<void> {
  const id = await lab.kubectl(['-n', await namespaceOf(), 'get', 'pod', pod, '-o', 'jsonpath={.status.containerStatuses[0].containerID}'])
  await lab.node(['ctr', '-n', 'k8s.io', 'tasks', 'kill', '-s', 'SIGKILL', id.trim().replace('containerd://', '')])
}

describe('from Kafka to Kafka with Flink on Kubernetes', () => {
  it('answers a query, and copies exactly once', async () => {
    const { user } = instance
    expect(await user.snapshot('SELECT COUNT(*) FROM (VALUES (1), (2), (3)) AS t (n)')).toEqual([['3']])
    const table = (name: string, more: string) => user.run(`CREATE TABLE ${name} (id BIGINT, name STRING) WITH ('connector' = 'kafka', 'properties.bootstrap.servers' = '${kafka.bootstrapServers}', 'topic' = '${name}', 'format' = 'json', ${more})`)
    await table('orders', "'scan.startup.mode' = 'earliest-offset'")
    await table('copies', "'sink.delivery-guarantee' = 'exactly-once'")
    await send(2_000)
    await user.run('INSERT INTO copies SELECT id, name FROM orders', { name: 'copier' })
    await expectExactlyOnce('at first')
  }, 400_000)

  it('after the end of each kind of pod', async () => {
    for (const role of ['taskmanager', 'jobmanager']) {
      await killProcess((await podsOf(role))[0] ?? '')
      await send(500)
      await expectExactlyOnce(`after the end of a ${role}`)
    }
  }, 700_000)

  it('after a deletion by hand, an eviction, and a drain of the node', async () => {
    const namespace = await namespaceOf()
    await lab.kubectl(['-n', namespace, 'delete', 'pod', '-l', 'app.kubernetes.io/component=taskmanager', '--wait=false'])
    await send(500)
    await expectExactlyOnce('after a deletion')
    const [evicted = ''] = await podsOf('jobmanager')
    const eviction = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name: evicted, namespace } }
    await lab.kubectl(['create', '--raw', `/api/v1/namespaces/${namespace}/pods/${evicted}/eviction`, '-f', '-'], { input: JSON.stringify(eviction) })
    await send(500)
    await expectExactlyOnce('after an eviction')
    await lab.kubectl(['drain', lab.nodeName, '--ignore-daemonsets', '--delete-emptydir-data', '--pod-selector', 'app.kubernetes.io/managed-by=headgate', '--timeout=90s'])
    await lab.kubectl(['uncordon', lab.nodeName])
    await send(500)
    await expectExactlyOnce('after a drain')
  }, 700_000)

  it('over a stop and a resume', async () => {
    const { user } = instance
    await user.stop('copier')
    await user.waitFor('copier', ['STOPPED'])
    await send(500)
    await user.resume('copier')
    await user.waitFor('copier', ['RUNNING'])
    await expectExactlyOnce('after stop and resume')
  }, 400_000)

  it('while the API server is away for two minutes, and after a restart of the node', async () => {
    const before = await podsOf('taskmanager')
    await lab.pauseApiServer()
    try {
      await send(500)
      await expectExactlyOnce('with the API server away')
      await delay(awayMs)
      await send(500)
      await expectExactlyOnce('with the API server still away')
    } finally {
      await lab.resumeApiServer()
    }
    // Nobody took for lost what could not be seen.
    expect(await podsOf('taskmanager')).toEqual(before)
    await lab.restartNode()
    await send(500)
    await expectExactlyOnce('after a restart of the node')
  }, 700_000)

  it('after the namespace was wiped', async () => {
    await lab.kubectl(['delete', 'namespace', await namespaceOf(), '--timeout=120s'])
    await send(500)
    await expectExactlyOnce('after the namespace was wiped')
    const { user } = instance
    await user.waitFor('copier', ['RUNNING'])
    const events = JSON.stringify((await user.request('GET', `/headgate/v1/organizations/${user.connection.organizationId}/environments/${user.connection.environmentId}/statements/copier/events`)).body)
    // The very first time, and never again.
    expect(events.match(/from the beginning/g)).toHaveLength(1)
  }, 700_000)
})
