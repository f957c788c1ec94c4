import { randomBytes, randomUUID } from 'node:crypto'
import { createWriteStream, readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { setTimeout as delay } from 'node:timers/promises'
import { createFlinkRest, createSqlGateway, warmGateway } from '@headgate/adapter-flink'
import { createFlinkFetch, createPoolAuthorities, openKubernetesCluster } from '@headgate/adapter-kubernetes'
import type { KubernetesCluster } from '@headgate/adapter-kubernetes'
import { createPostgresStores } from '@headgate/adapter-postgres'
import { createProcessCluster, createSystemNames } from '@headgate/adapter-process'
import type { ProcessCluster } from '@headgate/adapter-process'
import { createBullWake, parseQueueUrl } from '@headgate/adapter-queue'
import type { Clock, Ids, WorkKey } from '@headgate/ports'
import { defaultReconcileSettings } from '@headgate/reconcile'
import { createStore, createTableFiles, describeStore, flinkStore } from '@headgate/store'
import type { FlinkStore } from '@headgate/store'
import { createLogger } from '@headgate/telemetry'
import { createController } from './app.ts'
import { readConfig } from './config.ts'
import type { ClusterConfig } from './config.ts'
import { createLocalWake } from './local-wake.ts'
import { createParent } from './parent.ts'
import { logReport } from './log-report.ts'
import { createTracer } from './tracer.ts'
import { waitUntilWarm } from './wait-until-warm.ts'

/** Statements that ended are kept this long, as Confluent keeps them. */
const keepEndedMs = 30 * 24 * 60 * 60_000

const clock: Clock = {
  nowMs: () => Date.now(),
  sleep: async (delayMs, signal) => {
    await delay(delayMs, undefined, { signal }).catch(() => undefined)
  },
}
const ids: Ids = {
  uuid: () => randomUUID(),
  token: (length) => Array.from(randomBytes(length), (byte) => 'abcdefghijklmnopqrstuvwxyz0123456789'[byte % 36]).join(''),
  hex32: () => randomBytes(16).toString('hex'),
}

const parent = createParent()
parent.onGone(() => process.exit(1))

const config = readConfig(process.env, parseQueueUrl)
if (!config.ok) giveUp(config.message)
const { databaseUrl, queueUrl, secretKeyFile, warmPools, logFile, traceFile, addressPolicy, isSole, checkpointIntervalMs } = config.value
const log = createLogger({ component: 'controller', destination: logFile })
const secretKey = readSecretKey(secretKeyFile)
const stores = createPostgresStores({ url: databaseUrl, role: 'controller', secretKey, clock, poolSize: 12, onUnsafe: (message) => log.error(message) })
const wake = createBullWake({
  url: queueUrl,
  prefix: 'headgate',
  nowMs: () => clock.nowMs(),
  log,
})
const store = await createStore(config.value.store)
const objectStore = await flinkStore(config.value.store)
if (!store.ok) giveUp(store.message)
if (!objectStore.ok) giveUp(objectStore.message)
const blobs = store.value
const tableFiles = createTableFiles(config.value.store)
// Pools on Kubernetes let in who has the secret key.
const authorities = createPoolAuthorities(secretKey)
const flinkFetch = config.value.cluster.kind === 'process' ? {} : { fetch: createFlinkFetch({ authorities, clock }) }
const gateway = createSqlGateway(flinkFetch)
const cluster = await openCluster(config.value.cluster, objectStore.value)

const traceStream = traceFile === undefined ? undefined : createWriteStream(traceFile, { flags: 'a', mode: 0o600 })
const tracer = traceStream === undefined ? undefined : createTracer((span) => void traceStream.write(`${JSON.stringify(span)}\n`))
const traced = <T extends object>(port: string, target: T): T => tracer?.wrap(port, target) ?? target

const controller = createController({
  deps: {
    store: traced('store', stores.reconcile),
    spool: traced('spool', stores.spool),
    flink: traced('flink', createFlinkRest(flinkFetch)),
    gateway: traced('gateway', gateway),
    cluster: traced('cluster', cluster),
    blobs: traced('blobs', blobs),
    ...(tableFiles === undefined ? {} : { tableFiles: traced('table-files', tableFiles) }),
    wake: traced('wake', createLocalWake(wake, { isScanned: true })),
    clock,
    ids,
    names: createSystemNames(),
    // A pid alone may be the same in every pod.
    holder: `controller-${hostname()}-${process.pid}`,
    settings: { ...defaultReconcileSettings, ...addressPolicy, deniedAddresses: [...addressPolicy.deniedAddresses] },
    isKeptWarm: (pool) => warmPools.includes(`${pool.organizationId}/${pool.environmentId}/${pool.id}`),
    warmGateway: (endpoint) => warmGateway(gateway, endpoint),
  },
  events: {
    onReport: (report, durationMs) => logReport(log, report, durationMs),
    onCrash: (key: WorkKey, error: unknown) => log.error({ key, err: error }, 'a turn of the loop crashed'),
    onFailure: (where, failure) => log.warn({ where, reason: failure.reason, detail: failure.detail }, failure.message),
  },
  keepEndedMs,
  sweepEveryMs: 60_000,
  ...(tracer === undefined ? {} : { within: tracer.within }),
})

let stopping: Promise<void> | undefined
const stop = (dropWorkers: boolean): Promise<void> => {
  stopping ??= (async () => {
    await controller.stop()
    if (dropWorkers) await controller.dropAllWorkers()
    cluster.close()
    await wake.close()
    await stores.close()
    blobs.close()
    process.exit(0)
  })()
  return stopping
}

parent.onMessage((message) => {
  if (message.type === 'suspend') {
    void (async () => {
      const deadlineMs = Number(message['deadlineMs'] ?? 40_000)
      const { suspended, unfinished } = await controller.suspend(deadlineMs, (left) => parent.send({ type: 'suspending', left }))
      parent.send({ type: 'suspended', statements: suspended, failed: unfinished })
    })()
  }
  // Local processes are this deployment's own: they end with it.
  if (message.type === 'stop') void stop(true)
})
// Without a supervisor Flink goes on: the next controller takes its processes over, and those of a cluster are nobody's own.
process.on('SIGTERM', () => void stop(process.send !== undefined))
process.on('SIGINT', () => undefined)

const roles = await stores.assertRoles()
if (!roles.ok) {
  log.error({ detail: roles.detail }, roles.message)
  giveUp(roles.message)
}
// A killed controller leaves leases behind; waiting for their end would be time in which nobody looks.
if (isSole) await stores.reconcile.endLeases(clock.nowMs())
const startedAtMs = clock.nowMs()
await controller.start()
await waitUntilWarm(stores.reconcile, warmPools, startedAtMs, clock)
parent.send({ type: 'ready' })
log.info({ warmPools, addresses: addressPolicy.addresses, store: describeStore(config.value.store) }, 'the controller is ready')

/** Where Flink runs: on this machine or on a Kubernetes. */
async function openCluster(wanted: ClusterConfig, flinks: FlinkStore | undefined): Promise<ProcessCluster | KubernetesCluster> {
  const shared = { blobs, clock, ids, log: (level: 'info' | 'warn', message: string, fields: Record<string, unknown>) => log[level](fields, message), ...(flinks === undefined ? {} : { objectStore: flinks }) }
  if (wanted.kind === 'process') return createProcessCluster({ ...shared, ...wanted, checkpointIntervalMs })
  const opened = await openKubernetesCluster({ ...shared, ...wanted, authorities, env: process.env })
  return opened.ok ? opened.value : giveUp(opened.message)
}

/** Ends the process with a reason for a person. */
function giveUp(message: string): never {
  parent.send({ type: 'failed', message })
  process.stderr.write(`${message}\n`)
  process.exit(2)
}

/** The key that everything sealed in Postgres opens with: 32 bytes, as they are or as hex. */
function readSecretKey(file: string): Uint8Array {
  const content = readFileSync(file)
  return content.length === 32 ? content : Buffer.from(content.toString('utf8').trim(), 'hex')
}
