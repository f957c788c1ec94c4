import type { Snapshot } from '@headgate/domain'
import { beforeEach, describe, expect, it } from 'vitest'
import { tenantKey } from '../../src/fakes/stores/fake-database.ts'
import { hourMs, jobDirectory, jobId, KeeperTown, root, tenant, uid } from './keeper.ts'

let town: KeeperTown

beforeEach(async () => {
  town = new KeeperTown()
  await town.start()
})

const present = (key: string): boolean => town.world.blobs.statNow(key) !== undefined
const generation = { generation: 1, jobId, computePoolId: 'p', clusterGeneration: 1, parallelism: 1, createdAtMs: 0 }
const idOf = (digit: string) => `${digit.repeat(8)}-${digit.repeat(4)}-4${digit.repeat(3)}-8${digit.repeat(3)}-${digit.repeat(12)}`

describe('the checkpoints that a generation left', () => {
  it('are registered, but for one that a late list shows still', async () => {
    town.putSnapshotFiles(`${jobDirectory}/chk-6`)
    town.putSnapshotFiles(`${jobDirectory}/chk-7`)
    town.world.blobs.removeNow(`${jobDirectory}/chk-6`)
    town.world.blobs.settings.shownAfterRemovalMs = hourMs
    town.handOver()
    await town.pass(10_000)
    await town.turn()
    expect(town.snapshots().map(({ state, intent }) => `${intent.directoryKey?.split('/').at(-1)} ${state}`)).toEqual(['chk-7 COMPLETED'])
    expect(town.directory()).toMatchObject({ registeredAtMs: expect.any(Number) })
    expect(town.directory()?.frozenBecause).toBeUndefined()
  })

  it('are registered once, also when a person adopted one before', async () => {
    const directoryKey = `${jobDirectory}/chk-7`
    town.putSnapshotFiles(directoryKey)
    town.addSnapshot({ id: idOf('1'), trigger: 'adopted', intent: { failures: 0, directoryKey }, observed: { uri: town.world.blobs.uri(directoryKey) } })
    town.handOver()
    await town.pass(10_000)
    await town.turn()
    expect(town.snapshots().map(({ trigger }) => trigger)).toEqual(['adopted'])
    expect(town.directory()?.registeredAtMs).toBeDefined()
  })

  it('freeze their directory when one cannot be read: nothing in it is deleted, though its snapshot failed', async () => {
    town.world.blobs.writeNow(`${jobDirectory}/chk-7/_metadata`, 'nothing that can be read')
    town.handOver()
    await town.pass(10_000)
    await town.turn()
    expect(town.directory()?.frozenBecause).toContain('chk-7')
    for (let scan = 0; scan < 4; scan++) {
      await town.pass(2 * hourMs)
      await town.turn()
    }
    expect(present(`${jobDirectory}/chk-7/_metadata`)).toBe(true)
  })

  it('are not looked through, nor taken over, while a job may write there', async () => {
    town.addStatement({ intent: { generation } })
    town.putSnapshotFiles(`${jobDirectory}/chk-7`)
    town.handOver()
    await town.pass(10_000)
    await town.turn()
    expect(town.snapshots()).toEqual([])
  })

  it('are told to be broken when files of them are missing: their job was lost while it discarded them', async () => {
    town.putSnapshotFiles(`${jobDirectory}/chk-7`, [`${jobDirectory}/shared/a`])
    town.world.blobs.removeNow(`${jobDirectory}/shared/a`)
    town.handOver()
    await town.pass(10_000)
    await town.turn()
    expect(town.snapshots()).toMatchObject([{ state: 'COMPLETED', observed: { verifications: [{ how: 'files', isGood: false }] } }])
    expect(town.directory()).toMatchObject({ registeredAtMs: expect.any(Number) })
  })

  it('what they share stays when one of them turns up that was not seen before', async () => {
    const shared = [`${jobDirectory}/shared/a`]
    town.putSnapshotFiles(`${jobDirectory}/chk-7`, shared)
    town.putSnapshotFiles(`${jobDirectory}/chk-8`, shared)
    town.handOver({ registeredAtMs: town.world.clock.nowMs() })
    const directoryKey = `${jobDirectory}/chk-7`
    const trash = { atMs: 0, by: 'user' as const, reason: 'Asked for.' }
    town.addSnapshot({ id: idOf('1'), trigger: 'retained', state: 'DELETING', spec: { labels: {}, pinned: false, trash }, intent: { failures: 0, directoryKey, doomedAtMs: 0 }, observed: { uri: town.world.blobs.uri(directoryKey) } })
    town.addReferences(idOf('1'), shared)
    await town.pass(2 * hourMs)
    await town.turn()
    expect(present(`${directoryKey}/_metadata`)).toBe(false)
    expect(present(shared[0] ?? '')).toBe(true)
    expect(present(`${jobDirectory}/chk-8/_metadata`)).toBe(true)
  })
})

describe('a directory of checkpoints that nobody recorded', () => {
  it('is taken over when its files are old; one without files may have just been made', async () => {
    town.world.blobs.makeDirectoryNow(`${jobDirectory}/shared`)
    await town.pass(30 * hourMs)
    await town.turn()
    expect(town.directory()).toBeUndefined()
    town.putSnapshotFiles(`${jobDirectory}/chk-7`)
    await town.pass(30 * hourMs)
    await town.turn()
    expect(town.directory()).toBeDefined()
  })
})

describe('the savepoint of a stop', () => {
  it('is there when the statement has found it, whatever a list shows', async () => {
    const directoryKey = `${root}/statements/${uid}/savepoints/1-1`
    const savepointUri = town.world.blobs.uri(`${directoryKey}/savepoint-a`)
    const triggerId = 'b'.repeat(32)
    town.addStatement({ intent: { generation, rest: 'stopped' }, observed: { goneGeneration: 1, stopOutcome: { triggerId, savepointUri } } })
    town.addSnapshot({ id: idOf('b'), trigger: 'stop', state: 'IN_PROGRESS', intent: { failures: 0, attempt: { attempt: 1, triggerId, directoryKey, startedAtMs: 0, generation: 1, jobId, computePoolId: 'p', clusterGeneration: 1 } } })
    town.putSnapshotFiles(`${directoryKey}/savepoint-a`)
    town.world.blobs.settings.hiddenFromListsMs = hourMs
    await town.turn()
    expect(town.snapshot(idOf('b'))).toMatchObject({ state: 'COMPLETED', observed: { uri: savepointUri } })
  })
})

describe('an attempt that failed', () => {
  const attemptKey = (attempt: number) => `${root}/statements/${uid}/snapshots/${idOf('1')}-${attempt}`
  const add = (change: Partial<Snapshot> = {}, attempt = 1): void => {
    const failure = { attempt, atMs: town.world.clock.nowMs(), message: 'It was not complete after 60 minutes.' }
    const made = { attempt, triggerId: 'x', directoryKey: attemptKey(attempt), startedAtMs: 0, generation: 1, jobId, computePoolId: 'p', clusterGeneration: 1 }
    town.addSnapshot({ id: idOf('1'), state: 'FAILED', intent: { failures: attempt, attempt: made }, observed: { failure }, ...change })
  }
  const scans = async (count: number): Promise<void> => {
    for (let scan = 0; scan < count; scan++) {
      await town.pass(2 * hourMs)
      await town.turn()
    }
  }

  it('and left a savepoint all the same is complete when a scan finds it', async () => {
    add()
    town.putSnapshotFiles(`${attemptKey(1)}/savepoint-a`)
    await scans(4)
    expect(town.snapshot(idOf('1'))).toMatchObject({ state: 'COMPLETED', observed: { uri: town.world.blobs.uri(`${attemptKey(1)}/savepoint-a`), verifications: [{ how: 'files', isGood: true }] } })
    expect(present(`${attemptKey(1)}/savepoint-a/own`)).toBe(true)
  })

  it('is found also when a scan before took what it left for remains', async () => {
    add()
    town.putSnapshotFiles(`${attemptKey(1)}/savepoint-a`)
    town.world.blobs.removeNow(`${attemptKey(1)}/savepoint-a/_metadata`)
    await scans(1)
    expect([...town.world.stores.database.marks.values()].map(({ mark }) => mark.key)).toEqual([attemptKey(1)])
    town.putSnapshotFiles(`${attemptKey(1)}/savepoint-a`)
    town.world.blobs.writeNow(`${attemptKey(1)}/savepoint-a/zone`, 'named by nobody')
    await scans(1)
    expect(town.snapshot(idOf('1'))?.state).toBe('COMPLETED')
    await scans(2)
    expect(present(`${attemptKey(1)}/savepoint-a/own`)).toBe(true)
    expect(town.world.stores.database.marks.size).toBe(0)
  })

  it('is told to be broken when what is found is not whole', async () => {
    add()
    town.putSnapshotFiles(`${attemptKey(1)}/savepoint-a`)
    town.world.blobs.removeNow(`${attemptKey(1)}/savepoint-a/own`)
    await scans(1)
    expect(town.snapshot(idOf('1'))).toMatchObject({ state: 'COMPLETED', observed: { verifications: [{ how: 'files', isGood: false }] } })
  })

  it.each([
    ['it was cancelled', (): void => add({ state: 'CANCELLED' })],
    ['its cancellation was asked for', (): void => add({ spec: { labels: {}, pinned: false, cancelRequestedAtMs: 0 } })],
    ['it is in the trash', (): void => add({ spec: { labels: {}, pinned: false, trash: { atMs: 0, by: 'user', reason: 'Asked for.' } } })],
    ['a later attempt was made', (): void => add({}, 2)],
    ['a snapshot that lay there was deleted', (): void => {
      add()
      const deletion = { atMs: town.world.clock.nowMs(), key: `${attemptKey(1)}/savepoint-a`, kind: 'snapshot', reason: 'Asked for.', files: 2, bytes: 2 }
      town.world.stores.database.deletions.set(tenantKey(tenant, '1'), { ...tenant, number: 1, deletion })
    }],
  ])('is not taken up when %s: what it left goes', async (_why, begin) => {
    begin()
    town.putSnapshotFiles(`${attemptKey(1)}/savepoint-a`)
    await scans(4)
    expect(['FAILED', 'CANCELLED']).toContain(town.snapshot(idOf('1'))?.state)
    expect(present(`${attemptKey(1)}/savepoint-a/_metadata`)).toBe(false)
    expect(present(`${attemptKey(1)}/savepoint-a/own`)).toBe(false)
  })

  it('is read once: what cannot be read goes', async () => {
    add()
    town.world.blobs.writeNow(`${attemptKey(1)}/savepoint-a/_metadata`, 'nothing that can be read')
    await scans(4)
    expect(town.snapshot(idOf('1'))?.state).toBe('FAILED')
    expect(present(`${attemptKey(1)}/savepoint-a/_metadata`)).toBe(false)
  })

  it('goes with the markers of its directories, which are told of by themselves', async () => {
    add()
    town.world.blobs.writeNow(`${attemptKey(1)}/savepoint-a/own`, 'remains')
    town.world.blobs.makeDirectoryNow(`${attemptKey(1)}/savepoint-b`)
    await scans(6)
    expect(town.world.blobs.keysNow(attemptKey(1))).toEqual([])
    expect(town.world.stores.database.marks.size).toBe(0)
    expect(town.deleted()).toEqual([attemptKey(1).slice(root.length + 1)])
  })
})

describe('a copy', () => {
  const from = `${root}/statements/${uid}/snapshots/${idOf('1')}-1/savepoint-a`
  const to = `${root}/exports/mine`

  const askForCopy = (): void => {
    town.putSnapshotFiles(from)
    town.addSnapshot({ id: idOf('1'), observed: { uri: town.world.blobs.uri(from) } })
    town.addSnapshot({ id: idOf('2'), trigger: 'exported', state: 'PENDING', copyOf: idOf('1'), intent: { failures: 0, directoryKey: to } })
  }

  it('is made', async () => {
    askForCopy()
    await town.turn()
    expect(town.snapshot(idOf('2'))?.state).toBe('COMPLETED')
  })

  it.each([['another file', 'readme'], ['an older one of the same name', 'own']])('is refused where %s lies, which is not touched', async (_what, name) => {
    town.world.blobs.writeNow(`${to}/${name}`, 'of a person')
    await town.pass(hourMs)
    askForCopy()
    await town.turn()
    expect(town.snapshot(idOf('2'))).toMatchObject({ state: 'FAILED', observed: { failure: { message: `Something else lies in its destination already: ${name}.` } } })
    for (let scan = 0; scan < 4; scan++) {
      await town.pass(2 * hourMs)
      await town.turn()
    }
    expect(town.world.blobs.readNow(`${to}/${name}`)).toBe('of a person')
  })
})

describe('what is deleted', () => {
  it('leaves alone the _metadata of another snapshot in the same directory', async () => {
    const directoryKey = `${root}/imports/a`
    const place = { intent: { failures: 0, directoryKey, doomedAtMs: 0 }, observed: { uri: town.world.blobs.uri(directoryKey) } }
    town.putSnapshotFiles(directoryKey)
    town.addSnapshot({ id: idOf('1'), trigger: 'adopted', state: 'DELETING', ...place })
    town.addSnapshot({ id: idOf('2'), trigger: 'adopted', ...place })
    await town.pass(2 * hourMs)
    await town.turn()
    expect(present(`${directoryKey}/_metadata`)).toBe(true)
    expect(present(`${directoryKey}/own`)).toBe(true)
  })

  it('waits while an adopted snapshot was not read: it may name anything', async () => {
    const directoryKey = `${root}/statements/${uid}/savepoints/1-1/savepoint-a`
    town.putSnapshotFiles(directoryKey)
    town.putSnapshotFiles(`${root}/imports/a`)
    town.addSnapshot({ id: idOf('1'), state: 'DELETING', intent: { failures: 0, doomedAtMs: 0, directoryKey }, observed: { uri: town.world.blobs.uri(directoryKey) } })
    town.addSnapshot({ id: idOf('2'), trigger: 'adopted', state: 'WRITTEN', intent: { failures: 0, directoryKey: `${root}/imports/a` }, observed: { uri: town.world.blobs.uri(`${root}/imports/a`) } })
    await town.pass(2 * hourMs)
    const undo = town.world.faults.add({ verb: 'objects.readStream', fault: { kind: 'unavailable' } })
    await town.turn()
    expect([present(`${directoryKey}/_metadata`), present(`${directoryKey}/own`), town.snapshot(idOf('1'))?.state]).toEqual([true, true, 'DELETING'])
    undo()
    await town.pass(2 * hourMs)
    await town.turn()
    expect([present(`${directoryKey}/_metadata`), present(`${directoryKey}/own`), town.snapshot(idOf('1'))]).toEqual([false, false, undefined])
  })

  it('waits while the store refuses to give up its _metadata', async () => {
    const directoryKey = `${root}/imports/a`
    town.putSnapshotFiles(directoryKey)
    town.addSnapshot({ id: idOf('1'), trigger: 'adopted', state: 'DELETING', intent: { failures: 0, directoryKey, doomedAtMs: 0 }, observed: { uri: town.world.blobs.uri(directoryKey) } })
    town.world.blobs.settings.refuseRemoval = (key) => (key.endsWith('/_metadata') ? 'not now' : undefined)
    await town.pass(2 * hourMs)
    await town.turn()
    expect([present(`${directoryKey}/_metadata`), present(`${directoryKey}/own`)]).toEqual([true, true])
    delete town.world.blobs.settings.refuseRemoval
    await town.pass(2 * hourMs)
    await town.turn()
    expect([present(`${directoryKey}/_metadata`), present(`${directoryKey}/own`), town.snapshot(idOf('1'))]).toEqual([false, false, undefined])
  })

  it('is told though the clean-up was cut off before it could say so', async () => {
    const key = `statements/${uid}/snapshots/${idOf('1')}-1`
    town.world.blobs.writeNow(`${root}/${key}/savepoint-a/own`, 'remains')
    town.addSnapshot({ id: idOf('1'), state: 'FAILED', intent: { failures: 1, attempt: { attempt: 1, triggerId: 'x', directoryKey: `${root}/${key}`, startedAtMs: 0, generation: 1, jobId, computePoolId: 'p', clusterGeneration: 1 } } })
    town.addStatement({ intent: { generation, rest: 'stopped' }, observed: { goneGeneration: 1 } })
    await town.pass(2 * hourMs)
    await town.turn()
    await town.pass(2 * hourMs)
    town.world.faults.once('storage.recordDeletions', { kind: 'unavailable' })
    await town.turn()
    expect(present(`${root}/${key}/savepoint-a/own`)).toBe(false)
    expect(town.deleted()).toEqual([])
    await town.pass(2 * hourMs)
    await town.turn()
    expect(town.deleted()).toEqual([key])
  })
})

describe('an environment that was deleted', () => {
  const key = `pools/p/archive/c/applications/${jobId}/jobs/${jobId}`
  const removeEnvironment = () => town.world.stores.resources.environments.remove({ organizationId: tenant.organizationId }, tenant.environmentId)

  it('is looked through until nothing of it is left, and for a while after that; then nobody asks any more', async () => {
    town.world.blobs.writeNow(`${root}/${key}`, 'a record')
    town.world.blobs.writeNow(`${root}/files/db/t/part-0`, 'rows')
    await town.turn()
    expect(await removeEnvironment()).toMatchObject({ ok: true })
    let scans = 0
    for (let nextDueAtMs = (await town.turn()).nextDueAtMs; nextDueAtMs !== undefined && scans < 100; nextDueAtMs = (await town.turn()).nextDueAtMs) {
      scans += 1
      await town.pass(hourMs)
    }
    expect(present(`${root}/${key}`)).toBe(false)
    expect(present(`${root}/files/db/t/part-0`)).toBe(true)
    // A day until the record may go, and a day in which nothing turned up.
    expect(scans).toBeGreaterThan(48)
    expect(scans).toBeLessThan(60)
  })

  it('one that is there is looked through for ever', async () => {
    await town.turn()
    await town.pass(100 * 24 * hourMs)
    expect((await town.turn()).nextDueAtMs).toBeDefined()
  })
})
