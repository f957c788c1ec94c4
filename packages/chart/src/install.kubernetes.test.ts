import { randomBytes } from 'node:crypto'
import { startTestPostgres } from '@headgate/adapter-postgres/testing'
import type { TestPostgres } from '@headgate/adapter-postgres/testing'
import { createApiUser } from '@headgate/e2e'
import type { ApiUser } from '@headgate/e2e'
import { buildImages } from '@headgate/images'
import { startKubernetes } from '@headgate/kubernetes-lab'
import type { KubernetesNode } from '@headgate/kubernetes-lab'
import { runProgramOrThrow, startS3, waitUntil } from '@headgate/testbed'
import type { TestS3 } from '@headgate/testbed'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { chartDirectory } from './chart-directory.ts'
import { forwardPort } from './testing/forward-port.ts'
import type { ForwardedPort } from './testing/forward-port.ts'
import { openHelm } from './testing/helm.ts'
import type { Helm } from './testing/helm.ts'

/** The chart as its users install it, on a real Kubernetes with a Postgres and an S3 outside of it: the way of the notes, an upgrade, a rollback, the end. */
let helm: Helm
let lab: KubernetesNode
let postgres: TestPostgres
let door: ForwardedPort
let s3: TestS3
let user: ApiUser
let values: string[]

const timeoutMs = 600_000

beforeAll(async () => {
  const built = await buildImages()
  if (!built.ok) throw new Error(built.message)
  const [engine, controlPlane] = [built.value.find(({ which }) => which === 'engine')!, built.value.find(({ which }) => which === 'control-plane')!]
  helm = await openHelm()
  lab = await startKubernetes({ mode: 'node', images: [engine.archive, controlPlane.archive] })
  postgres = await startTestPostgres({ migrated: false, connectionsMax: 150 })
  door = await forwardPort(lab.hostAddress, Number(new URL(postgres.adminUrl).port))
  s3 = await startS3({ host: lab.hostAddress })
  const flinkKeys = await s3.createUser('flink', { delete: ['headgate/organizations/*/savepoints/*', 'headgate/organizations/*/snapshots/*'] })
  const urlOf = (name: string, password = name): string => `postgres://${name}:${encodeURIComponent(password)}@${lab.hostAddress}:${door.port}/headgate`
  const credentials = {
    'database-admin-url': urlOf('admin'),
    ...Object.fromEntries(['migrator', 'api', 'controller', 'snapshots'].map((role) => [`database-${role}-url`, urlOf(`headgate_${role}`, `${randomBytes(12).toString('base64')}/`)])),
    's3-access-key-id': s3.keys.accessKeyId,
    's3-secret-access-key': s3.keys.secretAccessKey,
    's3-flink-access-key-id': flinkKeys.accessKeyId,
    's3-flink-secret-access-key': flinkKeys.secretAccessKey,
    'master-key': randomBytes(32).toString('hex'),
  }
  await lab.kubectl(['create', 'namespace', 'control'])
  await lab.kubectl(['label', 'namespace', 'control', 'pod-security.kubernetes.io/enforce=restricted'])
  await lab.kubectl(['-n', 'control', 'create', 'secret', 'generic', 'headgate', ...Object.entries(credentials).map(([key, value]) => `--from-literal=${key}=${value}`)])
  const platform = {
    nameResolution: { namespace: 'kube-system', podLabels: { 'k8s-app': 'kube-dns' }, port: 1053 },
    profile: { cpuMillisPerSlot: 20, cpuMillisControl: 20, scratchBytesMax: 2 ** 30 },
    egress: [{ cidr: `${lab.hostAddress}/32` }],
    checkpointIntervalMs: 2_000,
  }
  values = [
    '--set', 'existingSecret=headgate,database.keys.administrator=database-admin-url,redis.enabled=false,image.pullPolicy=Never,engine.image.pullPolicy=Never',
    '--set', `engine.image.repository=${engine.name},engine.image.tag=${engine.tag},image.repository=${controlPlane.name},image.tag=${controlPlane.tag}`,
    '--set', `storage.uri=s3://${s3.bucket}/headgate,storage.endpoint=${s3.endpoint},storage.keys.flink.accessKeyId=s3-flink-access-key-id,storage.keys.flink.secretAccessKey=s3-flink-secret-access-key`,
    '--set-json', `platform=${JSON.stringify(platform)}`,
  ]
}, 45 * 60_000)

afterAll(async () => {
  await lab?.stop()
  await door?.stop()
  await postgres?.stop()
  await s3?.stop()
}, 120_000)

async function helmOn(words: string[]): Promise<string> {
  const end = await helm.run([...words, '--namespace', 'control'], { env: { KUBECONFIG: lab.kubeconfigFile }, timeoutMs })
  if (end.code !== 0) throw new Error(`helm ${words[0]} ended with ${end.code}: ${end.stdout.slice(-2_000)} ${end.stderr.slice(-2_000)}\n${await trouble()}`)
  // What Jobs of the chart say goes to the standard error.
  return `${end.stdout}\n${end.stderr}`
}

/** What pods and the control plane say, for a failing test. */
async function trouble(): Promise<string> {
  const asked = [['get', 'pods', '-A', '-o', 'wide'], ['get', 'events', '-A'], ['-n', 'control', 'logs', '-l', 'app.kubernetes.io/component=controller', '--tail=40', '--prefix']]
  return (await Promise.all(asked.map((words) => lab.kubectl(words).catch(String)))).map((text) => text.slice(-6_000)).join('\n')
}

async function orTrouble<T>(doing: Promise<T>): Promise<T> {
  return await doing.catch(async (error: unknown) => {
    throw new Error(`${String(error)}\n${await trouble()}`)
  })
}

/**
 * The pool is started by it. On a machine that is at its limit the turn that starts a query may take longer than a lease, another controller takes over, and the
 * query fails with the advice to run it again; its user does.
 */
async function firstRows(): Promise<unknown[][]> {
  for (let tries = 1; ; tries++) {
    const { name } = await user.create('SELECT COUNT(*) FROM (VALUES (1), (2), (3)) AS t (n)', { properties: { 'sql.snapshot.mode': 'now' } })
    const { status } = await user.waitFor(name, ['COMPLETED', 'FAILED'], 300_000)
    if (status.phase === 'COMPLETED') return (await user.rows(name)).map(({ row }) => row)
    if (tries === 3 || !status.detail.includes('Run it again')) throw new Error(status.detail)
  }
}

const flinkPods = (): Promise<string> => lab.kubectl(['get', 'pods', '-A', '-l', 'app.kubernetes.io/managed-by=headgate', '-o', 'jsonpath={.items[*].metadata.uid}'])

it('is installed, and its notes lead to a first key and a first statement', async () => {
  const notes = await helmOn(['install', 'flow', chartDirectory, ...values, '--wait', '--timeout', '6m'])
  const create = /kubectl -n control (exec deploy\/flow-headgate-api -- headgate organization create acme .*) > connection.json/.exec(notes)?.[1]
  expect(create).toBeDefined()
  const connection = JSON.parse(await lab.kubectl(['-n', 'control', ...(create ?? '').split(' ')])) as Record<string, string>
  const address = await lab.kubectl(['-n', 'control', 'get', 'service', 'flow-headgate', '-o', 'jsonpath={.spec.clusterIP}:{.spec.ports[0].port}'])
  user = createApiUser({
    endpoint: `http://${address}`, organizationId: connection['organization_id']!, environmentId: connection['environment_id']!, computePoolId: connection['compute_pool_id']!, database: 'default',
    principalId: connection['principal_id']!, apiKey: connection['api_key']!, apiSecret: connection['api_secret']!,
  })
  expect(await orTrouble(firstRows())).toEqual([['3']])
  const variables = ['organization_id', 'environment_id', 'compute_pool_id', 'database', 'cloud', 'region', 'principal_id', 'api_key', 'api_secret'].map((name) => `--from-literal=HEADGATE_${name.toUpperCase()}=${connection[name]}`)
  await lab.kubectl(['-n', 'control', 'create', 'secret', 'generic', 'connection', ...variables])
}, timeoutMs)

it('loses no statement over an upgrade and a rollback, and its test runs one', async () => {
  await user.run("CREATE TABLE ticks (n INT) WITH ('connector' = 'datagen', 'rows-per-second' = '5')")
  await user.run("CREATE TABLE nowhere (n INT) WITH ('connector' = 'blackhole')")
  await orTrouble(user.run('INSERT INTO nowhere SELECT n FROM ticks', { name: 'runner' }))
  const before = await flinkPods()
  const upgraded = await helmOn(['upgrade', 'flow', chartDirectory, ...values, '--set', 'tests.connectionSecret=connection,commonAnnotations.version=two', '--wait', '--timeout', '6m'])
  expect(upgraded).toContain('REVISION: 2')
  expect((await user.read('runner')).status.phase).toBe('RUNNING')
  expect(await helmOn(['test', 'flow', '--timeout', '5m'])).toMatch(/Phase:\s+Succeeded/)
  await helmOn(['rollback', 'flow', '1', '--wait', '--timeout', '6m'])
  expect((await user.read('runner')).status.phase).toBe('RUNNING')
  // The very same: nobody started anything again.
  expect(await flinkPods()).toBe(before)
}, 2 * timeoutMs)

it('gives no account more than it needs', async () => {
  const may = (account: string, ...words: string[]): Promise<string> =>
    lab.kubectl(['auth', 'can-i', ...words, `--as=system:serviceaccount:control:flow-headgate-${account}`]).then((said) => said.trim(), (error: unknown) => (/\bno\b/.test(String(error)) ? 'no' : String(error)))
  expect(await may('controller', 'create', 'pods', '-n', 'any')).toBe('yes')
  for (const refused of [['delete', 'namespaces'], ['get', 'secrets', '-n', 'kube-system'], ['create', 'clusterroles'], ['create', 'pods', '--subresource=exec', '-n', 'any']]) expect([refused, await may('controller', ...refused)]).toEqual([refused, 'no'])
  for (const refused of [['create', 'pods', '-n', 'any'], ['get', 'secrets', '-n', 'control'], ['list', 'configmaps', '-n', 'any']]) expect([refused, await may('api', ...refused)]).toEqual([refused, 'no'])
  expect(await may('snapshots', 'get', 'pods', '-n', 'any')).toBe('no')
}, timeoutMs)

it('is uninstalled, says what it leaves, and leaves it', async () => {
  const said = await helmOn(['uninstall', 'flow', '--wait', '--timeout', '3m'])
  expect(said).toContain(`s3://${s3.bucket}/headgate with checkpoints`)
  expect((await flinkPods()).split(' ').length).toBeGreaterThanOrEqual(3)
  await waitUntil('pods of the control plane are gone', 90_000, async () => ((await lab.kubectl(['-n', 'control', 'get', 'pods', '-o', 'name'])).trim() === '' ? true : undefined))
  expect((await lab.kubectl(['get', 'clusterroles,clusterrolebindings', '-l', 'app.kubernetes.io/part-of=headgate', '-o', 'name'])).trim()).toBe('')
  // What it says ends the rest.
  const commands = said.split('\n').filter((line) => line.startsWith('    kubectl '))
  expect(commands).toHaveLength(2)
  await runProgramOrThrow('sh', ['-c', `${commands.join('\n')}\ntrue`], { timeoutMs: 120_000, env: { ...process.env, KUBECONFIG: lab.kubeconfigFile, PATH: `${helm.binDirectory}:${process.env['PATH']}` } })
  await waitUntil('namespaces of environments are gone', 120_000, async () => ((await lab.kubectl(['get', 'namespaces', '-l', 'app.kubernetes.io/managed-by=headgate', '-o', 'name'])).trim() === '' ? true : undefined))
}, timeoutMs)
