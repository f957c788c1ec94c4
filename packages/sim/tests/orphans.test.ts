import { expect, it } from 'vitest'
import { dropOrphans } from '@headgate/reconcile'
import { must, pool, townWithInsert } from './town.ts'

it('ends what was started for a pool that was removed meanwhile, and nothing of others', async () => {
  const town = await townWithInsert()
  const { world } = town
  const living = () => world.cluster.alive().map(({ worker }) => worker.computePoolId)
  const before = living()
  const removed = { ...pool, computePoolId: 'lfcp-removed' }
  const foreign = { ...pool, environmentId: 'env-foreign' }
  for (const each of [removed, foreign]) must(await world.cluster.ensureWorkers({ ...each, clusterGeneration: 1, taskManagers: 1, slotsPerTaskManager: 4 }))
  const { ports } = world
  expect(await dropOrphans(ports)).toEqual({ pools: [removed], failures: [] })
  await world.clock.advance(10_000)
  expect(living().sort()).toEqual([...before, ...Array<string>(3).fill(foreign.computePoolId)].sort())
  // And then its records.
  expect(await dropOrphans(ports)).toEqual({ pools: [removed], failures: [] })
  expect(must(await world.cluster.listWorkers(removed))).toEqual([])
  expect(await dropOrphans(ports)).toEqual({ pools: [], failures: [] })
})

it('touches nothing while the store does not answer', async () => {
  const town = await townWithInsert()
  const { world } = town
  const before = world.cluster.alive().length
  const removed = { ...pool, computePoolId: 'lfcp-removed' }
  must(await world.cluster.ensureWorkers({ ...removed, clusterGeneration: 1, taskManagers: 0, slotsPerTaskManager: 4 }))
  for (const verb of ['store.listPools', 'store.loadEnvironment']) {
    const takeBack = world.faults.add({ verb, fault: { kind: 'unavailable' } })
    expect((await dropOrphans(world.ports)).pools).toEqual([])
    takeBack()
  }
  expect(world.cluster.alive().length).toBe(before + 2)
})
