import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ok } from '@headgate/domain'
import type { WorkerRole } from '@headgate/domain'
import { createProcessCluster } from '../cluster/create-process-cluster.ts'
import type { ProcessClusterDeps } from '../cluster/deps.ts'
import { archiveDirectory, archiveFile } from './class-archives.ts'

export interface TrainArchivesOptions extends Pick<ProcessClusterDeps, 'engineDirectory' | 'javaCommand' | 'clock' | 'ids' | 'log'> {
  /** Lets the gateway do what a first user does, so that those classes get into the archives. */
  exercise?: (gatewayEndpoint: string) => Promise<unknown>
}

const roles: WorkerRole[] = ['jobmanager', 'taskmanager', 'gateway']
const readyWithinMs = 90_000
const writeWithinMs = 60_000

/**
 * Makes the class data sharing archives of an engine, once for each JVM build: starts of its processes then take about a third less time
 * and CPU. A short run of a cluster of its own, which ends in order (that is when a JVM writes its archive). True: they are
 * there. Never fails a start: without archives everything works, slower.
 */
export async function trainArchives(options: TrainArchivesOptions): Promise<boolean> {
  const target = await archiveDirectory(options.engineDirectory, options.javaCommand)
  if (target === undefined) return false
  if (roles.every((role) => existsSync(archiveFile(target, role)))) return true
  const scratch = await mkdtemp(join(tmpdir(), 'headgate-archives-'))
  const writing = `${target}.tmp-${options.ids.token(8)}`
  try {
    await mkdir(writing, { recursive: true })
    await runOnce(options, scratch, writing)
    if (!roles.every((role) => existsSync(archiveFile(writing, role)))) return false
    await rm(target, { recursive: true, force: true })
    await rename(writing, target)
    return true
  } catch (error) {
    options.log('warn', 'no class archives were made; starts take longer', { error: String(error) })
    return false
  } finally {
    await rm(writing, { recursive: true, force: true })
    await rm(scratch, { recursive: true, force: true })
  }
}

async function runOnce(options: TrainArchivesOptions, scratch: string, writing: string): Promise<void> {
  const pool = { organizationId: 'archives', environmentId: 'archives', computePoolId: 'archives' }
  const cluster = createProcessCluster({
    ...options,
    dataDirectory: scratch,
    blobs: { uri: (key) => `file://${scratch}/store/${key}`, ensureDirectory: (key) => mkdir(join(scratch, 'store', key), { recursive: true }).then(() => ok(undefined)) },
    archives: { mode: 'write', directory: writing },
    killAfterMs: writeWithinMs,
  })
  try {
    const ensured = await cluster.ensureWorkers({ ...pool, clusterGeneration: 1, taskManagers: 1, slotsPerTaskManager: 4 })
    if (!ensured.ok) throw new Error(ensured.message)
    const gateway = await until(options, readyWithinMs, async () => {
      const listed = await cluster.listWorkers()
      if (!listed.ok || listed.value.some((worker) => worker.state === 'exited')) throw new Error('a worker ended')
      return listed.value.every((worker) => worker.state === 'running') ? listed.value.find((worker) => worker.role === 'gateway') : undefined
    })
    if (gateway.endpoint !== undefined) await options.exercise?.(gateway.endpoint)
    await cluster.endInOrder(pool)
    await until(options, writeWithinMs + 5_000, async () => {
      const listed = await cluster.listWorkers()
      return listed.ok && listed.value.every((worker) => worker.state === 'exited') ? true : undefined
    })
  } finally {
    await cluster.dropWorkers(pool, 1)
    cluster.close()
  }
}

async function until<T>({ clock }: TrainArchivesOptions, withinMs: number, look: () => Promise<T | undefined>): Promise<T> {
  for (const untilMs = clock.nowMs() + withinMs; clock.nowMs() < untilMs; await clock.sleep(200)) {
    const found = await look()
    if (found !== undefined) return found
  }
  throw new Error(`not reached within ${withinMs / 1000} s`)
}
