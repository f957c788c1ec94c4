import { failed, ok } from '@headgate/domain'
import type { Failure, Result, Worker, WorkerRole } from '@headgate/domain'
import { createSerialiser, startBackoff } from '@headgate/flink-engine'
import type { ClusterPort, LogPort, PoolKey, WorkersWanted } from '@headgate/ports'
import { alreadyExists } from '../api/kube-failure.ts'
import { podKind } from '../api/resource-paths.ts'
import type { Stored } from '../kube-object.ts'
import { annotationNames, labelNames, manager, poolLabels, selector } from '../labels.ts'
import { namespaceName, workerName } from '../names.ts'
import { podTrouble } from '../observe/pod-trouble.ts'
import type { ObservedPod } from '../observe/pod-worker.ts'
import { renderWorker } from '../render/render-worker.ts'
import type { KubernetesClusterDeps } from './deps.ts'
import { createGenerations, generationNumber, wasDropped, wasStarted } from './generations.ts'
import type { Generation } from './generations.ts'
import { createNamespaces } from './namespaces.ts'
import { createPods } from './pods.ts'
import type { PodWorker } from './pods.ts'
import { createHttpProbe } from './worker-probe.ts'

export interface KubernetesCluster extends ClusterPort, LogPort {
  /** Stops watching. The pods live on, and the next controller finds them again. */
  close(): void
}

/** Pods that ended are kept for their logs: so many of each generation. */
const endedKept = 6
/** Generations whose records and logs are kept for each pool, the present one included. */
const generationsKept = 3
/** A pod that waits for longer is told of: images are pulled and nodes added meanwhile. */
const troubleAfterMs = 15_000

/**
 * The cluster port on Kubernetes. Each generation of a pool is a ConfigMap that owns its pods; what is started is written down there first. Only what
 * carries our labels and is owned by the very generation is touched. `conflict`: the generation was dropped, another one is there, or
 * somebody else was quicker. `throttled`: it was tried and ended at once. `limit`: the quota of the namespace. `unavailable`: why pods do not start.
 */
export function createKubernetesCluster(deps: KubernetesClusterDeps): KubernetesCluster {
  const { client, platform, clock, ids, probe = createHttpProbe() } = deps
  const namespaces = createNamespaces(deps)
  const generations = createGenerations(deps)
  const pods = createPods(deps)
  const serialise = createSerialiser()
  const keyOf = (pool: PoolKey) => `${namespaceName(platform.namespacePrefix, pool)}/${pool.computePoolId}`

  async function ensure(wanted: WorkersWanted): Promise<Result<void>> {
    const guarded = await namespaces.ensure(wanted)
    if (!guarded.ok) return guarded
    const [listed, records] = await Promise.all([pods.listOf(wanted), generations.listOf(wanted)])
    if (!listed.ok) return listed
    if (!records.ok) return records
    const alive = listed.value.filter(({ worker }) => worker.state !== 'exited')
    const own = listed.value.filter(({ worker }) => worker.clusterGeneration === wanted.clusterGeneration)
    const jobManager = own.find(({ worker }) => worker.role === 'jobmanager')
    const recorded = records.value.find((record) => generationNumber(record) === wanted.clusterGeneration)
    const isOver = jobManager === undefined ? recorded !== undefined && wasStarted(recorded) : jobManager.worker.state === 'exited'
    if (isOver) return ok(undefined)
    const refusal = refuse(wanted, alive, records.value)
    if (refusal !== undefined) return refusal

    await tidyRecords(records.value, wanted)
    const generation = recorded === undefined ? await generations.ensure(wanted) : ok(recorded)
    if (!generation.ok) {
      forgetNamespace(wanted, generation)
      return generation
    }
    const started = jobManager === undefined ? await startJobManager(wanted, generation.value) : ok(undefined)
    if (!started.ok) {
      forgetNamespace(wanted, started)
      return started
    }
    // Of what runs on a node that does not answer, only the JobManager is waited for.
    const staying = own.filter(({ worker: { state, role }, isLeaving }) => state !== 'exited' && !isLeaving && (state !== 'unknown' || role === 'jobmanager'))
    const count = (role: WorkerRole) => staying.filter(({ worker }) => worker.role === role).length
    const missing: WorkerRole[] = [...(count('gateway') === 0 ? (['gateway'] as const) : []), ...Array.from({ length: Math.max(0, wanted.taskManagers - count('taskmanager')) }, () => 'taskmanager' as const)]
    for (const role of missing) {
      const { waitMs, lastMessage } = startBackoff(own.map(({ history }) => history), role, clock.nowMs())
      if (waitMs > 0) return failed('throttled', `The ${role} of the pool ended before it was ready; it is started again in ${Math.ceil(waitMs / 1_000)} s. ${lastMessage}`)
      const created = await startWorker(wanted, role, generation.value)
      if (!created.ok) {
        forgetNamespace(wanted, created)
        return created
      }
    }
    const dropped = await dropSurplus(staying, wanted.taskManagers)
    if (!dropped.ok) return dropped
    await tidyEnded(own)
    return troubleOf(own) ?? ok(undefined)
  }

  /** The namespace was wiped, or something that guards it is not there any more: the next try makes it anew. */
  function forgetNamespace(wanted: WorkersWanted, { reason }: Failure): void {
    if (reason === 'not-found' || reason === 'rejected') namespaces.forget(wanted)
  }

  function refuse(wanted: WorkersWanted, alive: PodWorker[], records: Generation[]): Result<void> | undefined {
    const recorded = records.find((record) => generationNumber(record) === wanted.clusterGeneration)
    if (recorded !== undefined && wasDropped(recorded)) return failed('conflict', `Generation ${wanted.clusterGeneration} of the pool was dropped.`)
    // Records of old ones are tidied away: that there is none does not mean that it was never there.
    const later = records.find((record) => generationNumber(record) > wanted.clusterGeneration)
    if (later !== undefined) return failed('conflict', `Generation ${generationNumber(later)} of the pool was there already.`)
    const newer = alive.find(({ worker }) => worker.clusterGeneration > wanted.clusterGeneration)
    if (newer !== undefined) return failed('conflict', `Generation ${newer.worker.clusterGeneration} of the pool is running already.`)
    const older = alive.find(({ worker }) => worker.clusterGeneration < wanted.clusterGeneration)
    if (older === undefined || wanted.besideOlder === true) return undefined
    return failed('conflict', `Generation ${older.worker.clusterGeneration} of the pool has not ended yet (pod ${older.worker.workerId}).${older.worker.trouble === undefined ? '' : ` ${older.worker.trouble}`}`)
  }

  /** What is written down first: if we are killed in between, the generation has no JobManager and is over, which costs some seconds. */
  async function startJobManager(wanted: WorkersWanted, generation: Generation): Promise<Result<void>> {
    const equipped = await generations.equip(wanted, generation)
    if (!equipped.ok) return equipped
    const noted = await generations.note(generation, annotationNames.jobManagerStarted)
    if (!noted.ok) return noted
    const started = await startWorker(wanted, 'jobmanager', noted.value)
    // Surely not made: the generation need not be over for it. Where no answer came, it may still come.
    if (!started.ok && started.reason !== 'unavailable') await generations.takeBack(noted.value, annotationNames.jobManagerStarted)
    return started
  }

  async function startWorker(wanted: WorkersWanted, role: WorkerRole, generation: Generation): Promise<Result<void>> {
    // What the generation began with stays, or its TaskManagers would differ.
    const slotsPerTaskManager = Number(generation.data['slots-per-task-manager'] ?? wanted.slotsPerTaskManager)
    const created = await client.create(renderWorker({ ...wanted, slotsPerTaskManager }, role, workerName(wanted, wanted.clusterGeneration, role, ids.token(6)), generation, platform))
    return created.ok || created.detail === alreadyExists ? ok(undefined) : created
  }

  /** Of two gateways, which two callers started at the same time, the first one stays: all callers agree which that is. Idle TaskManagers go first, then the youngest. */
  async function dropSurplus(staying: PodWorker[], wanted: number): Promise<Result<void>> {
    const [, ...gateways] = staying.filter(({ worker }) => worker.role === 'gateway').sort((a, b) => a.worker.startedAtMs - b.worker.startedAtMs || (a.worker.workerId < b.worker.workerId ? -1 : 1))
    const dropped = await removeAll(gateways)
    if (!dropped.ok) return dropped
    const taskManagers = staying.filter(({ worker }) => worker.role === 'taskmanager')
    const surplus = taskManagers.length - wanted
    if (surplus <= 0) return ok(undefined)
    const endpoint = staying.find(({ worker }) => worker.role === 'jobmanager')?.worker.endpoint
    const known = endpoint === undefined ? undefined : await probe.askTaskManagers(endpoint)
    const busy = new Set(known?.filter(({ idle }) => !idle).map(({ workerId }) => workerId))
    const order = taskManagers.sort((a, b) => Number(busy.has(a.worker.workerId)) - Number(busy.has(b.worker.workerId)) || b.worker.startedAtMs - a.worker.startedAtMs)
    return await removeAll(order.slice(0, surplus))
  }

  async function removeAll(some: PodWorker[]): Promise<Result<void>> {
    const removed = await Promise.all(some.map(({ pod }) => pods.remove(pod)))
    return removed.find((each) => !each.ok) ?? ok(undefined)
  }

  /** Logs of what ended long ago. Whatever fails is tried again the next time. */
  async function tidyEnded(own: PodWorker[]): Promise<void> {
    const ended = own.filter(({ worker }) => worker.state === 'exited' && worker.role !== 'jobmanager').sort((a, b) => b.worker.startedAtMs - a.worker.startedAtMs)
    await removeAll(ended.slice(endedKept))
  }

  /** Records of old generations. Before anything is started: where nothing can be, each try may be a generation. */
  async function tidyRecords(records: Generation[], wanted: WorkersWanted): Promise<void> {
    const old = records.filter((record) => generationNumber(record) < wanted.clusterGeneration).slice(0, -(generationsKept - 1))
    await Promise.all(old.map((record) => generations.remove(record)))
  }

  function troubleOf(own: PodWorker[]): Result<void> | undefined {
    const since = clock.nowMs() - troubleAfterMs
    const trouble = own.flatMap(({ pod, worker }) => (worker.state === 'starting' && worker.startedAtMs < since ? (podTrouble(pod) ?? []) : []))[0]
    return trouble === undefined ? undefined : failed('unavailable', trouble)
  }

  async function drop(pool: PoolKey, upToGeneration: number): Promise<Result<void>> {
    const records = await generations.listOf(pool)
    if (!records.ok) return records
    // First that nothing more is started, by nobody; then what runs.
    for (const record of records.value) {
      if (generationNumber(record) > upToGeneration || wasDropped(record)) continue
      const noted = await generations.note(record, annotationNames.dropped)
      if (!noted.ok && noted.reason !== 'not-found') return noted
    }
    const listed = await pods.listOf(pool)
    if (!listed.ok) return listed
    return await removeAll(listed.value.filter(({ worker, isLeaving }) => worker.clusterGeneration <= upToGeneration && worker.state !== 'exited' && !isLeaving))
  }

  /** With the records goes all that they own: pods that ended, Services, Secrets, policies. A pod that somebody makes afterwards has no owner, and is collected. */
  async function removePool(pool: PoolKey): Promise<Result<void>> {
    const listed = await pods.listOf(pool)
    if (!listed.ok) return listed
    const living = listed.value.find(({ worker }) => worker.state !== 'exited')
    if (living !== undefined) return failed('conflict', `The pod ${living.pod.metadata.name} of the pool has not ended yet.`)
    const records = await generations.listOf(pool)
    if (!records.ok) return records
    for (const record of records.value) {
      const removed = await generations.remove(record)
      if (!removed.ok) return removed
    }
    return ok(undefined)
  }

  async function findPod(worker: Parameters<ClusterPort['readLog']>[0]): Promise<Result<Stored<ObservedPod>>> {
    const found = await client.get<ObservedPod>({ ...podKind, namespace: namespaceName(platform.namespacePrefix, worker), name: worker.workerId })
    const missing = failed('not-found', `The log of worker '${worker.workerId}' is not kept any more.`)
    if (!found.ok) return found.reason === 'not-found' ? missing : found
    const { labels = {} } = found.value.metadata
    return labels[labelNames.managedBy] === manager && labels[labelNames.pool] === worker.computePoolId ? found : missing
  }

  return {
    ensureWorkers: (wanted) => serialise(keyOf(wanted), () => ensure(wanted)),
    dropWorkers: (pool, upToGeneration) => serialise(keyOf(pool), () => drop(pool, upToGeneration)),
    removePool: (pool) => serialise(keyOf(pool), () => removePool(pool)),
    listWorkers: (pool) => pods.listWorkers(pool),
    watchWorkers: (onChange) => pods.onChange(onChange),
    async readLog(worker, tailBytes) {
      const pod = await findPod(worker)
      return pod.ok ? await pods.readLog(pod.value, tailBytes) : pod
    },
    async readLogs(pool, { role, tailBytes, workersMax }) {
      const listed = await client.list<ObservedPod>(podKind, { namespace: namespaceName(platform.namespacePrefix, pool), labelSelector: selector({ ...poolLabels(pool), ...(role === undefined ? {} : { [labelNames.component]: role }) }) })
      if (!listed.ok) return listed
      const newest = listed.value.items.sort((a, b) => Date.parse(b.metadata.creationTimestamp ?? '') - Date.parse(a.metadata.creationTimestamp ?? '')).slice(0, workersMax)
      return ok(
        await Promise.all(
          newest.map(async (pod) => {
            const log = await pods.readLog(pod, tailBytes)
            return { workerId: pod.metadata.name, role: pod.metadata.labels?.[labelNames.component] as Worker['role'], text: log.ok ? log.value : log.message }
          }),
        ),
      )
    },
    close: () => pods.close(),
  }
}
