import { describe, expect, it } from 'vitest'
import { failed } from '@headgate/domain'
import { must, pool, tenant, Town, townWithInsert, townWithTables } from './town.ts'

describe('the loop on fakes, in virtual time', () => {
  it('believes a refusal of a start only when the JobManager has no such job: no job is left behind, none is called gone that runs', async () => {
    for (const [name, sql, end] of [['run', 'INSERT INTO sink SELECT id FROM source', 'RUNNING'], ['look', 'SELECT id FROM source', 'FAILED']] as const) {
      const town = await townWithTables()
      await town.create(name, sql)
      for (let waited = 0; (await town.read(name)).intent.generation === undefined && waited < 60_000; waited += 1) await town.world.clock.advance(1)
      // The job is started, and the gateway words the answer as a refusal.
      town.world.faults.add({ verb: 'gateway.fetchPage', fault: { kind: 'answer', answer: failed('rejected', 'Something that nobody has seen before.') }, times: 1 })
      await town.until(name, end)
      await town.world.clock.advance(5_000)
      expect([name, town.liveJobs()]).toEqual([name, end === 'RUNNING' ? 1 : 0])
    }
  })

  it('goes on as soon as a store that was away answers again: no lease is left behind', async () => {
    const town = await townWithTables()
    await town.create('run', 'INSERT INTO sink SELECT id FROM source')
    // Its generation is committed, and the job is being submitted under the lease.
    for (let waited = 0; (await town.read('run')).intent.generation === undefined && waited < 60_000; waited += 10) await town.world.clock.advance(10)
    town.world.faults.add({ verb: 'store.*', fault: { kind: 'unavailable' }, forMs: 3_000 })
    await town.world.clock.advance(3_000)
    expect((await town.read('run')).status.phase).toBe('PENDING')
    await town.until('run', 'RUNNING', 8_000)
    expect(town.crashes).toEqual([])
  })

  it('runs an INSERT, loses its JobManager, and goes on from the newest checkpoint as a new generation', async () => {
    const town = await townWithInsert()
    await town.world.clock.advance(25_000)
    town.killJobManager()
    await town.world.clock.advance(1_000)
    expect((await town.read('run')).status.phase).toBe('PENDING')
    const again = await town.until('run', 'RUNNING')
    expect(again.intent.generation).toMatchObject({ generation: 2, restoreFrom: { kind: 'checkpoint', generation: 1 } })
    expect(town.liveJobs()).toBe(1)
    expect(town.crashes).toEqual([])
  })

  it('stops with a savepoint and resumes from it', async () => {
    const town = await townWithInsert()
    await town.world.clock.advance(5_000)
    await town.setStopped('run', true)
    const stopped = await town.until('run', 'STOPPED')
    expect(stopped.intent.restorePoint).toMatchObject({ kind: 'savepoint', generation: 1 })
    expect(town.liveJobs()).toBe(0)
    await town.setStopped('run', false)
    const again = await town.until('run', 'RUNNING')
    expect(again.intent.generation?.restoreFrom?.uri).toBe(stopped.intent.restorePoint?.uri)
    expect(town.liveJobs()).toBe(1)
    await town.world.clock.advance(5_000)
    await town.setStopped('run', true)
    const second = await town.until('run', 'STOPPED')
    expect(second.intent.restorePoint).toMatchObject({ kind: 'savepoint', generation: 2 })
    expect(second.intent.restorePoint?.uri).not.toBe(stopped.intent.restorePoint?.uri)
  })

  it('a job that ended for a savepoint did not finish by itself, even if the savepoint is gone before anybody looked', async () => {
    const town = await townWithInsert()
    await town.world.clock.advance(5_000)
    await town.setStopped('run', true)
    await town.until('run', 'STOPPING')
    const undo = town.world.faults.add({ verb: 'store.*', fault: { kind: 'unavailable' } })
    await town.world.clock.advance(2_000)
    expect((await town.jobOf('run'))?.state).toBe('FINISHED')
    for (const key of town.world.blobs.keysNow().filter((each) => each.includes('/savepoints/'))) town.world.blobs.removeNow(key)
    undo()
    await town.until('run', 'STOPPED')
    await town.setStopped('run', false)
    const parked = await town.untilSeen('run', (statement) => statement.intent.rest === 'parked')
    expect(parked.status.waitingFor).toContain('is not there any more')
    expect(town.liveJobs()).toBe(0)
  })

  it('finds a job whose submit was never answered', async () => {
    const town = await townWithTables()
    town.world.faults.add({ verb: 'gateway.fetchPage', fault: { kind: 'lost-reply' }, times: 30, skip: 3 })
    await town.create('run', 'INSERT INTO sink SELECT id FROM source')
    const running = await town.until('run', 'RUNNING')
    expect(running.intent.generation?.generation).toBe(1)
    expect(town.liveJobs()).toBe(1)
  })

  it('a bounded INSERT that finished just before its JobManager died does not run again', async () => {
    const town = await townWithTables()
    await town.create('few', "CREATE TABLE few (id BIGINT) WITH ('connector' = 'datagen', 'number-of-rows' = '5')")
    await town.until('few', 'COMPLETED')
    await town.create('once', 'INSERT INTO sink SELECT id FROM few')
    const running = await town.until('once', 'RUNNING')
    const engine = town.world.cluster.engineOf(pool, running.intent.generation?.clusterGeneration ?? 0)
    town.world.faults.add({ verb: 'flink.*', fault: { kind: 'unavailable' }, forMs: 60_000 })
    engine?.finish(running.intent.generation?.jobId ?? '')
    await town.world.clock.advance(2_000)
    town.killJobManager()
    town.world.faults.clear()
    const ended = await town.until('once', 'COMPLETED')
    expect(ended.intent.generation?.generation).toBe(1)
    expect(ended.observed.ended?.evidence).toBe('archive')
  })

  it('drains a bounded query to its end', async () => {
    const town = await townWithTables()
    await town.create('few', "CREATE TABLE few (id BIGINT) WITH ('connector' = 'datagen', 'number-of-rows' = '5')")
    await town.until('few', 'COMPLETED')
    const query = await town.create('query', 'SELECT id FROM few', { properties: { 'sql.snapshot.mode': 'now' } })
    await town.until('query', 'COMPLETED')
    const read = must(await town.world.stores.spool.read(tenant, query.uid, 0, town.world.clock.nowMs()))
    expect(read.rows?.length).toBe(5)
    expect(town.liveJobs()).toBe(0)
  })

  it('loses no row when a drain outlives its lease and another one begins beside it', async () => {
    const town = await townWithTables()
    await town.world.clock.drive(town.makeController().start())
    const query = await town.create('query', 'SELECT id FROM source')
    await town.until('query', 'RUNNING')
    // A turn of 5 s that begins 17 s after its lease of 20 s.
    town.world.faults.add({ verb: 'store.loadPool', fault: { kind: 'slow', delayMs: 17_000 }, times: 2 })
    await town.world.clock.advance(60_000)
    const { chunks } = [...town.world.stores.database.spools.values()].find((spool) => spool.statementUid === query.uid)!
    const ids = [...chunks].sort(([a], [b]) => a - b).flatMap(([, { rows }]) => rows.map(({ row }) => Number(row[0])))
    expect(ids.length).toBeGreaterThan(20)
    expect(ids).toEqual(ids.map((_, index) => index))
  })

  it('a query that nobody reads is stopped, and its job with it', async () => {
    const town = await townWithTables()
    await town.create('query', 'SELECT id FROM source')
    await town.until('query', 'RUNNING')
    await town.world.clock.advance(5 * 60_000 + 65_000)
    expect((await town.read('query')).status).toMatchObject({ phase: 'STOPPED' })
    expect(town.liveJobs()).toBe(0)
  })

  it('suspends before a stop of the deployment, and goes on at the next start', async () => {
    const town = await townWithInsert()
    await town.world.clock.advance(5_000)
    const suspension = await town.world.clock.drive(town.controller.suspend(40_000))
    expect(suspension).toEqual({ suspended: 1, unfinished: [] })
    const suspended = await town.read('run')
    expect(suspended.status.phase).toBe('PENDING')
    expect(suspended.spec.stopped).toBe(false)
    expect(town.liveJobs()).toBe(0)
    await town.world.clock.drive(town.controller.stop())
    town.controller = town.makeController()
    await town.world.clock.drive(town.controller.start())
    const again = await town.until('run', 'RUNNING')
    expect(again.intent.generation?.restoreFrom?.kind).toBe('savepoint')
  })

  it('needs no signals: lost wake-ups are found by the scan', async () => {
    const town = new Town(7)
    town.world.wake.settings = { ...town.world.wake.settings, dropRate: 1 }
    await town.start()
    await town.create('ddl', "CREATE TABLE source (id BIGINT) WITH ('connector' = 'datagen')")
    await town.until('ddl', 'COMPLETED')
  })

  it('deletes a running statement only after its job is gone', async () => {
    const town = await townWithInsert()
    must(await town.world.stores.api.requestStatementDeletion(tenant, 'run', town.world.clock.nowMs()))
    for (let waited = 0; waited < 60_000; waited += 100) {
      const loaded = await town.world.stores.api.loadStatement(tenant, 'run')
      if (!loaded.ok) break
      await town.world.clock.advance(100)
    }
    expect((await town.world.stores.api.loadStatement(tenant, 'run')).ok).toBe(false)
    expect(town.liveJobs()).toBe(0)
  })

  it('stops, and deletes, an INSERT whose submit never got through', async () => {
    const town = await townWithTables()
    const isSubmit = ([, , request]: unknown[]) => (request as { statement: string }).statement.startsWith('EXECUTE PLAN')
    town.world.faults.add({ verb: 'gateway.execute', fault: { kind: 'unavailable' }, when: isSubmit })
    for (const name of ['one', 'two']) await town.create(name, 'INSERT INTO sink SELECT id FROM source')
    await town.world.clock.advance(60_000)
    expect((await town.read('one')).intent.generation?.generation).toBe(1)
    await town.setStopped('one', true)
    must(await town.world.stores.api.requestStatementDeletion(tenant, 'two', town.world.clock.nowMs()))
    await town.until('one', 'STOPPED', 200_000)
    await town.world.clock.advance(10_000)
    expect((await town.world.stores.api.loadStatement(tenant, 'two')).ok).toBe(false)
    town.world.faults.clear()
    await town.setStopped('one', false)
    await town.until('one', 'RUNNING')
    expect(town.liveJobs()).toBe(1)
  })

  it('a query whose start was not heard of fails, and leaves no job behind', async () => {
    const town = await townWithTables()
    const isSelect = ([, , request]: unknown[]) => (request as { statement: string }).statement.startsWith('SELECT')
    town.world.faults.add({ verb: 'gateway.execute', fault: { kind: 'crash', moment: 'after' }, times: 1, when: isSelect })
    await town.create('query', 'SELECT id FROM source')
    const failed = await town.until('query', 'FAILED')
    expect(failed.status.detail).toContain('Run it again')
    expect(town.liveJobs()).toBe(0)
  })

  it('a turn that outlived its lease sends no job', async () => {
    const town = await townWithTables()
    town.world.faults.add({ verb: 'blobs.ensureDirectory', fault: { kind: 'slow', delayMs: 30_000 }, times: 1, when: ([key]) => String(key).includes('/checkpoints/') })
    await town.create('run', 'INSERT INTO sink SELECT id FROM source')
    await town.until('run', 'RUNNING')
    const sent = town.world.faults.calls.filter((call) => call.verb === 'gateway.execute' && (call.arguments[2] as { statement: string }).statement.startsWith('EXECUTE PLAN'))
    expect(sent.length).toBe(1)
    const slow = town.world.faults.calls.find((call) => call.fault === 'slow')
    const leases = town.world.faults.calls.filter((call) => call.verb === 'store.lease' && call.atMs > (slow?.atMs ?? 0) && call.atMs <= (sent[0]?.atMs ?? 0))
    expect(leases.length).toBeGreaterThan(0)
  })
})
