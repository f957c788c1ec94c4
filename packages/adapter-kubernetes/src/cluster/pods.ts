import { ok } from '@headgate/domain'
import type { Result, Worker } from '@headgate/domain'
import type { WorkerHistory } from '@headgate/flink-engine'
import type { PoolKey } from '@headgate/ports'
import { configMapKind, podKind } from '../api/resource-paths.ts'
import type { Stored } from '../kube-object.ts'
import { annotationNames, goneFinalizer, labelNames, manager, poolLabels, selector } from '../labels.ts'
import { jobManagerName, namespaceName } from '../names.ts'
import { isProvenEnded } from '../observe/is-proven-ended.ts'
import { podWorker } from '../observe/pod-worker.ts'
import type { ObservedPod } from '../observe/pod-worker.ts'
import { watchPods } from '../observe/watch-pods.ts'
import type { GenerationConfig } from '../render/render-generation.ts'
import type { KubernetesClusterDeps } from './deps.ts'
import { generationNumber, wasDropped, wasStarted } from './generations.ts'
import type { Generation } from './generations.ts'
import { createLostNodes } from './lost-nodes.ts'
import { createReadiness } from './readiness.ts'
import { createHttpProbe } from './worker-probe.ts'

/** A pod and the worker that it is. */
export interface PodWorker {
  pod: Stored<ObservedPod>
  worker: Worker
  /** Its deletion was asked for. */
  isLeaving: boolean
  history: WorkerHistory
}

/** The pods of all pools. */
export interface Pods {
  /** Of one pool, as they are now. */
  listOf(pool: PoolKey): Promise<Result<PodWorker[]>>
  /** Of one pool or of all, and JobManagers that were started and whose pods are gone. */
  listWorkers(pool?: PoolKey): Promise<Result<Worker[]>>
  remove(pod: Stored<ObservedPod>): Promise<Result<void>>
  readLog(pod: Stored<ObservedPod>, tailBytes: number): Promise<Result<string>>
  onChange(listener: (pool: PoolKey) => void): () => void
  close(): void
}

const allWorkers = selector({ [labelNames.managedBy]: manager, [labelNames.name]: 'flink' })
const allGenerations = `${selector({ [labelNames.managedBy]: manager })},${labelNames.generation}`
const readyPollMs = 250

export function createPods({ client, platform, clock, log, probe = createHttpProbe() }: KubernetesClusterDeps): Pods {
  const readiness = createReadiness(probe)
  const lostNodes = createLostNodes({ client, clock })
  const listeners = new Set<(pool: PoolKey) => void>()
  let watch: { stop(): void } | undefined

  const notify = (pool: PoolKey): void => {
    for (const listener of listeners) listener(pool)
  }

  /** Takes pods off the record that are proven to have ended. One that has changed meanwhile is seen again. */
  function releaseEnded(pod: Stored<ObservedPod>, isConfirmed: boolean): void {
    if (!(isProvenEnded(pod) || isConfirmed) || pod.metadata.finalizers?.includes(goneFinalizer) !== true) return
    void client.release({ ...pod, apiVersion: podKind.apiVersion, kind: podKind.kind }, goneFinalizer).then((released) => {
      if (!released.ok && released.reason !== 'conflict') log('warn', released.message, { pod: pod.metadata.name })
    })
  }

  /** What a look at a pod tells. */
  function look(pod: Stored<ObservedPod>, isNodeLost: (nodeName: string) => boolean): Worker | undefined {
    const worker = podWorker(pod, readiness.isReady, isNodeLost)
    if (worker === undefined) return undefined
    readiness.see(pod.metadata.uid, worker, pod.status?.phase === 'Running')
    releaseEnded(pod, worker.state === 'exited' && pod.metadata.deletionTimestamp !== undefined)
    return worker
  }

  function see(pod: Stored<ObservedPod>, isGone: boolean): void {
    const worker = look(pod, () => false)
    if (isGone) readiness.forget(pod.metadata.uid)
    if (worker !== undefined) notify(worker)
  }

  const closing = new AbortController()
  async function askAgainAndAgain(): Promise<void> {
    for (;;) {
      await clock.sleep(readyPollMs, closing.signal)
      if (closing.signal.aborted) return
      try {
        for (const worker of await readiness.ask()) notify(worker)
      } catch (error) {
        log('warn', 'it could not be found out which workers are ready', { error: String(error) })
      }
    }
  }
  void askAgainAndAgain()

  async function toWorkers(pods: Stored<ObservedPod>[]): Promise<Result<PodWorker[]>> {
    const lost = await lostNodes()
    if (!lost.ok) return lost
    return ok(
      pods.flatMap((pod) => {
        const worker = look(pod, (node) => lost.value.has(node))
        if (worker === undefined) return []
        const { role, startedAtMs, exit } = worker
        const history = { role, startedAtMs, ...(exit === undefined ? {} : { exit }), ...(readiness.isReady(pod.metadata.uid) ? { readyAtMs: startedAtMs } : {}) }
        return [{ pod, worker, isLeaving: pod.metadata.deletionTimestamp !== undefined, history }]
      }),
    )
  }

  /** In the namespace of its environment, or everywhere. A pool's own question costs the API server no more when there are a thousand others. */
  function scopeOf(pool: PoolKey | undefined, of: string): { namespace?: string; labelSelector: string } {
    if (pool === undefined) return { labelSelector: of }
    return { namespace: namespaceName(platform.namespacePrefix, pool), labelSelector: `${of},${selector(poolLabels(pool))}` }
  }

  async function listOf(pool: PoolKey): Promise<Result<PodWorker[]>> {
    const listed = await client.list<ObservedPod>(podKind, scopeOf(pool, allWorkers))
    return listed.ok ? await toWorkers(listed.value.items) : listed
  }

  /** A watch that was away when they went did not tell. */
  function forgetAbsent(known: string[], listed: string[]): void {
    const there = new Set(listed)
    for (const uid of known) if (!there.has(uid)) readiness.forget(uid)
  }

  return {
    listOf,

    async listWorkers(pool) {
      const before = readiness.known(pool)
      // A pool whose JobManager is there has lost none that matters: with the one look nearly every pass is done.
      const first = pool === undefined ? undefined : await listOf(pool)
      if (first?.ok === false) return first
      if (first?.value.some(({ worker }) => worker.role === 'jobmanager' && worker.state !== 'exited')) {
        forgetAbsent(before, first.value.map(({ pod }) => pod.metadata.uid))
        return ok(first.value.map(({ worker }) => worker))
      }
      // In this order: what was started by then has its pod by then, or never.
      const records = await client.list<GenerationConfig>(configMapKind, scopeOf(pool, allGenerations))
      if (!records.ok) return records
      const listed = await client.list<ObservedPod>(podKind, scopeOf(pool, allWorkers))
      if (!listed.ok) return listed
      const workers = await toWorkers(listed.value.items)
      if (!workers.ok) return workers
      forgetAbsent(before, listed.value.items.map(({ metadata }) => metadata.uid))
      const found = new Set(listed.value.items.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`))
      return ok([...workers.value.map(({ worker }) => worker), ...records.value.items.flatMap((record) => vanishedJobManager(record, found))])
    },

    remove: ({ metadata }) => client.remove({ ...podKind, name: metadata.name, ...(metadata.namespace === undefined ? {} : { namespace: metadata.namespace }) }, { uid: metadata.uid }),

    async readLog({ metadata, status }, tailBytes) {
      // Nothing was printed yet.
      if (status?.phase === 'Pending') return ok('')
      return await client.readLog({ ...podKind, name: metadata.name, ...(metadata.namespace === undefined ? {} : { namespace: metadata.namespace }) }, tailBytes)
    },

    onChange(listener) {
      listeners.add(listener)
      watch ??= watchPods({ client, clock, labelSelector: allWorkers, onPod: see, onTrouble: (message) => log('warn', message, {}) })
      return () => void listeners.delete(listener)
    },

    close() {
      closing.abort()
      watch?.stop()
    },
  }
}

/** A JobManager that was started and whose pod is not there: deleted by hand, with its node, by an eviction. It is over, and does not come back. */
function vanishedJobManager(record: Generation, found: ReadonlySet<string>): Worker[] {
  const { labels = {}, namespace, annotations } = record.metadata
  const [organizationId, environmentId, computePoolId] = [labelNames.organization, labelNames.environment, labelNames.pool].map((label) => labels[label])
  if (organizationId === undefined || environmentId === undefined || computePoolId === undefined || !wasStarted(record)) return []
  const clusterGeneration = generationNumber(record)
  const workerId = jobManagerName({ computePoolId }, clusterGeneration)
  if (found.has(`${namespace}/${workerId}`)) return []
  const startedAtMs = Date.parse(annotations?.[annotationNames.jobManagerStarted] ?? '')
  const message = wasDropped(record) ? 'It was not needed any more.' : 'Its pod is not there any more: it was deleted, evicted, or went with its node.'
  return [{ organizationId, environmentId, computePoolId, clusterGeneration, role: 'jobmanager', workerId, state: 'exited', startedAtMs, exit: { atMs: startedAtMs, reason: wasDropped(record) ? 'dropped' : 'unknown', message } }]
}
