import type { Result } from '@headgate/domain'
import { gather, holds, ok } from '@headgate/domain'
import { readAddressPolicy } from '@headgate/sql'
import type { AddressPolicy } from '@headgate/sql'
import { readStoreConfig } from '@headgate/store'
import type { StoreConfig } from '@headgate/store'

/** As processes of this machine, or as pods of a Kubernetes. */
export type ClusterConfig =
  | { kind: 'process'; dataDirectory: string; engineDirectory: string; javaCommand: string }
  /** Without `kubeconfigFile` it is the cluster that the controller is a pod of. */
  | { kind: 'kubernetes'; platformFile: string; kubeconfigFile?: string }

/** Everything the controller is told from outside, read once at the start. */
export interface ControllerConfig {
  databaseUrl: string
  queueUrl: string
  secretKeyFile: string
  /** Where Flink runs. */
  cluster: ClusterConfig
  /** Where checkpoints, savepoints, plans and table files lie. */
  store: StoreConfig
  /** `organization/environment/pool`, kept awake with one TaskManager. */
  warmPools: string[]
  /** What tables may name. */
  addressPolicy: AddressPolicy
  /** Between two checkpoints of a job; the process adapter's own when absent. */
  checkpointIntervalMs?: number
  logFile?: string
  /** Every call of the loop is written here, one JSON line each, with its time. */
  traceFile?: string
  /** No other controller serves this database: leases of earlier ones are over. */
  isSole: boolean
}

const neededOf: Record<string, readonly string[]> = {
  process: ['HEADGATE_DATA_DIRECTORY', 'HEADGATE_ENGINE_DIRECTORY'],
  kubernetes: ['HEADGATE_PLATFORM_FILE', 'HEADGATE_STORE'],
}

/** Reads the configuration. `rejected` says everything that is missing or wrong. `checkQueueUrl` knows which homes queues can have. */
export function readConfig(env: Record<string, string | undefined>, checkQueueUrl: (url: string) => Result<unknown> = ok): Result<ControllerConfig> {
  const kind = env['HEADGATE_CLUSTER'] || 'process'
  const needed = ['HEADGATE_DATABASE_URL', 'HEADGATE_SECRET_KEY_FILE', ...(neededOf[kind] ?? [])]
  const missing = needed.filter((name) => !env[name])
  const databaseUrl = env['HEADGATE_DATABASE_URL'] ?? ''
  const queueUrl = env['HEADGATE_QUEUE_URL'] || databaseUrl
  const stored = readStoreConfig(env)
  const read = gather({
    kind: holds(kind in neededOf, 'HEADGATE_CLUSTER must be process (Flink runs on this machine) or kubernetes.'),
    needed: holds(missing.length === 0, `The controller needs ${missing.join(', ')} in its environment.`),
    queue: queueUrl === '' ? ok(undefined) : checkQueueUrl(queueUrl),
    addressPolicy: readAddressPolicy(env),
    store: stored,
    storeKind: holds(kind !== 'kubernetes' || !stored.ok || stored.value.kind === 's3', 'On Kubernetes the store must be on S3 (HEADGATE_STORE=s3://bucket/prefix): pods have no disk in common.'),
  })
  if (!read.ok) return read
  const { addressPolicy, store } = read.value
  return {
    ok: true,
    value: {
      databaseUrl,
      queueUrl,
      secretKeyFile: env['HEADGATE_SECRET_KEY_FILE'] ?? '',
      cluster:
        kind !== 'kubernetes'
          ? { kind: 'process', dataDirectory: env['HEADGATE_DATA_DIRECTORY'] ?? '', engineDirectory: env['HEADGATE_ENGINE_DIRECTORY'] ?? '', javaCommand: env['HEADGATE_JAVA'] ?? 'java' }
          : { kind, platformFile: env['HEADGATE_PLATFORM_FILE'] ?? '', ...(env['HEADGATE_KUBECONFIG'] ? { kubeconfigFile: env['HEADGATE_KUBECONFIG'] } : {}) },
      store,
      warmPools: (env['HEADGATE_WARM_POOLS'] ?? '').split(',').filter((name) => name !== ''),
      addressPolicy,
      checkpointIntervalMs: readMs(env['HEADGATE_CHECKPOINT_INTERVAL_MS']),
      logFile: env['HEADGATE_LOG_FILE'],
      traceFile: env['HEADGATE_TRACE_FILE'] || undefined,
      isSole: env['HEADGATE_SOLE_CONTROLLER'] === '1',
    },
  }
}

/** A whole number of milliseconds of at least 100; what is none counts as not set. */
const readMs = (text: string | undefined): number | undefined => (text !== undefined && /^\d+$/.test(text) && Number(text) >= 100 ? Number(text) : undefined)
