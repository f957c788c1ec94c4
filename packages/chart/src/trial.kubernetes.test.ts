import type { ApiUser } from '@headgate/e2e'
import { startKubernetes } from '@headgate/kubernetes-lab'
import type { KubernetesNode } from '@headgate/kubernetes-lab'
import { waitUntil } from '@headgate/testbed'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openHelm } from './testing/helm.ts'
import { nodePods } from './testing/node-pods.ts'
import { openRelease } from './testing/open-release.ts'
import type { Release } from './testing/open-release.ts'
import { commonValues, imagesOfChart } from './testing/release-values.ts'

/** `--set trial=true`: nothing around but a cluster, and a volume in it. */
let lab: KubernetesNode
let release: Release
let user: ApiUser

const timeoutMs = 600_000
const place = '/var/lib/trial'

beforeAll(async () => {
  const images = await imagesOfChart()
  lab = await startKubernetes({ mode: 'node', images: [images.engine.archive, images.controlPlane.archive, images.trial.archive] })
  await lab.node(['mkdir', '-p', '-m', '0777', place])
  const volume = { apiVersion: 'v1', kind: 'PersistentVolume', metadata: { name: 'trial' }, spec: { capacity: { storage: '10Gi' }, accessModes: ['ReadWriteOnce'], storageClassName: 'by-hand', hostPath: { path: place } } }
  await lab.kubectl(['apply', '-f', '-'], { input: JSON.stringify(volume) })
  release = await openRelease({ lab, helm: await openHelm(), values: [...commonValues(images), '--set', 'trial=true,trialServices.persistence.storageClass=by-hand'] })
}, 45 * 60_000)

afterAll(async () => {
  await lab?.stop()
}, 120_000)

it('is installed with nothing around, and runs a first statement', async () => {
  const notes = await release.install()
  expect(notes).toContain('This is a trial')
  user = await release.userOf(await release.createOrganization(notes))
  expect(await release.orTrouble(user.snapshot('SELECT COUNT(*) FROM (VALUES (1), (2), (3)) AS t (n)'))).toEqual([['3']])
}, timeoutMs)

it('keeps the state of a statement in its own S3, and everything over the end of the pod and an upgrade', async () => {
  await user.run("CREATE TABLE ticks (n INT) WITH ('connector' = 'datagen', 'rows-per-second' = '5')")
  await user.run("CREATE TABLE nowhere (n INT) WITH ('connector' = 'blackhole')")
  await release.orTrouble(user.run('INSERT INTO nowhere SELECT n FROM ticks', { name: 'runner' }))
  const credentials = () => lab.kubectl(['-n', 'control', 'get', 'secret', 'flow-headgate-trial', '-o', 'jsonpath={.data}'])
  const before = await credentials()
  for (const container of await nodePods(lab).running('control', 'app.kubernetes.io/component=trial')) await lab.kubectl(['-n', 'control', 'delete', 'pod', container])
  await waitUntil('the trial stands again', 180_000, async () => (await lab.kubectl(['-n', 'control', 'get', 'statefulset', 'flow-headgate-trial', '-o', 'jsonpath={.status.readyReplicas}'])) === '1' || undefined)
  await release.upgrade(['--set', 'commonAnnotations.version=two'])
  expect(await credentials()).toBe(before)
  await user.stop('runner')
  await user.waitFor('runner', ['STOPPED'], 300_000)
  await user.resume('runner')
  await user.waitFor('runner', ['RUNNING'], 300_000)
  const { organizationId, environmentId } = user.connection
  const events = JSON.stringify((await user.request('GET', `/headgate/v1/organizations/${organizationId}/environments/${environmentId}/statements/runner/events`)).body)
  expect(events).toContain('from the savepoint')
}, 2 * timeoutMs)

it('says what it leaves, and that goes on', async () => {
  const said = await release.helm(['uninstall', 'flow', '--wait', '--timeout', '3m'])
  expect(said).toContain('delete secret/flow-headgate-trial pvc/data-flow-headgate-trial-0')
  await release.install()
  user = await release.userOf({ ...connectionOf(user) })
  await user.waitFor('runner', ['RUNNING'], 300_000)
}, timeoutMs)

/** As it was printed. */
const connectionOf = ({ connection }: ApiUser): Record<string, string> => ({
  organization_id: connection.organizationId, environment_id: connection.environmentId, compute_pool_id: connection.computePoolId, principal_id: connection.principalId, api_key: connection.apiKey, api_secret: connection.apiSecret,
})
