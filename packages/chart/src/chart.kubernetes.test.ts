import { readPlatform } from '@headgate/adapter-kubernetes'
import { startKubernetes } from '@headgate/kubernetes-lab'
import type { KubernetesLab } from '@headgate/kubernetes-lab'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chartDirectory } from './chart-directory.ts'
import { examples, openHelm } from './testing/helm.ts'
import type { Helm, RenderedObject } from './testing/helm.ts'
import { installForeignKinds } from './testing/install-foreign-kinds.ts'

let helm: Helm
let lab: KubernetesLab

beforeAll(async () => {
  helm = await openHelm()
  lab = await startKubernetes({ mode: 'control-plane' })
  await lab.kubectl(['create', 'namespace', 'control'])
  await lab.kubectl(['label', 'namespace', 'control', 'pod-security.kubernetes.io/enforce=restricted'])
  // Without controllers nobody makes it.
  await lab.kubectl(['-n', 'control', 'create', 'serviceaccount', 'default'])
  await installForeignKinds(lab)
})
afterAll(async () => {
  await lab?.stop()
})

const valuesOf = (name: string): string[] => ['--values', examples.find((example) => example.name === name)?.file ?? name]
const isForeign = ({ apiVersion }: RenderedObject): boolean => /gateway\.networking|monitoring\.coreos/.test(apiVersion)
const withPods = (objects: RenderedObject[]): RenderedObject[] => objects.filter(({ kind }) => kind === 'Deployment' || kind === 'Job')
const dryRun = (objects: object[]): Promise<string> => lab.kubectl(['apply', '--dry-run=server', '-f', '-'], { input: JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }) })

describe.each(examples)('the values $name', ({ file }) => {
  it('are taken by lint and by an API server, and pods by the standard "restricted"', async () => {
    expect(await helm.run(['lint', '--strict', chartDirectory, '--values', file])).toMatchObject({ code: 0 })
    const objects = await helm.render(['--values', file])
    expect((await dryRun(objects)).trim().split('\n')).toHaveLength(objects.length)
    // Only of pods themselves it is enforced. Their accounts are not there in a dry run.
    const pods = withPods(objects).map(({ metadata, spec: { template } }) => ({
      apiVersion: 'v1', kind: 'Pod', metadata: { ...template.metadata, name: metadata.name, namespace: 'control' }, spec: { ...template.spec, serviceAccountName: undefined },
    }))
    expect((await dryRun(pods)).trim().split('\n')).toHaveLength(pods.length)
  })

  it('give the controller settings of the platform that it understands, and nobody a variable that means something else', async () => {
    const objects = await helm.render(['--values', file])
    const platform = readPlatform(objects.find(({ data }) => data !== undefined)?.data?.['platform.yaml'] ?? '')
    expect(platform).toMatchObject({ ok: true, value: { controlPlaneNamespace: 'control', engineImage: expect.stringMatching(/^(registry\.example\.com\/mirror\/)?headgate\/engine[:@].+/) } })
    for (const { spec: { template }, metadata } of withPods(objects)) {
      expect([metadata.name, template.spec['enableServiceLinks']]).toEqual([metadata.name, false])
      // The network policies of pools let these in.
      expect(template.metadata.labels).toMatchObject({ 'app.kubernetes.io/part-of': 'headgate' })
      expect([metadata.name, template.spec['automountServiceAccountToken']]).toEqual([metadata.name, /-(api|controller)$/.test(metadata.name)])
    }
  })
})

it('enforces the standard where the tests run', async () => {
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'root', namespace: 'control' }, spec: { containers: [{ name: 'root', image: 'any' }] } }
  await expect(dryRun([pod])).rejects.toThrow(/violates PodSecurity/)
})

it('names every problem of the values at once', async () => {
  const refused = await helm.run(['template', 'flow', chartDirectory, '--kube-version', '1.34.4', '--set', 'ingress.enabled=true,networkPolicy.restrictEgress=true,storage.keys.flink.accessKeyId=id'])
  expect(refused.code).toBe(1)
  for (const named of ['engine.image.tag', 'storage.uri', 'database.existingSecret', 'masterKey.existingSecret', 'redis.existingSecret', 'storage.keys.controller.existingSecret', 'storage.keys.flink:', 'ingress.hosts', 'networkPolicy.egress']) {
    expect(refused.stderr).toContain(`  - ${named}`)
  }
  const wrong = await helm.run(['template', 'flow', chartDirectory, '--kube-version', '1.34.4', ...valuesOf('least'), '--set', 'api.replica=3,cloud=XX,platform.engineImage=other'])
  for (const named of ["'replica' not allowed", '/cloud', '/platform/engineImage']) expect(wrong.stderr).toContain(named)
})

it('gives rights to whom needs them, and keys to whom they are for', async () => {
  const objects = await helm.render(valuesOf('production'))
  const rules = (who: string) => objects.find(({ kind, metadata }) => kind === 'ClusterRole' && metadata.name.endsWith(who))?.rules?.map(({ resources, verbs }) => `${resources.join(' ')}: ${verbs.join(' ')}`)
  expect(rules('-api')).toEqual(['pods: get list', 'pods/log: get'])
  // What packages/adapter-kubernetes does, and no more: no right to delete a namespace, or to read a Secret.
  expect(rules('-controller')).toEqual([
    'namespaces: get create patch',
    'serviceaccounts resourcequotas limitranges services: get create patch',
    'secrets: create',
    'networkpolicies: get create patch',
    'configmaps: get list create update delete',
    'pods: get list watch create patch delete',
    'pods/log: get',
    'nodes: list',
  ])
  expect(rules('-snapshots')).toBeUndefined()
  const secretsOf = (who: string) => {
    const pod = JSON.stringify(withPods(objects).find(({ metadata }) => metadata.name.endsWith(who))?.spec.template.spec)
    return [...new Set([...pod.matchAll(/"(?:secretName|name)":"(headgate-[a-z0-9-]+)"/g)].map((match) => match[1]))].sort()
  }
  expect(secretsOf('-api')).toEqual(['headgate-database', 'headgate-master-key', 'headgate-redis'])
  expect(secretsOf('-controller')).toEqual(['headgate-database', 'headgate-master-key', 'headgate-redis', 'headgate-s3', 'headgate-s3-flink'])
  expect(secretsOf('-snapshots')).toEqual(['headgate-database', 'headgate-master-key', 'headgate-redis', 'headgate-s3-snapshots'])
  expect(secretsOf('-migrations')).toEqual(['headgate-database'])
  expect(secretsOf('-uninstall')).toEqual([])
})

it('makes objects of kinds that not every cluster has, when it is told to, and an API server that knows them would refuse others', async () => {
  const foreign = (await helm.render(valuesOf('custom-resources'))).filter(isForeign)
  expect(foreign.map(({ kind, metadata }) => `${kind} ${metadata.name}`).sort()).toEqual(['HTTPRoute flow-headgate', 'ServiceMonitor flow-headgate'])
  for (const object of foreign) await expect(dryRun([{ ...object, spec: { ...object.spec, endpoints: 'none', parentRefs: 'none' } }])).rejects.toThrow(/endpoints|parentRefs/)
})
