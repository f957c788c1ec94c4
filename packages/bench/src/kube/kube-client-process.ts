import { CoreV1Api, KubeConfig } from '@kubernetes/client-node'
import { createKubeClient } from '@headgate/adapter-kubernetes'

/** Writes ConfigMaps by one of two clients, in a process of its own, so that its CPU time is its own. Told `{ writes }`, it answers `{ perSecond, cpuMsPerWrite }`. */
const [which = '', server = '', authority = ''] = process.argv.slice(2)
const inFlight = 16
const token = 'token-of-a-benchmark'
const metadata = { name: 'lfcp-abc123-7', namespace: 'headgate-env-abc123-0a1b2c3d', uid: '0b6d2c8e-6f2f-4000-8000-000000000001', resourceVersion: '1', labels: { 'app.kubernetes.io/managed-by': 'headgate' } }
/** Of the size of a generation's own. */
const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { 'config.yaml': 'taskmanager.numberOfTaskSlots: 4\n'.repeat(60) } }

function ours(): () => Promise<void> {
  const clock = { nowMs: () => Date.now(), sleep: () => Promise.resolve() }
  const client = createKubeClient({ connection: { server, certificateAuthority: authority, readToken: () => Promise.resolve(token) }, clock })
  return async () => {
    const written = await client.replace(object)
    if (!written.ok) throw new Error(written.message)
  }
}

function stock(): () => Promise<void> {
  const config = new KubeConfig()
  config.loadFromOptions({
    clusters: [{ name: 'c', server, caData: Buffer.from(authority).toString('base64') }],
    users: [{ name: 'u', token }],
    contexts: [{ name: 'x', cluster: 'c', user: 'u' }],
    currentContext: 'x',
  })
  const api = config.makeApiClient(CoreV1Api)
  return async () => {
    await api.replaceNamespacedConfigMap({ name: metadata.name, namespace: metadata.namespace, body: object })
  }
}

const write = which === 'ours' ? ours() : stock()
process.on('message', ({ writes }: { writes: number }) => {
  const work = async (): Promise<void> => {
    let next = 0
    const lane = async (): Promise<void> => {
      while (next++ < writes) await write()
    }
    const cpu = process.cpuUsage()
    const startedMs = performance.now()
    await Promise.all(Array.from({ length: inFlight }, lane))
    const tookMs = performance.now() - startedMs
    const { user, system } = process.cpuUsage(cpu)
    process.send?.({ perSecond: (writes / tookMs) * 1_000, cpuMsPerWrite: (user + system) / 1_000 / writes })
  }
  work().catch((error: unknown) => {
    process.stderr.write(`${which}: ${String(error)}\n`)
    process.exit(1)
  })
})
process.on('disconnect', () => process.exit(0))
process.send?.({ isReady: true })
