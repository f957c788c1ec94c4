import { describe, expect, it } from 'vitest'
import { newOwnPool, ownPoolIdOf } from '@headgate/domain'
import type { Pool, Statement } from '@headgate/domain'
import { must, pool as shared, tenant, townWithTables } from './town.ts'
import type { Town } from './town.ts'

const insert = 'INSERT INTO sink SELECT id FROM source'

async function townWithTwo(maxCfu = 10): Promise<{ town: Town; pool: Pool; own(name: string): Promise<string> }> {
  const town = await townWithTables()
  const pool = await town.createDedicatedPool('lfcp-own', maxCfu)
  for (const name of ['a', 'b']) await town.create(name, insert, { pool })
  return { town, pool, own: async (name) => ownPoolIdOf(pool.id, (await town.read(name)).uid) }
}

const living = (town: Town, computePoolId: string) => town.world.cluster.alive(undefined, computePoolId).map(({ worker }) => worker.role).sort()
const poolRow = async (town: Town, computePoolId: string) => town.world.ports.store.loadPool({ ...tenant, computePoolId })
const settle = async (town: Town, isSo: () => boolean | Promise<boolean>, limitMs = 120_000): Promise<void> => {
  for (let waited = 0; waited < limitMs; waited += 500) {
    if (await isSo()) return
    await town.world.clock.advance(500)
  }
  expect(await isSo()).toBe(true)
}
const change = async (town: Town, name: string, spec: Partial<Statement['spec']>, to?: Pool) => {
  const before = await town.read(name)
  const ownPool = to === undefined ? undefined : newOwnPool(to, before, town.world.clock.nowMs())
  must(await town.world.stores.api.changeStatementSpec(tenant, name, { ...before.spec, ...spec }, before.specVersion, town.world.clock.nowMs(), ownPool))
}

describe('INSERTs of a DEDICATED pool', () => {
  it('run in a cluster each; the pool itself starts none, and counts them', async () => {
    const { town, pool, own } = await townWithTwo()
    for (const name of ['a', 'b']) {
      const { intent } = await town.until(name, 'RUNNING')
      expect(intent.generation?.computePoolId).toBe(await own(name))
      expect(living(town, await own(name))).toEqual(['gateway', 'jobmanager', 'taskmanager'])
    }
    expect(living(town, pool.id)).toEqual([])
    await settle(town, async () => must(await poolRow(town, pool.id)).status.currentCfu === 2)
    expect(town.crashes).toEqual([])
  })

  it('a lost TaskManager or JobManager of one is nothing to the other', async () => {
    const { town, own } = await townWithTwo()
    for (const name of ['a', 'b']) await town.until(name, 'RUNNING')
    await town.world.clock.advance(15_000)
    const before = await town.read('b')
    for (const { worker } of town.world.cluster.alive(undefined, await own('a'))) town.world.cluster.exit(worker.workerId, 'killed')
    await town.untilSeen('a', ({ intent, status }) => intent.generation?.generation === 2 && status.phase === 'RUNNING')
    expect((await town.read('a')).intent.generation).toMatchObject({ computePoolId: await own('a'), restoreFrom: { kind: 'checkpoint' } })
    expect((await town.read('b')).intent.generation).toEqual(before.intent.generation)
    expect((await town.read('b')).status.warnings).toEqual([])
  })

  it('queries and DDL run in the pool itself', async () => {
    const town = await townWithTables()
    const pool = await town.createDedicatedPool('lfcp-own')
    await town.create('view', 'CREATE VIEW v AS SELECT id FROM source', { pool })
    await town.until('view', 'COMPLETED')
    expect(living(town, pool.id)).toContain('gateway')
  })

  it('share one budget: who finds no room says so with the pool that was named, and starts when there is some', async () => {
    const { town, pool } = await townWithTwo(1)
    await settle(town, async () => (await town.read('a')).status.phase === 'RUNNING' || (await town.read('b')).status.phase === 'RUNNING')
    const [runs, waits] = (await town.read('a')).status.phase === 'RUNNING' ? (['a', 'b'] as const) : (['b', 'a'] as const)
    const waiting = await town.untilSeen(waits, ({ status }) => status.scalingState === 'POOL_EXHAUSTED')
    expect(waiting.status.waitingFor).toContain(`All 1 CFU of the pool ${pool.id} are in use`)
    expect(must(await poolRow(town, pool.id)).status.currentCfu).toBe(1)
    await town.setStopped(runs, true)
    await town.until(waits, 'RUNNING')
    await town.until(runs, 'STOPPED')
    // It was granted once, and is not any more.
    await town.setStopped(runs, false)
    await town.untilSeen(runs, ({ status }) => status.scalingState === 'POOL_EXHAUSTED')
    const { spec, specVersion } = must(await town.world.stores.api.loadPool(tenant, pool.id))
    must(await town.world.stores.api.changePoolSpec(tenant, pool.id, { ...spec, maxCfu: 2 }, specVersion, town.world.clock.nowMs()))
    await town.until(runs, 'RUNNING')
    expect((await town.read(waits)).status.phase).toBe('RUNNING')
  })

  it('one that rests gives its processes back soon, and goes on from its savepoint in the same pool', async () => {
    const { town, own } = await townWithTwo()
    await town.until('a', 'RUNNING')
    await town.world.clock.advance(15_000)
    await town.setStopped('a', true)
    await town.until('a', 'STOPPED')
    await settle(town, async () => living(town, await own('a')).length === 0, 60_000)
    await town.setStopped('a', false)
    expect((await town.until('a', 'RUNNING')).intent.generation).toMatchObject({ computePoolId: await own('a'), restoreFrom: { kind: 'savepoint' } })
  })

  it('moves to a shared pool and back with its state', async () => {
    const { town, pool, own } = await townWithTwo()
    for (const to of [undefined, pool]) {
      await town.until('a', 'RUNNING')
      await town.world.clock.advance(15_000)
      await change(town, 'a', { computePoolId: to?.id ?? shared.computePoolId }, to)
      const place = to === undefined ? shared.computePoolId : await own('a')
      const moved = await town.untilSeen('a', ({ intent, status }) => intent.generation?.computePoolId === place && status.phase === 'RUNNING')
      expect(moved.intent.generation?.restoreFrom).toMatchObject({ kind: 'savepoint' })
    }
    await settle(town, async () => must(await poolRow(town, pool.id)).status.currentCfu === 2)
    expect(town.crashes).toEqual([])
  })

  it('a removed statement leaves nothing, not even where it was before', async () => {
    const { town, pool, own } = await townWithTwo()
    await town.until('a', 'RUNNING')
    const former = await own('a')
    const other = await town.createDedicatedPool('lfcp-other')
    await change(town, 'a', { computePoolId: other.id }, other)
    const now = ownPoolIdOf(other.id, (await town.read('a')).uid)
    await town.untilSeen('a', ({ intent, status }) => intent.generation?.computePoolId === now && status.phase === 'RUNNING')
    must(await town.world.stores.api.requestStatementDeletion(tenant, 'a', town.world.clock.nowMs()))
    await settle(town, async () => !(await poolRow(town, former)).ok && !(await poolRow(town, now)).ok)
    expect([...living(town, former), ...living(town, now)]).toEqual([])
    await settle(town, async () => must(await poolRow(town, pool.id)).status.currentCfu === 1 && must(await poolRow(town, other.id)).status.currentCfu === 0)
  })

  it('a removed pool takes the own pools of its resting statements along; a resume then says what is missing', async () => {
    const { town, pool, own } = await townWithTwo()
    for (const name of ['a', 'b']) await town.setStopped(name, true)
    for (const name of ['a', 'b']) await town.until(name, 'STOPPED')
    must(await town.world.stores.api.requestPoolDeletion(tenant, pool.id, town.world.clock.nowMs()))
    const former = await own('a')
    await settle(town, async () => !(await poolRow(town, pool.id)).ok && !(await poolRow(town, former)).ok)
    await town.setStopped('a', false)
    expect((await town.until('a', 'FAILED')).status.detail).toContain('The compute pool lfcp-own does not exist any more')
    await change(town, 'b', { computePoolId: shared.computePoolId, stopped: false })
    await town.until('b', 'RUNNING')
  })

  it('an own pool whose removal of the statement was told to nobody is found all the same', async () => {
    const { town, own } = await townWithTwo()
    await town.until('a', 'RUNNING')
    await town.setStopped('a', true)
    await town.until('a', 'STOPPED')
    const former = await own('a')
    const { uid } = await town.read('a')
    await settle(town, () => living(town, former).length === 0)
    town.world.stores.database.statements.delete(JSON.stringify([tenant.organizationId, tenant.environmentId, uid]))
    await settle(town, async () => !(await poolRow(town, former)).ok, 700_000)
  })
})
