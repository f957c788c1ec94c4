import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createFlinkRest, createSqlGateway } from '@headgate/adapter-flink'
import { javaCommand, realClock as clock, realEngine, waitFor } from '@headgate/adapter-process/testing'
import type { WorkerRole } from '@headgate/domain'
import { classPath, jvmArguments, laptopMemory } from '@headgate/flink-engine'
import type { WorkersWanted } from '@headgate/ports'
import { valueOf } from '@headgate/ports/contracts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createHttpProbe } from '../cluster/worker-probe.ts'
import { internetOnly } from '../platform.ts'
import { renderGeneration } from '../render/render-generation.ts'
import { keyStoreData, keyStoreItems } from '../render/tls-files.ts'
import { createFlinkFetch } from './create-flink-fetch.ts'
import { generationKey, renderFlinkEndpoint, serverNameOf } from './flink-endpoint.ts'
import type { Validity } from './issue-certificate.ts'
import { createPoolAuthorities } from './pool-authorities.ts'

/** Flink's own processes with the configuration and the key stores that they have in pods, on this machine. */
const wanted: WorkersWanted = { organizationId: 'o', environmentId: 'env-tls', computePoolId: 'lfcp-tls', clusterGeneration: 1, taskManagers: 2, slotsPerTaskManager: 1 }
const authorities = createPoolAuthorities(Buffer.alloc(32, 1))
const fetch = createFlinkFetch({ authorities, clock })
const mainClasses: Record<WorkerRole, string> = {
  jobmanager: 'org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint',
  taskmanager: 'org.apache.flink.runtime.taskexecutor.TaskManagerRunner',
  gateway: 'org.apache.flink.table.gateway.SqlGateway',
}

let directory: string
let generation: string
let ports: number[]
let jobManager: string
let gateway: string
const children: ChildProcess[] = []

async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(Array.from({ length: count }, () => new Promise<ReturnType<typeof createServer>>((resolve) => { const server = createServer().listen(0, '127.0.0.1', () => resolve(server)) })))
  const found = servers.map((server) => (server.address() as AddressInfo).port)
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
  return found
}

/** Where each process listens, in place of the ports that it has in a pod of its own. */
const places = (): Record<string, string | number> => ({
  'rest.port': ports[0]!, 'rest.bind-port': ports[0]!, 'rest.bind-address': '127.0.0.1', 'jobmanager.rpc.port': ports[1]!, 'jobmanager.bind-host': '127.0.0.1', 'blob.server.port': 0,
  'sql-gateway.endpoint.rest.port': ports[2]!, 'sql-gateway.endpoint.rest.bind-port': ports[2]!, 'sql-gateway.endpoint.rest.address': '127.0.0.1', 'sql-gateway.endpoint.rest.bind-address': '127.0.0.1',
  'taskmanager.host': '127.0.0.1', 'taskmanager.bind-host': '127.0.0.1', 'taskmanager.rpc.port': 0, 'taskmanager.data.port': 0,
})

async function start(role: WorkerRole, name: string, engineDirectory: string, files: Record<string, string>, config: string): Promise<void> {
  const home = join(directory, name)
  await mkdir(home)
  for (const { key, path } of keyStoreItems[role]) await writeFile(join(home, path), Buffer.from(files[key] ?? '', 'base64'))
  const placed = Object.entries(places()).reduce((text, [key, value]) => `${text.replace(new RegExp(`^${key}: .*$`, 'm'), '')}\n${key}: "${value}"`, config)
  await writeFile(join(home, 'config.yaml'), placed.replaceAll('/etc/flink-secret', home).replaceAll('/opt/flink-run', home))
  await writeFile(join(home, 'log4j.properties'), 'rootLogger.level = INFO\nrootLogger.appenderRef.a.ref = a\nappender.a.type = Console\nappender.a.name = a\nappender.a.layout.type = PatternLayout\n')
  const args = [
    ...jvmArguments({ role, memory: laptopMemory, slotsPerTaskManager: 1, temporaryDirectory: home, logConfigFile: join(home, 'log4j.properties'), hasInternalTls: true }),
    // In place of name resolution.
    `-Djdk.net.hosts.file=${join(directory, 'hosts')}`,
    '-cp', classPath(engineDirectory, role), mainClasses[role],
    ...(role === 'gateway' ? [] : ['--configDir', home, ...(role === 'taskmanager' ? ['-D', `taskmanager.resource-id=${name}`] : [])]),
  ]
  const child = spawn(javaCommand, args, { env: { FLINK_CONF_DIR: home, FLINK_LIB_DIR: join(engineDirectory, 'lib'), FLINK_PLUGINS_DIR: join(engineDirectory, 'plugins') }, stdio: ['ignore', 'pipe', 'pipe'] })
  children.push(child)
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => void (logs[name] = `${logs[name] ?? ''}${chunk.toString('utf8')}`.slice(-200_000)))
}
const logs: Record<string, string> = {}

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'headgate-tls-'))
  const engineDirectory = await realEngine()
  ports = await freePorts(3)
  const platform = {
    namespacePrefix: '', engineImage: 'e', imagePullPolicy: 'Never' as const, profile: { memory: laptopMemory, cpuMillisPerSlot: 1, cpuMillisControl: 1, scratchBytesMax: 2 ** 30 },
    egress: [internetOnly], quota: { podsMax: 9, memoryBytesMax: 2 ** 34, cpuMillisMax: 9 }, checkpointIntervalMs: 500, tls: true,
  }
  const state = `file://${directory}/state`
  const record = renderGeneration(wanted, { archive: `${state}/archive`, checkpoints: `${state}/checkpoints`, savepoints: `${state}/savepoints` }, platform)
  generation = generationKey(record.metadata.namespace ?? '', wanted, 1)
  await mkdir(join(directory, 'state', 'archive'), { recursive: true })
  await writeFile(join(directory, 'hosts'), `127.0.0.1 localhost ${serverNameOf(generation, 'jobmanager')}\n`)
  const files = keyStoreData(await authorities.keyStoresOf(generation, { fromMs: clock.nowMs() - 60_000, untilMs: clock.nowMs() + 3_600_000 }))
  jobManager = renderFlinkEndpoint('127.0.0.1', ports[0]!, generation, 'jobmanager')
  gateway = renderFlinkEndpoint('127.0.0.1', ports[2]!, generation, 'gateway')
  const processes: [WorkerRole, string][] = [['jobmanager', 'jm'], ['gateway', 'gw'], ['taskmanager', 'tm-1'], ['taskmanager', 'tm-2']]
  for (const [role, name] of processes) await start(role, name, engineDirectory, files, record.data['config.yaml'] ?? '')
  const probe = createHttpProbe(fetch)
  const waiting = async () => {
    const ended = children.findIndex(({ exitCode }) => exitCode !== null)
    if (ended >= 0) throw new Error(`A process ended: ${Object.values(logs).map((log) => log.slice(-3_000)).join('\n---\n')}`)
    return (await probe.askTaskManagers(jobManager))?.length === 2 && (await probe.isGatewayReady(gateway)) ? true : undefined
  }
  await waitFor(waiting, 'Flink is ready', 120_000)
}, 180_000)

afterAll(async () => {
  const ended = children.map((child) => new Promise((resolve) => (child.exitCode === null ? child.once('exit', resolve) : resolve(undefined))))
  for (const child of children) child.kill('SIGKILL')
  await Promise.all(ended)
  await fetch.close()
  if (directory !== undefined) await rm(directory, { recursive: true, force: true, maxRetries: 5 })
})

const ofPort = (endpoint: string): string => `127.0.0.1:${new URL(endpoint).port}`
const another = (): string => generation.replace('lfcp-tls-1', 'lfcp-tls-2')

describe('Flink over TLS', () => {
  it('runs a job that exchanges rows between two TaskManagers, and takes checkpoints', async () => {
    const sql = createSqlGateway({ fetch })
    const flink = createFlinkRest({ fetch })
    const session = valueOf(await sql.openSession(gateway, { name: 's', properties: { 'parallelism.default': '2' } }))
    valueOf(await sql.configure(gateway, session, "CREATE TEMPORARY TABLE a (id BIGINT) WITH ('connector' = 'datagen', 'rows-per-second' = '100')"))
    valueOf(await sql.configure(gateway, session, "CREATE TEMPORARY TABLE b (id BIGINT, n BIGINT) WITH ('connector' = 'blackhole')"))
    const operation = valueOf(await sql.execute(gateway, session, { statement: 'INSERT INTO b SELECT MOD(id, 100), COUNT(*) FROM a GROUP BY MOD(id, 100)' }))
    await waitFor(async () => {
      const page = valueOf(await sql.fetchPage(gateway, session, operation, 0))
      return page.state === 'not-ready' ? undefined : page
    }, 'the job is submitted')
    const jobId = Object.keys(valueOf(await flink.observeCluster(jobManager, 1)).jobs)[0] ?? ''
    await waitFor(async () => ((await flink.describeJob(jobManager, jobId)) as { value?: { newestCheckpoint?: object } }).value?.newestCheckpoint, 'a checkpoint is complete')
    expect(valueOf(await flink.describeJob(jobManager, jobId))).toMatchObject({ state: 'RUNNING', restarts: 0 })
    const told = await fetch(`${jobManager}/taskmanagers`, { signal: AbortSignal.timeout(5_000) })
    expect((await told.json()) as object).toMatchObject({ taskmanagers: [{ freeSlots: 0 }, { freeSlots: 0 }] })
    valueOf(await flink.cancelJob(jobManager, jobId))
  }, 120_000)

  it.each([['JobManager', () => jobManager], ['gateway', () => gateway]])('the %s lets nobody in without TLS or without a certificate', async (_name, endpoint) => {
    await expect(globalThis.fetch(`http://${ofPort(endpoint())}/overview`, { signal: AbortSignal.timeout(5_000) })).rejects.toThrow()
    const { certificateAuthority } = await authorities.clientOf(generation, { fromMs: clock.nowMs() - 60_000, untilMs: clock.nowMs() + 60_000 })
    const keyless = { keyStoresOf: authorities.keyStoresOf, clientOf: () => Promise.resolve({ certificateAuthority, certificate: '', privateKey: '' }) }
    const asked = createFlinkFetch({ authorities: keyless, clock })
    expect(await createFlinkRest({ fetch: asked }).observeCluster(endpoint(), 1)).toMatchObject({ ok: false, reason: 'unavailable', message: expect.stringContaining('refuses its certificate') })
    await asked.close()
  })

  it('another pool’s certificate is refused, and one that has run out', async () => {
    const { certificateAuthority } = await authorities.clientOf(generation, { fromMs: clock.nowMs() - 60_000, untilMs: clock.nowMs() + 60_000 })
    const refused = async (of: string, untilMs: number) => {
      const asked = createFlinkFetch({ clock, authorities: { ...authorities, clientOf: async () => ({ ...(await authorities.clientOf(of, { fromMs: clock.nowMs() - 120_000, untilMs })), certificateAuthority }) } })
      const answer = await createFlinkRest({ fetch: asked }).observeCluster(jobManager, 1)
      await asked.close()
      return answer
    }
    expect(await refused(generation, clock.nowMs() + 60_000)).toMatchObject({ ok: true })
    expect(await refused(another(), clock.nowMs() + 60_000)).toMatchObject({ ok: false, message: expect.stringContaining('refuses its certificate') })
    expect(await refused(generation, clock.nowMs() - 60_000)).toMatchObject({ ok: false, message: expect.stringContaining('refuses its certificate') })
  })

  it('a TaskManager’s key asks nobody over REST, and passwords stand in no log', async () => {
    expect((await readFile(join(directory, 'tm-1', 'config.yaml'), 'utf8'))).toContain(join(directory, 'tm-1', 'rest.p12'))
    await expect(readFile(join(directory, 'tm-1', 'rest.p12'))).rejects.toThrow('ENOENT')
    for (const [name, log] of Object.entries(logs)) expect([name, log.match(/password, \S+/g)?.filter((found) => !found.includes('***')) ?? []]).toEqual([name, []])
  })

  it('who is at the address of another pool’s JobManager is not believed', async () => {
    // It does not believe us either, and says so first.
    const elsewhere = renderFlinkEndpoint('127.0.0.1', ports[0]!, another(), 'jobmanager')
    expect(await createFlinkRest({ fetch }).observeCluster(elsewhere, 1)).toMatchObject({ ok: false, reason: 'unavailable' })
    const clientOf = async (of: string, validity: Validity) => ({ ...(await authorities.clientOf(generation, validity)), certificateAuthority: (await authorities.clientOf(of, validity)).certificateAuthority })
    const trusting = createFlinkFetch({ clock, authorities: { ...authorities, clientOf } })
    expect(await createFlinkRest({ fetch: trusting }).observeCluster(elsewhere, 1)).toMatchObject({ ok: false, reason: 'unavailable', message: expect.stringContaining('not of its pool') })
    await trusting.close()
    // The gateway is of the pool, and is no JobManager.
    const other = renderFlinkEndpoint('127.0.0.1', ports[2]!, generation, 'jobmanager')
    expect(await createFlinkRest({ fetch }).observeCluster(other, 1)).toMatchObject({ ok: false, message: expect.stringContaining('of another process') })
  })
})
