import { chmod, chown, mkdir, mkdtemp, readdir, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { compareKeys } from '@headgate/domain'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createDirectoryStore } from './create-directory-store.ts'
import { listObjectPage } from './list-object-page.ts'

let base: string
let root: string
const bytes = (text: string) => new TextEncoder().encode(text)
const store = () => createDirectoryStore({ rootDirectory: root })

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'headgate-objects-'))
  root = join(base, 'root')
  await mkdir(root)
})
afterEach(() => rm(base, { recursive: true, force: true }))

const keysOf = async (prefix: string) => {
  const page = await store().listPage(prefix)
  return page.ok ? page.value.entries.map((entry) => entry.key) : page
}

describe('listObjectPage', () => {
  it('pages of any size, after any key, are what a sorted list of all keys would give', async () => {
    const part = fc.constantFrom('a', 'b', 'a-', 'a.b', 'a0', 'ab', 'é', 'ﬁ', '😀', '-')
    const path = fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'))
    await fc.assert(
      fc.asyncProperty(fc.array(path, { maxLength: 25 }), fc.array(path, { maxLength: 4 }), fc.integer({ min: 1, max: 7 }), path, async (files, directories, entriesMax, startAfter) => {
        const tree = await mkdtemp(join(base, 'tree-'))
        const made = new Set<string>()
        for (const file of files) {
          // What is a directory already cannot be a file, and the other way round.
          await mkdir(dirname(join(tree, file)), { recursive: true }).catch(() => undefined)
          await writeFile(join(tree, file), 'x').then(() => made.add(`t/${file}`), () => undefined)
        }
        for (const directory of directories) await mkdir(join(tree, directory), { recursive: true }).catch(() => undefined)
        const empty = (await readdir(tree, { recursive: true, withFileTypes: true })).filter((item) => item.isDirectory()).map((item) => join(item.parentPath, item.name))
        for (const directory of empty) if ((await readdir(directory)).length === 0) made.add(`t/${directory.slice(tree.length + 1)}/`)
        if ((await readdir(tree)).length === 0) made.add('t/')
        const all = [...made].sort(compareKeys)
        for (const start of [undefined, `t/${startAfter}`, `t/${startAfter}/`]) {
          const listed: string[] = []
          for (let after = start, isFirst = true; isFirst || after !== undefined; isFirst = false) {
            const page = await listObjectPage(tree, 't/', after, entriesMax)
            expect(page.entries.length).toBeLessThanOrEqual(entriesMax)
            listed.push(...page.entries.map((entry) => entry.key))
            after = page.nextStartAfter
          }
          expect(listed).toEqual(all.filter((key) => start === undefined || compareKeys(key, start) > 0))
        }
      }),
      { numRuns: 150 },
    )
  })
})

describe('directory store, objects', () => {
  it('follows no symbolic link, and lists none', async () => {
    const outside = join(base, 'outside')
    await mkdir(outside)
    await writeFile(join(outside, 'file'), 'theirs')
    await store().put('d/own', bytes('1'))
    await symlink(outside, join(root, 'd', 'link'))
    await symlink(join(outside, 'file'), join(root, 'd', 'file-link'))
    expect(await keysOf('')).toEqual(['d/own'])
    for (const key of ['d/link/file', 'd/file-link']) {
      expect(await store().stat(key), key).toMatchObject({ reason: 'rejected' })
      expect(await store().readStream(key), key).toMatchObject({ reason: 'rejected' })
      expect(await store().copy(key, 'd/new'), key).toMatchObject({ reason: 'rejected' })
      expect(await store().copy('d/own', key), key).toMatchObject({ reason: 'rejected' })
    }
    expect(await store().removeMany(['d/own', 'd/link/file'])).toMatchObject({ ok: true, value: { refused: [{ key: 'd/link/file' }] } })
    expect(await readdir(outside)).toEqual(['file'])
  })

  it('shows an unfinished put only when its writer must be dead, and lets it be removed then', async () => {
    await store().put('d/a', bytes('1'))
    const unfinished = join(root, 'd', 'b.part-0123456789ab')
    await writeFile(unfinished, 'half')
    expect(await keysOf('d')).toEqual(['d/a'])
    const twoHoursAgo = Date.now() / 1_000 - 7_200
    await utimes(unfinished, twoHoursAgo, twoHoursAgo)
    expect(await keysOf('d')).toEqual(['d/a', 'd/b.part-0123456789ab'])
    expect(await store().removeMany(['d/b.part-0123456789ab'])).toEqual({ ok: true, value: { refused: [] } })
    expect(await readdir(join(root, 'd'))).toEqual(['a'])
  })

  it('a store that is away is not an empty one', async () => {
    await rm(root, { recursive: true })
    const unavailable = { ok: false, reason: 'unavailable' }
    expect(await store().listPage('')).toMatchObject(unavailable)
    expect(await store().listPage('a')).toMatchObject(unavailable)
    expect(await store().stat('a')).toMatchObject(unavailable)
    expect(await store().readStream('a')).toMatchObject(unavailable)
    expect(await store().copy('a', 'b')).toMatchObject(unavailable)
    expect(await store().removeMany(['a'])).toMatchObject(unavailable)
  })

  it('a copy that fails leaves what was there, and nothing beside it', async () => {
    await store().put('a', bytes('new'))
    await store().put('d/b', bytes('old'))
    await rm(join(root, 'd'), { recursive: true })
    await writeFile(join(root, 'd'), 'a file where a directory should be')
    expect(await store().copy('a', 'd/b')).toMatchObject({ reason: 'unavailable' })
    await mkdir(join(root, 'e', 'b'), { recursive: true })
    expect(await store().copy('a', 'e/b')).toMatchObject({ reason: 'unavailable' })
    expect(await readdir(join(root, 'e'))).toEqual(['b'])
  })

  it('a file that becomes shorter while it is read is no whole file', async () => {
    await store().put('a', new Uint8Array(1_000_000))
    const read = await store().readStream('a')
    if (!read.ok) throw new Error(read.message)
    await writeFile(join(root, 'a'), 'short')
    const readAll = async () => {
      for await (const piece of read.value) expect(piece.byteLength).toBeGreaterThan(0)
    }
    await expect(readAll()).rejects.toThrow('shorter')
  })

  it('what cannot be read is unavailable, what cannot be removed is named', async () => {
    await store().put('open/a', bytes('1'))
    await store().put('closed/b', bytes('1'))
    await asOrdinaryUser(async () => {
      await chmod(join(root, 'closed'), 0o000)
      expect(await store().listPage('')).toMatchObject({ reason: 'unavailable' })
      expect(await store().stat('closed/b')).toMatchObject({ reason: 'unavailable' })
      await chmod(join(root, 'closed'), 0o555)
      const removed = await store().removeMany(['open/a', 'closed/b'])
      expect(removed).toMatchObject({ ok: true, value: { refused: [{ key: 'closed/b', message: expect.stringContaining('EACCES') }] } })
      await chmod(join(root, 'closed'), 0o755)
    })
    expect(await keysOf('')).toEqual(['closed/b', 'open/'])
  })
})

/** Permissions mean nothing to root. */
async function asOrdinaryUser(work: () => Promise<void>): Promise<void> {
  if (process.geteuid?.() !== 0) return await work()
  const nobody = 65_534
  for (const path of [base, ...(await readdir(base, { recursive: true })).map((name) => join(base, name))]) await chown(path, nobody, nobody)
  process.seteuid?.(nobody)
  try {
    await work()
  } finally {
    process.seteuid?.(0)
  }
}
