import { blobContract, objectContract } from '@headgate/ports/contracts'
import { beforeEach, describe, expect, it } from 'vitest'
import { createVirtualClock } from '../virtual-clock.ts'
import { createFakeBlobs } from './create-fake-blobs.ts'
import type { FakeBlobs } from './create-fake-blobs.ts'

const makeStore = async () => {
  const blobs = createFakeBlobs({ clock: createVirtualClock(1_000) })
  return { blobs, objects: blobs, stop: async () => {} }
}

describe('fake blobs', () => blobContract(makeStore))
describe('fake objects', () => objectContract(makeStore))

describe('faults of the fake store', () => {
  const clock = createVirtualClock(1_000)
  let blobs: FakeBlobs
  beforeEach(() => {
    blobs = createFakeBlobs({ clock })
  })
  const unavailable = { ok: false, reason: 'unavailable' }
  const listedBy = async () => {
    const listed = await blobs.list('a')
    const page = await blobs.listPage('a')
    if (!listed.ok || !page.ok) throw new Error('no list')
    expect(page.value.entries.filter((entry) => !entry.key.endsWith('/'))).toEqual(listed.value)
    return listed.value.map((entry) => entry.key)
  }

  it('hides fresh files from lists and answers nothing when told so', async () => {
    blobs.settings.hiddenFromListsMs = 500
    await blobs.put('a/b', new Uint8Array([1]))
    expect(await listedBy()).toEqual([])
    expect(await blobs.read('a/b')).toMatchObject({ ok: true })
    expect(await blobs.stat('a/b')).toMatchObject({ ok: true })
    await clock.advance(500)
    expect(await listedBy()).toEqual(['a/b'])
    blobs.settings.unavailable.add('a')
    expect(await blobs.list('a')).toMatchObject(unavailable)
    expect(await blobs.listPage('a')).toMatchObject(unavailable)
    expect(await blobs.listPage('')).toMatchObject(unavailable)
    expect(await blobs.removeMany(['a/b'])).toMatchObject(unavailable)
    expect(await blobs.list('b')).toMatchObject({ reason: 'not-found' })
  })

  it('shows removed files in lists for a while, but gives them to nobody', async () => {
    await blobs.put('a/b', new Uint8Array([1]))
    await blobs.put('a/c', new Uint8Array([1]))
    await blobs.removeMany(['a/b'])
    blobs.settings.shownAfterRemovalMs = 500
    expect(await listedBy()).toEqual(['a/b', 'a/c'])
    expect(await blobs.stat('a/b')).toMatchObject({ reason: 'not-found' })
    await blobs.put('a/b', new Uint8Array([1, 2]))
    expect(await listedBy()).toEqual(['a/b', 'a/c'])
    await blobs.removeMany(['a/b'])
    await clock.advance(500)
    expect(await listedBy()).toEqual(['a/c'])
  })

  it('throttles, refuses single removals, and loses answers after it did what was asked', async () => {
    await blobs.put('a/b', new Uint8Array([1]))
    await blobs.put('a/c', new Uint8Array([1]))
    let throttled = 1
    blobs.settings.isThrottled = () => throttled-- > 0
    expect(await blobs.removeMany(['a/b'])).toMatchObject(unavailable)
    expect(blobs.keysNow()).toEqual(['a/b', 'a/c'])
    blobs.settings.refuseRemoval = (key) => (key === 'a/b' ? 'not now' : undefined)
    expect(await blobs.removeMany(['a/b', 'a/c'])).toEqual({ ok: true, value: { refused: [{ key: 'a/b', message: 'not now' }] } })
    expect(blobs.keysNow()).toEqual(['a/b'])
    blobs.settings.isReplyLost = (verb) => verb === 'copy'
    expect(await blobs.copy('a/b', 'a/d')).toMatchObject(unavailable)
    expect(blobs.keysNow()).toEqual(['a/b', 'a/d'])
  })
})
