import { describe, expect, it } from 'vitest'
import { townWithTables } from './town.ts'
import type { Town } from './town.ts'

const poison = "SELECT REPEAT('x', 1500000000) FROM source"

/** From now on each gateway that begins to plan the poison runs out of memory, in virtual time. */
function poisonGateways(town: Town): void {
  const { cluster, gateway, clock } = town.world
  const look = () => {
    for (const session of gateway.sessions()) {
      const isPoisoned = [...session.operations.values()].some((operation) => operation.sql.includes('REPEAT') && operation.outcome === undefined)
      const isAlive = cluster.alive('gateway').some((each) => each.worker.workerId === session.gatewayWorkerId)
      if (isPoisoned && isAlive) cluster.exit(session.gatewayWorkerId, 'out-of-memory', 'Terminating due to java.lang.OutOfMemoryError: Java heap space')
    }
    clock.schedule(20, look)
  }
  clock.schedule(20, look)
}

describe('a statement whose planning exhausts the SQL gateway', () => {
  it('is FAILED after three gateways; statements beside it and after it are planned and run', async () => {
    const town = await townWithTables()
    poisonGateways(town)
    const lost = () => town.world.cluster.all().filter(({ worker }) => worker.role === 'gateway' && worker.exit?.reason === 'out-of-memory').length
    await town.create('poison', poison)
    await town.create('beside', 'INSERT INTO sink SELECT id FROM source')
    await town.world.clock.advance(20_000)
    await town.create('after', 'INSERT INTO sink SELECT k FROM source')
    await town.until('beside', 'RUNNING', 200_000)
    await town.until('after', 'RUNNING', 200_000)
    const failed = await town.until('poison', 'FAILED', 300_000)
    expect(failed.status.detail).toMatch(/ended the SQL gateway of its compute pool 3 times/)
    expect(lost()).toBeLessThanOrEqual(4)
    await town.create('later', 'INSERT INTO sink SELECT id FROM source')
    await town.until('later', 'RUNNING')
    expect(town.crashes).toEqual([])
  }, 60_000)

  it('is so for a one-shot statement too', async () => {
    const town = await townWithTables()
    poisonGateways(town)
    await town.create('explain', `EXPLAIN ${poison}`)
    const failed = await town.until('explain', 'FAILED', 300_000)
    expect(failed.status.detail).toMatch(/3 times/)
    await town.create('table', "CREATE TABLE other (id BIGINT) WITH ('connector' = 'blackhole')")
    await town.until('table', 'COMPLETED')
  }, 60_000)
})
