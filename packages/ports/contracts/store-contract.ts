import { afterAll, beforeAll, describe } from 'vitest'
import { catalogStoreTests } from './store-catalog-contract.ts'
import { commitStoreTests } from './store-commit-contract.ts'
import type { StoresUnderTest } from './store-fixtures.ts'
import { keepingStoreTests } from './store-keeping-contract.ts'
import { leaseStoreTests } from './store-lease-contract.ts'
import { poolStoreTests } from './store-pool-contract.ts'
import { statementStoreTests } from './store-statement-contract.ts'

/** What `ApiStore` and `ReconcileStore` promise together. `makeStores` is called once; every test makes its own tenants. */
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
  describe('the catalog', () => catalogStoreTests(stores))
  describe('what is kept for a while', () => keepingStoreTests(stores))
}
