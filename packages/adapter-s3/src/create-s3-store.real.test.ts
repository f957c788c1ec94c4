import { readFile } from 'node:fs/promises'
import { blobContract, objectContract } from '@headgate/ports/contracts'
import { s3ServerBuildMs, startS3 } from '@headgate/testbed'
import type { S3Keys, TestS3 } from '@headgate/testbed'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createS3Store } from './create-s3-store.ts'
import type { S3Store } from './create-s3-store.ts'
import type { S3StoreOptions } from './s3-store-options.ts'

let s3: TestS3
const stores: S3Store[] = []
beforeAll(async () => {
  s3 = await startS3()
}, s3ServerBuildMs)
afterAll(async () => {
  for (const store of stores) store.close()
  await s3?.stop()
})

const connect = (server: TestS3, more: Partial<S3StoreOptions> = {}, keys: S3Keys = server.keys): S3Store => {
  const store = createS3Store({ bucket: server.bucket, prefix: 'some/prefix', endpoint: server.endpoint, region: server.region, credentials: keys, ...more })
  stores.push(store)
  return store
}
const unavailable = { ok: false, reason: 'unavailable' }
const bytes = (text: string) => new TextEncoder().encode(text)

const makeStore = async () => {
  const store = connect(s3)
  return { blobs: store, objects: store, stop: async () => {} }
}
describe('S3 store, blobs', () => blobContract(makeStore))
describe('S3 store, objects', () => objectContract(makeStore))

describe('S3 store on a real server', () => {
  it('copies in parts what is too large for one request', async () => {
    const mebibyte = 1_048_576
    const store = connect(s3, { limits: { copyWholeMaxBytes: mebibyte, copyPartBytes: 5 * mebibyte } })
    const content = Buffer.alloc(12 * mebibyte, 'the content of a large file, ')
    expect(await store.put('parts/from', content)).toMatchObject({ ok: true })
    expect(await store.copy('parts/from', 'parts/to')).toMatchObject({ ok: true })
    const read = await store.read('parts/to')
    expect(read.ok && Buffer.compare(read.value, content)).toBe(0)
    expect(await s3.countRequests()).toMatchObject({ UploadPartCopy: 3, CompleteMultipartUpload: 1 })
  })

  it('a bucket that is not there is not an empty one', async () => {
    const store = connect(s3, { bucket: 'no-such-bucket' })
    for (const call of [store.read('a'), store.list('a'), store.listPage(''), store.stat('a'), store.readStream('a'), store.copy('a', 'b'), store.removeMany(['a']), store.put('a', bytes('1'))]) {
      expect(await call).toMatchObject(unavailable)
    }
    expect(await store.read('a')).toMatchObject({ message: expect.stringContaining('no such bucket') })
  })

  it('credentials that may not remove some things remove the others, and say which', async () => {
    const keys = await s3.createUser('careful', { delete: ['some/prefix/kept/*'], read: ['some/prefix/hidden/*'] })
    const [owner, store] = [connect(s3), connect(s3, {}, keys)]
    for (const key of ['kept/a', 'free/a', 'hidden/a']) expect(await owner.put(key, bytes('1'))).toMatchObject({ ok: true })
    expect(await store.removeMany(['kept/a', 'free/a'])).toMatchObject({ ok: true, value: { refused: [{ key: 'kept/a', message: expect.stringContaining('AccessDenied') }] } })
    expect(await store.removeAll('kept')).toMatchObject(unavailable)
    expect(await store.stat('kept/a')).toMatchObject({ ok: true })
    expect(await store.stat('free/a')).toMatchObject({ reason: 'not-found' })
    expect(await store.read('hidden/a')).toMatchObject({ ...unavailable, message: expect.stringContaining('refused') })
    expect(await store.stat('hidden/a')).toMatchObject(unavailable)
  })

  it('a wrong secret is told, and not shown', async () => {
    const store = connect(s3, {}, { ...s3.keys, secretAccessKey: 'a-secret-that-is-wrong' })
    const listed = await store.listPage('')
    expect(listed).toMatchObject({ ...unavailable, message: expect.stringContaining('secret key does not fit') })
    expect(JSON.stringify(listed)).not.toContain('a-secret-that-is-wrong')
  })

  it('trusts an authority of its own where it is told to', async () => {
    const secure = await startS3({ tls: true, bucket: 'secure-bucket' })
    try {
      expect(await connect(secure).put('a', bytes('1'))).toMatchObject({ ...unavailable, message: expect.stringContaining('HEADGATE_S3_CA_FILE') })
      const store = connect(secure, { certificateAuthorities: await readFile(secure.caFile ?? '', 'utf8') })
      expect(await store.put('a', bytes('1'))).toMatchObject({ ok: true })
      expect(await store.read('a')).toEqual({ ok: true, value: bytes('1') })
    } finally {
      await secure.stop()
    }
  })

  it('a server that went away is told, and used again when it is back', async () => {
    const store = connect(s3, { limits: { attemptsMax: 2 } })
    await store.put('a', bytes('1'))
    await s3.kill9()
    expect(await store.read('a')).toMatchObject({ ...unavailable, message: expect.stringContaining('Nobody listens') })
    await s3.restart()
    expect(await store.read('a')).toMatchObject({ ok: true })
  })
})
