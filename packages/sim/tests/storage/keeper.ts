import { environmentKey } from '@headgate/domain'
import type { HandedOverDirectory, NewSnapshot, Snapshot, Statement, Tenant } from '@headgate/domain'
import { newStatement } from '@headgate/domain'
import { defaultStorageSettings } from '@headgate/planner'
import { storageKey } from '@headgate/ports'
import type { Report } from '@headgate/reconcile'
import { createDrillSlots, keepStorage } from '@headgate/snapshots'
import { createFakeWorld, readFakeMetadata } from '../../src/index.ts'
import type { FakeWorld } from '../../src/index.ts'
import { tenantKey } from '../../src/fakes/stores/fake-database.ts'
import { must } from '../town.ts'

export const tenant: Tenant = { organizationId: '6f2f3a8e-0000-4000-8000-000000000001', environmentId: 'env-abc123' }
export const root = environmentKey(tenant)
export const uid = '11111111-1111-4111-8111-111111111111'
export const jobId = 'a'.repeat(32)
export const jobDirectory = `${root}/statements/${uid}/checkpoints/${jobId}`
export const hourMs = 3_600_000

/** A keeper of snapshots on a fake store and database, which takes a turn when it is told to. Rows and files are put there by hand. */
export class KeeperTown {
  readonly world: FakeWorld

  constructor() {
    this.world = createFakeWorld(1)
  }

  async start(): Promise<void> {
    const { stores, clock } = this.world
    const stored = { version: 1, createdAtMs: clock.nowMs(), updatedAtMs: clock.nowMs() }
    must(await stores.resources.environments.create(tenant, { ...tenant, id: tenant.environmentId, displayName: 'dev', defaults: {}, ...stored }))
  }

  /** Writes what Flink (or a person) writes: a `_metadata` and the files that it names. */
  putSnapshotFiles(directoryKey: string, shared: readonly string[] = []): void {
    const { blobs } = this.world
    for (const key of [...shared, `${directoryKey}/own`]) blobs.writeNow(key, 'state')
    const references = [{ location: 'own', isRelative: true, sizeBytes: 5 }, ...shared.map((key) => ({ location: blobs.uri(key), isRelative: false, sizeBytes: 5 }))]
    blobs.writeNow(`${directoryKey}/_metadata`, JSON.stringify({ jobId, checkpointId: 1, isSavepoint: shared.length === 0, runMs: 0, references }))
  }

  handOver(change: Partial<HandedOverDirectory> = {}): void {
    const directory = { ...tenant, key: jobDirectory, statementUid: uid, statementName: 'totals', generation: 1, handedOverAtMs: this.world.clock.nowMs(), isWorthless: false, ...change }
    this.world.stores.database.directories.set(tenantKey(tenant, directory.key), directory)
  }

  addStatement(change: { intent?: Partial<Statement['intent']>; observed?: Partial<Statement['observed']> } = {}): void {
    const spec = { sql: 'INSERT INTO a SELECT * FROM b', properties: {}, computePoolId: 'p', principal: 'sa', stopped: false, labels: {} }
    const born = newStatement({ ...tenant, name: 'totals', uid, spec, class: 'insert', sqlKind: 'INSERT_INTO', dryRun: false, warnings: [], connectionRefs: [], nowMs: this.world.clock.nowMs() })
    const row: Statement = { ...born, specVersion: 1, intentVersion: 1, updatedAtMs: this.world.clock.nowMs(), intent: { ...born.intent, ...change.intent }, observed: { ...born.observed, ...change.observed } }
    this.world.stores.database.statements.set(tenantKey(tenant, uid), row)
  }

  addSnapshot(change: Partial<Snapshot> & Pick<Snapshot, 'id'>): void {
    const row: Snapshot = {
      ...tenant, kind: 'savepoint', format: 'native', trigger: 'manual', statement: { uid, name: 'totals', generation: 1 }, spec: { labels: {}, pinned: false }, specVersion: 1, state: 'COMPLETED',
      intent: { failures: 0 }, intentVersion: 1, observed: {}, createdAtMs: this.world.clock.nowMs(), updatedAtMs: this.world.clock.nowMs(), ...change,
    } satisfies NewSnapshot & Snapshot
    this.world.stores.database.snapshots.set(tenantKey(tenant, row.id), row)
  }

  addReferences(snapshotId: string, keys: readonly string[]): void {
    this.world.stores.database.references.set(tenantKey(tenant, snapshotId), keys.map((key) => ({ key, sizeBytes: 5, snapshotId })))
  }

  snapshot = (id: string): Snapshot | undefined => this.world.stores.database.snapshots.get(tenantKey(tenant, id))

  snapshots = (): Snapshot[] => [...this.world.stores.database.snapshots.values()]

  directory = (): HandedOverDirectory | undefined => this.world.stores.database.directories.get(tenantKey(tenant, jobDirectory))

  /** Keys of what was deleted, as the audit tells, below the environment. */
  deleted = (): string[] => [...this.world.stores.database.deletions.values()].map(({ deletion }) => deletion.key.slice(root.length + 1))

  /** One turn, with a scan if it is due. */
  async turn(): Promise<Report> {
    const { storage, objects, wake, clock } = this.world.ports
    return this.world.clock.drive(keepStorage(storageKey(tenant), {
      store: storage, objects, wake, clock, ids: this.world.ids, holder: 'keeper', readMetadata: readFakeMetadata, drills: createDrillSlots(1), nextScheduledMs: () => undefined,
      settings: { storage: defaultStorageSettings, leaseTtlMs: 20_000, deletionEnabled: true, region: { cloud: 'AWS', region: 'local-1' } },
    }))
  }

  async pass(durationMs: number): Promise<void> {
    await this.world.clock.advance(durationMs)
  }
}
