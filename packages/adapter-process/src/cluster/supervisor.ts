import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { appendFileSync, closeSync, openSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { askTaskManagers, explainExit, isGatewayReady, isJobManagerReady } from '@headgate/flink-engine'
import type { PoolKey } from '@headgate/ports'
import { readMemoryEvidence } from '../process/memory-evidence.ts'
import { findMarkedProcesses, identifyProcess, isAlive, signalProcess } from '../process/process-identity.ts'
import { tailFile } from '../process/tail-file.ts'
import { workerMark } from '../process/worker-command.ts'
import type { ProcessClusterDeps } from './deps.ts'
import { generationDirectory, listGenerations, listPools } from './generation-directory.ts'
import type { GenerationDirectory } from './generation-directory.ts'
import { trimOutput } from './trim-output.ts'
import { readRecords, writeRecord } from './worker-record.ts'
import type { WorkerRecord } from './worker-record.ts'

interface Tracked {
  record: WorkerRecord
  directory: GenerationDirectory
  /** Only of processes that this controller started. */
  child?: ChildProcess
  hung?: boolean
  /** Its end was seen and is being written down. */
  ending?: boolean
}

/** Knows every worker of a data directory, living and ended, whoever started it. */
export interface Supervisor {
  /** Takes in what is written on disk and this controller has not seen. */
  refresh(): Promise<void>
  records(): WorkerRecord[]
  isLive(record: WorkerRecord): boolean
  /** Starts a JVM in a session of its own, so that it outlives the controller. */
  start(record: WorkerRecord, directory: GenerationDirectory, command: { args: string[]; env: Record<string, string> }): void
  /** Asks for the end of a worker; `now`: without a chance to tidy up. */
  drop(workerId: string, how: 'gently' | 'now'): void
  forget(workerIds: string[]): void
  onChange(listener: (pool: PoolKey) => void): () => void
  /** Stops watching. The workers live on. */
  close(): void
}

const readyPollMs = 150
const livePollMs = 1_000
const tailBytes = 16_384
/** A record without a process that is younger may be one that another controller is just starting. */
const spawnWithinMs = 5_000

export function createSupervisor(deps: ProcessClusterDeps): Supervisor {
  const tracked = new Map<string, Tracked>()
  const listeners = new Set<(pool: PoolKey) => void>()
  const killAfterMs = deps.killAfterMs ?? 5_000
  const readyWithinMs = deps.readyWithinMs ?? 120_000
  let probing = false
  let closed = false
  const timer = setInterval(() => {
    lookAtAdopted()
    for (const worker of tracked.values()) if (isLive(worker.record)) trimOutput(join(worker.directory.log, `${worker.record.workerId}.out`))
  }, livePollMs)
  timer.unref()

  const isLive = (record: WorkerRecord): boolean => record.exit === undefined && tracked.get(record.workerId)?.ending !== true
  /** A full disk must not end the controller: what could not be written is known here, and the next one finds the process by its mark. */
  const save = ({ record, directory }: Tracked): void => {
    try {
      writeRecord(directory.workers, record)
    } catch (error) {
      deps.log('warn', 'the record of a worker could not be written', { workerId: record.workerId, error: String(error) })
    }
  }
  const notify = ({ organizationId, environmentId, computePoolId }: WorkerRecord): void => {
    for (const listener of listeners) listener({ organizationId, environmentId, computePoolId })
  }

  async function refresh(): Promise<void> {
    for (const pool of listPools(deps.dataDirectory)) {
      for (const generation of listGenerations(deps.dataDirectory, pool)) {
        const directory = generationDirectory(deps.dataDirectory, pool, generation)
        for (const record of readRecords(directory.workers)) {
          if (!tracked.has(record.workerId)) await adopt(record, directory)
        }
      }
    }
    lookAtAdopted()
  }

  async function adopt(record: WorkerRecord, directory: GenerationDirectory): Promise<void> {
    const worker: Tracked = { record, directory }
    if (record.exit === undefined && record.process === undefined) {
      const found = findMarkedProcesses(workerMark(record.workerId))[0]
      if (found === undefined && deps.clock.nowMs() - record.startedAtMs < spawnWithinMs) return
      if (found !== undefined) record.process = found
    }
    tracked.set(record.workerId, worker)
    if (record.exit !== undefined) return
    if (record.process === undefined || !isAlive(record.process)) return end(worker, {})
    save(worker)
    deps.log('info', 'found a running worker again', { workerId: record.workerId, pid: record.process.pid })
    if (record.dropRequestedAtMs !== undefined) drop(record.workerId, 'now')
    else if (record.readyAtMs === undefined) void probeUntilReady()
  }

  /** Children report their end; of the others it is seen in the process table. */
  function lookAtAdopted(): void {
    for (const worker of tracked.values()) {
      const { record, child } = worker
      if (child === undefined && isLive(record) && record.process !== undefined && !isAlive(record.process)) void end(worker, {})
    }
  }

  async function end(worker: Tracked, how: { code?: number | null; signal?: NodeJS.Signals | null }): Promise<void> {
    const { record, directory } = worker
    // Closed: whoever watches next sees the end and writes it down.
    if (closed || !isLive(record)) return
    worker.ending = true
    const read = (extension: string) => tailFile(join(directory.log, record.workerId + extension), tailBytes).catch(() => '')
    const rebooted = record.process !== undefined && record.process.bootId !== identifyProcess(process.pid)?.bootId
    const exit = explainExit({
      ...how,
      atMs: deps.clock.nowMs(),
      dropRequested: record.dropRequestedAtMs !== undefined,
      hung: worker.hung ?? false,
      rebooted,
      log: await read('.log'),
      output: await read('.out'),
    })
    const file = (extension: string) => join(directory.log, record.workerId + extension)
    const isAboutMemory = record.role === 'taskmanager' && exit.reason === 'out-of-memory'
    // Whole at once: who lists the workers meanwhile must not see an end without its evidence.
    record.exit = isAboutMemory ? { ...exit, ...(await readMemoryEvidence(file('.crash'), file('.log')).catch(() => ({}))) } : exit
    save(worker)
    deps.log(record.exit.reason === 'dropped' ? 'info' : 'warn', 'a worker ended', { workerId: record.workerId, ...record.exit })
    if ([...tracked.values()].every((other) => other.directory.path !== directory.path || !isLive(other.record))) {
      // Local RocksDB copies and blobs; nothing of a dead generation is read again.
      await rm(directory.tmp, { recursive: true, force: true }).catch(() => undefined)
    }
    notify(record)
  }

  function start(record: WorkerRecord, directory: GenerationDirectory, command: { args: string[]; env: Record<string, string> }): void {
    const worker: Tracked = { record, directory }
    // Throws where it cannot be written down: then nothing was started, and nothing is waited for.
    writeRecord(directory.workers, record)
    // Append: what is printed can then be cut off while the process writes.
    const output = openSync(join(directory.log, `${record.workerId}.out`), 'a', 0o600)
    tracked.set(record.workerId, worker)
    const child = spawn(deps.javaCommand, command.args, { cwd: directory.path, env: { PATH: process.env['PATH'] ?? '', ...command.env }, detached: true, stdio: ['ignore', output, output] })
    closeSync(output)
    worker.child = child
    child.unref()
    child.once('error', (error) => {
      appendFileSync(join(directory.log, `${record.workerId}.out`), `Error: Java could not be started: ${error.message}\n`)
      void end(worker, { code: 127, signal: null })
    })
    child.once('exit', (code, signal) => void end(worker, { code, signal }))
    if (child.pid !== undefined) {
      record.process = identifyProcess(child.pid)
      save(worker)
    }
    deps.log('info', 'started a worker', { workerId: record.workerId, pid: child.pid })
    void probeUntilReady()
  }

  function drop(workerId: string, how: 'gently' | 'now'): void {
    const worker = tracked.get(workerId)
    if (worker === undefined || !isLive(worker.record)) return
    const identity = worker.record.process
    if (worker.record.dropRequestedAtMs === undefined) {
      worker.record.dropRequestedAtMs = deps.clock.nowMs()
      save(worker)
    } else if (how === 'gently') {
      return
    }
    if (identity === undefined) return
    signalProcess(identity, how === 'now' ? 'SIGKILL' : 'SIGTERM')
    if (how === 'gently') setTimeout(() => signalProcess(identity, 'SIGKILL'), killAfterMs).unref()
  }

  async function probeUntilReady(): Promise<void> {
    if (probing) return
    probing = true
    try {
      for (;;) {
        const starting = [...tracked.values()].filter(({ record }) => isLive(record) && record.readyAtMs === undefined)
        if (starting.length === 0 || closed) return
        await Promise.all(starting.map(probe))
        await new Promise((resolve) => setTimeout(resolve, readyPollMs).unref())
      }
    } finally {
      probing = false
    }
  }

  async function probe(worker: Tracked): Promise<void> {
    const { record } = worker
    if (await isReady(record)) {
      if (!isLive(record)) return
      record.readyAtMs = deps.clock.nowMs()
      save(worker)
      deps.log('info', 'a worker is ready', { workerId: record.workerId, afterMs: record.readyAtMs - record.startedAtMs })
      notify(record)
    } else if (deps.clock.nowMs() - record.startedAtMs > readyWithinMs && record.process !== undefined && !worker.hung) {
      worker.hung = true
      signalProcess(record.process, 'SIGKILL')
    }
  }

  async function isReady(record: WorkerRecord): Promise<boolean> {
    if (record.role === 'jobmanager') return record.endpoint !== undefined && isJobManagerReady(record.endpoint)
    if (record.role === 'gateway') return record.endpoint !== undefined && isGatewayReady(record.endpoint)
    const path = tracked.get(record.workerId)?.directory.path
    const jobManager = [...tracked.values()].find((other) => other.record.role === 'jobmanager' && other.directory.path === path && isLive(other.record))
    if (jobManager?.record.readyAtMs === undefined || jobManager.record.endpoint === undefined) return false
    const registered = await askTaskManagers(jobManager.record.endpoint)
    return registered?.some(({ workerId }) => workerId === record.workerId) ?? false
  }

  return {
    refresh,
    records: () => [...tracked.values()].map(({ record }) => record),
    isLive,
    start,
    drop,
    forget: (workerIds) => workerIds.forEach((workerId) => tracked.delete(workerId)),
    onChange(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    close() {
      closed = true
      clearInterval(timer)
    },
  }
}
