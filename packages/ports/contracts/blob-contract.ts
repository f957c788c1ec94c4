import { afterAll, beforeAll, expect, it } from 'vitest'
import type { BlobPort } from '../src/index.ts'
import { freshId, refusal, valueOf } from './store-fixtures.ts'

/** A blob store to try. It may hold more than the suite's files. */
export interface BlobsUnderTest {
  blobs: BlobPort
  stop(): Promise<void>
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

/** What `BlobPort` promises. `makeBlobs` is called once; every test writes below a prefix of its own. */
export function blobContract(makeBlobs: () => Promise<BlobsUnderTest>): void {
  let made: BlobsUnderTest | undefined
  const blobs = (): BlobPort => {
    if (made === undefined) throw new Error('The blob store was not made.')
    return made.blobs
  }
  beforeAll(async () => {
    made = await makeBlobs()
  })
  afterAll(async () => {
    await made?.stop()
  })
  const fresh = () => freshId('contract')
  const textOf = async (key: string) => new TextDecoder().decode(valueOf(await blobs().read(key)))
  const keysOf = async (prefix: string, options?: Parameters<BlobPort['list']>[1]) =>
    valueOf(await blobs().list(prefix, options)).map((entry) => entry.key).sort()

  it('reads what was put, also put over something else', async () => {
    const key = `${fresh()}/a/b.json`
    valueOf(await blobs().put(key, bytes('one')))
    expect(await textOf(key)).toBe('one')
    valueOf(await blobs().put(key, bytes('longer than one')))
    expect(await textOf(key)).toBe('longer than one')
    valueOf(await blobs().put(key, new Uint8Array()))
    expect(valueOf(await blobs().read(key)).byteLength).toBe(0)
  })

  it('keeps its own copy of what was put', async () => {
    const key = `${fresh()}/a`
    const content = bytes('abc')
    valueOf(await blobs().put(key, content))
    content[0] = 0
    valueOf(await blobs().read(key))[1] = 0
    expect(await textOf(key)).toBe('abc')
  })

  it('what is not there is not-found', async () => {
    const prefix = fresh()
    valueOf(await blobs().put(`${prefix}/d/a`, bytes('1')))
    expect(await blobs().read(`${prefix}/d/b`)).toMatchObject(refusal('not-found'))
    expect(await blobs().read(`${prefix}/d`)).toMatchObject(refusal('not-found'))
    expect(await blobs().list(`${prefix}/none`)).toMatchObject(refusal('not-found'))
  })

  it('lists everything below a directory, with sizes and times', async () => {
    const prefix = fresh()
    for (const key of ['a', 'b/c', 'b/d/e']) valueOf(await blobs().put(`${prefix}/${key}`, bytes('12345')))
    valueOf(await blobs().put(`${prefix}-beside/x`, bytes('1')))
    expect(await keysOf(prefix)).toEqual(['a', 'b/c', 'b/d/e'].map((key) => `${prefix}/${key}`))
    expect(await keysOf(`${prefix}/b`)).toEqual(['b/c', 'b/d/e'].map((key) => `${prefix}/${key}`))
    const [entry] = valueOf(await blobs().list(`${prefix}/b/d`))
    expect(entry?.sizeBytes).toBe(5)
    expect(entry?.modifiedMs).toBeGreaterThan(0)
  })

  it('lists direct children alone, and no more than asked for', async () => {
    const prefix = fresh()
    for (const key of ['a', 'b/c', 'b/d/e', 'f/g']) valueOf(await blobs().put(`${prefix}/${key}`, bytes('1')))
    expect(await keysOf(prefix, { depth: 1 })).toEqual(['a', 'b/', 'f/'].map((key) => `${prefix}/${key}`))
    expect(await keysOf(prefix, { limit: 2 })).toHaveLength(2)
  })

  it('a directory can be made before anything is in it, twice too', async () => {
    const prefix = fresh()
    valueOf(await blobs().ensureDirectory(`${prefix}/d/e`))
    valueOf(await blobs().ensureDirectory(`${prefix}/d/e`))
    valueOf(await blobs().put(`${prefix}/d/e/f`, bytes('1')))
    expect(await keysOf(`${prefix}/d`)).toEqual([`${prefix}/d/e/f`])
  })

  it('removes all below a prefix and nothing beside it; again is no failure', async () => {
    const prefix = fresh()
    for (const key of ['a/b', 'a/c/d', 'ab/c']) valueOf(await blobs().put(`${prefix}/${key}`, bytes('1')))
    valueOf(await blobs().removeAll(`${prefix}/a`))
    valueOf(await blobs().removeAll(`${prefix}/a`))
    valueOf(await blobs().removeAll(`${prefix}/none/at/all`))
    expect(await keysOf(prefix)).toEqual([`${prefix}/ab/c`])
    expect(await blobs().read(`${prefix}/a/b`)).toMatchObject(refusal('not-found'))
  })

  it('finds the key of its own URIs, as Java prints them too, and of no others', async () => {
    const key = 'a/b-c/d_e.f'
    const uri = blobs().uri(key)
    expect(uri).toMatch(/^[a-z][a-z0-9+.-]*:\//)
    expect(blobs().keyOf(uri)).toBe(key)
    expect(blobs().keyOf(uri.replace(/^file:\/\/\//, 'file:/'))).toBe(key)
    expect(blobs().keyOf(`${uri}/`)).toBe(key)
    for (const foreign of ['https://example.org/a/b', 'other:///a/b', 'a/b', '', blobs().uri('a').replace(/a$/, '../outside')]) {
      expect(blobs().keyOf(foreign), foreign).toBeUndefined()
    }
  })

  it('refuses keys that could leave its root', async () => {
    for (const key of ['../a', 'a/../../b', '/a', 'a//b', './a', '']) {
      expect(await blobs().put(key, bytes('x')), key).toMatchObject(refusal('rejected'))
      expect(await blobs().read(key), key).toMatchObject(refusal('rejected'))
      expect(await blobs().removeAll(key), key).toMatchObject(refusal('rejected'))
    }
  })
}
