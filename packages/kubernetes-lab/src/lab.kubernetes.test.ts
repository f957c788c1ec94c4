import { existsSync, readdirSync, readlinkSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { waitUntil } from '@headgate/testbed'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PROBE_IMAGE } from './build/parts.ts'
import type { KubernetesNode } from './kubernetes-lab.ts'
import { mountsBelow } from './labs/end-lab.ts'
import { findCgroups } from './machine/cgroups.ts'
import { isLinkThere } from './machine/node-link.ts'
import { identifyProcess } from './machine/process-identity.ts'
import { recordedProcess } from './machine/recorded-process.ts'
import { startKubernetes } from './start-kubernetes.ts'
import { apply, NAMESPACE, probePod, waitReady } from './testing/probe-pods.ts'

const WAIT_MS = 90_000

let lab: KubernetesNode
let host: Server
beforeAll(async () => {
  lab = await startKubernetes({ mode: 'node', say: (line) => console.log(line) })
  host = createServer((_, answer) => answer.end('from the host'))
  await new Promise<void>((resolve) => host.listen(0, lab.hostAddress, resolve))
  const service = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'server', namespace: NAMESPACE }, spec: { selector: { name: 'server' }, ports: [{ port: 80, targetPort: 8080 }] } }
  await apply(lab, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE, labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } } })
  await apply(lab, probePod('server'), probePod('client'), service)
  await waitReady(lab, 'server', 'client')
})
afterAll(async () => {
  host?.close()
  await lab?.stop()
})

const kubectl = async (...words: string[]) => (await lab.kubectl(['-n', NAMESPACE, ...words])).trim()
const inClient = async (...words: string[]) => await kubectl('exec', 'client', '--', '/probe', ...words)
const ofPod = async (pod: string, path: string) => await kubectl('get', 'pod', pod, '-o', `jsonpath={${path}}`)
const comesTrue = async (what: string, ask: () => Promise<unknown>) => await waitUntil(what, WAIT_MS, async () => await ask().then((answer) => (answer === false ? undefined : true), () => undefined))
const fails = async (ask: Promise<unknown>) => await ask.then(() => false, () => true)

test('a pod runs by the restricted standard, and another one is refused', async () => {
  expect(await inClient('id')).toBe('uid=65532 writable-root=false')
  await expect(kubectl('run', 'careless', `--image=${PROBE_IMAGE}`)).rejects.toThrow(/violates PodSecurity "restricted/)
})

test('pods find each other by the name of a Service, and this machine by its address', async () => {
  expect(await inClient('get', 'http://server/')).toMatch(/^200 server 198\.18\./)
  expect(await inClient('get', `http://server.${NAMESPACE}.svc.cluster.local/`)).toMatch(/^200 server /)
  await expect(inClient('resolve', 'example.org')).rejects.toThrow(/no such host/)
  expect(await inClient('get', `http://${lab.hostAddress}:${(host.address() as AddressInfo).port}/`)).toBe('200 from the host')
  expect(await (await fetch(`http://${await kubectl('get', 'service', 'server', '-o', 'jsonpath={.spec.clusterIP}')}/`)).text()).toMatch(/^server /)
  expect(await kubectl('logs', 'server')).toBe('listening on :8080')
})

test('a default-deny policy closes all, the API server too, and what is allowed is open again', async () => {
  expect(await inClient('connect', 'kubernetes.default.svc:443')).toBe('connected')
  const policy = (name: string, spec: object) => ({ apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name, namespace: NAMESPACE }, spec })
  await apply(lab, policy('default-deny', { podSelector: {}, policyTypes: ['Ingress', 'Egress'] }))
  const serverAddress = await ofPod('server', '.status.podIP')
  await comesTrue('the server is closed', async () => await fails(inClient('connect', `${serverAddress}:8080`)))
  await expect(inClient('resolve', 'server')).rejects.toThrow()
  const dns = { to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } } }], ports: [{ port: 1053, protocol: 'UDP' }] }
  await apply(
    lab,
    policy('client', { podSelector: { matchLabels: { name: 'client' } }, policyTypes: ['Egress'], egress: [{ to: [{ podSelector: { matchLabels: { name: 'server' } } }], ports: [{ port: 8080 }] }, dns] }),
    policy('server', { podSelector: { matchLabels: { name: 'server' } }, policyTypes: ['Ingress'], ingress: [{ from: [{ podSelector: { matchLabels: { name: 'client' } } }], ports: [{ port: 'http' }] }] }),
  )
  await comesTrue('the server is open to the client', async () => await inClient('get', 'http://server/'))
  await expect(inClient('connect', 'kubernetes.default.svc:443')).rejects.toThrow(/timeout/)
  // From this machine, which no rule names.
  await expect(fetch(`http://${serverAddress}:8080/`, { signal: AbortSignal.timeout(2_000) })).rejects.toThrow()
  await kubectl('delete', 'networkpolicy', '--all')
  await comesTrue('all is open', async () => await inClient('connect', 'kubernetes.default.svc:443'))
})

test('a container that takes more memory than its limit is killed, and the reason is told', async () => {
  await apply(lab, probePod('hog', { memoryLimit: '48Mi' }))
  await waitReady(lab, 'hog')
  await fetch(`http://${await ofPod('hog', '.status.podIP')}:8080/hog?mebibytes=200`).catch(() => undefined)
  await comesTrue('it is over', async () => (await ofPod('hog', '.status.phase')) === 'Failed')
  const terminated = '.status.containerStatuses[0].state.terminated'
  expect([await ofPod('hog', `${terminated}.exitCode`), await ofPod('hog', `${terminated}.reason`)]).toEqual(['137', 'OOMKilled'])
})

test('drain evicts a pod that a ConfigMap controls, without force, and no pod that nobody controls', async () => {
  await apply(lab, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'generation', namespace: NAMESPACE } })
  const uid = await kubectl('get', 'configmap', 'generation', '-o', 'jsonpath={.metadata.uid}')
  const controlled = { ownerReferences: [{ apiVersion: 'v1', kind: 'ConfigMap', name: 'generation', uid, controller: true }], labels: { drain: 'controlled' } }
  await apply(lab, probePod('controlled', controlled), probePod('alone', { labels: { drain: 'alone' } }))
  await waitReady(lab, 'controlled', 'alone')
  try {
    await expect(kubectl('drain', lab.nodeName, '--pod-selector=drain=alone')).rejects.toThrow(/declare no controller/)
    expect(await kubectl('drain', lab.nodeName, '--pod-selector=drain=controlled')).toContain('node/kube-node drained')
    expect(await kubectl('get', 'pods', '-l', 'drain', '-o', 'name')).toBe('pod/alone')
  } finally {
    await kubectl('uncordon', lab.nodeName)
  }
})

test('pods outlive a restart of the node', async () => {
  const seen = async () => [await ofPod('server', '.status.containerStatuses[0].containerID'), await ofPod('server', '.status.podIP'), await ofPod('server', '.status.containerStatuses[0].restartCount')]
  const before = await seen()
  const kubeletBefore = await lab.node(['cat', '/run/state/run/kubelet.pid'])
  await lab.restartNode()
  expect(await lab.node(['cat', '/run/state/run/kubelet.pid'])).not.toBe(kubeletBefore)
  await comesTrue('the client can be entered', async () => await inClient('get', 'http://server/'))
  expect(await seen()).toEqual(before)
})

test('an API server that is paused does not answer, pods go on, and resumed it answers', async () => {
  const serverAddress = await ofPod('server', '.status.podIP')
  await lab.pauseApiServer()
  try {
    await expect(kubectl('get', 'pods', '--request-timeout=2s')).rejects.toThrow()
    expect(await (await fetch(`http://${serverAddress}:8080/`)).text()).toMatch(/^server /)
  } finally {
    await lab.resumeApiServer()
  }
  await comesTrue('it answers', async () => await kubectl('get', 'pods'))
})

// The last one: after it there is no node.
test('when it is stopped nothing is left', async () => {
  const init = recordedProcess(lab.directory, 'init')!
  const network = Number(lab.nodeAddress.split('.')[2]) - 240
  const processes = processesOf(readlinkSync(`/proc/${init.pid}/ns/pid`))
  expect(await isLinkThere(network)).toBe(true)
  expect(await findCgroups(`kubelab${network}`)).not.toEqual([])
  // etcd, API server, controllers, scheduler, containerd, kubelet, proxy, policies, and pods.
  expect(processes().length).toBeGreaterThan(10)
  await lab.stop()
  expect(processes()).toEqual([])
  expect(await isLinkThere(network)).toBe(false)
  expect(await findCgroups(`kubelab${network}`)).toEqual([])
  expect(await mountsBelow(lab.directory)).toEqual([])
  expect(existsSync(lab.directory)).toBe(false)
  await lab.stop()
})

/** Lists the living processes in a pid namespace; one that has ended may wait a moment to be reaped by this machine's first process. */
function processesOf(namespace: string): () => string[] {
  const isIn = (pid: string) => {
    try {
      return readlinkSync(`/proc/${pid}/ns/pid`) === namespace
    } catch {
      return false
    }
  }
  return () => readdirSync('/proc').filter((name) => /^\d+$/.test(name) && isIn(name) && identifyProcess(Number(name)) !== undefined)
}
