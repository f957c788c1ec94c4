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
