import { readFileSync } from 'node:fs'
import { openKubernetesCluster } from '@headgate/adapter-kubernetes'
import { createPostgresStores } from '@headgate/adapter-postgres'
import { createProcessLogs } from '@headgate/adapter-process'
import { createBullWake, parseQueueUrl } from '@headgate/adapter-queue'
import { failed, tableFilesKey } from '@headgate/domain'
import type { LogPort } from '@headgate/ports'
import { defaultGatePolicy } from '@headgate/sql'
import { storeRootUri, tableFilePlaces } from '@headgate/store'
import { createLogger, createMetrics } from '@headgate/telemetry'
import { createApi } from './app.ts'
import { defaultApiLimits } from './deps.ts'
import type { ApiConfig } from './deps.ts'
import { connectionsMax, readDescriptorsMax } from './server/connections-max.ts'
import { parseSecretKey } from './system/parse-secret-key.ts'
import { readConfig } from './system/read-config.ts'
import type { MainConfig } from './system/read-config.ts'
import { systemClock } from './system/system-clock.ts'
import { systemIds } from './system/system-ids.ts'

/** Requests under way get this long to finish; the supervisor ends what is left after 3 s. */
const stopWithinMs = 2_500

const tellSupervisor = (message: Record<string, unknown>): void => void process.send?.(message)

/** Ends the process with a reason for a person. */
function giveUp(message: string): never {
  tellSupervisor({ type: 'failed', message })
  process.stderr.write(`${message}\n`)
  process.exit(2)
}

const read = readConfig(process.env, parseQueueUrl)
if (!read.ok) giveUp(read.message)
const config = read.value
const secretKey = parseSecretKey(readFileSync(config.secretKeyFile))
if (!secretKey.ok) giveUp(secretKey.message)

const logger = createLogger({ component: 'api', level: config.logLevel, destination: config.logFile })
const stores = createPostgresStores({ url: config.databaseUrl, role: 'api', secretKey: secretKey.value, clock: systemClock, poolSize: 12, onUnsafe: (message) => logger.error(message) })
const wake = createBullWake({
  url: config.queueUrl,
  prefix: 'headgate',
  nowMs: () => systemClock.nowMs(),
  log: logger,
})
/** Without a data directory there are no processes of this machine, and no logs at hand. */
const noLogs: LogPort = { readLogs: async () => ({ ok: true, value: [] }) }

const app = await createApi({
  store: stores.api,
  resources: stores.resources,
  spool: stores.spool,
  wake,
  logs: await openLogs(),
  clock: systemClock,
  ids: systemIds,
  config: apiConfig(config),
  telemetry: { logger, metrics: createMetrics({ component: 'api', withProcessMetrics: true }) },
})

async function openLogs(): Promise<LogPort> {
  if (config.kubernetes === undefined) return config.dataDirectory === undefined ? noLogs : createProcessLogs({ dataDirectory: config.dataDirectory })
  const log = (level: 'info' | 'warn', message: string, fields: Record<string, unknown>): void => logger[level](fields, message)
  // It only reads: what a cluster needs to start anything is not given.
  const blobs = { uri: (key: string) => key, ensureDirectory: () => Promise.resolve(failed('rejected', 'The API starts nothing.')) }
  const opened = await openKubernetesCluster({ ...config.kubernetes, env: process.env, blobs, clock: systemClock, ids: systemIds, log })
  return opened.ok ? opened.value : giveUp(opened.message)
}

let stopping: Promise<void> | undefined
const stop = (reason: string): Promise<void> => {
  stopping ??= (async () => {
    logger.info({ reason }, 'the API stops')
    const timer = setTimeout(() => process.exit(0), stopWithinMs)
    await app.close()
    await wake.close()
    await stores.close()
    clearTimeout(timer)
    process.exit(0)
  })()
  return stopping
}
process.on('SIGTERM', () => void stop('SIGTERM'))
process.on('SIGINT', () => void stop('SIGINT'))
process.on('message', (message) => {
  if (typeof message === 'object' && message !== null && 'type' in message && message.type === 'stop') void stop('asked by the supervisor')
})
// A supervisor that was killed: this process must not outlive it.
process.on('disconnect', () => void stop('the supervisor is gone'))

const roles = await stores.assertRoles()
if (!roles.ok) {
  logger.error({ detail: roles.detail }, roles.message)
  giveUp(roles.message)
}
try {
  const address = await app.listen({ host: config.host, port: config.port })
  logger.info({ address, addresses: config.addressPolicy.addresses }, 'the API is ready')
  if (config.addressPolicy.addresses === 'anywhere') logger.warn('statements may reach every address, this machine included (HEADGATE_ADDRESSES=anywhere): fit for a developer’s own machine only')
  tellSupervisor({ type: 'ready', address })
} catch (error) {
  giveUp(`The API cannot listen on ${config.host} port ${config.port}: ${error instanceof Error ? error.message : String(error)}`)
}

function apiConfig({ cloud, region, publicUrl, trustForwarded, store, addressPolicy, limits: given }: MainConfig): ApiConfig {
  const limits = { ...defaultApiLimits, ...given }
  const storageRoot = store === undefined ? undefined : storeRootUri(store)
  return {
    regions: [{ id: `${cloud.toLowerCase()}.${region}`, cloud, regionName: region }],
    ...(publicUrl === undefined ? {} : { publicUrl }),
    trustForwarded,
    gatePolicy: (tenant) => {
      const files = store === undefined ? { others: [] } : tableFilePlaces(store, tableFilesKey(tenant))
      return {
        ...defaultGatePolicy,
        ...(files.root === undefined ? {} : { filesystemRoot: files.root }),
        filesystemPrefixes: files.others,
        addresses: addressPolicy.addresses,
        deniedAddresses: [...defaultGatePolicy.deniedAddresses, ...addressPolicy.deniedAddresses],
      }
    },
    ...(storageRoot === undefined ? {} : { storageRoot }),
    defaultPool: { enabled: true, maxCfu: 10 },
    limits: { ...limits, connectionsMax: connectionsMax(limits.connectionsMax, readDescriptorsMax()) },
  }
}
