import { resourceContract, spoolContract, storeContract } from '@headgate/ports/contracts'
import { describe } from 'vitest'
import { createVirtualClock } from '../virtual-clock.ts'
import { createFakeStores } from './create-fake-stores.ts'

const makeStores = async () => {
  const clock = createVirtualClock(1_800_000_000_000)
  const stores = createFakeStores({ clock })
  return { ...stores, spoolWriter: stores.spool, spoolReader: stores.spool, clock, stop: async () => {} }
}

describe('fake stores', () => {
  describe('stores', () => storeContract(makeStores))
  describe('resources', () => resourceContract(makeStores))
  describe('spool', () => spoolContract(makeStores))
})
