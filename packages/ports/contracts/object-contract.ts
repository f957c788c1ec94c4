import { compareKeys } from '@headgate/domain'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { BlobEntry, BlobPort, ObjectPort } from '../src/index.ts'
import { objectsPerRequestMax } from '../src/index.ts'
import { freshId, refusal, valueOf } from './store-fixtures.ts'

/** A store to try, by both of its ports. It may hold more than the suite's objects. */
export interface ObjectsUnderTest {
  objects: ObjectPort
  /** The same store. */
  blobs: BlobPort
  stop(): Promise<void>
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const notKeys = ['', '/', '/a', '../a', 'a/../b', './a', 'a//b', 'a\0b']
/** Characters that mean something in a URL, in XML or in a query. */
const oddNames = ['a b', 'a+b', 'a%20b', 'a&b=c', '<a>', `'"`, 'a?b#c', 'a;b@c:d,e', '~!*()[]{}', 'a\\b', 'a\tb', 'é', 'e\u0301']

/** What `ObjectPort` promises. `makeObjects` is called once; every test writes below a prefix of its own. */
export function objectContract(makeObjects: () => Promise<ObjectsUnderTest>): void {
  let made: ObjectsUnderTest | undefined
  const store = (): ObjectsUnderTest => {
    if (made === undefined) throw new Error('The store was not made.')
    return made
  }
  const objects = (): ObjectPort => store().objects
  beforeAll(async () => {
    made = await makeObjects()
  })
  afterAll(async () => {
    await made?.stop()
  })

  const fresh = () => freshId('contract')
  const putAll = async (keys: string[], content = '1') => {
    const left = [...keys]
    await Promise.all(
      Array.from({ length: 16 }, async () => {
        for (let key = left.pop(); key !== undefined; key = left.pop()) valueOf(await objects().put(key, bytes(content)))
      }),
    )
  }
  const pagesOf = async (prefix: string, startAfter?: string): Promise<BlobEntry[][]> => {
    const pages: BlobEntry[][] = []
    for (let after = startAfter, isFirst = true; isFirst || after !== undefined; isFirst = false) {
      const page = valueOf(await objects().listPage(prefix, after))
      pages.push(page.entries)
      after = page.nextStartAfter
    }
    return pages
  }
  const keysOf = async (prefix: string, startAfter?: string) => (await pagesOf(prefix, startAfter)).flat().map((entry) => entry.key)
  const textOf = async (key: string) => {
    const pieces: Uint8Array[] = []
    for await (const piece of valueOf(await objects().readStream(key))) pieces.push(piece)
    return new TextDecoder().decode(Buffer.concat(pieces))
  }

  it('lists everything below a prefix in the order of the bytes of the keys', async () => {
    const prefix = fresh()
    // By UTF-16, the smiley would come before the ligature; by names of directories, 'b/…' before 'b-…'. No key is the beginning of another:
    // a store of directories cannot hold both.
    const names = ['a', 'a-', 'a-b/c', 'a.b', 'a0/b/c', 'aa', 'b-/x', 'b/x', 'b/-', 'b/0/1', 'Z', '_', 'é/x', 'e', 'ﬁ', '😀/x', '漢/字', '漢-字']
    const keys = names.map((name) => `${prefix}/${name}`)
    await putAll(keys)
    await putAll([`${prefix}-beside/x`, `${prefix}0`])
    expect(await keysOf(prefix)).toEqual(keys.toSorted(compareKeys))
    expect(await keysOf(`${prefix}/`)).toEqual(keys.toSorted(compareKeys))
    expect(await keysOf(`${prefix}/b`)).toEqual(['-', '0/1', 'x'].map((name) => `${prefix}/b/${name}`))
  })

  it('gives names with odd characters as they are', async () => {
    const prefix = fresh()
    const keys = oddNames.map((name) => `${prefix}/${name}/${name}`)
    await putAll(keys)
    expect(await keysOf(prefix)).toEqual(keys.toSorted(compareKeys))
    for (const key of keys) {
      expect(valueOf(await objects().stat(key)).sizeBytes, key).toBe(1)
      expect(await textOf(key), key).toBe('1')
      expect(await keysOf(prefix, key), key).toEqual(keys.filter((each) => compareKeys(each, key) > 0).toSorted(compareKeys))
      valueOf(await objects().copy(key, key.replace(prefix, `${prefix}-copies`)))
      expect(await textOf(key.replace(prefix, `${prefix}-copies`)), key).toBe('1')
    }
    expect(valueOf(await objects().removeMany(keys)).refused).toEqual([])
    for (const key of keys) expect(await objects().stat(key), key).toMatchObject(refusal('not-found'))
  })

  it('goes on after any key, there or not, in this directory or that', async () => {
    const prefix = fresh()
    const keys = ['a-b', 'a/b', 'a/c/d', 'a/c/e', 'b', 'c/d'].map((name) => `${prefix}/${name}`)
    await putAll(keys)
    const places = [...keys, ...['a', 'a/', 'a/b-', 'a/bb', 'a/c', 'a/c/', 'a/c/d/x', 'a/d', 'a0', 'zzz', '!'].map((name) => `${prefix}/${name}`), prefix, `${prefix}/`]
    for (const place of places) expect(await keysOf(prefix, place), place).toEqual(keys.filter((key) => compareKeys(key, place) > 0))
  })

  it('lists thousands in pages, each object once', async () => {
    const prefix = fresh()
    const keys = Array.from({ length: 2 * objectsPerRequestMax + 1 }, (_, index) => `${prefix}/${index % 3 === 0 ? 'flat-' : `deep/${index % 7}/`}${index}`)
    await putAll(keys)
    const pages = await pagesOf(prefix)
    expect(pages.flat().map((entry) => entry.key)).toEqual(keys.toSorted(compareKeys))
    for (const page of pages) expect(page.length).toBeLessThanOrEqual(objectsPerRequestMax)
    // A thousand at once, the most there may be.
    valueOf(await objects().removeMany(keys.slice(0, objectsPerRequestMax)))
    expect(await filesOf(prefix)).toEqual(keys.slice(objectsPerRequestMax).toSorted(compareKeys))
  }, 120_000)

  /** What is listed without markers: a store of directories keeps a directory that is empty. */
  const filesOf = async (prefix: string) => (await keysOf(prefix)).filter((key) => !key.endsWith('/'))

  it('a full last page says that it is the last, or that an empty one follows', async () => {
    const prefix = fresh()
    const keys = Array.from({ length: objectsPerRequestMax }, (_, index) => `${prefix}/${index}`)
    await putAll(keys)
    expect((await keysOf(prefix)).length).toBe(objectsPerRequestMax)
  }, 60_000)

  it('nothing there is an empty page', async () => {
    expect(valueOf(await objects().listPage(fresh()))).toEqual({ entries: [] })
    const prefix = fresh()
    await putAll([`${prefix}/a`])
    expect(valueOf(await objects().listPage(`${prefix}/a`))).toEqual({ entries: [] })
    expect(valueOf(await objects().listPage(prefix, `${prefix}/a`))).toEqual({ entries: [] })
  })

  it('lists the whole store by the empty prefix', async () => {
    const key = `${fresh()}/a`
    await putAll([key])
    const before = key.slice(0, -1)
    expect(valueOf(await objects().listPage('', before)).entries[0]?.key).toBe(key)
  })

  it('shows an empty directory by its marker, which can be removed', async () => {
    const prefix = fresh()
    const { blobs } = store()
    valueOf(await blobs.ensureDirectory(`${prefix}/d`))
    expect(await keysOf(prefix)).toEqual([`${prefix}/d/`])
    expect(await keysOf(`${prefix}/d`)).toEqual([`${prefix}/d/`])
    expect(await keysOf(prefix, `${prefix}/d/`)).toEqual([])
    expect(valueOf(await objects().stat(`${prefix}/d/`)).sizeBytes).toBe(0)
    expect(valueOf(await blobs.list(`${prefix}/d`))).toEqual([])
    valueOf(await objects().removeMany([`${prefix}/d/`]))
    expect(await objects().stat(`${prefix}/d/`)).toMatchObject(refusal('not-found'))
    expect(await blobs.list(`${prefix}/d`)).toMatchObject(refusal('not-found'))
  })

  it('what is in a directory outlives its marker', async () => {
    const prefix = fresh()
    const { blobs } = store()
    valueOf(await blobs.ensureDirectory(`${prefix}/d`))
    await putAll([`${prefix}/d/e/f`])
    expect(valueOf(await objects().removeMany([`${prefix}/d/`, `${prefix}/d/e/`]))).toEqual({ refused: [] })
    expect(await keysOf(prefix)).toEqual([`${prefix}/d/e/f`])
    expect(valueOf(await blobs.list(`${prefix}/d`)).map((entry) => entry.key)).toEqual([`${prefix}/d/e/f`])
  })

  it('tells size and time of one object, as lists do', async () => {
    const prefix = fresh()
    await putAll([`${prefix}/d/a`], '12345')
    const [listed] = (await pagesOf(prefix)).flat()
    expect(listed).toMatchObject({ key: `${prefix}/d/a`, sizeBytes: 5 })
    const { sizeBytes, modifiedMs } = valueOf(await objects().stat(`${prefix}/d/a`))
    expect(sizeBytes).toBe(5)
    expect(modifiedMs).toBeGreaterThan(0)
    // Lists may know milliseconds where the answer to one question knows seconds.
    expect(Math.abs(modifiedMs - (listed?.modifiedMs ?? 0))).toBeLessThan(1_000)
    for (const none of ['d', 'd/', 'd/b', 'd/a/b', 'd/a/']) expect(await objects().stat(`${prefix}/${none}`), none).toMatchObject(refusal('not-found'))
  })

  it('reads in pieces what was put, large or empty', async () => {
    const prefix = fresh()
    const large = Buffer.alloc(3_000_001, 'abcdefghij')
    valueOf(await objects().put(`${prefix}/large`, large))
    const pieces: Uint8Array[] = []
    for await (const piece of valueOf(await objects().readStream(`${prefix}/large`))) pieces.push(piece)
    expect(pieces.length).toBeGreaterThan(1)
    expect(Buffer.concat(pieces).equals(large)).toBe(true)
    valueOf(await objects().put(`${prefix}/empty`, new Uint8Array()))
    expect(await textOf(`${prefix}/empty`)).toBe('')
    for (const none of ['none', 'none/at/all', 'large/x']) expect(await objects().readStream(`${prefix}/${none}`), none).toMatchObject(refusal('not-found'))
  })

  it('a reader may stop in the middle', async () => {
    const key = `${fresh()}/large`
    valueOf(await objects().put(key, new Uint8Array(3_000_000)))
    for await (const piece of valueOf(await objects().readStream(key))) {
      expect(piece.byteLength).toBeGreaterThan(0)
      break
    }
    expect(valueOf(await objects().stat(key)).sizeBytes).toBe(3_000_000)
  })

  it('copies, also over something else', async () => {
    const prefix = fresh()
    await putAll([`${prefix}/from/a`], 'the content')
    await putAll([`${prefix}/to/b`], 'something longer that was there')
    valueOf(await objects().copy(`${prefix}/from/a`, `${prefix}/to/b`))
    valueOf(await objects().copy(`${prefix}/from/a`, `${prefix}/new/c`))
    valueOf(await objects().copy(`${prefix}/from/a`, `${prefix}/from/a`))
    for (const key of ['from/a', 'to/b', 'new/c']) expect(await textOf(`${prefix}/${key}`), key).toBe('the content')
    expect(await objects().copy(`${prefix}/none`, `${prefix}/to/b`)).toMatchObject(refusal('not-found'))
    expect(await objects().copy(`${prefix}/from`, `${prefix}/to/b`)).toMatchObject(refusal('not-found'))
    expect(await objects().copy(`${prefix}/none`, `${prefix}/none`)).toMatchObject(refusal('not-found'))
    expect(await textOf(`${prefix}/to/b`)).toBe('the content')
    valueOf(await objects().put(`${prefix}/from/a`, bytes('changed')))
    expect(await textOf(`${prefix}/new/c`)).toBe('the content')
  })

  it('removes many; what is not there counts as removed', async () => {
    const prefix = fresh()
    const keys = ['a', 'b/c', 'b/d', 'bb'].map((name) => `${prefix}/${name}`)
    await putAll(keys)
    const gone = [`${prefix}/a`, `${prefix}/b/c`, `${prefix}/none`, `${prefix}/none/at/all`, `${prefix}/bb/below/a/file`, `${prefix}/b`]
    expect(valueOf(await objects().removeMany(gone))).toEqual({ refused: [] })
    expect(valueOf(await objects().removeMany(gone))).toEqual({ refused: [] })
    expect(valueOf(await objects().removeMany([]))).toEqual({ refused: [] })
    expect(await filesOf(prefix)).toEqual([`${prefix}/b/d`, `${prefix}/bb`])
  })

  it('refuses what is no key, and does nothing of it', async () => {
    const key = `${fresh()}/a`
    await putAll([key])
    for (const bad of notKeys) {
      const rejected = refusal('rejected')
      expect(await objects().stat(bad), bad).toMatchObject(rejected)
      expect(await objects().readStream(bad), bad).toMatchObject(rejected)
      expect(await objects().put(bad, bytes('x')), bad).toMatchObject(rejected)
      expect(await objects().copy(bad, key), bad).toMatchObject(rejected)
      expect(await objects().copy(key, bad), bad).toMatchObject(rejected)
      expect(await objects().removeMany([key, bad]), bad).toMatchObject(rejected)
      if (bad !== '') expect(await objects().listPage(bad), bad).toMatchObject(rejected)
    }
    const tooMany = Array.from({ length: objectsPerRequestMax }, (_, index) => `${key}${index}`)
    expect(await objects().removeMany([key, ...tooMany])).toMatchObject(refusal('rejected'))
    for (const verb of [() => objects().put(`${key}/`, bytes('x')), () => objects().readStream(`${key}/`), () => objects().copy(key, `${key}/`)]) {
      expect(await verb()).toMatchObject(refusal('rejected'))
    }
    expect(await textOf(key)).toBe('1')
  })
}
