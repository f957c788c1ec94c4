import { describe, expect, it } from 'vitest'
import { createFakeWorld } from './create-fake-world.ts'
import { findOrphans, findViolations } from './find-violations.ts'

const pool = { organizationId: 'o1', environmentId: 'env-000001', computePoolId: 'lfcp-000001' }

async function worldWithCluster() {
  const world = createFakeWorld(1)
  await world.cluster.ensureWorkers({ ...pool, clusterGeneration: 1, taskManagers: 1, slotsPerTaskManager: 4 })
  await world.clock.advance(10_000)
  const submit = (jobId: string) =>
    world.cluster.engineOf(pool, 1)!.submit({
      jobId,
      name: 'job',
      sql: '',
      parallelism: 1,
      ends: { kind: 'never' },
      checkpointsUri: world.blobs.uri('organizations/o1/environments/env-000001/statements/u1/checkpoints'),
      checkpointIntervalMs: undefined,
    })
  return { world, submit }
}

describe('findViolations', () => {
  it('finds two jobs of one statement, and jobs that nobody wants', async () => {
    const { world, submit } = await worldWithCluster()
    submit('a'.repeat(32))
    expect(findViolations(world)).toEqual([])
    expect(findOrphans(world)).toEqual([expect.stringContaining('wanted by nobody')])
    submit('b'.repeat(32))
    expect(findViolations(world)).toEqual(['statement u1 has two living jobs'])
    world.cluster.engineOf(pool, 1)!.finish('a'.repeat(32))
    expect(findViolations(world)).toEqual([])
  })

  it('finds two JobManagers of one pool, unless one of them was decided on and has no job', async () => {
    const { world } = await worldWithCluster()
    const ensure = (clusterGeneration: number) => world.cluster.ensureWorkers({ ...pool, clusterGeneration, taskManagers: 0, slotsPerTaskManager: 4, besideOlder: true })
    await ensure(2)
    expect(findViolations(world)).toEqual(['pool env-000001/lfcp-000001 has two living JobManagers'])
    await world.cluster.dropWorkers(pool, 1)
    await world.clock.advance(1_000)
    expect(findViolations(world)).toEqual([])
    await ensure(3)
    await ensure(4)
    expect(findViolations(world)).toEqual(['pool env-000001/lfcp-000001 has 3 living JobManagers'])
  })
})
