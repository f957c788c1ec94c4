import type { Result } from '@headgate/domain'
import { failed, ok } from '@headgate/domain'
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

/** Reads the environment. `rejected` names what is missing or wrong. */
export function readConfig(env: Record<string, string | undefined>): Result<MainConfig> {
  const needed = ['HEADGATE_DATABASE_URL', 'HEADGATE_SECRET_KEY_FILE', ...(env['HEADGATE_CLUSTER'] === 'kubernetes' ? ['HEADGATE_PLATFORM_FILE'] : [])]
  const missing = needed.filter((name) => !env[name])
  if (missing.length > 0) return failed('rejected', `The API needs ${missing.join(' and ')} in its environment.`)
  const port = Number(env['HEADGATE_PORT'] ?? '8080')
  if (!Number.isInteger(port) || port < 0 || port > 65_535) return failed('rejected', 'HEADGATE_PORT must be a number from 0 to 65535.')
  const cloud = (env['HEADGATE_CLOUD'] || 'AWS').toUpperCase()
  if (!['AWS', 'GCP', 'AZURE'].includes(cloud)) return failed('rejected', 'HEADGATE_CLOUD must be AWS, GCP or AZURE: clients take no other.')
  const region = env['HEADGATE_REGION'] || 'local-1'
  if (!/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(region)) return failed('rejected', 'HEADGATE_REGION must be 1 to 63 of a-z, 0-9 and dashes: clients split region ids at dots.')
  const publicUrl = env['HEADGATE_PUBLIC_URL'] || undefined
  if (publicUrl !== undefined && !/^https?:\/\/[^/?#]+(\/[^?#]*)?$/.test(publicUrl)) return failed('rejected', 'HEADGATE_PUBLIC_URL must be a URL like https://flink.example.com.')
  const limits: MainConfig['limits'] = {}
  for (const [name, variable] of Object.entries(limitVariables)) {
    const text = env[variable]
    if (!text) continue
    if (!/^[1-9]\d{0,6}$/.test(text)) return failed('rejected', `${variable} must be a whole number from 1 to 9999999.`)
    limits[name as keyof typeof limitVariables] = Number(text)
  }
  const addressPolicy = readAddressPolicy(env)
  if (!addressPolicy.ok) return addressPolicy
  const store = env['HEADGATE_STORE'] || env['HEADGATE_DATA_DIRECTORY'] ? readStoreConfig(env) : ok(undefined)
  if (!store.ok) return store
  const databaseUrl = env['HEADGATE_DATABASE_URL'] ?? ''
  return ok({
    databaseUrl,
    queueUrl: env['HEADGATE_QUEUE_URL'] || databaseUrl,
    secretKeyFile: env['HEADGATE_SECRET_KEY_FILE'] ?? '',
    host: env['HEADGATE_HOST'] || '127.0.0.1',
    port,
    ...(publicUrl === undefined ? {} : { publicUrl }),
    trustForwarded: env['HEADGATE_TRUST_FORWARDED'] === 'true',
    ...(env['HEADGATE_DATA_DIRECTORY'] ? { dataDirectory: env['HEADGATE_DATA_DIRECTORY'] } : {}),
    ...(env['HEADGATE_CLUSTER'] === 'kubernetes' ? { kubernetes: { platformFile: env['HEADGATE_PLATFORM_FILE'] ?? '', ...(env['HEADGATE_KUBECONFIG'] ? { kubeconfigFile: env['HEADGATE_KUBECONFIG'] } : {}) } } : {}),
    ...(store.value === undefined ? {} : { store: store.value }),
    cloud,
    region,
    addressPolicy: addressPolicy.value,
    ...(env['HEADGATE_LOG_FILE'] ? { logFile: env['HEADGATE_LOG_FILE'] } : {}),
    logLevel: env['HEADGATE_LOG_LEVEL'] || 'info',
    limits,
  })
}
