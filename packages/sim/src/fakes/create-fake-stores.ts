import type { ApiStore, Clock, ReconcileStore, Resources, SpoolPort, StorageStore } from '@headgate/ports'
import { createFakeApiStore } from './stores/create-fake-api-store.ts'
import { createFakeReconcileStore } from './stores/create-fake-reconcile-store.ts'
import { createFakeResources } from './stores/create-fake-resources.ts'
import { createFakeSpool } from './stores/create-fake-spool.ts'
import { createFakeStorageStore } from './stores/create-fake-storage-store.ts'
import { createFakeDatabase } from './stores/fake-database.ts'
import type { FakeDatabase } from './stores/fake-database.ts'

export interface FakeStores {
  api: ApiStore
  resources: Resources
  reconcile: ReconcileStore
  spool: SpoolPort
  storage: StorageStore
  /** The tables themselves, for checkers: to look at, not to change. */
  database: Readonly<FakeDatabase>
}

/**
 * Every store port over one in-memory database. What goes in and out is copied, so nobody shares memory with it. Statements, pools
 * and connections need their environment to exist, as they do in Postgres.
 */
export function createFakeStores(options: { clock: Pick<Clock, 'nowMs'> }): FakeStores {
  const database = createFakeDatabase(() => options.clock.nowMs())
  return {
    api: createFakeApiStore(database),
    resources: createFakeResources(database),
    reconcile: createFakeReconcileStore(database),
    spool: createFakeSpool(database),
    storage: createFakeStorageStore(database),
    database,
  }
}
