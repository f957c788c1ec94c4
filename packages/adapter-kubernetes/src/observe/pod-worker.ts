import type { Worker, WorkerRole } from '@headgate/domain'
import { explainExit, podPorts } from '@headgate/flink-engine'
import type { V1PodStatus } from '@kubernetes/client-node'
import type { KubeObject, Stored } from '../kube-object.ts'
import { certificatesUntil, confirmedGone, labelNames } from '../labels.ts'
import { generationKey, renderFlinkEndpoint } from '../tls/flink-endpoint.ts'

/** A pod as it is read. */
export interface ObservedPod extends KubeObject {
  spec: { nodeName?: string }
  status?: V1PodStatus
}

const restPorts: Partial<Record<WorkerRole, number>> = { jobmanager: podPorts.jobManagerRest, gateway: podPorts.gatewayRest }

/**
 * The worker that a pod is; undefined for a pod that is none. Whether one that runs is ready is told by itself and not by Kubernetes: `isReady`.
 * What runs on a node that does not answer is unknown. Pure.
 */
export function podWorker(pod: Stored<ObservedPod>, isReady: (uid: string) => boolean, isNodeLost: (nodeName: string) => boolean): Worker | undefined {
  const { labels = {}, name, uid, creationTimestamp } = pod.metadata
  const role = labels[labelNames.component]
  const [organizationId, environmentId, computePoolId, generation] = [labelNames.organization, labelNames.environment, labelNames.pool, labelNames.generation].map((label) => labels[label])
  if (organizationId === undefined || environmentId === undefined || computePoolId === undefined || generation === undefined || !isRole(role)) return undefined
  const phase = pod.status?.phase
  const isOver = phase === 'Succeeded' || phase === 'Failed'
  const isLost = pod.spec.nodeName !== undefined && isNodeLost(pod.spec.nodeName)
  const confirmed = isLost && !isOver ? pod.metadata.annotations?.[confirmedGone] : undefined
  const until = pod.metadata.annotations?.[certificatesUntil]
  return {
    organizationId,
    environmentId,
    computePoolId,
    clusterGeneration: Number(generation),
    role,
    workerId: name,
    state: isOver || confirmed !== undefined ? 'exited' : isLost ? 'unknown' : phase === 'Running' && isReady(uid) ? 'running' : 'starting',
    ...endpointOf(pod, role, until === undefined ? undefined : generationKey(pod.metadata.namespace ?? '', { computePoolId }, Number(generation))),
    ...(until === undefined ? {} : { certificatesUntilMs: Date.parse(until) }),
    ...(pod.metadata.deletionTimestamp !== undefined && !isOver ? { isLeaving: true } : {}),
    ...(isLost && !isOver && confirmed === undefined ? { trouble: lostNodeText(pod, computePoolId, generation) } : {}),
    startedAtMs: Date.parse(creationTimestamp ?? ''),
    ...(isOver ? { exit: exitOf(pod) } : {}),
    ...(confirmed === undefined ? {} : { exit: { atMs: Date.parse(creationTimestamp ?? ''), reason: 'unknown' as const, message: `Its node ${pod.spec.nodeName} does not answer, and an operator has confirmed that it is gone: ${cut(confirmed)}` } }),
  }
}

/** What is the matter with a pod of which nothing can be told, and who can say more. */
const lostNodeText = ({ metadata, spec }: Stored<ObservedPod>, computePoolId: string, generation: string): string =>
  `It runs on the node ${spec.nodeName}, which does not answer: bring the node back, delete it, or taint it with node.kubernetes.io/out-of-service. Who knows that its processes have ended says so by: kubectl -n ${metadata.namespace} annotate pods -l ${labelNames.pool}=${computePoolId},${labelNames.generation}=${generation} ${confirmedGone}='<who and why>'`

/** How a pod speaks was decided with its generation, and stays for as long as it lives. */
function endpointOf({ status }: Stored<ObservedPod>, role: WorkerRole, generation: string | undefined): { endpoint?: string } {
  const port = restPorts[role]
  const ip = status?.podIP
  if (role === 'taskmanager' || port === undefined || ip === undefined || ip === '') return {}
  return { endpoint: generation === undefined ? `http://${ip.includes(':') ? `[${ip}]` : ip}:${port}` : renderFlinkEndpoint(ip, port, generation, role) }
}

const isRole = (text: string | undefined): text is WorkerRole => text === 'jobmanager' || text === 'gateway' || text === 'taskmanager'

/** Why a pod ended, from what the kubelet wrote down. */
function exitOf({ metadata, status }: Stored<ObservedPod>): NonNullable<Worker['exit']> {
  const container = status?.containerStatuses?.[0]
  const ended = container?.state?.terminated ?? container?.lastState?.terminated
  const atMs = Date.parse(String(ended?.finishedAt ?? metadata.deletionTimestamp ?? metadata.creationTimestamp ?? ''))
  if (ended?.reason === 'OOMKilled') {
    return { atMs, reason: 'out-of-memory', message: 'The pod used more memory than its limit allows, and the kernel ended it (OOMKilled). Give its hardware profile more memory, or run fewer slots on each TaskManager.' }
  }
  // Evicted for the disk or the memory of its node, preempted, node shut down: no container tells that.
  if (status?.reason !== undefined && ended?.exitCode !== 3) return { atMs, reason: 'killed', message: `${status.reason}: ${cut(status.message ?? 'Kubernetes ended the pod.')}` }
  const code = ended?.exitCode
  // 137 is a SIGKILL, 143 a SIGTERM; of a pod that was being deleted both are what was asked for.
  return explainExit({
    atMs,
    code: code ?? null,
    dropRequested: metadata.deletionTimestamp !== undefined && (code === undefined || code === 0 || code > 128),
    log: ended?.message ?? '',
    output: '',
  })
}

const cut = (text: string): string => (text.length > 400 ? `${text.slice(0, 400)}…` : text)
