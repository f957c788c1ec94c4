import { chmod, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createDirectoryStore } from './create-directory-store.ts'

let base: string
let root: string
const bytes = (text: string) => new TextEncoder().encode(text)

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'headgate store '))
  root = join(base, 'root')
  await mkdir(root)
})
afterEach(() => rm(base, { recursive: true, force: true }))

const part = fc.stringMatching(/^[A-Za-z0-9_ .=%#-]{1,12}$/).filter((text) => text !== '.' && text !== '..')
const key = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'))

describe('createDirectoryStore', () => {
  it('reads back what was put, lists it, and finds the key of its URI', async () => {
    const store = createDirectoryStore({ rootDirectory: root })
    await fc.assert(
      fc.asyncProperty(key, fc.uint8Array({ maxLength: 64 }), async (name, content) => {
        const below = `t/${name}`
        expect(await store.put(below, content)).toEqual({ ok: true, value: undefined })
        expect(await store.read(below)).toEqual({ ok: true, value: content })
        expect(store.keyOf(store.uri(below))).toBe(below)
        const listed = await store.list('t')
        expect(listed.ok && listed.value.map((entry) => entry.key)).toEqual([below])
        expect(await store.removeAll('t')).toEqual({ ok: true, value: undefined })
        expect(await store.list('t')).toMatchObject({ ok: false, reason: 'not-found' })
      }),
      { numRuns: 40 },
    )
  })

  it('refuses every key that could leave the root', async () => {
    const store = createDirectoryStore({ rootDirectory: root })
    for (const bad of ['', '/a', 'a/', '../a', 'a/../../b', './a', 'a//b', 'a\0b', 'x'.repeat(256)]) {
      expect(await store.put(bad, bytes('x')), JSON.stringify(bad)).toMatchObject({ ok: false, reason: 'rejected' })
      expect(await store.read(bad)).toMatchObject({ ok: false, reason: 'rejected' })
    }
    expect(await store.removeAll('..')).toMatchObject({ ok: false, reason: 'rejected' })
    expect(await store.removeAll('')).toMatchObject({ ok: false, reason: 'rejected' })
    expect(await readdir(base)).toEqual(['root'])
  })

  it('knows both spellings of a URI and none outside of the root', () => {
    const store = createDirectoryStore({ rootDirectory: '/data/store' })
    expect(store.uri('a/b')).toBe('file:///data/store/a/b')
    expect(store.keyOf('file:/data/store/a/b')).toBe('a/b')
    expect(store.keyOf('file:///data/store/a/b/')).toBe('a/b')
    for (const outside of ['file:///data/store', 'file:///data/storeroom/a', 'file:///data/store/../x', 's3://data/store/a', '/data/store/a', 'file:///other/data/store/a']) {
      expect(store.keyOf(outside), outside).toBeUndefined()
    }
  })

  it('tells what is not there from what cannot be told', async () => {
    const store = createDirectoryStore({ rootDirectory: root })
    expect(await store.read('a/b')).toMatchObject({ reason: 'not-found' })
    expect(await store.list('a')).toMatchObject({ reason: 'not-found' })
    await store.put('a/b', bytes('1'))
    expect(await store.read('a')).toMatchObject({ reason: 'not-found' })
    expect(await store.read('a/b/c')).toMatchObject({ reason: 'not-found' })
    expect(await store.list('a/b')).toMatchObject({ reason: 'not-found' })
    expect(await store.removeAll('a/b/c')).toMatchObject({ ok: true })
    await rm(root, { recursive: true })
    expect(await store.read('a/b')).toMatchObject({ reason: 'unavailable' })
    expect(await store.list('a')).toMatchObject({ reason: 'unavailable' })
  })

  it.skipIf(process.getuid?.() === 0)('calls a directory without permission unavailable', async () => {
    const store = createDirectoryStore({ rootDirectory: root })
    await store.put('closed/x', bytes('1'))
    await chmod(join(root, 'closed'), 0o000)
    expect(await store.list('closed')).toMatchObject({ reason: 'unavailable' })
    expect(await store.read('closed/x')).toMatchObject({ reason: 'unavailable' })
    await chmod(join(root, 'closed'), 0o755)
  })

  it('follows no symbolic link, and removes links but not what they point to', async () => {
    const store = createDirectoryStore({ rootDirectory: root })
    const secret = join(base, 'secret')
    await mkdir(secret)
    await writeFile(join(secret, 'file'), 'theirs')
    await store.put('d/own', bytes('1'))
    await symlink(secret, join(root, 'd', 'link'))
    expect(await store.read('d/link/file')).toMatchObject({ reason: 'rejected' })
    expect(await store.put('d/link/new', bytes('x'))).toMatchObject({ reason: 'rejected' })
    expect(await store.removeAll('d/link/file')).toMatchObject({ reason: 'rejected' })
    const listed = await store.list('d')
    expect(listed.ok && listed.value.map((entry) => entry.key)).toEqual(['d/own'])
    expect(await store.removeAll('d')).toMatchObject({ ok: true })
    expect(await readdir(secret)).toEqual(['file'])
  })

  it('lists by depth and limit, sorted, without unfinished files', async () => {
    const store = createDirectoryStore({ rootDirectory: root })
    for (const name of ['t/b', 't/a/1', 't/a/2', 't/c/d/3']) await store.put(name, bytes('xy'))
    await writeFile(join(root, 't', 'b.part-0123456789ab'), 'half')
    const keys = async (options?: { limit?: number; depth?: number }) => {
      const listed = await store.list('t', options)
      return listed.ok ? listed.value.map((entry) => entry.key) : listed
    }
    expect(await keys()).toEqual(['t/a/1', 't/a/2', 't/b', 't/c/d/3'])
    expect(await keys({ depth: 1 })).toEqual(['t/a/', 't/b', 't/c/'])
    expect(await keys({ limit: 2 })).toEqual(['t/a/1', 't/a/2'])
    const listed = await store.list('t/a/', { depth: 1 })
    expect(listed.ok && listed.value[0]).toMatchObject({ key: 't/a/1', sizeBytes: 2 })
  })

  it('shows readers the old or the new content, never a part of it', async () => {
    const store = createDirectoryStore({ rootDirectory: root })
    const versions = ['a', 'b', 'c'].map((letter) => letter.repeat(200_000))
    await store.put('k', bytes(versions[0] ?? ''))
    const writes = Promise.all(versions.map((text) => store.put('k', bytes(text))))
    for (let round = 0; round < 20; round++) {
      const read = await store.read('k')
      expect(read.ok && versions.includes(new TextDecoder().decode(read.value))).toBe(true)
    }
    await writes
    expect(await readdir(root)).toEqual(['k'])
  })
})
