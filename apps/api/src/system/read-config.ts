import type { Result } from '@headgate/domain'
import { gather, holds, ok } from '@headgate/domain'
import { readAddressPolicy } from '@headgate/sql'
import type { AddressPolicy } from '@headgate/sql'
import { readStoreConfig } from '@headgate/store'
import type { StoreConfig } from '@headgate/store'

/** Everything the API process is told from outside, read once at the start. */
export interface MainConfig {
  databaseUrl: string
  /** Postgres or Redis. */
  queueUrl: string
  secretKeyFile: string
  host: string
  /** 0: any free one. */
  port: number
  publicUrl?: string
  trustForwarded: boolean
  /** The directory of local Flink, where its logs are; absent where it runs elsewhere. */
  dataDirectory?: string
  /** Flink runs on a Kubernetes, and its logs are read there. Without `kubeconfigFile` it is the cluster that the API is a pod of. */
  kubernetes?: { platformFile: string; kubeconfigFile?: string }
  /** Where table files lie; absent: tables may name no path. */
  store?: StoreConfig
  /** As the wire calls it: `AWS`, `GCP` or `AZURE`. */
  cloud: string
  region: string
  /** What tables and connections may name. */
  addressPolicy: AddressPolicy
  logFile?: string
  logLevel: string
  /** See `ApiLimits`; what is not set has its default. */
  limits: Partial<Record<keyof typeof limitVariables, number>>
}

/** Limits that a deployment may set, by their variable. */
const limitVariables = {
  connectionsMax: 'HEADGATE_CONNECTIONS_MAX',
  requestsMax: 'HEADGATE_REQUESTS_MAX',
  requestsPerOrganizationMax: 'HEADGATE_REQUESTS_PER_ORGANIZATION_MAX',
  requestsPerKeyMax: 'HEADGATE_REQUESTS_PER_KEY_MAX',
} as const

/** Reads the environment. `rejected` names everything that is missing or wrong. `checkQueueUrl` knows which homes queues can have. */
export function readConfig(env: Record<string, string | undefined>, checkQueueUrl: (url: string) => Result<unknown> = ok): Result<MainConfig> {
  const needed = ['HEADGATE_DATABASE_URL', 'HEADGATE_SECRET_KEY_FILE', ...(env['HEADGATE_CLUSTER'] === 'kubernetes' ? ['HEADGATE_PLATFORM_FILE'] : [])]
  const missing = needed.filter((name) => !env[name])
  const port = Number(env['HEADGATE_PORT'] ?? '8080')
  const cloud = (env['HEADGATE_CLOUD'] || 'AWS').toUpperCase()
  const region = env['HEADGATE_REGION'] || 'local-1'
  const publicUrl = env['HEADGATE_PUBLIC_URL'] || undefined
  const databaseUrl = env['HEADGATE_DATABASE_URL'] ?? ''
  const queueUrl = env['HEADGATE_QUEUE_URL'] || databaseUrl
  const read = gather({
    needed: holds(missing.length === 0, `The API needs ${missing.join(' and ')} in its environment.`),
    queue: queueUrl === '' ? ok(undefined) : checkQueueUrl(queueUrl),
    port: holds(Number.isInteger(port) && port >= 0 && port <= 65_535, 'HEADGATE_PORT must be a number from 0 to 65535.'),
    cloud: holds(['AWS', 'GCP', 'AZURE'].includes(cloud), 'HEADGATE_CLOUD must be AWS, GCP or AZURE: clients take no other.'),
    region: holds(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(region), 'HEADGATE_REGION must be 1 to 63 of a-z, 0-9 and dashes: clients split region ids at dots.'),
    publicUrl: holds(publicUrl === undefined || /^https?:\/\/[^/?#]+(\/[^?#]*)?$/.test(publicUrl), 'HEADGATE_PUBLIC_URL must be a URL like https://flink.example.com.'),
    limits: readLimits(env),
    addressPolicy: readAddressPolicy(env),
    store: env['HEADGATE_STORE'] || env['HEADGATE_DATA_DIRECTORY'] ? readStoreConfig(env) : ok(undefined),
  })
  if (!read.ok) return read
  const { limits, addressPolicy, store } = read.value
  return ok({
    databaseUrl,
    queueUrl,
    secretKeyFile: env['HEADGATE_SECRET_KEY_FILE'] ?? '',
    host: env['HEADGATE_HOST'] || '127.0.0.1',
    port,
    ...(publicUrl === undefined ? {} : { publicUrl }),
    trustForwarded: env['HEADGATE_TRUST_FORWARDED'] === 'true',
    ...(env['HEADGATE_DATA_DIRECTORY'] ? { dataDirectory: env['HEADGATE_DATA_DIRECTORY'] } : {}),
    ...(env['HEADGATE_CLUSTER'] === 'kubernetes' ? { kubernetes: { platformFile: env['HEADGATE_PLATFORM_FILE'] ?? '', ...(env['HEADGATE_KUBECONFIG'] ? { kubeconfigFile: env['HEADGATE_KUBECONFIG'] } : {}) } } : {}),
    ...(store === undefined ? {} : { store }),
    cloud,
    region,
    addressPolicy,
    ...(env['HEADGATE_LOG_FILE'] ? { logFile: env['HEADGATE_LOG_FILE'] } : {}),
    logLevel: env['HEADGATE_LOG_LEVEL'] || 'info',
    limits,
  })
}

function readLimits(env: Record<string, string | undefined>): Result<MainConfig['limits']> {
  const set = Object.entries(limitVariables).flatMap(([name, variable]) => (env[variable] ? [{ name, variable, text: env[variable] }] : []))
  const read = gather(Object.fromEntries(set.map(({ name, variable, text }) => [name, holds(/^[1-9]\d{0,6}$/.test(text), `${variable} must be a whole number from 1 to 9999999.`)])))
  return read.ok ? ok(Object.fromEntries(set.map(({ name, text }) => [name, Number(text)]))) : read
}
