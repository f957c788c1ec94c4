import type { Result } from '@headgate/domain'
import { failed } from '@headgate/domain'
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

/** Reads the configuration. `rejected` says what is missing or wrong. */
export function readConfig(env: Record<string, string | undefined>): Result<ControllerConfig> {
  const kind = env['HEADGATE_CLUSTER'] || 'process'
  if (kind !== 'process' && kind !== 'kubernetes') return failed('rejected', 'HEADGATE_CLUSTER must be process (Flink runs on this machine) or kubernetes.')
  const needed = ['HEADGATE_DATABASE_URL', 'HEADGATE_SECRET_KEY_FILE', ...(kind === 'process' ? ['HEADGATE_DATA_DIRECTORY', 'HEADGATE_ENGINE_DIRECTORY'] : ['HEADGATE_PLATFORM_FILE', 'HEADGATE_STORE'])]
  const missing = needed.filter((name) => !env[name])
  if (missing.length > 0) return failed('rejected', `The controller needs ${missing.join(', ')} in its environment.`)
  const addressPolicy = readAddressPolicy(env)
  if (!addressPolicy.ok) return addressPolicy
  const store = readStoreConfig(env)
  if (!store.ok) return store
  if (kind === 'kubernetes' && store.value.kind !== 's3') return failed('rejected', 'On Kubernetes the store must be on S3 (HEADGATE_STORE=s3://bucket/prefix): pods have no disk in common.')
  return {
    ok: true,
    value: {
      databaseUrl: env['HEADGATE_DATABASE_URL'] ?? '',
      queueUrl: env['HEADGATE_QUEUE_URL'] || env['HEADGATE_DATABASE_URL'] || '',
      secretKeyFile: env['HEADGATE_SECRET_KEY_FILE'] ?? '',
      cluster:
        kind === 'process'
          ? { kind, dataDirectory: env['HEADGATE_DATA_DIRECTORY'] ?? '', engineDirectory: env['HEADGATE_ENGINE_DIRECTORY'] ?? '', javaCommand: env['HEADGATE_JAVA'] ?? 'java' }
          : { kind, platformFile: env['HEADGATE_PLATFORM_FILE'] ?? '', ...(env['HEADGATE_KUBECONFIG'] ? { kubeconfigFile: env['HEADGATE_KUBECONFIG'] } : {}) },
      store: store.value,
      warmPools: (env['HEADGATE_WARM_POOLS'] ?? '').split(',').filter((name) => name !== ''),
      addressPolicy: addressPolicy.value,
      checkpointIntervalMs: readMs(env['HEADGATE_CHECKPOINT_INTERVAL_MS']),
      logFile: env['HEADGATE_LOG_FILE'],
      traceFile: env['HEADGATE_TRACE_FILE'] || undefined,
      isSole: env['HEADGATE_SOLE_CONTROLLER'] === '1',
    },
  }
}

/** A whole number of milliseconds of at least 100; what is none counts as not set. */
const readMs = (text: string | undefined): number | undefined => (text !== undefined && /^\d+$/.test(text) && Number(text) >= 100 ? Number(text) : undefined)
