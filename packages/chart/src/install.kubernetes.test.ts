import type { ApiUser } from '@headgate/e2e'
import { startKubernetes } from '@headgate/kubernetes-lab'
import type { KubernetesNode } from '@headgate/kubernetes-lab'
import { runProgramOrThrow, waitUntil } from '@headgate/testbed'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openHelm } from './testing/helm.ts'
import type { Helm } from './testing/helm.ts'
import { openRelease } from './testing/open-release.ts'
import type { Release } from './testing/open-release.ts'
import { imagesOfChart, putCredentials, valuesOn } from './testing/release-values.ts'
import { startFoundations } from './testing/start-foundations.ts'
import type { Foundations } from './testing/start-foundations.ts'

/** The chart as its users install it, on a real Kubernetes with a Postgres and an S3 outside of it: the way of the notes, an upgrade, a rollback, the end. */
let helm: Helm
let lab: KubernetesNode
let foundations: Foundations
let release: Release
let user: ApiUser

const timeoutMs = 600_000
const laterMigration = `
  ALTER TABLE statement ADD COLUMN later text;
  CREATE TABLE later_thing (organization_id text NOT NULL, id text NOT NULL, PRIMARY KEY (organization_id, id));
  ALTER TABLE later_thing ENABLE ROW LEVEL SECURITY;
  ALTER TABLE later_thing FORCE ROW LEVEL SECURITY;
  CREATE POLICY tenant ON later_thing USING (organization_id = current_setting('headgate.organization_id', true));
  GRANT SELECT, INSERT ON later_thing TO headgate_api, headgate_controller;
  INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at) VALUES ('later', 'later', '99990101000000_later', now());
`
/** Queues in Postgres. */
const values = ['--set', 'redis.enabled=false']

beforeAll(async () => {
  const images = await imagesOfChart()
  helm = await openHelm()
  lab = await startKubernetes({ mode: 'node', images: [images.engine.archive, images.controlPlane.archive] })
  foundations = await startFoundations(lab.hostAddress)
  release = await openRelease({ lab, helm, values: valuesOn(foundations, images) })
  await putCredentials(lab, foundations)
}, 45 * 60_000)

afterAll(async () => {
  await lab?.stop()
  await foundations?.stop()
}, 120_000)

const flinkPods = (): Promise<string> => lab.kubectl(['get', 'pods', '-A', '-l', 'app.kubernetes.io/managed-by=headgate', '-o', 'jsonpath={.items[*].metadata.uid}'])

it('is installed, and its notes lead to a first key and a first statement', async () => {
  const notes = await release.install(values)
  const connection = await release.createOrganization(notes)
  user = await release.userOf(connection)
  expect(await release.orTrouble(user.snapshot('SELECT COUNT(*) FROM (VALUES (1), (2), (3)) AS t (n)'))).toEqual([['3']])
  const variables = ['organization_id', 'environment_id', 'compute_pool_id', 'database', 'cloud', 'region', 'principal_id', 'api_key', 'api_secret'].map((name) => `--from-literal=HEADGATE_${name.toUpperCase()}=${connection[name]}`)
  await lab.kubectl(['-n', 'control', 'create', 'secret', 'generic', 'connection', ...variables])
}, timeoutMs)

it('loses no statement over an upgrade and a rollback, and its test runs one', async () => {
  await user.run("CREATE TABLE ticks (n INT) WITH ('connector' = 'datagen', 'rows-per-second' = '5')")
  await user.run("CREATE TABLE nowhere (n INT) WITH ('connector' = 'blackhole')")
  await release.orTrouble(user.run('INSERT INTO nowhere SELECT n FROM ticks', { name: 'runner' }))
  const before = await flinkPods()
  const upgraded = await release.upgrade([...values, '--set', 'tests.connectionSecret=connection,commonAnnotations.version=two'])
  expect(upgraded).toContain('REVISION: 2')
  expect((await user.read('runner')).status.phase).toBe('RUNNING')
  expect(await release.helm(['test', 'flow', '--timeout', '5m'])).toMatch(/Phase:\s+Succeeded/)
  // As a version after this one leaves the database: it has a column and a table that this one does not know.
  await foundations.postgres.runAsMigrator(laterMigration)
  await release.helm(['rollback', 'flow', '1', '--wait', '--timeout', '6m'])
  expect((await user.read('runner')).status.phase).toBe('RUNNING')
  expect(await release.orTrouble(user.snapshot('SELECT COUNT(*) FROM (VALUES (1), (2)) AS t (n)'))).toEqual([['2']])
  // Its own hook finds nothing to do in such a database.
  expect(await release.upgrade([...values, '--set', 'commonAnnotations.version=three'])).toContain('REVISION: 4')
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
  const said = await release.helm(['uninstall', 'flow', '--wait', '--timeout', '3m'])
  expect(said).toContain(`s3://${foundations.s3.bucket}/headgate with checkpoints`)
  expect((await flinkPods()).split(' ').length).toBeGreaterThanOrEqual(3)
  await waitUntil('pods of the control plane are gone', 90_000, async () => ((await lab.kubectl(['-n', 'control', 'get', 'pods', '-o', 'name'])).trim() === '' ? true : undefined))
  expect((await lab.kubectl(['get', 'clusterroles,clusterrolebindings', '-l', 'app.kubernetes.io/part-of=headgate', '-o', 'name'])).trim()).toBe('')
  // What it says ends the rest.
  const commands = said.split('\n').filter((line) => line.startsWith('    kubectl '))
  expect(commands).toHaveLength(2)
  await runProgramOrThrow('sh', ['-c', `${commands.join('\n')}\ntrue`], { timeoutMs: 120_000, env: { ...process.env, KUBECONFIG: lab.kubeconfigFile, PATH: `${helm.binDirectory}:${process.env['PATH']}` } })
  await waitUntil('namespaces of environments are gone', 120_000, async () => ((await lab.kubectl(['get', 'namespaces', '-l', 'app.kubernetes.io/managed-by=headgate', '-o', 'name'])).trim() === '' ? true : undefined))
}, timeoutMs)
