import { createKubeClient, createKubernetesCluster, createPoolAuthorities, readKubeConfig, readPlatform } from '@headgate/adapter-kubernetes'
import { createPostgresStores } from '@headgate/adapter-postgres'
import { realClock as clock, realIds as ids } from '@headgate/adapter-process/testing'
import { createBullWake } from '@headgate/adapter-queue'
import { createController, createLocalWake } from '@headgate/controller'
import { defaultReconcileSettings } from '@headgate/reconcile'
import { createFakeWorld, runInRealTime } from '@headgate/sim'
import { bridgeCluster } from './bridge-cluster.ts'
import { countedClient } from './counted-client.ts'

/**
 * The controller on a real Postgres, Redis and API server, with stand-ins for JobManagers and gateways in its own process: its CPU time and memory are
 * theirs too. Asked for anything, it answers with what it used so far.
 */
const [kubeconfigFile = '', databaseUrl = '', queueUrl = '', secretKey = ''] = process.argv.slice(2)

const connection = await readKubeConfig({ kubeconfigFile, env: {} })
if (!connection.ok) throw new Error(connection.message)
const platform = readPlatform(JSON.stringify({ engineImage: 'headgate/engine:bench', quota: { podsMax: 1_000, memoryBytesMax: 2 ** 42, cpuMillisMax: 1_000_000 } }))
if (!platform.ok) throw new Error(platform.message)

const world = createFakeWorld(1, {
  startMs: Date.now(),
  cluster: { startMs: { jobmanager: 100, gateway: 100, taskmanager: 100 } },
  gateway: { statementMs: 20, coldMs: 0, pollMs: 20 },
})
runInRealTime(world.clock)

const { client, counts } = countedClient(createKubeClient({ connection: connection.value, clock }))
const warn = (message: string, fields: object): void => void process.stderr.write(`${message} ${JSON.stringify(fields).slice(0, 300)}\n`)
const pods = createKubernetesCluster({
  client, platform: platform.value, blobs: world.blobs, clock, ids,
  authorities: createPoolAuthorities(Buffer.from(secretKey, 'hex')),
  log: (_level, message, fields) => warn(message, fields),
  probe: {
    isJobManagerReady: () => Promise.resolve(true),
    isGatewayReady: () => Promise.resolve(true),
    askTaskManagers: () => Promise.resolve(bridged.taskManagers().map((workerId) => ({ workerId, idle: true }))),
  },
})
const bridged = bridgeCluster(pods, world.cluster)
const stores = createPostgresStores({ url: databaseUrl, role: 'controller', secretKey: Buffer.from(secretKey, 'hex'), clock, poolSize: 12, onUnsafe: (message) => warn(message, {}) })
const wake = createBullWake({ url: queueUrl, prefix: 'bench', nowMs: () => clock.nowMs(), log: { warn: (fields, message) => warn(message, fields) } })
const turns: Record<string, number> = {}
const controller = createController({
  deps: {
    store: stores.reconcile, spool: stores.spool, cluster: bridged.cluster, flink: world.flink, gateway: world.gateway, blobs: world.blobs, wake: createLocalWake(wake, { isScanned: true }), clock, ids,
    holder: `bench-${process.pid}`,
    settings: defaultReconcileSettings,
    isKeptWarm: () => false,
    warmGateway: () => Promise.resolve(true),
  },
  events: {
    onReport: (report) => {
      turns[report.key.kind] = (turns[report.key.kind] ?? 0) + 1
      for (const { action, failure } of report.failures) if (failure.reason !== 'conflict') warn(`${action}: ${failure.message}`, {})
    },
    onCrash: (key, error) => warn(String(error), key),
    onFailure: (where, failure) => warn(`${where}: ${failure.message}`, {}),
  },
  keepEndedMs: 86_400_000,
  sweepEveryMs: 60_000,
})
await controller.start()

process.on('message', () => {
  const { user, system } = process.cpuUsage()
  process.send?.({ cpuMs: (user + system) / 1_000, residentBytes: process.memoryUsage.rss(), residentBytesMax: process.resourceUsage().maxRSS * 1024, turns: Object.values(turns).reduce((sum, each) => sum + each, 0), turnsByKind: turns, ...counts })
})
process.on('disconnect', () => process.exit(0))
process.send?.({ isReady: true })
