import { environmentKey } from '@headgate/domain'
import { afterEach, describe, expect, it } from 'vitest'
import { must, StorageTown, tenant } from './storage-town.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const endless = 'INSERT INTO sink SELECT id FROM source'

let town: StorageTown

async function begin(settings = {}): Promise<StorageTown> {
  town = new StorageTown(7, settings)
  await town.start()
  await town.createTables()
  return town
}

/** What there really is, to the byte. */
async function filesNow() {
  const { entries, nextStartAfter } = must(await town.world.blobs.listPage(environmentKey(tenant)))
  expect(nextStartAfter).toBeUndefined()
  return { files: entries.filter(({ key }) => !key.endsWith('/')).length, bytes: entries.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) }
}

afterEach(async () => {
  expect(town.problems).toEqual([])
  await town.stop()
})

describe('a savepoint of a running statement', () => {
  it('is written, read back and complete while the statement goes on', async () => {
    await begin()
    await town.create('totals', endless)
    await town.untilPhase('totals', 'RUNNING')
    const id = await town.take('totals')
    await town.untilSnapshot(id, 'COMPLETED')
    const snapshot = await town.snapshot(id)
    expect(snapshot.observed.content).toMatchObject({ ownFiles: 2, sharedFiles: 0 })
    expect((await town.read('totals')).status.phase).toBe('RUNNING')
  })

  it('is tried again when Flink fails it, in a directory of its own', async () => {
    await begin()
    await town.create('totals', endless)
    await town.untilPhase('totals', 'RUNNING')
    town.world.cluster.settings.engine.savepointFailures.push('no space left')
    const id = await town.take('totals')
    await town.untilSnapshot(id, 'COMPLETED')
    expect(await town.snapshot(id)).toMatchObject({ intent: { attempt: { attempt: 2 }, failures: 1 }, observed: { failure: { message: 'no space left' } } })
  })
})

describe('a stop', () => {
  it('leaves a snapshot that is known before Flink is asked, and a directory that is handed over', async () => {
    await begin()
    await town.create('totals', endless)
    await town.untilPhase('totals', 'RUNNING')
    await town.pass(30_000)
    await town.setStopped('totals', true)
    await town.untilPhase('totals', 'STOPPED')
    await town.until('the snapshot of the stop', async () => (await town.allSnapshots()).some(({ trigger, state }) => trigger === 'stop' && state === 'COMPLETED'))
    expect([...town.world.stores.database.directories.values()]).toHaveLength(1)
    await town.setStopped('totals', false)
    await town.untilPhase('totals', 'RUNNING')
  })
})

describe('clean-up', () => {
  it('leaves what is needed and takes what is not, and its report is right to the byte', async () => {
    await begin()
    await town.create('totals', endless)
    await town.untilPhase('totals', 'RUNNING')
    await town.pass(minuteMs)
    const id = await town.take('totals')
    await town.untilSnapshot(id, 'COMPLETED')
    await town.setStopped('totals', true)
    await town.untilPhase('totals', 'STOPPED')
    await town.pass(3 * hourMs)
    const report = await town.scan()
    expect(report.total).toEqual(await filesNow())
    await town.changeSpec(id, { trash: { atMs: town.world.clock.nowMs(), by: 'user', reason: 'Asked for.' } })
    await town.pass(26 * hourMs)
    expect((await town.world.stores.api.loadSnapshot(tenant, id)).ok).toBe(false)
    expect((await town.allSnapshots()).map(({ trigger, state }) => `${trigger} ${state}`)).toEqual(['stop COMPLETED'])
    const after = await town.scan()
    expect(after.total).toEqual(await filesNow())
    expect(town.world.blobs.keysNow(environmentKey(tenant)).some((key) => key.includes(id))).toBe(false)
    await town.setStopped('totals', false)
    await town.untilPhase('totals', 'RUNNING')
  })
})

describe('a chosen snapshot', () => {
  it('is what a stopped statement goes on from, also when that run is lost before its first checkpoint', async () => {
    await begin()
    await town.create('totals', endless)
    await town.untilPhase('totals', 'RUNNING')
    const id = await town.take('totals')
    await town.untilSnapshot(id, 'COMPLETED')
    await town.pass(minuteMs)
    await town.setStopped('totals', true)
    await town.untilPhase('totals', 'STOPPED')
    const { uid, intent } = await town.read('totals')
    const { uri } = (await town.snapshot(id)).observed
    expect(intent.restorePoint?.uri).not.toBe(uri)
    await town.resumeFrom('totals', id)
    await town.until('a job from the chosen snapshot', async () => town.restoredFrom(uid) === uri)
    const before = (await town.read('totals')).intent.generation?.generation
    for (const { worker } of town.world.cluster.alive('jobmanager')) town.world.cluster.exit(worker.workerId)
    await town.until('the next generation', async () => ((await town.read('totals')).intent.generation?.generation ?? 0) > (before ?? 0))
    await town.untilPhase('totals', 'RUNNING')
    expect(town.restoredFrom(uid)).toBe(uri)
    // With a checkpoint of its own it goes on from that.
    await town.pass(minuteMs)
    for (const { worker } of town.world.cluster.alive('jobmanager')) town.world.cluster.exit(worker.workerId)
    await town.pass(10_000)
    await town.untilPhase('totals', 'RUNNING')
    expect(town.restoredFrom(uid)).toContain('/chk-')
  })
})

describe('a fork', () => {
  it('begins with the state of a snapshot, which stays until it has a checkpoint of its own', async () => {
    await begin()
    await town.create('totals', endless)
    await town.untilPhase('totals', 'RUNNING')
    const id = await town.take('totals')
    await town.untilSnapshot(id, 'COMPLETED')
    const { uid } = await town.fork(id, 'copy')
    await town.untilPhase('copy', 'RUNNING')
    expect(town.restoredFrom(uid)).toBe((await town.snapshot(id)).observed.uri)
    const prepared = (await town.read('copy')).observed.prepared
    expect(prepared?.planKey).toContain(uid)
    await town.setStopped('totals', true)
    await town.untilPhase('totals', 'STOPPED')
    expect((await town.read('copy')).status.phase).toBe('RUNNING')
  })
})

describe('a drill', () => {
  it('restores a snapshot out of sight until a checkpoint completes, and leaves nothing', async () => {
    await begin({ recordsAfterMs: hourMs })
    await town.create('totals', endless)
    await town.untilPhase('totals', 'RUNNING')
    const id = await town.take('totals')
    await town.untilSnapshot(id, 'COMPLETED')
    await town.changeSpec(id, { drillRequestedAtMs: town.world.clock.nowMs() })
    await town.world.wake.wake({ kind: 'storage', ...tenant, id: tenant.environmentId }, 0)
    await town.until('the outcome of the drill', async () => (await town.snapshot(id)).observed.verifications?.some(({ how }) => how === 'drill') === true)
    expect((await town.snapshot(id)).observed.verifications).toMatchObject([{ how: 'drill', isGood: true }])
    await town.until('the end of the drill', async () => (await town.snapshot(id)).observed.drill === undefined)
    expect([...town.world.stores.database.statements.values()].filter(({ scratch }) => scratch === true)).toEqual([])
    expect([...town.world.stores.database.pools.values()].map((pool) => pool.id)).toEqual(['lfcp-1'])
    await town.pass(4 * hourMs)
    await town.scan()
    expect(town.world.blobs.keysNow(environmentKey(tenant)).filter((key) => key.includes('drill'))).toEqual([])
  })
})
