import { clusterContract } from '@headgate/ports/contracts'
import { describe } from 'vitest'
import { createFakeWorld } from '../create-fake-world.ts'
import { drivenBy, waitOn } from '../driven-by.ts'

describe('fake cluster', () => {
  clusterContract(async () => {
    const { clock, cluster } = createFakeWorld(1)
    return {
      cluster: drivenBy(clock, cluster),
      pool: { organizationId: 'o1', environmentId: 'env-000001', computePoolId: 'lfcp-000001' },
      kill: async (worker) => cluster.exit(worker.workerId),
      wait: (look, what) => waitOn(clock, look, what),
      stop: async () => {},
    }
  })
})
