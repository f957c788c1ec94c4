import { blobContract } from '@headgate/ports/contracts'
import { describe, expect, it } from 'vitest'
import { createVirtualClock } from '../virtual-clock.ts'
import { createFakeBlobs } from './create-fake-blobs.ts'

describe('fake blobs', () => {
  blobContract(async () => ({ blobs: createFakeBlobs({ clock: createVirtualClock(1_000) }), stop: async () => {} }))

  it('hides fresh files from lists and answers nothing when told so', async () => {
    const clock = createVirtualClock(1_000)
    const blobs = createFakeBlobs({ clock })
    blobs.settings.hiddenFromListsMs = 500
    await blobs.put('a/b', new Uint8Array([1]))
    expect(await blobs.list('a')).toEqual({ ok: true, value: [] })
    expect(await blobs.read('a/b')).toMatchObject({ ok: true })
    await clock.advance(500)
    expect(await blobs.list('a')).toMatchObject({ ok: true, value: [{ key: 'a/b' }] })
    blobs.settings.unavailable.add('a')
    expect(await blobs.list('a')).toMatchObject({ reason: 'unavailable' })
    expect(await blobs.list('b')).toMatchObject({ reason: 'not-found' })
  })
})
