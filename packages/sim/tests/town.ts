import { createController } from '@headgate/controller'
import type { Controller } from '@headgate/controller'
import { needsOwnPool, newOwnPool, newPoolIntent, newPoolObserved, newPoolStatus, newStatement } from '@headgate/domain'
import type { Pool, Result, Statement, Tenant } from '@headgate/domain'
import { defaultReconcileSettings } from '@headgate/reconcile'
import { readStatement } from '@headgate/sql'
import { createFakeWorld } from '../src/index.ts'
import type { FakeJob } from '../src/fakes/engine/fake-job.ts'
import type { FakeWorld } from '../src/index.ts'

export const tenant: Tenant = { organizationId: '6f2f3a8e-0000-4000-8000-000000000001', environmentId: 'env-abc123' }
export const pool = { ...tenant, computePoolId: 'lfcp-1' }

/** The value of a result that must be one. */
export function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.reason}: ${result.message}`)
  return result.value
}

/** The real controller on fakes of every port, in virtual time. */
export class Town {
  readonly crashes: unknown[] = []
  controller: Controller
  readonly world: FakeWorld

  constructor(seed = 1) {
    this.world = createFakeWorld(seed)
    this.controller = this.makeController()
  }

  makeController(): Controller {
    const { ports, clock, ids } = this.world
    return createController({
      deps: {
        ...ports,
        clock,
        ids,
        holder: `controller-${ids.token(4)}`,
        settings: defaultReconcileSettings,
        isKeptWarm: (each) => each.spec.defaultPool,
        warmGateway: async () => true,
      },
      events: { onReport: () => undefined, onCrash: (_key, error) => void this.crashes.push(error), onFailure: () => undefined },
      keepEndedMs: 30 * 86_400_000,
      sweepEveryMs: 60_000,
    })
  }

  async start(): Promise<void> {
    const { stores, clock } = this.world
    const stored = { version: 1, createdAtMs: clock.nowMs(), updatedAtMs: clock.nowMs() }
    must(await stores.resources.organizations.create({ id: tenant.organizationId, displayName: 'o', ...stored }))
    must(await stores.resources.environments.create({ organizationId: tenant.organizationId }, { ...tenant, id: tenant.environmentId, displayName: 'dev', defaults: {}, ...stored }))
    must(
      await stores.api.createPool(tenant, {
        ...tenant,
        id: pool.computePoolId,
        spec: { displayName: 'p', cloud: 'AWS', region: 'local-1', maxCfu: 10, defaultPool: true, enableAi: false },
        createdAtMs: clock.nowMs(),
        intent: newPoolIntent(),
        observed: newPoolObserved(clock.nowMs()),
        status: newPoolStatus(),
      }),
    )
    await this.world.clock.drive(this.controller.start())
  }

  async create(name: string, sql: string, over: { stopped?: boolean; properties?: Record<string, string>; pool?: Pool } = {}): Promise<Statement> {
    const read = must(readStatement(sql))
    const draft = newStatement({
      ...tenant,
      name,
      uid: this.world.ids.uuid(),
      spec: { sql, properties: over.properties ?? {}, computePoolId: over.pool?.id ?? pool.computePoolId, principal: 'sa-1', stopped: over.stopped ?? false, labels: {} },
      class: read.class,
      sqlKind: read.sqlKind,
      dryRun: false,
      warnings: [],
      connectionRefs: [],
      nowMs: this.world.clock.nowMs(),
    })
    const ownPool = over.pool !== undefined && needsOwnPool(over.pool, draft) ? newOwnPool(over.pool, draft, draft.createdAtMs) : undefined
    return must(await this.world.stores.api.createStatement(tenant, draft, undefined, ownPool))
  }

  /** A pool whose INSERTs have clusters of their own. */
  async createDedicatedPool(id: string, maxCfu = 10): Promise<Pool> {
    const { stores, clock } = this.world
    const spec = { displayName: id, cloud: 'AWS', region: 'local-1', maxCfu, defaultPool: false, enableAi: false, type: 'DEDICATED' as const }
    const born = { ...tenant, id, spec, createdAtMs: clock.nowMs(), intent: newPoolIntent(), observed: newPoolObserved(clock.nowMs()), status: newPoolStatus() }
    return must(await stores.api.createPool(tenant, born))
  }

  read = async (name: string): Promise<Statement> => must(await this.world.stores.api.loadStatement(tenant, name))

  async until(name: string, phase: string, limitMs = 120_000): Promise<Statement> {
    for (let waited = 0; waited < limitMs; waited += 100) {
      const statement = await this.read(name)
      if (statement.status.phase === phase) return statement
      await this.world.clock.advance(100)
    }
    const { status, intent, observed } = await this.read(name)
    throw new Error(`${name} is not ${phase}: ${JSON.stringify({ status, intent, observed }, undefined, 1)}; crashes: ${this.crashes.join('\n')}`)
  }

  /** Until the statement is as `isSo` wants it. */
  async untilSeen(name: string, isSo: (statement: Statement) => boolean, limitMs = 120_000): Promise<Statement> {
    for (let waited = 0; waited < limitMs; waited += 100) {
      const statement = await this.read(name)
      if (isSo(statement)) return statement
      await this.world.clock.advance(100)
    }
    throw new Error(`${name} was not seen so: ${JSON.stringify((await this.read(name)).status)}`)
  }

  /** The job of the newest generation, if its JobManager lives and knows it. */
  async jobOf(name: string): Promise<FakeJob | undefined> {
    const { generation } = (await this.read(name)).intent
    return generation === undefined ? undefined : this.world.cluster.engineOf(pool, generation.clusterGeneration)?.find(generation.jobId)
  }

  async setStopped(name: string, stopped: boolean): Promise<void> {
    const { spec, specVersion } = await this.read(name)
    must(await this.world.stores.api.changeStatementSpec(tenant, name, { ...spec, stopped }, specVersion, this.world.clock.nowMs()))
  }

  /** Every job of this name that has not ended, over all generations of the cluster. */
  liveJobs(): number {
    let live = 0
    for (let generation = 1; generation <= 10; generation++) {
      const engine = this.world.cluster.engineOf(pool, generation)
      if (engine === undefined || engine.isDead()) continue
      live += engine.jobs().filter((job) => !['FINISHED', 'FAILED', 'CANCELED'].includes(job.state)).length
    }
    return live
  }

  killJobManager(): void {
    for (const worker of this.world.cluster.alive('jobmanager')) this.world.cluster.exit(worker.worker.workerId, 'killed')
  }
}

/** A town with a source and a sink. */
export async function townWithTables(seed?: number): Promise<Town> {
  const town = new Town(seed)
  await town.start()
  await town.create('ddl-1', "CREATE TABLE source (id BIGINT, k INT) WITH ('connector' = 'datagen', 'rows-per-second' = '10')")
  await town.create('ddl-2', "CREATE TABLE sink (id BIGINT) WITH ('connector' = 'blackhole')")
  await town.until('ddl-1', 'COMPLETED')
  await town.until('ddl-2', 'COMPLETED')
  return town
}

/** And an INSERT that runs from the one to the other. */
export async function townWithInsert(seed?: number): Promise<Town> {
  const town = await townWithTables(seed)
  await town.create('run', 'INSERT INTO sink SELECT id FROM source')
  await town.until('run', 'RUNNING')
  return town
}
