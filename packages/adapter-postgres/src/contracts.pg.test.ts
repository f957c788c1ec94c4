import { resourceContract, spoolContract, storeContract } from '@headgate/ports/contracts'
import { afterAll, beforeAll, describe } from 'vitest'
import { makeStoresUnderTest, startTestPostgres } from './testing.ts'
import type { TestPostgres } from './testing.ts'

let postgres: TestPostgres
beforeAll(async () => {
  postgres = await startTestPostgres()
}, 60_000)
afterAll(async () => {
  await postgres?.stop()
})

const make = async () => makeStoresUnderTest(postgres)

describe('the stores in Postgres', () => {
  describe('api and reconcile store', () => storeContract(make))
  describe('resources', () => resourceContract(make))
  describe('spool', () => spoolContract(make))
})
