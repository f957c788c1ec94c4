import { afterAll, beforeAll, describe } from 'vitest'
import { drillStoreTests } from './drill-contract.ts'
import { handOverStoreTests } from './hand-over-contract.ts'
import { ownPoolStoreTests } from './own-pool-contract.ts'
import { snapshotStoreTests } from './snapshot-contract.ts'
import { restoreStoreTests } from './snapshot-restore-contract.ts'
import { storageStoreTests } from './storage-contract.ts'
import { deletionStoreTests } from './storage-deletion-contract.ts'
import { catalogStoreTests } from './store-catalog-contract.ts'
import { commitStoreTests } from './store-commit-contract.ts'
import type { StoresUnderTest } from './store-fixtures.ts'
import { keepingStoreTests } from './store-keeping-contract.ts'
import { leaseStoreTests } from './store-lease-contract.ts'
import { poolStoreTests } from './store-pool-contract.ts'
import { statementStoreTests } from './store-statement-contract.ts'

/** What `ApiStore`, `ReconcileStore` and `StorageStore` promise together. `makeStores` is called once; every test makes its own tenants. */
export function storeContract(makeStores: () => Promise<StoresUnderTest>): void {
  let made: StoresUnderTest | undefined
  const stores = (): StoresUnderTest => {
    if (made === undefined) throw new Error('The stores were not made.')
    return made
  }
  beforeAll(async () => {
    made = await makeStores()
  }, 60_000)
  afterAll(async () => {
    await made?.stop()
  })
  describe('statements', () => statementStoreTests(stores))
  describe('the work index', () => leaseStoreTests(stores))
  describe('commits and records', () => commitStoreTests(stores))
  describe('pools', () => poolStoreTests(stores))
  describe('own pools', () => ownPoolStoreTests(stores))
  describe('the catalog', () => catalogStoreTests(stores))
  describe('snapshots', () => snapshotStoreTests(stores))
  describe('beginning from snapshots', () => restoreStoreTests(stores))
  describe('handing over', () => handOverStoreTests(stores))
  describe('storage', () => storageStoreTests(stores))
  describe('deletion of files', () => deletionStoreTests(stores))
  describe('drills', () => drillStoreTests(stores))
  describe('what is kept for a while', () => keepingStoreTests(stores))
}
