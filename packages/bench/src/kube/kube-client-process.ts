import { CoreV1Api, KubeConfig } from '@kubernetes/client-node'
import { createKubeClient, readKubeConfig } from '@headgate/adapter-kubernetes'

/**
 * Writes ConfigMaps by one of two clients, in a process of its own, so that its CPU time is its own. Each of its 16 lanes has one of its own, called
 * `<which>-<lane>`, in the namespace `default`, which are there. Told `{ writes }`, it answers `{ perSecond, cpuMsPerWrite }`.
 */
const [which = '', kubeconfigFile = ''] = process.argv.slice(2)
const inFlight = 16
let written = 0

/** Of the size of a generation's own, and never twice the same: an API server that has nothing to change writes nothing. Without a version, whatever is there is replaced. */
const objectOf = (lane: number) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: `${which}-${lane}`, namespace: 'default', uid: '', resourceVersion: '', labels: { 'app.kubernetes.io/managed-by': 'headgate' } },
  data: { 'config.yaml': 'taskmanager.numberOfTaskSlots: 4\n'.repeat(60), written: String(++written) },
})

async function ours(): Promise<(lane: number) => Promise<void>> {
  const connection = await readKubeConfig({ kubeconfigFile, env: {} })
  if (!connection.ok) throw new Error(connection.message)
  const clock = { nowMs: () => Date.now(), sleep: (delayMs: number) => new Promise<void>((resolve) => void setTimeout(resolve, delayMs)) }
  const client = createKubeClient({ connection: connection.value, clock })
  return async (lane) => {
    const replaced = await client.replace(objectOf(lane))
    if (!replaced.ok) throw new Error(replaced.message)
  }
}

async function stock(): Promise<(lane: number) => Promise<void>> {
  const config = new KubeConfig()
  config.loadFromFile(kubeconfigFile)
  const api = config.makeApiClient(CoreV1Api)
  return async (lane) => {
    const object = objectOf(lane)
    await api.replaceNamespacedConfigMap({ name: object.metadata.name, namespace: object.metadata.namespace, body: object })
  }
}

const write = await (which === 'ours' ? ours() : stock())
process.on('message', ({ writes }: { writes: number }) => {
  const work = async (): Promise<void> => {
    let next = 0
    const lane = async (_: unknown, number: number): Promise<void> => {
      while (next++ < writes) await write(number)
    }
    const cpu = process.cpuUsage()
    const startedMs = performance.now()
    await Promise.all(Array.from({ length: inFlight }).map(lane))
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
