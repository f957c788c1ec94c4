import type { ClusterMemory } from './memory.ts'
import { taskManagerMemory } from './memory.ts'
import type { FlinkObjectStore } from './object-store.ts'

/** One Flink setting and why it is set so. */
export interface Setting {
  key: string
  value: string
  why: string
}

/** What differs from pool to pool and from generation to generation. */
export interface SettingsInput {
  network: Network
  slotsPerTaskManager: number
  memory: ClusterMemory
  checkpointIntervalMs: number
  /** Scratch space of this generation; deleted with it. */
  temporaryDirectory: string
  checkpointsUri: string
  savepointsUri: string
  /** Where JobManagers write how jobs ended. */
  archiveUri: string
  /** Where these URIs lead to when they begin with `s3://`. */
  objectStore?: FlinkObjectStore
}

/** How the processes of a pool reach each other. */
export type Network =
  /** All on this machine, and nothing else may reach them. */
  | { kind: 'loopback'; ports: { jobManagerRest: number; jobManagerRpc: number } }
  /** Each in a pod: well-known ports; what may reach them is up to network policies. A TaskManager's own address comes with its command. */
  | { kind: 'pods'; jobManagerHost: string; tls?: TlsFiles }

/** Key stores (PKCS #12) of a generation's processes: all traffic is encrypted, and both sides show who they are. */
export interface TlsFiles {
  /** The one key of the processes among each other, trusted by itself. */
  internal: string
  /** The key with which this process serves and asks over REST. */
  rest: string
  /** Whom it believes there. */
  restTrust: string
  password: string
}

/** Ports of processes that have an address of their own; Flink's defaults where it has fixed ones. */
export const podPorts = { jobManagerRest: 8081, jobManagerRpc: 6123, jobManagerBlob: 6124, taskManagerRpc: 6122, taskManagerData: 6121, gatewayRest: 8083 }

const mebibytes = (size: number): string => `${size}m`

/** Every Flink setting that Headgate chooses for a pool. What is not here is Flink's default. */
export function clusterSettings(input: SettingsInput): Setting[] {
  return [...network(input), ...memory(input), ...state(input), ...recovery(), ...scheduling(), ...web(), ...evidence(input), ...objectStore(input), ...gateway()]
}

function network({ network: plan, temporaryDirectory }: SettingsInput): Setting[] {
  return [
    ...(plan.kind === 'loopback' ? loopback(plan.ports) : [...pods(plan.jobManagerHost), ...(plan.tls === undefined ? [] : tls(plan.tls))]),
    { key: 'io.tmp.dirs', value: temporaryDirectory, why: 'Local RocksDB files and blobs go with the generation.' },
    { key: 'web.tmpdir', value: temporaryDirectory, why: 'As above.' },
    { key: 'cluster.registration.error-delay', value: '500 ms', why: 'TaskManagers start together with the JobManager; by default one that came first would wait 10 s.' },
  ]
}

function loopback(ports: { jobManagerRest: number; jobManagerRpc: number }): Setting[] {
  const local = (key: string): Setting => ({ key, value: '127.0.0.1', why: 'Flink has no authentication: nothing but this machine may reach it.' })
  return [
    local('jobmanager.rpc.address'),
    local('jobmanager.bind-host'),
    local('rest.address'),
    local('rest.bind-address'),
    local('taskmanager.host'),
    local('taskmanager.bind-host'),
    local('sql-gateway.endpoint.rest.address'),
    local('sql-gateway.endpoint.rest.bind-address'),
    { key: 'jobmanager.rpc.port', value: String(ports.jobManagerRpc), why: 'Found free when the generation was made.' },
    { key: 'rest.port', value: String(ports.jobManagerRest), why: 'The gateway submits here.' },
    { key: 'rest.bind-port', value: String(ports.jobManagerRest), why: 'No range: another port would be another cluster.' },
    { key: 'heartbeat.interval', value: '2 s', why: 'On one machine a lost process is lost at once: by default it takes 50 s to notice.' },
    { key: 'heartbeat.timeout', value: '10 s', why: 'Longer than a full collection of these heaps on a busy machine.' },
  ]
}

function pods(jobManagerHost: string): Setting[] {
  const anywhere = (key: string): Setting => ({ key, value: '0.0.0.0', why: 'A pod has one address of its own, which is not known before it starts.' })
  const port = (key: string, value: number): Setting => ({ key, value: String(value), why: 'Fixed, so that network policies can name it.' })
  return [
    { key: 'jobmanager.rpc.address', value: jobManagerHost, why: 'The name of this generation alone: no process of another one can find it by mistake.' },
    { key: 'rest.address', value: jobManagerHost, why: 'The gateway submits here.' },
    anywhere('jobmanager.bind-host'),
    anywhere('rest.bind-address'),
    anywhere('taskmanager.bind-host'),
    anywhere('sql-gateway.endpoint.rest.bind-address'),
    port('jobmanager.rpc.port', podPorts.jobManagerRpc),
    port('rest.port', podPorts.jobManagerRest),
    port('rest.bind-port', podPorts.jobManagerRest),
    port('blob.server.port', podPorts.jobManagerBlob),
    port('taskmanager.rpc.port', podPorts.taskManagerRpc),
    port('taskmanager.data.port', podPorts.taskManagerData),
    port('sql-gateway.endpoint.rest.port', podPorts.gatewayRest),
    port('sql-gateway.endpoint.rest.bind-port', podPorts.gatewayRest),
    { key: 'heartbeat.interval', value: '5 s', why: 'A lost node is noticed soon (by default after 50 s).' },
    { key: 'heartbeat.timeout', value: '25 s', why: 'Longer than the hiccups of a network between nodes.' },
  ]
}

/** Flink reads these files when a process starts, and not again: what is in them lasts for the generation. */
function tls({ internal, rest, restTrust, password }: TlsFiles): Setting[] {
  const store = (prefix: string, keys: string, trust: string): Setting[] => [
    { key: `${prefix}.keystore`, value: keys, why: 'Mounted from the Secret of the generation.' },
    { key: `${prefix}.keystore-type`, value: 'PKCS12', why: 'Whatever the JVM takes by default.' },
    { key: `${prefix}.keystore-password`, value: password, why: 'Guards nothing: Java wants one.' },
    { key: `${prefix}.key-password`, value: password, why: 'As above.' },
    { key: `${prefix}.truststore`, value: trust, why: 'Nobody is believed that another authority vouches for.' },
    { key: `${prefix}.truststore-type`, value: 'PKCS12', why: 'As above.' },
    { key: `${prefix}.truststore-password`, value: password, why: 'As above.' },
  ]
  return [
    { key: 'security.ssl.internal.enabled', value: 'true', why: 'RPC, data and blobs: only who has the key of this generation takes part.' },
    ...store('security.ssl.internal', internal, internal),
    { key: 'security.ssl.rest.enabled', value: 'true', why: 'JobManager and gateway.' },
    { key: 'security.ssl.rest.authentication-enabled', value: 'true', why: 'Flink knows no other way to tell who asks.' },
    { key: 'security.ssl.rest.verify-hostname', value: 'true', why: 'The gateway has to reach the JobManager, not anything that the authority signed for.' },
    ...store('security.ssl.rest', rest, restTrust),
    { key: 'security.ssl.algorithms', value: 'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384', why: 'The keys are ECDSA; Flink’s default knows RSA only. Of TLS 1.2, its default.' },
  ]
}

function memory({ memory: sizes, slotsPerTaskManager }: SettingsInput): Setting[] {
  const task = taskManagerMemory(sizes, slotsPerTaskManager)
  const explicit = 'Set part by part: Flink derives sizes only in its shell scripts, and refuses small ones.'
  const size = (key: string, value: number): Setting => ({ key, value: mebibytes(value), why: explicit })
  return [
    { key: 'taskmanager.numberOfTaskSlots', value: String(slotsPerTaskManager), why: 'One CFU is one slot.' },
    { key: 'taskmanager.cpu.cores', value: String(slotsPerTaskManager), why: 'Bookkeeping only; must be set when memory is.' },
    size('taskmanager.memory.framework.heap.size', sizes.taskFrameworkHeap),
    size('taskmanager.memory.task.heap.size', task.taskHeap),
    size('taskmanager.memory.framework.off-heap.size', sizes.taskFrameworkOffHeap),
    { key: 'taskmanager.memory.framework.off-heap.batch-shuffle.size', value: mebibytes(sizes.taskFrameworkOffHeap / 4), why: 'Read buffers of batch shuffles, part of the line above; the rest is left to netty.' },
    size('taskmanager.memory.task.off-heap.size', 0),
    size('taskmanager.memory.network.min', task.network),
    size('taskmanager.memory.network.max', task.network),
    size('taskmanager.memory.managed.size', task.managed),
    size('taskmanager.memory.jvm-metaspace.size', sizes.metaspace),
    size('taskmanager.memory.jvm-overhead.min', 64),
    size('taskmanager.memory.jvm-overhead.max', 64),
    size('jobmanager.memory.heap.size', sizes.jobManagerHeap),
    size('jobmanager.memory.off-heap.size', 64),
    size('jobmanager.memory.jvm-metaspace.size', sizes.metaspace),
    size('jobmanager.memory.jvm-overhead.min', 64),
    size('jobmanager.memory.jvm-overhead.max', 64),
    { key: 'completed-application-store.cache-size', value: String(8 * 1024 * 1024), why: 'Ended jobs are kept in memory; the default takes a quarter of our heap. The rest is on disk.' },
    { key: 'collect-sink.batch-size.max', value: '512 kb', why: 'Without high availability the JobManager keeps the last two batches of each query that ended for as long as it lives (4.5 MB by default): thirty queries were its end. A row must fit.' },
  ]
}

function state(input: SettingsInput): Setting[] {
  const interval = input.checkpointIntervalMs
  return [
    { key: 'state.backend.type', value: 'rocksdb', why: 'State may grow beyond the heap; the same backend everywhere makes snapshots portable.' },
    { key: 'execution.checkpointing.incremental', value: 'true', why: 'A checkpoint costs what changed, not what there is.' },
    { key: 'execution.checkpointing.interval', value: `${interval} ms`, why: 'How much is worked again after a failure, and how often exactly-once sinks commit.' },
    { key: 'execution.checkpointing.min-pause', value: `${Math.round(interval / 4)} ms`, why: 'Slow checkpoints must not leave no time for the work.' },
    { key: 'execution.checkpointing.timeout', value: '10 min', why: 'A large first checkpoint on a busy laptop is slow, not broken.' },
    { key: 'execution.checkpointing.tolerable-failed-checkpoints', value: '10', why: 'A full disk for a minute is no reason to restart a job.' },
    { key: 'execution.checkpointing.num-retained', value: '2', why: 'If the newest turns out unreadable there is one before it.' },
    { key: 'execution.checkpointing.externalized-checkpoint-retention', value: 'RETAIN_ON_CANCELLATION', why: 'A killed or cancelled job leaves what it can be started from; Headgate deletes it.' },
    { key: 'execution.checkpointing.dir', value: input.checkpointsUri, why: 'Of jobs that bring no directory of their own.' },
    { key: 'execution.checkpointing.savepoint-dir', value: input.savepointsUri, why: 'As above; Headgate names a directory for each attempt.' },
  ]
}

function recovery(): Setting[] {
  return [
    { key: 'restart-strategy.type', value: 'exponential-delay', why: 'Quick after a hiccup, calm during an outage.' },
    { key: 'restart-strategy.exponential-delay.initial-backoff', value: '1 s', why: 'A lost connection is usually back at once.' },
    { key: 'restart-strategy.exponential-delay.max-backoff', value: '1 min', why: 'An outage that ended is noticed within a minute.' },
    { key: 'restart-strategy.exponential-delay.backoff-multiplier', value: '2', why: 'One minute is reached after seven tries.' },
    { key: 'restart-strategy.exponential-delay.attempts-before-reset-backoff', value: '8', why: 'A job that keeps failing for three minutes fails, with its reason; by default it would restart for ever.' },
    { key: 'restart-strategy.exponential-delay.reset-backoff-threshold', value: '10 min', why: 'After ten quiet minutes a failure is a new one.' },
    { key: 'cluster.processes.halt-on-fatal-error', value: 'false', why: 'The reason should reach the log.' },
  ]
}

function scheduling(): Setting[] {
  return [
    { key: 'jobmanager.scheduler', value: 'Adaptive', why: 'Parallelism can be changed while a job runs, and a lost TaskManager shrinks a job instead of stopping it.' },
    { key: 'jobmanager.adaptive-scheduler.submission.resource-stabilization-timeout', value: '1 s', why: 'Slots are granted before a job is sent: there is little to wait for (default 10 s).' },
    { key: 'jobmanager.adaptive-scheduler.submission.resource-wait-timeout', value: '5 min', why: 'A TaskManager that is being started is worth waiting for.' },
    { key: 'jobmanager.adaptive-scheduler.executing.resource-stabilization-timeout', value: '2 s', why: 'As above (default 1 min).' },
    { key: 'jobmanager.adaptive-scheduler.executing.cooldown-after-rescaling', value: '5 s', why: 'Autoscaling decides slowly enough itself (default 30 s).' },
    { key: 'slot.idle.timeout', value: '5 s', why: 'Slots of an ended job are free for the next one soon (default 50 s).' },
    { key: 'web.adaptive-scheduler.rescale-history.size', value: '16', why: 'Off by default; shown to the operator.' },
  ]
}

function web(): Setting[] {
  return [
    { key: 'web.submit.enable', value: 'false', why: 'No jar may come in past Headgate.' },
    { key: 'web.rescale.enable', value: 'false', why: 'Capacity has one writer.' },
    { key: 'rest.cache.execution-graph.timeout', value: '0', why: 'A decision is made on what is, not on what was 3 s ago.' },
    { key: 'rest.cache.checkpoint-statistics.timeout', value: '0 ms', why: 'As above.' },
    { key: 'web.refresh-interval', value: '1000', why: 'Metrics are asked for at most this often.' },
    { key: 'metrics.fetcher.update-interval', value: '2000', why: 'Autoscaling and the console look every few seconds (default 10 s).' },
    { key: 'rest.profiling.enabled', value: 'false', why: 'The profiler is not part of the engine.' },
  ]
}

function evidence({ archiveUri }: SettingsInput): Setting[] {
  return [
    { key: 'jobmanager.archive.fs.dir', value: archiveUri, why: 'How a job ended must be known after its JobManager is gone, or a finished job would run again.' },
  ]
}

function objectStore({ objectStore: store }: SettingsInput): Setting[] {
  if (store === undefined) return []
  return [
    { key: 's3.region', value: store.region, why: 'Without it each process would ask around for one.' },
    { key: 's3.path-style-access', value: String(store.pathStyle), why: 'Whether the bucket stands in the path or in the name of the host.' },
    ...(store.endpoint === undefined
      ? []
      : [
          { key: 's3.endpoint', value: store.endpoint, why: 'A store that is not Amazon’s.' },
          { key: 's3.checksum-validation.enabled', value: 'false', why: 'Stores of others know the checksums of Amazon only in part.' },
        ]),
    ...(store.credentials === undefined
      ? []
      : [{ key: 'fs.s3.aws.credentials.provider', value: 'ProfileCredentialsProvider', why: 'Keys come from a file of their own: what stands here is shown by the REST API of the JobManager and in logs.' }]),
  ]
}

function gateway(): Setting[] {
  return [
    { key: 'sql-gateway.session.idle-timeout', value: '30 min', why: 'Longer than a query may be left unread; sessions of a controller that died go away.' },
    { key: 'sql-gateway.session.check-interval', value: '1 min', why: 'Flink default, named because the line above relies on it.' },
    { key: 'sql-gateway.session.max-num', value: '2000', why: 'A leak must show as an error, not as an out of memory.' },
    { key: 'table.plan.force-recompile', value: 'true', why: 'A second try to plan a statement writes its plan again.' },
  ]
}
