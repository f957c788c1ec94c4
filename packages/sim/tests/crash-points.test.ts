import { createController } from '@headgate/controller'
import type { Controller } from '@headgate/controller'
import { newPoolIntent, newPoolObserved, newPoolStatus, newStatement } from '@headgate/domain'
import type { Result, StatementPhase } from '@headgate/domain'
import { defaultReconcileSettings } from '@headgate/reconcile'
import { readStatement } from '@headgate/sql'
import { describe, expect, it } from 'vitest'
import { createFakeWorld, findOrphans, findViolations } from '../src/index.ts'
import type { FakeProcess, FakeWorld } from '../src/index.ts'

const tenant = { organizationId: '6f2f3a8e-0000-4000-8000-000000000001', environmentId: 'env-abc123' }

function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.reason}: ${result.message}`)
  return result.value
}

/** A controller that is started anew, a while after it died. */
class Town {
  readonly world: FakeWorld
  process!: FakeProcess
  private controller!: Controller
  deaths = 0

  constructor(seed: number) {
    this.world = createFakeWorld(seed)
  }

  async start(): Promise<void> {
    const { stores, clock } = this.world
    const stored = { version: 1, createdAtMs: clock.nowMs(), updatedAtMs: clock.nowMs() }
    must(await stores.resources.environments.create(tenant, { ...tenant, id: tenant.environmentId, displayName: 'dev', defaults: {}, ...stored }))
    const spec = { displayName: 'p', cloud: 'AWS', region: 'local-1', maxCfu: 10, defaultPool: true, enableAi: false }
    must(
      await stores.api.createPool(tenant, {
        ...tenant, id: 'lfcp-1', spec, createdAtMs: clock.nowMs(), intent: newPoolIntent(), observed: newPoolObserved(clock.nowMs()), status: newPoolStatus(),
      }),
    )
    await this.startController()
  }

  private async startController(): Promise<void> {
    this.process = this.world.startProcess()
    this.controller = createController({
      deps: {
        ...this.process.ports,
        clock: this.world.clock,
        ids: this.world.ids,
        holder: `controller-${this.deaths}`,
        settings: { ...defaultReconcileSettings, leaseTtlMs: 20_000 },
        isKeptWarm: () => true,
        warmGateway: async () => true,
      },
      events: { onReport: () => undefined, onCrash: () => undefined, onFailure: () => undefined },
      keepEndedMs: 30 * 86_400_000,
      sweepEveryMs: 60_000,
    })
    void this.controller.start()
    await this.world.clock.advance(0)
  }

  async create(name: string, sql: string): Promise<void> {
    const read = must(readStatement(sql))
    const spec = { sql, properties: {}, computePoolId: 'lfcp-1', principal: 'sa-1', stopped: false, labels: {} }
    const born = newStatement({
      ...tenant, name, uid: this.world.ids.uuid(), spec, class: read.class, sqlKind: read.sqlKind, dryRun: false, warnings: [], connectionRefs: [], nowMs: this.world.clock.nowMs(),
    })
    must(await this.world.stores.api.createStatement(tenant, born))
  }

  async setStopped(name: string, stopped: boolean): Promise<void> {
    const { spec, specVersion } = await this.read(name)
    must(await this.world.stores.api.changeStatementSpec(tenant, name, { ...spec, stopped }, specVersion, this.world.clock.nowMs()))
  }

  read = async (name: string) => must(await this.world.stores.api.loadStatement(tenant, name))

  /** Lets time pass until the statement is in this phase; invariants are checked all the way, and a dead controller comes back. */
  async until(name: string, phase: StatementPhase, limitMs = 180_000): Promise<void> {
    for (let waited = 0; waited < limitMs; waited += 250) {
      if ((await this.read(name)).status.phase === phase) return
      await this.world.clock.advance(250)
      const violations = findViolations(this.world)
      if (violations.length > 0) throw new Error(violations.join('; '))
      if (this.process.isDead()) {
        this.deaths += 1
        await this.startController()
      }
    }
    const { status, intent } = await this.read(name)
    throw new Error(`${name} is ${status.phase}, not ${phase}, in generation ${intent.generation?.generation}: ${status.waitingFor ?? status.detail}`)
  }
}

/** Start, checkpoint, stop, resume. `crash` is told when to begin. */
async function story(town: Town, crash: () => void): Promise<void> {
  await town.start()
  await town.create('ddl-1', "CREATE TABLE source (id BIGINT) WITH ('connector' = 'datagen', 'rows-per-second' = '10')")
  await town.create('ddl-2', "CREATE TABLE sink (id BIGINT) WITH ('connector' = 'blackhole')")
  await town.until('ddl-1', 'COMPLETED')
  await town.until('ddl-2', 'COMPLETED')
  crash()
  await town.create('run', 'INSERT INTO sink SELECT id FROM source')
  await town.until('run', 'RUNNING')
  await town.world.clock.advance(12_000)
  await town.setStopped('run', true)
  await town.until('run', 'STOPPED')
  await town.setStopped('run', false)
  await town.until('run', 'RUNNING')
  await town.world.clock.advance(5_000)
}

/** Calls that change something outside of the process; a crash around a read is the same as one before the next write. */
const writes = /^(store\.(lease|release|commit|record)|gateway\.(execute|openSession)|flink\.(stop|cancel)|cluster\.ensure|blobs\.(put|ensure)|wake\.wake)/

/** What was done outside, counted: a repeat that was not meant shows here even when the end looks right. */
function effects({ cluster, blobs }: FakeWorld): string[] {
  const jobs = cluster.alive('jobmanager').flatMap(({ worker }) => cluster.engineOf(worker, worker.clusterGeneration)?.jobs() ?? [])
  const savepoints = blobs.keysNow().filter((key) => /\/savepoint-[^/]+\/_metadata$/.test(key))
  return [
    `INSERT jobs: ${jobs.length}, restored: ${jobs.filter((job) => job.request.restoreUri?.includes('/savepoint-') === true).length}`,
    `savepoints: ${savepoints.length}`,
    `processes: ${cluster.all().length}`,
  ]
}

describe('a crash of the controller at every write', () => {
  it.each(['before', 'after'] as const)('%s its effect: the statement runs once, with its state', async (moment) => {
    const reference = new Town(1)
    let from = 0
    await story(reference, () => void (from = reference.world.faults.calls.length))
    const calls = reference.world.faults.calls.slice(from).map((call) => call.verb)
    const points = calls.flatMap((verb, index) => (writes.test(verb) ? [{ verb, call: index + 1 }] : []))
    // Polling repeats itself: of each verb the first calls and a few later ones are tried.
    const tried = points.filter((point) => {
      const nth = points.filter((other) => other.verb === point.verb && other.call <= point.call).length
      return nth <= 6 || nth % 9 === 0
    })
    expect(tried.length).toBeGreaterThan(40)
    const wanted = effects(reference.world)
    expect(wanted).toEqual(['INSERT jobs: 2, restored: 1', 'savepoints: 1', 'processes: 3'])
    const problems: string[] = []
    let deaths = 0
    for (const point of tried) {
      const town = new Town(1)
      try {
        await story(town, () => void town.world.faults.crashAt(point.call, moment))
        deaths += town.deaths
        const differences = effects(town.world).filter((effect, index) => effect !== wanted[index])
        problems.push(...[...differences, ...findOrphans(town.world)].map((problem) => `${point.call} ${point.verb}: ${problem}`))
      } catch (error) {
        problems.push(`${point.call} ${point.verb}: ${error instanceof Error ? error.message : String(error)}`)
      }
    }
    expect(problems).toEqual([])
    // The last points may lie behind the end of the story.
    expect(deaths).toBeGreaterThan(tried.length - 10)
  })
})

describe('a process of Flink lost at any moment', () => {
  it.each(['jobmanager', 'gateway', 'taskmanager'] as const)('the %s: the statement goes on with its state', async (role) => {
    const problems: string[] = []
    for (let afterMs = 0; afterMs < 30_000; afterMs += 971) {
      const town = new Town(1)
      let checkpoint: string | undefined
      const kill = () => {
        checkpoint = town.world.blobs.keysNow().find((key) => key.endsWith('/_metadata'))
        for (const { worker } of town.world.cluster.alive(role)) town.world.cluster.exit(worker.workerId)
      }
      try {
        await story(town, () => void town.world.clock.schedule(afterMs, kill))
        await town.world.clock.advance(60_000)
        await town.until('run', 'RUNNING')
        const { restoreFrom } = (await town.read('run')).intent.generation ?? {}
        if (checkpoint !== undefined && restoreFrom === undefined) problems.push(`${afterMs} ms: started empty`)
        problems.push(...findOrphans(town.world).map((orphan) => `${afterMs} ms: ${orphan}`))
      } catch (error) {
        problems.push(`${afterMs} ms: ${error instanceof Error ? error.message : String(error)}`)
      }
    }
    expect(problems).toEqual([])
  })
})
