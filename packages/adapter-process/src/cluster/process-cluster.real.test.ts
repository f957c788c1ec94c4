import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, readdirSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Worker } from '@headgate/domain'
import { expectedJars, resolveEngine } from '@headgate/flink-engine'
import { clusterContract, valueOf } from '@headgate/ports/contracts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { trainArchives } from '../engine/train-archives.ts'
import { findMarkedProcesses, identifyProcess } from '../process/process-identity.ts'
import { dataMark, workerMark } from '../process/worker-command.ts'
import { sweepOrphans } from '../sweep-orphans.ts'
import { javaCommand, realClock, realDeps, realIds, silent, startRealCluster, testPool, waitFor } from '../testing/index.ts'
import type { RealCluster } from '../testing/index.ts'
import { createProcessCluster } from './create-process-cluster.ts'
import type { ProcessClusterDeps } from './deps.ts'
import { generationDirectory } from './generation-directory.ts'
import { readRecords, writeRecord } from './worker-record.ts'

const killWorker = (worker: Worker): void => {
  const found = findMarkedProcesses(workerMark(worker.workerId))[0]
  if (found === undefined) throw new Error(`worker ${worker.workerId} has no process`)
  process.kill(found.pid, 'SIGKILL')
}

describe('engine', () => {
  it('is whole, of the version of its pom, and makes its archives once', async () => {
    const engine = valueOf(await resolveEngine({ javaCommand }))
    expect(engine).toMatchObject({ flinkVersion: '2.3.0', jars: expectedJars })
    const jars = readdirSync(join(engine.directory, 'lib'))
    for (const name of ['flink-connector-datagen', 'flink-connector-files', 'flink-sql-connector-kafka', 'flink-connector-jdbc-core', 'flink-connector-jdbc-postgres', 'postgresql', 'flink-json', 'flink-csv', 'flink-sql-avro', 'flink-sql-avro-confluent-registry', 'flink-cep', 'flink-statebackend-rocksdb']) {
      expect(jars.some((jar) => jar.startsWith(`${name}-`)), name).toBe(true)
    }
    expect(await trainArchives({ engineDirectory: engine.directory, javaCommand, clock: realClock, ids: realIds, log: silent })).toBe(true)
    expect(readdirSync(engine.directory).filter((name) => name.includes('.tmp-'))).toEqual([])
  })
})

describe('contract', () => {
  let deps: ProcessClusterDeps | undefined
  clusterContract(async () => {
    const made = await realDeps()
    deps = made
    const cluster = createProcessCluster(made)
    return {
      cluster,
      pool: testPool,
      kill: async (worker) => killWorker(worker),
      wait: (look, what) => waitFor(look, what),
      stop: async () => {
        cluster.close()
        await sweepOrphans(made.dataDirectory)
        await rm(made.dataDirectory, { recursive: true, force: true, maxRetries: 5 })
      },
    }
  })

  it('left no process and no scratch file of the generation', async () => {
    expect(findMarkedProcesses(dataMark(deps?.dataDirectory ?? ''))).toEqual([])
    const { tmp } = generationDirectory(deps?.dataDirectory ?? '', testPool, 3)
    await waitFor(() => (existsSync(tmp) ? undefined : true), 'the scratch directory is gone')
  })
})

describe('a controller that comes later', () => {
  let real: RealCluster
  beforeAll(async () => {
    real = await startRealCluster({ slotsPerTaskManager: 1 })
  })
  afterAll(() => real?.stop())
  const another = async () => createProcessCluster({ ...(await realDepsOf(real)) })

  it('takes living processes over, and does not start them again', async () => {
    const before = valueOf(await real.cluster.listWorkers())
    const cluster = await another()
    const after = valueOf(await cluster.listWorkers())
    expect(after.toSorted(byId)).toEqual(before.toSorted(byId))
    valueOf(await cluster.ensureWorkers({ ...testPool, clusterGeneration: 1, taskManagers: 1, slotsPerTaskManager: 1 }))
    expect(valueOf(await cluster.listWorkers())).toHaveLength(before.length)
    expect(findMarkedProcesses(dataMark(real.dataDirectory))).toHaveLength(3)
    cluster.close()
  })

  it('finds a process whose pid was not written down in time, and never takes another one for it', async () => {
    const { workers } = generationDirectory(real.dataDirectory, testPool, 1)
    const gateway = readRecords(workers).find((record) => record.role === 'gateway')!
    const bystander = spawn('sleep', ['600'], { stdio: 'ignore' })
    try {
      const identity = identifyProcess(bystander.pid ?? 0)!
      // The pid of a worker that ended long ago, used again by somebody else.
      writeRecord(workers, { ...gateway, workerId: 'long-gone', process: { ...identity, startTicks: '1' } })
      writeRecord(workers, { ...gateway, process: undefined })
      const cluster = await another()
      const listed = valueOf(await cluster.listWorkers())
      expect(listed.find((worker) => worker.workerId === gateway.workerId)?.state).toBe('running')
      expect(listed.find((worker) => worker.workerId === 'long-gone')).toMatchObject({ state: 'exited', exit: { reason: 'unknown' } })
      expect(readRecords(workers).find((record) => record.workerId === gateway.workerId)?.process).toEqual(gateway.process)
      cluster.close()
      real.cluster.close()
      await sweepOrphans(real.dataDirectory)
      expect(identifyProcess(bystander.pid ?? 0)).toEqual(identity)
      expect(findMarkedProcesses(dataMark(real.dataDirectory))).toEqual([])
    } finally {
      bystander.kill('SIGKILL')
    }
  })

  it('lists swept workers as dropped, refuses generations that were dropped, and starts the next one', async () => {
    const cluster = await another()
    const listed = valueOf(await cluster.listWorkers())
    expect(listed.filter((worker) => worker.workerId !== 'long-gone').map((worker) => worker.exit?.reason)).toEqual(['dropped', 'dropped', 'dropped'])
    valueOf(await cluster.dropWorkers(testPool, 4))
    const wanted = { ...testPool, taskManagers: 0, slotsPerTaskManager: 1 }
    expect(await cluster.ensureWorkers({ ...wanted, clusterGeneration: 4 })).toMatchObject({ ok: false, reason: 'conflict' })
    valueOf(await cluster.ensureWorkers({ ...wanted, clusterGeneration: 5 }))
    expect(await cluster.ensureWorkers({ ...wanted, clusterGeneration: 6 })).toMatchObject({ ok: false, reason: 'conflict' })
    valueOf(await cluster.dropWorkers(testPool, 5))
    await waitFor(async () => (valueOf(await cluster.listWorkers()).every((worker) => worker.state === 'exited') ? true : undefined), 'all ended')
    cluster.close()
  })
})

describe('JVMs that do not come up', () => {
  it('are told with their reason, and started again with growing pauses', async () => {
    const deps = await realDeps()
    const broken = join(deps.dataDirectory, 'engine')
    for (const name of ['lib', 'gateway']) mkdirSync(join(broken, name), { recursive: true })
    const cluster = createProcessCluster({ ...deps, engineDirectory: broken, archives: { mode: 'none' } })
    const wanted = { ...testPool, clusterGeneration: 1, taskManagers: 0, slotsPerTaskManager: 1 }
    valueOf(await cluster.ensureWorkers(wanted))
    const ended = await waitFor(async () => {
      const listed = valueOf(await cluster.listWorkers())
      return listed.every((worker) => worker.state === 'exited') ? listed : undefined
    }, 'both ended')
    expect(ended.map((worker) => worker.exit?.reason)).toEqual(['crashed', 'crashed'])
    expect(ended[0]?.exit?.message).toContain('Could not find or load main class')
    const again = await cluster.ensureWorkers({ ...wanted, clusterGeneration: 2 })
    expect(again).toMatchObject({ ok: false, reason: 'throttled', message: expect.stringContaining('Could not find or load main class') })
    cluster.close()

    const javaless = createProcessCluster({ ...deps, javaCommand: '/nowhere/java', archives: { mode: 'none' } })
    valueOf(await javaless.ensureWorkers({ ...wanted, clusterGeneration: 9, computePoolId: 'lfcp-other' }))
    const missing = await waitFor(async () => valueOf(await javaless.listWorkers()).find((worker) => worker.clusterGeneration === 9 && worker.state === 'exited'), 'it ended')
    expect(missing.exit?.message).toContain('Java could not be started')
    javaless.close()
    await rm(deps.dataDirectory, { recursive: true, force: true })
  })

  it('that hang are ended', async () => {
    const deps = await realDeps({ readyWithinMs: 300 })
    // Nothing that listens: a Java that sleeps.
    const hanging = join(deps.dataDirectory, 'hanging-java')
    const { writeFileSync } = await import('node:fs')
    writeFileSync(hanging, '#!/bin/sh\nexec sleep 600\n', { mode: 0o755 })
    const cluster = createProcessCluster({ ...deps, javaCommand: hanging, archives: { mode: 'none' } })
    valueOf(await cluster.ensureWorkers({ ...testPool, clusterGeneration: 1, taskManagers: 0, slotsPerTaskManager: 1 }))
    const ended = await waitFor(async () => {
      const listed = valueOf(await cluster.listWorkers())
      return listed.every((worker) => worker.state === 'exited') ? listed : undefined
    }, 'both were ended')
    expect(ended[0]?.exit).toMatchObject({ reason: 'crashed', message: expect.stringContaining('did not become ready') })
    cluster.close()
    await rm(deps.dataDirectory, { recursive: true, force: true })
  })
})

it('a JVM is given nothing of the controller but what it needs', async () => {
  process.env['CANARY_SECRET'] = 'canary'
  const deps = await realDeps()
  const cluster = createProcessCluster(deps)
  try {
    valueOf(await cluster.ensureWorkers({ ...testPool, clusterGeneration: 1, taskManagers: 0, slotsPerTaskManager: 1 }))
    const processes = findMarkedProcesses(dataMark(deps.dataDirectory))
    expect(processes).toHaveLength(2)
    for (const { pid } of processes) expect(readFileSync(`/proc/${pid}/environ`, 'utf8')).not.toContain('canary')
  } finally {
    delete process.env['CANARY_SECRET']
    cluster.close()
    await sweepOrphans(deps.dataDirectory)
    await rm(deps.dataDirectory, { recursive: true, force: true, maxRetries: 5 })
  }
})

const byId = (a: Worker, b: Worker) => (a.workerId < b.workerId ? -1 : 1)

async function realDepsOf(real: RealCluster): Promise<ProcessClusterDeps> {
  const fresh = await realDeps()
  await rm(fresh.dataDirectory, { recursive: true, force: true })
  return { ...fresh, dataDirectory: real.dataDirectory, blobs: real.blobs }
}
