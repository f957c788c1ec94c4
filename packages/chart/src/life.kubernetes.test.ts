import { setTimeout as delay } from 'node:timers/promises'
import { ownPoolIdOf } from '@headgate/domain'
import { createApiUser, createCountedCopies, eventually } from '@headgate/e2e'
import type { ApiUser, CountedCopies } from '@headgate/e2e'
import { startKubernetes } from '@headgate/kubernetes-lab'
import type { KubernetesNode } from '@headgate/kubernetes-lab'
import { runConfluentSqlChecks, startKafka } from '@headgate/testbed'
import type { TestKafka } from '@headgate/testbed'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openHelm } from './testing/helm.ts'
import { nodePods } from './testing/node-pods.ts'
import type { NodePods } from './testing/node-pods.ts'
import { openRelease } from './testing/open-release.ts'
import type { PrintedConnection, Release } from './testing/open-release.ts'
import { imagesOfChart, portOf, putCredentials, valuesOn } from './testing/release-values.ts'
import { startRetryingClient } from './testing/retrying-client.ts'
import { startFoundations } from './testing/start-foundations.ts'
import type { Foundations } from './testing/start-foundations.ts'

/**
 * A team's installation and what becomes of it: the chart on a real Kubernetes, with a Postgres, a Redis, an S3 and a Kafka outside. One statement copies from
 * Kafka to Kafka, exactly once, through everything that happens to pods, nodes, the API server, the control plane, what that stands on, and at last the cluster.
 */
let lab: KubernetesNode
let pods: NodePods
let foundations: Foundations
let kafka: TestKafka
let release: Release
let connection: PrintedConnection
let user: ApiUser
let copies: CountedCopies

const awayMs = 120_000
const limitMs = 1_200_000

async function bringCluster(): Promise<void> {
  const images = await imagesOfChart()
  // Postgres, Redis, S3 and Kafka are known by their addresses.
  lab = await startKubernetes({ mode: 'node', images: [images.engine.archive, images.controlPlane.archive], ...(foundations === undefined ? {} : { hostAddress: foundations.host }) })
  pods = nodePods(lab)
  foundations ??= await startFoundations(lab.hostAddress)
  kafka ??= await startKafka({ host: lab.hostAddress })
  release = await openRelease({ lab, helm: await openHelm(), values: valuesOn(foundations, images, [portOf(kafka.bootstrapServers)]) })
  await putCredentials(lab, foundations)
}

beforeAll(async () => {
  await bringCluster()
  copies = createCountedCopies(kafka, 300_000)
  for (const topic of ['orders', 'copies']) await kafka.createTopic(topic, { partitions: 2 })
  const notes = await release.install()
  connection = await release.createOrganization(notes)
  user = await release.userOf(connection)
}, 45 * 60_000)

afterAll(async () => {
  await lab?.stop()
  await kafka?.stop()
  await foundations?.stop()
}, 180_000)

async function copiesExactlyOnce(what: string, count = 500): Promise<void> {
  await copies.send(count)
  await release.orTrouble(copies.expectExactlyOnce(what))
}

/** Of Kafka, to copy from one to the other. */
async function createTables(from: string, to: string): Promise<void> {
  const table = (name: string, more: string) => user.run(`CREATE TABLE ${name} (id BIGINT, name STRING) WITH ('connector' = 'kafka', 'properties.bootstrap.servers' = '${kafka.bootstrapServers}', 'topic' = '${name}', 'format' = 'json', ${more})`)
  await table(from, "'scan.startup.mode' = 'earliest-offset'")
  await table(to, "'sink.delivery-guarantee' = 'exactly-once'")
}

const flinkNamespace = async (): Promise<string> => (await lab.kubectl(['get', 'namespaces', '-l', `app.kubernetes.io/managed-by=headgate,headgate.dev/environment=${user.connection.environmentId}`, '-o', 'jsonpath={.items[0].metadata.name}'])).trim()
const flinkPods = async (role: string): Promise<string[]> => await pods.running(await flinkNamespace(), `app.kubernetes.io/component=${role}`)
const controlPods = (role: string): Promise<string[]> => pods.running('control', `app.kubernetes.io/component=${role}`)
const readyControlPods = async (): Promise<boolean> => {
  const ready = await lab.kubectl(['-n', 'control', 'get', 'deployments', '-o', 'jsonpath={range .items[*]}{.status.readyReplicas}/{.spec.replicas} {end}'])
  return ready.trim().split(' ').every((each) => each.split('/')[0] === each.split('/')[1])
}

it('answers a query, and copies exactly once', async () => {
  expect(await release.orTrouble(user.snapshot('SELECT COUNT(*) FROM (VALUES (1), (2), (3)) AS t (n)'))).toEqual([['3']])
  await createTables('orders', 'copies')
  await copies.send(2_000)
  await user.run('INSERT INTO copies SELECT id, name FROM orders', { name: 'copier' })
  await copiesExactlyOnce('at first')
}, limitMs)

it('lets a pod of a tenant reach what it works with, and nothing of anybody else', async () => {
  const own = user.connection
  const neighbour = await user.request<{ id: string }>('POST', '/org/v2/environments', { display_name: 'neighbour' })
  const { cloud = '', region = '' } = connection
  const pool = await user.request<{ id: string }>('POST', '/fcpm/v2/compute-pools', { spec: { display_name: 'next-door', cloud, region, max_cfu: 5, environment: { id: neighbour.body.id } } })
  expect(neighbour).toMatchObject({ status: 201 })
  expect([pool.status, pool.body]).toMatchObject([202, {}])
  const other = createApiUser({ ...own, environmentId: neighbour.body.id, computePoolId: pool.body.id })
  expect(await release.orTrouble(other.snapshot('SELECT COUNT(*) FROM (VALUES (1)) AS t (n)'))).toEqual([['1']])

  const podOf = async (selector: string): Promise<{ namespace: string; name: string; ip: string }> => {
    const found = await lab.kubectl(['get', 'pods', '-A', '-l', selector, '--field-selector=status.phase=Running', '-o', 'jsonpath={.items[0].metadata.namespace} {.items[0].metadata.name} {.items[0].status.podIP}'])
    const [namespace = '', name = '', ip = ''] = found.trim().split(' ')
    return { namespace, name, ip }
  }
  const flinkPod = (poolId: string, role: string) => podOf(`headgate.dev/pool=${poolId},app.kubernetes.io/component=${role}`)
  const tenant = await flinkPod(own.computePoolId, 'taskmanager')
  const [mate, stranger, api] = [await flinkPod(own.computePoolId, 'jobmanager'), await flinkPod(pool.body.id, 'jobmanager'), await podOf('app.kubernetes.io/part-of=headgate,app.kubernetes.io/component=api')]
  expect(stranger.namespace).not.toBe(tenant.namespace)
  const { host, credentials, redis, s3 } = foundations
  const places: [what: string, address: string, port: number, isOpen: boolean][] = [
    ['its JobManager', mate.ip, 6123, true],
    ['Kafka', host, portOf(kafka.bootstrapServers), true],
    ['the S3', host, portOf(s3.endpoint), true],
    ["another environment's JobManager", stranger.ip, 6123, false],
    ["another environment's REST", stranger.ip, 8081, false],
    ["the control plane's API", api.ip, 8080, false],
    ["the control plane's database", host, portOf(credentials['database-api-url'] ?? ''), false],
    ["the control plane's Redis", host, redis.port, false],
    ['the API server', new URL(lab.server).hostname, 6443, false],
    ['the API server by its Service', 'kubernetes.default.svc', 443, false],
    ['the metadata address', '169.254.169.254', 80, false],
  ]
  const within = (command: string) => lab.kubectl(['-n', tenant.namespace, 'exec', tenant.name, '--', 'bash', '-c', command])
  for (const [what, address, port, isOpen] of places) {
    const said = await within(`timeout 3 bash -c '</dev/tcp/${address}/${port}' 2>/dev/null && echo yes || echo no`)
    expect([what, said.trim()]).toEqual([what, isOpen ? 'yes' : 'no'])
  }
  expect((await within('ls /var/run/secrets/kubernetes.io 2>/dev/null || echo none')).trim()).toBe('none')
  // They are there for whoever is let in.
  expect(await fetch(`http://${api.ip}:8080/health/live`).then(({ status }) => status, String)).toBeTypeOf('number')
}, limitMs)

it('serves the unmodified confluent-sql', async () => {
  const { key, secret, ...of } = { ...user.connection, key: user.connection.apiKey, secret: user.connection.apiSecret }
  const run = await runConfluentSqlChecks({ ...of, key, secret }, [], { timeoutMs: 600_000 })
  expect(run.findings.filter((finding) => finding.check.endsWith('.done') && finding['ok'] !== true), run.stderr).toEqual([])
  expect(run.findings.filter((finding) => finding.check.endsWith('.done')).length).toBeGreaterThanOrEqual(8)
  expect(run.exitCode).toBe(0)
}, limitMs)

it('copies on after the end of each kind of pod of the pool', async () => {
  for (const role of ['gateway', 'taskmanager', 'jobmanager']) {
    await pods.kill(await flinkNamespace(), (await flinkPods(role))[0] ?? '')
    await copiesExactlyOnce(`after the end of a ${role}`)
  }
}, limitMs)

it('copies on when a TaskManager runs out of memory, and says so', async () => {
  await user.waitFor('copier', ['RUNNING'])
  await pods.exhaustMemory(await flinkNamespace(), (await flinkPods('taskmanager'))[0] ?? '')
  await copiesExactlyOnce('after a TaskManager ran out of memory')
  const warnings = await eventually('its user is told', async () => (await user.read('copier')).status.warnings?.find(({ reason }) => reason === 'POOL_OUT_OF_MEMORY'), 120_000)
  expect(warnings.message).toContain('ran out of memory')
}, limitMs)

it('copies on after a deletion by hand, an eviction, and a drain of the node', async () => {
  const namespace = await flinkNamespace()
  await lab.kubectl(['-n', namespace, 'delete', 'pod', '-l', 'app.kubernetes.io/component=taskmanager', '--wait=false'])
  await copiesExactlyOnce('after a deletion')
  const [evicted = ''] = await flinkPods('jobmanager')
  const eviction = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name: evicted, namespace } }
  await lab.kubectl(['create', '--raw', `/api/v1/namespaces/${namespace}/pods/${evicted}/eviction`, '-f', '-'], { input: JSON.stringify(eviction) })
  await copiesExactlyOnce('after an eviction')
  await lab.kubectl(['drain', lab.nodeName, '--ignore-daemonsets', '--delete-emptydir-data', '--pod-selector', 'app.kubernetes.io/managed-by=headgate', '--timeout=90s'])
  await lab.kubectl(['uncordon', lab.nodeName])
  await copiesExactlyOnce('after a drain')
}, limitMs)

it('copies on over a stop and a resume', async () => {
  await user.stop('copier')
  await user.waitFor('copier', ['STOPPED'], 300_000)
  await copies.send(500)
  await user.resume('copier')
  await user.waitFor('copier', ['RUNNING'], 300_000)
  await copiesExactlyOnce('after stop and resume')
}, limitMs)

it('makes the next generation of a pool beside the present one before its certificates run out, and copies on', async () => {
  await user.waitFor('copier', ['RUNNING'])
  const [before = ''] = await flinkPods('jobmanager')
  const soon = new Date(Date.now() + 20 * 24 * 60 * 60_000).toISOString()
  await lab.kubectl(['-n', await flinkNamespace(), 'annotate', '--overwrite', 'pod', before, `headgate.dev/certificates-until=${soon}`])
  await copies.send(500)
  // Nothing was taken from the one that works before the other one was there.
  await eventually('both run', async () => (await flinkPods('jobmanager')).length === 2 && (await flinkPods('taskmanager')).length >= 2, 180_000)
  expect((await user.read('copier')).status.phase).toBe('RUNNING')
  await eventually('the old one has given way', async () => !(await flinkPods('jobmanager')).includes(before), 180_000)
  await copiesExactlyOnce('after its certificates were renewed')
  expect(await flinkPods('jobmanager')).toHaveLength(1)
}, limitMs)

it('gives an INSERT of a DEDICATED pool a cluster of its own, which copies on after its end, and goes with its statement', async () => {
  const { environmentId } = user.connection
  const { cloud = '', region = '' } = connection
  const made = await user.request<{ id: string }>('POST', '/fcpm/v2/compute-pools', { spec: { display_name: 'alone', cloud, region, max_cfu: 2, type: 'DEDICATED', environment: { id: environmentId } } })
  expect(made.status).toBe(202)
  const topics = { from: 'own_orders', to: 'own_copies' }
  for (const topic of Object.values(topics)) await kafka.createTopic(topic, { partitions: 2 })
  await createTables(topics.from, topics.to)
  const ownCopies = createCountedCopies(kafka, 300_000, topics)
  const ownExactlyOnce = async (what: string): Promise<void> => {
    await ownCopies.send(200)
    await release.orTrouble(ownCopies.expectExactlyOnce(what))
  }
  const shared = await flinkPods('jobmanager')
  const { metadata } = await user.create(`INSERT INTO ${topics.to} SELECT id, name FROM ${topics.from}`, { name: 'alone', poolId: made.body.id })
  await ownExactlyOnce('in a cluster of its own')
  const namespace = await flinkNamespace()
  const ownedBy = `headgate.dev/pool=${ownPoolIdOf(made.body.id, metadata.uid)}`
  const podsOf = (role: string): Promise<string[]> => pods.running(namespace, `${ownedBy},app.kubernetes.io/component=${role}`)
  for (const role of ['jobmanager', 'gateway', 'taskmanager']) expect([role, (await podsOf(role)).length]).toEqual([role, 1])
  await pods.kill(namespace, (await podsOf('jobmanager'))[0] ?? '')
  await ownExactlyOnce('after the end of its JobManager')
  await user.stop('alone')
  await user.waitFor('alone', ['STOPPED'], 300_000)
  await ownCopies.send(200)
  await user.resume('alone')
  await ownExactlyOnce('after stop and resume')
  await copiesExactlyOnce('beside it')
  expect(await flinkPods('jobmanager')).toEqual(expect.arrayContaining(shared))
  await user.remove('alone')
  await eventually('nothing is left of its cluster', async () => (await lab.kubectl(['-n', namespace, 'get', 'pods,services,secrets,configmaps,networkpolicies', '-l', ownedBy, '-o', 'name'])).trim() === '', 180_000)
  expect((await user.request('DELETE', `/fcpm/v2/compute-pools/${made.body.id}?environment=${environmentId}`)).status).toBe(204)
}, limitMs)

it('takes requests and copies on while each pod of the control plane is killed', async () => {
  const client = startRetryingClient(user, 'copier')
  for (const role of ['api', 'controller', 'snapshots']) {
    const running = await controlPods(role)
    expect([role, running.length]).toEqual([role, 2])
    for (const pod of running) {
      await pods.kill('control', pod)
      await copiesExactlyOnce(`after the end of ${pod}`, 100)
      await eventually('the control plane is whole again', readyControlPods, 180_000)
    }
  }
  const told = await client.stop()
  expect(told.asked).toBeGreaterThan(50)
  expect(told.failed).toEqual([])
}, limitMs)

it('takes requests and copies on over an upgrade of the chart, on the same pods', async () => {
  await user.waitFor('copier', ['RUNNING'])
  const before = [...(await flinkPods('jobmanager')), ...(await flinkPods('taskmanager'))]
  const client = startRetryingClient(user, 'copier')
  const upgrading = release.upgrade(['--set', 'commonAnnotations.version=two'])
  await copiesExactlyOnce('in the middle of an upgrade')
  expect(await upgrading).toContain('REVISION: 2')
  await copiesExactlyOnce('after an upgrade')
  expect((await client.stop()).failed).toEqual([])
  expect([...(await flinkPods('jobmanager')), ...(await flinkPods('taskmanager'))]).toEqual(before)
}, limitMs)

it('loses nothing when Redis is wiped or away, or when Postgres crashes', async () => {
  const count = () => user.snapshot('SELECT COUNT(*) FROM (VALUES (1), (2)) AS t (n)')
  await foundations.redis.command('FLUSHALL')
  expect(await release.orTrouble(count())).toEqual([['2']])
  foundations.redis.pause()
  try {
    expect(await release.orTrouble(count())).toEqual([['2']])
    await copiesExactlyOnce('with a Redis that hangs')
  } finally {
    foundations.redis.unpause()
  }
  await foundations.redis.kill9()
  expect(await release.orTrouble(count())).toEqual([['2']])
  await foundations.redis.restart({ withoutData: true })
  expect(await release.orTrouble(count())).toEqual([['2']])
  const crashing = foundations.postgres.crash()
  await copiesExactlyOnce('while Postgres crashes')
  await crashing
  await eventually('a query is answered again', () => count().then((rows) => rows[0]?.[0] === '2', () => undefined), 180_000)
  await user.waitFor('copier', ['RUNNING'])
  expect(await restarts()).toBe(1)
}, limitMs)

it('copies on while the API server is away for two minutes, and after a restart of the node', async () => {
  const before = await flinkPods('taskmanager')
  await lab.pauseApiServer()
  try {
    await copiesExactlyOnce('with the API server away')
    await delay(awayMs)
    await copiesExactlyOnce('with the API server still away')
  } finally {
    await lab.resumeApiServer()
  }
  // Nobody took for lost what could not be seen.
  expect(await flinkPods('taskmanager')).toEqual(before)
  await lab.restartNode()
  await copiesExactlyOnce('after a restart of the node')
}, limitMs)

it('copies on after the namespace of its environment was wiped', async () => {
  await lab.kubectl(['delete', 'namespace', await flinkNamespace(), '--timeout=120s'])
  await copiesExactlyOnce('after the namespace was wiped')
  await user.waitFor('copier', ['RUNNING'])
}, limitMs)

it('comes back in a new cluster when the cluster is lost, with Postgres and S3 kept', async () => {
  await lab.stop()
  await bringCluster()
  await release.install()
  user = await release.userOf(connection)
  await copiesExactlyOnce('in a new cluster')
  await user.waitFor('copier', ['RUNNING'], 300_000)
  expect(await restarts()).toBe(1)
}, limitMs)

/** How often the statement began with nothing: once, the very first time. */
async function restarts(): Promise<number> {
  const { organizationId, environmentId } = user.connection
  const events = JSON.stringify((await user.request('GET', `/headgate/v1/organizations/${organizationId}/environments/${environmentId}/statements/copier/events`)).body)
  return events.match(/from the beginning/g)?.length ?? 0
}
