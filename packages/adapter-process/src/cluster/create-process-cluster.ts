import { mkdirSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { failed, ok } from '@headgate/domain'
import type { Result, WorkerRole } from '@headgate/domain'
import { askTaskManagers, createSerialiser, laptopMemory, startBackoff } from '@headgate/flink-engine'
import type { ClusterPort, LogPort, PoolKey, WorkersWanted } from '@headgate/ports'
import { archiveDirectory, useArchive, writeArchive } from '../engine/class-archives.ts'
import { takeFreePort } from '../process/free-ports.ts'
import { workerCommand } from '../process/worker-command.ts'
import { generationsKept } from './deps.ts'
import type { ProcessClusterDeps } from './deps.ts'
import { generationDirectory, listGenerations, poolDirectory } from './generation-directory.ts'
import { prepareGeneration } from './prepare-generation.ts'
import type { Generation } from './prepare-generation.ts'
import { createLogReader } from './read-logs.ts'
import { createSupervisor } from './supervisor.ts'
import { toWorker } from './worker-record.ts'
import type { WorkerRecord } from './worker-record.ts'

export interface ProcessCluster extends ClusterPort, LogPort {
  /** Asks every worker of the pool to end in order, the JobManager too (which then cancels what runs). For training runs. */
  endInOrder(pool: PoolKey): Promise<void>
  /** Stops watching. The processes live on, and the next controller of this data directory finds them again. */
  close(): void
}

/**
 * The cluster port as JVMs of this machine (Linux: processes are recognised by `/proc`). Workers outlive the controller; a new one
 * finds them by what is written below `dataDirectory/organizations/…/pools/<pool>/generations/<generation>/workers`.
 * `conflict`: the generation was dropped, or an older or newer one is there. `throttled`: it was tried and ended at once.
 */
export function createProcessCluster(deps: ProcessClusterDeps): ProcessCluster {
  const supervisor = createSupervisor(deps)
  const serialise = createSerialiser()
  const droppedUpTo = new Map<string, number>()
  const reservedPorts = new Set<number>()
  const archives = deps.archives ?? { mode: 'use' }
  const usable = archives.mode === 'use' ? archiveDirectory(deps.engineDirectory, deps.javaCommand) : Promise.resolve(undefined)

  const pathOf = (pool: PoolKey) => poolDirectory(deps.dataDirectory, pool)
  const recordsOf = (pool: PoolKey) => supervisor.records().filter((record) => pathOf(record) === pathOf(pool))

  function takenPorts(): Set<number> {
    for (const record of supervisor.records()) if (supervisor.isLive(record)) record.ports.forEach((port) => reservedPorts.add(port))
    return reservedPorts
  }

  async function ensure(wanted: WorkersWanted): Promise<Result<void>> {
    await supervisor.refresh()
    const records = recordsOf(wanted)
    const own = records.filter((record) => record.clusterGeneration === wanted.clusterGeneration)
    const jobManager = own.find((record) => record.role === 'jobmanager')
    if (jobManager !== undefined && !supervisor.isLive(jobManager)) return ok(undefined)
    const refusal = refuse(wanted, records)
    if (refusal !== undefined) return refusal
    const directory = generationDirectory(deps.dataDirectory, wanted, wanted.clusterGeneration)
    const generation = await prepareGeneration(wanted, directory, takenPorts(), deps)
    if (!generation.ok) return generation

    const staying = own.filter((record) => supervisor.isLive(record) && record.dropRequestedAtMs === undefined)
    const count = (role: WorkerRole) => staying.filter((record) => record.role === role).length
    const missing: WorkerRole[] = [
      ...(jobManager === undefined ? (['jobmanager'] as const) : []),
      ...(count('gateway') === 0 ? (['gateway'] as const) : []),
      ...Array.from({ length: Math.max(0, wanted.taskManagers - count('taskmanager')) }, () => 'taskmanager' as const),
    ]
    for (const role of missing) {
      const { waitMs, lastMessage } = startBackoff(records, role, deps.clock.nowMs())
      if (waitMs > 0) return failed('throttled', `The ${role} of the pool ended before it was ready; it is started again in ${Math.ceil(waitMs / 1000)} s. ${lastMessage}`)
      await startWorker(wanted, role, generation.value)
    }
    await dropSurplus(staying, wanted.taskManagers)
    if (jobManager === undefined) await removeOldGenerations(wanted)
    return ok(undefined)
  }

  function refuse(wanted: WorkersWanted, records: WorkerRecord[]): Result<void> | undefined {
    const dropped = droppedUpTo.get(pathOf(wanted)) ?? 0
    if (wanted.clusterGeneration <= dropped) return failed('conflict', `Generation ${wanted.clusterGeneration} of the pool was dropped.`)
    const newer = records.find((record) => record.clusterGeneration > wanted.clusterGeneration && supervisor.isLive(record))
    if (newer !== undefined) return failed('conflict', `Generation ${newer.clusterGeneration} of the pool is running already.`)
    const older = records.find((record) => record.clusterGeneration < wanted.clusterGeneration && supervisor.isLive(record))
    if (older !== undefined && wanted.besideOlder !== true) return failed('conflict', `Generation ${older.clusterGeneration} of the pool has not ended yet.`)
    return undefined
  }

  async function startWorker(wanted: WorkersWanted, role: WorkerRole, generation: Generation): Promise<void> {
    const directory = generationDirectory(deps.dataDirectory, wanted, wanted.clusterGeneration)
    // It was removed when every worker of the generation had ended.
    mkdirSync(directory.tmp, { recursive: true, mode: 0o700 })
    const workerId = `${wanted.computePoolId}-${wanted.clusterGeneration}-${role}-${deps.ids.token(6)}`
    const gatewayPort = role === 'gateway' ? await takeFreePort(takenPorts()) : undefined
    const rest = role === 'jobmanager' ? generation.ports.jobManagerRest : gatewayPort
    const archiveArguments = archives.mode === 'write' ? writeArchive(archives.directory, role) : useArchive(await usable, role)
    const command = workerCommand({
      role,
      workerId,
      directory,
      dataDirectory: deps.dataDirectory,
      engineDirectory: deps.engineDirectory,
      memory: deps.memory ?? laptopMemory,
      slotsPerTaskManager: generation.slotsPerTaskManager,
      archiveArguments,
      gatewayPort,
      ...(deps.objectStore === undefined ? {} : { objectStore: deps.objectStore }),
    })
    const record: WorkerRecord = {
      format: 1,
      workerId,
      role,
      organizationId: wanted.organizationId,
      environmentId: wanted.environmentId,
      computePoolId: wanted.computePoolId,
      clusterGeneration: wanted.clusterGeneration,
      startedAtMs: deps.clock.nowMs(),
      ...(rest === undefined ? {} : { endpoint: `http://127.0.0.1:${rest}` }),
      ports: role === 'jobmanager' ? Object.values(generation.ports) : gatewayPort === undefined ? [] : [gatewayPort],
    }
    supervisor.start(record, directory, command)
  }

  /** Idle TaskManagers go first, then the youngest. */
  async function dropSurplus(staying: WorkerRecord[], wanted: number): Promise<void> {
    const taskManagers = staying.filter((record) => record.role === 'taskmanager')
    const surplus = taskManagers.length - wanted
    if (surplus <= 0) return
    const endpoint = staying.find((record) => record.role === 'jobmanager')?.endpoint
    const known = endpoint === undefined ? undefined : await askTaskManagers(endpoint)
    const busy = new Set(known?.filter((taskManager) => !taskManager.idle).map((taskManager) => taskManager.workerId))
    const order = taskManagers.sort((a, b) => Number(busy.has(a.workerId)) - Number(busy.has(b.workerId)) || b.startedAtMs - a.startedAtMs)
    for (const record of order.slice(0, surplus)) supervisor.drop(record.workerId, 'gently')
  }

  async function removeOldGenerations(pool: PoolKey): Promise<void> {
    const live = new Set(recordsOf(pool).filter((record) => supervisor.isLive(record)).map((record) => record.clusterGeneration))
    const old = listGenerations(deps.dataDirectory, pool).slice(0, -generationsKept).filter((generation) => !live.has(generation))
    for (const generation of old) {
      await rm(join(pathOf(pool), 'generations', String(generation)), { recursive: true, force: true }).catch(() => undefined)
      supervisor.forget(recordsOf(pool).filter((record) => record.clusterGeneration === generation).map((record) => record.workerId))
    }
  }

  /** Trouble with the disk or the process table of this machine is expected; nothing of it may end the controller. */
  async function guarded<T>(what: string, work: () => Promise<Result<T>>): Promise<Result<T>> {
    try {
      return await work()
    } catch (error) {
      return failed('unavailable', `Could not ${what}: ${error instanceof Error ? error.message : String(error)}`)
    }
  }

  return {
    ensureWorkers: (wanted) => guarded('start the pool\'s processes', () => serialise(pathOf(wanted), () => ensure(wanted))),

    dropWorkers: (pool, upToGeneration) =>
      guarded('end the pool\'s processes', () =>
        serialise(pathOf(pool), async () => {
          droppedUpTo.set(pathOf(pool), Math.max(upToGeneration, droppedUpTo.get(pathOf(pool)) ?? 0))
          await supervisor.refresh()
          const records = recordsOf(pool).filter((record) => record.clusterGeneration <= upToGeneration)
          const led = new Set(records.filter((record) => record.role === 'jobmanager' && supervisor.isLive(record)).map((record) => record.clusterGeneration))
          for (const record of records) {
            // A JobManager must not delete or archive anything on its way out: its jobs belong to the next generation. And a
            // TaskManager without one has nothing to finish: the next generation waits for it to be gone.
            const isUrgent = record.role === 'jobmanager' || !led.has(record.clusterGeneration)
            supervisor.drop(record.workerId, isUrgent ? 'now' : 'gently')
          }
          return ok(undefined)
        }),
      ),

    removePool: (pool) =>
      guarded('tidy up after the pool', () =>
        serialise(pathOf(pool), async () => {
          await supervisor.refresh()
          const living = recordsOf(pool).find((record) => supervisor.isLive(record))
          if (living !== undefined) return failed('conflict', `The process ${living.workerId} of the pool has not ended yet.`)
          await rm(join(pathOf(pool), 'generations'), { recursive: true, force: true })
          supervisor.forget(recordsOf(pool).map((record) => record.workerId))
          return ok(undefined)
        }),
      ),

    listWorkers: (pool) =>
      guarded('list the processes of this machine', async () => {
        await supervisor.refresh()
        return ok((pool === undefined ? supervisor.records() : recordsOf(pool)).map(toWorker))
      }),

    async endInOrder(pool) {
      for (const record of recordsOf(pool)) supervisor.drop(record.workerId, 'gently')
    },

    watchWorkers: (onChange) => supervisor.onChange(onChange),
    ...createLogReader(deps.dataDirectory, supervisor),
    close: () => supervisor.close(),
  }
}
