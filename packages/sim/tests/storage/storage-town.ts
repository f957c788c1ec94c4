import { createController } from '@headgate/controller'
import type { Controller } from '@headgate/controller'
import { newPoolIntent, newPoolObserved, newPoolStatus, newStatement } from '@headgate/domain'
import type { NewSnapshot, Result, Snapshot, Statement, StatementPhase, Tenant } from '@headgate/domain'
import { defaultStorageSettings } from '@headgate/planner'
import type { StorageSettings } from '@headgate/planner'
import { storageKey } from '@headgate/ports'
import { defaultReconcileSettings } from '@headgate/reconcile'
import { createSnapshots } from '@headgate/snapshots'
import type { Snapshots } from '@headgate/snapshots'
import { readStatement } from '@headgate/sql'
import { createFakeWorld, readFakeMetadata } from '../../src/index.ts'
import type { FakeProcess, FakeWorld } from '../../src/index.ts'

export const tenant: Tenant = { organizationId: '6f2f3a8e-0000-4000-8000-000000000001', environmentId: 'env-abc123' }

export function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.reason}: ${result.message}`)
  return result.value
}

/** A controller and a keeper of snapshots on a fake world, each started anew when it dies. */
export class StorageTown {
  readonly world: FakeWorld
  readonly settings: StorageSettings
  controllerProcess!: FakeProcess
  snapshotsProcess!: FakeProcess
  private controller!: Controller
  private snapshots!: Snapshots
  readonly problems: string[] = []
  deletionEnabled = true
  deaths = 0

  constructor(seed: number, settings: Partial<StorageSettings> = {}) {
    this.world = createFakeWorld(seed)
    this.settings = { ...defaultStorageSettings, ...settings }
  }

  async start(): Promise<void> {
    const { stores, clock } = this.world
    const stored = { version: 1, createdAtMs: clock.nowMs(), updatedAtMs: clock.nowMs() }
    must(await stores.resources.environments.create(tenant, { ...tenant, id: tenant.environmentId, displayName: 'dev', defaults: {}, ...stored }))
    const spec = { displayName: 'p', cloud: 'AWS', region: 'local-1', maxCfu: 10, defaultPool: true, enableAi: false }
    must(await stores.api.createPool(tenant, { ...tenant, id: 'lfcp-1', spec, createdAtMs: clock.nowMs(), intent: newPoolIntent(), observed: newPoolObserved(clock.nowMs()), status: newPoolStatus() }))
    this.startController()
    this.startSnapshots()
    await clock.advance(0)
  }

  /** `source` never ends, `sink` leads nowhere. */
  async createTables(): Promise<void> {
    await this.create('ddl-1', "CREATE TABLE source (id BIGINT) WITH ('connector' = 'datagen', 'rows-per-second' = '10')")
    await this.create('ddl-2', "CREATE TABLE sink (id BIGINT) WITH ('connector' = 'blackhole')")
    await this.untilPhase('ddl-1', 'COMPLETED')
    await this.untilPhase('ddl-2', 'COMPLETED')
  }

  private startController(): void {
    this.controllerProcess = this.world.startProcess()
    this.controller = createController({
      deps: {
        ...this.controllerProcess.ports, ids: this.world.ids, holder: `controller-${this.deaths}`,
        settings: { ...defaultReconcileSettings, savepoint: { ...defaultReconcileSettings.savepoint, retryFirstMs: 1_000 } }, isKeptWarm: () => true, warmGateway: async () => true,
      },
      events: { onReport: () => undefined, onCrash: (key, error) => void this.problems.push(`controller ${key.kind}: ${error instanceof Error ? error.stack : String(error)}`), onFailure: () => undefined },
      keepEndedMs: 30 * 86_400_000,
      sweepEveryMs: 60_000,
    })
    void this.controller.start()
  }

  private startSnapshots(): void {
    this.snapshotsProcess = this.world.startProcess()
    const { storage, objects, wake, clock } = this.snapshotsProcess.ports
    this.snapshots = createSnapshots({
      deps: {
        store: storage, objects, wake, clock, ids: this.world.ids, holder: `snapshots-${this.deaths}`, readMetadata: readFakeMetadata,
        nextScheduledMs: (schedule, afterMs) => (schedule.kind === 'interval' ? afterMs + schedule.everyMs : undefined),
        settings: { storage: this.settings, leaseTtlMs: 20_000, deletionEnabled: this.deletionEnabled, region: { cloud: 'AWS', region: 'local-1' } },
      },
      events: { onReport: () => undefined, onCrash: (key, error) => void this.problems.push(`snapshots ${key.id}: ${error instanceof Error ? error.stack : String(error)}`), onFailure: () => undefined },
    })
    void this.snapshots.start()
  }

  /** Lets time pass; who died comes back. */
  async pass(durationMs: number): Promise<void> {
    for (let left = durationMs; left > 0; left -= 250) {
      await this.world.clock.advance(Math.min(250, left))
      if (this.controllerProcess.isDead()) {
        this.deaths += 1
        this.startController()
      }
      if (this.snapshotsProcess.isDead()) {
        this.deaths += 1
        this.startSnapshots()
      }
    }
  }

  async until(what: string, holds: () => Promise<boolean>, limitMs = 300_000): Promise<void> {
    for (let waited = 0; waited < limitMs; waited += 250) {
      if (await holds()) return
      await this.pass(250)
    }
    throw new Error(`Not within ${limitMs} ms: ${what}. ${this.problems.join('; ')}\n${JSON.stringify((await this.allSnapshots()).map(({ id, state, trigger, observed, spec, intent }) => ({ id, state, trigger, observed, spec, intent })), undefined, 1)}`)
  }

  async create(name: string, sql: string): Promise<Statement> {
    const read = must(readStatement(sql))
    const spec = { sql, properties: {}, computePoolId: 'lfcp-1', principal: 'sa-1', stopped: false, labels: {} }
    const born = newStatement({ ...tenant, name, uid: this.world.ids.uuid(), spec, class: read.class, sqlKind: read.sqlKind, dryRun: false, warnings: [], connectionRefs: [], nowMs: this.world.clock.nowMs() })
    return must(await this.world.stores.api.createStatement(tenant, born))
  }

  async setStopped(name: string, stopped: boolean): Promise<void> {
    const { spec, specVersion } = await this.read(name)
    must(await this.world.stores.api.changeStatementSpec(tenant, name, { ...spec, stopped }, specVersion, this.world.clock.nowMs()))
  }

  read = async (name: string): Promise<Statement> => must(await this.world.stores.api.loadStatement(tenant, name))

  untilPhase = (name: string, phase: StatementPhase, limitMs = 180_000): Promise<void> =>
    this.until(`${name} is ${phase}`, async () => (await this.read(name)).status.phase === phase, limitMs)

  /** Asks for a savepoint of a running statement. */
  async take(name: string): Promise<string> {
    const { uid, intent, spec, observed } = await this.read(name)
    const id = this.world.ids.uuid()
    const snapshot: NewSnapshot = {
      ...tenant, id, kind: 'savepoint', format: 'native', trigger: 'manual', statement: { uid, name, generation: intent.generation?.generation ?? 0 }, spec: { labels: {}, pinned: false },
      state: 'PENDING', intent: { failures: 0 }, observed: {}, createdAtMs: this.world.clock.nowMs(),
      blueprint: { sql: spec.sql, properties: spec.properties, computePoolId: spec.computePoolId, principal: spec.principal, ...(observed.prepared === undefined ? {} : { prepared: observed.prepared }) },
    }
    must(await this.world.stores.api.createSnapshot(tenant, snapshot))
    await this.world.wake.wake({ kind: 'savepoint', ...tenant, id }, 0)
    return id
  }

  /** A new statement with the state of a snapshot. */
  async fork(id: string, name: string): Promise<Statement> {
    const { blueprint, kind, observed } = await this.snapshot(id)
    if (blueprint?.prepared === undefined || observed.uri === undefined) throw new Error('It cannot be forked.')
    const read = must(readStatement(blueprint.sql))
    const spec = { sql: blueprint.sql, properties: blueprint.properties, computePoolId: 'lfcp-1', principal: 'sa-1', stopped: false, labels: {} }
    const born = newStatement({ ...tenant, name, uid: this.world.ids.uuid(), spec, class: read.class, sqlKind: read.sqlKind, dryRun: false, warnings: [], connectionRefs: [], nowMs: this.world.clock.nowMs() })
    const intent = { ...born.intent, stateExpected: true, restorePoint: { kind, uri: observed.uri, generation: 0 }, origin: { kind: 'fork' as const, snapshotId: id, prepared: blueprint.prepared, dropsSinkState: false } }
    return must(await this.world.stores.api.createFork(tenant, { ...born, intent }, id))
  }

  async resumeFrom(name: string, id: string): Promise<void> {
    const { kind, observed, statement } = await this.snapshot(id)
    must(await this.world.stores.api.resumeFrom(tenant, name, { kind, uri: observed.uri ?? '', generation: statement?.generation ?? 0, snapshotId: id }, this.world.clock.nowMs()))
  }

  /** What the newest job of a statement was started from. */
  restoredFrom(uid: string): string | undefined {
    const jobId = [...this.world.stores.database.statements.values()].find((row) => row.uid === uid)?.intent.generation?.jobId
    const jobs = this.world.cluster.alive('jobmanager').flatMap(({ worker }) => this.world.cluster.engineOf(worker, worker.clusterGeneration)?.jobs() ?? [])
    return jobs.find((job) => job.request.jobId === jobId)?.request.restoreUri
  }

  snapshot = async (id: string): Promise<Snapshot> => must(await this.world.stores.api.loadSnapshot(tenant, id))

  allSnapshots = async (): Promise<Snapshot[]> => must(await this.world.stores.api.listSnapshots(tenant, {}, { pageSize: 1_000 })).items

  untilSnapshot = (id: string, state: Snapshot['state']): Promise<void> => this.until(`the snapshot is ${state}`, async () => (await this.snapshot(id)).state === state)

  async changeSpec(id: string, change: Partial<Snapshot['spec']>): Promise<void> {
    const { spec, specVersion } = await this.snapshot(id)
    must(await this.world.stores.api.changeSnapshotSpec(tenant, id, { ...spec, ...change }, specVersion, this.world.clock.nowMs()))
  }

  /** Has all files looked at now, and gives the report. */
  async scan() {
    const nowMs = this.world.clock.nowMs()
    must(await this.world.stores.api.requestStorageScan(tenant, nowMs))
    await this.world.wake.wake(storageKey(tenant), 0)
    await this.until('the scan', async () => {
      const report = await this.world.stores.api.loadStorageReport(tenant)
      return report.ok && report.value.startedAtMs >= nowMs
    })
    return must(await this.world.stores.api.loadStorageReport(tenant))
  }

  async stop(): Promise<void> {
    const stopped = Promise.all([this.controller.stop(), this.snapshots.stop()])
    await this.world.clock.advance(5_000)
    await stopped
  }
}
