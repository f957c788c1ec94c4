import { createServer } from 'node:net'
import { s3Error, startS3StandIn } from '@headgate/testbed'
import type { S3StandIn, S3Trouble } from '@headgate/testbed'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createS3Store } from './create-s3-store.ts'
import type { S3Store } from './create-s3-store.ts'
import type { S3StoreOptions } from './s3-store-options.ts'

const secretAccessKey = 'never-to-be-seen-secret'
const sessionToken = 'never-to-be-seen-token'
const unavailable = { ok: false, reason: 'unavailable' }
const bytes = (text: string) => new TextEncoder().encode(text)

let server: S3StandIn
let stores: S3Store[]
beforeEach(async () => {
  stores = []
  server = await startS3StandIn()
})
afterEach(async () => {
  for (const store of stores) store.close()
  await server.stop()
})

const connect = (more: Partial<S3StoreOptions> = {}): S3Store => {
  const credentials = { accessKeyId: 'key', secretAccessKey, sessionToken }
  const store = createS3Store({ bucket: server.bucket, prefix: 'p', endpoint: server.endpoint, credentials, ...more })
  stores.push(store)
  return store
}
const operations = () => server.calls.map((call) => call.operation)

/** The next requests meet these troubles, one each. */
const meet = (...troubles: S3Trouble[]) => {
  server.trouble = () => troubles.shift()
}
const answer = (status: number, code: string, message?: string): S3Trouble => ({ kind: 'answer', answer: s3Error(status, code, message) })

/** Every verb, once. */
const verbs = (store: S3Store): Record<string, () => Promise<unknown>> => ({
  put: () => store.put('a', bytes('1')),
  read: () => store.read('a'),
  list: () => store.list('d'),
  ensureDirectory: () => store.ensureDirectory('d'),
  removeAll: () => store.removeAll('d'),
  listPage: () => store.listPage('d'),
  stat: () => store.stat('a'),
  readStream: () => store.readStream('a'),
  copy: () => store.copy('a', 'b'),
  removeMany: () => store.removeMany(['a']),
})

describe('S3 store, troubles that pass', () => {
  it('are waited out: the store asks for fewer requests, fails, or cuts the connection', async () => {
    meet(answer(503, 'SlowDown'), answer(503, 'SlowDown'))
    expect(await connect().put('a', bytes('1'))).toEqual({ ok: true, value: undefined })
    meet(answer(500, 'InternalError'))
    expect(await connect().list('')).toMatchObject({ reason: 'rejected' })
    expect(await connect().read('a')).toMatchObject({ ok: true })
    meet({ kind: 'cut' })
    expect(await connect().stat('a')).toMatchObject({ ok: true, value: { sizeBytes: 1 } })
    meet({ kind: 'silence', forMs: 600 })
    expect(await connect({ limits: { answerTimeoutMs: 200 } }).removeMany(['a'])).toEqual({ ok: true, value: { refused: [] } })
    expect(server.objects.size).toBe(0)
    expect(operations().filter((operation) => operation === 'PutObject')).toHaveLength(3)
  })

  it('are given up after the tries that there are, with a reason', async () => {
    server.trouble = () => answer(503, 'SlowDown', 'Please reduce your request rate.')
    const refused = await connect({ limits: { attemptsMax: 3 } }).put('a', bytes('1'))
    expect(refused).toMatchObject({ ...unavailable, message: expect.stringMatching(/Could not write 'a' in the store s3:\/\/.*SlowDown.*fewer requests/) })
    expect(server.calls).toHaveLength(3)
  })
})

describe('S3 store, troubles that stay', () => {
  const cases: [name: string, trouble: S3Trouble, message: RegExp][] = [
    ['no permission', answer(403, 'AccessDenied', 'Access Denied'), /refused: check what the credentials may do/],
    ['an unknown key', answer(403, 'InvalidAccessKeyId'), /does not know the access key/],
    ['a wrong secret', answer(403, 'SignatureDoesNotMatch', `computed with ${secretAccessKey}`), /secret key does not fit/],
    ['an old token', answer(400, 'ExpiredToken', `${sessionToken} has expired`), /session token is not valid/],
    ['no bucket', answer(404, 'NoSuchBucket'), /no such bucket/],
    ['another region', answer(301, 'PermanentRedirect'), /another region: set HEADGATE_S3_REGION/],
    ['a page of somebody else', { kind: 'answer', answer: { status: 200, body: '<html><body>Please log in</body></html>', headers: { 'content-type': 'text/html' } } }, /./],
    ['nothing at all', { kind: 'answer', answer: { status: 200, body: '' } }, /./],
    ['half an answer', { kind: 'answer', answer: { status: 200, body: '<?xml version="1.0"?><ListBucketResult><Name>x</Name><Conte' } }, /./],
    ['a proxy that knows no such page', { kind: 'answer', answer: { status: 404, body: 'no such page' } }, /./],
    ['an operation that is not there', answer(501, 'NotImplemented'), /./],
  ]

  it.each(cases)('%s is neither a missing object nor an empty list', async (_, trouble, message) => {
    const store = connect({ limits: { attemptsMax: 1 } })
    for (const [verb, call] of Object.entries(verbs(store))) {
      // What only says that all is well is taken at its word.
      const isFine = trouble.kind === 'answer' && trouble.answer.status === 200 && ['put', 'ensureDirectory', 'read', 'readStream', 'stat'].includes(verb)
      server.trouble = (request) => (trouble.kind === 'answer' && request.operation === 'HeadObject' ? { kind: 'answer', answer: { ...trouble.answer, body: '' } } : trouble)
      const outcome = (await call()) as { ok: boolean; message?: string; detail?: string; value?: { refused?: unknown[] } }
      if (isFine) continue
      if (verb === 'removeMany' && outcome.ok) {
        // Named as refused: it may still be there.
        expect(outcome.value?.refused, verb).toHaveLength(1)
        continue
      }
      expect(outcome, `${verb}: ${JSON.stringify(outcome)}`).toMatchObject(unavailable)
      if (!['stat', 'copy'].includes(verb)) expect(outcome.message, verb).toMatch(message)
      expect(JSON.stringify(outcome), verb).not.toMatch(/never-to-be-seen/)
    }
  })

  it('nobody who listens, no such host, no credentials: each says what to do', async () => {
    const free = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => free.once('listening', resolve))
    const { port } = free.address() as { port: number }
    await new Promise((resolve) => free.close(resolve))
    const limits = { attemptsMax: 2 }
    expect(await connect({ endpoint: `http://127.0.0.1:${port}`, limits }).read('a')).toMatchObject({ ...unavailable, message: expect.stringMatching(/ECONNREFUSED.*HEADGATE_S3_ENDPOINT/) })
    expect(await connect({ endpoint: 'http://store.invalid', limits }).read('a')).toMatchObject({ ...unavailable, message: expect.stringMatching(/host name is not known/) })
    expect(await connect({ endpoint: `http://somebody:password@127.0.0.1:${port}`, limits }).read('a')).toMatchObject({ message: expect.not.stringContaining('password') })
  })
})

describe('S3 store, answers in part', () => {
  it('names what was refused, what is unsaid included, and removes the rest', async () => {
    const store = connect()
    for (const key of ['a', 'b', 'c', 'd']) await store.put(key, bytes('1'))
    const body = `<?xml version="1.0"?><DeleteResult><Deleted><Key>p/a</Key></Deleted><Error><Key>p/b</Key><Code>AccessDenied</Code><Message>not yours</Message></Error>
      <Error><Key>p/c</Key><Code>NoSuchKey</Code></Error></DeleteResult>`
    meet({ kind: 'answer', answer: { status: 200, body } })
    expect(await store.removeMany(['a', 'b', 'c', 'd', 'a'])).toEqual({
      ok: true,
      value: { refused: [{ key: 'b', message: 'AccessDenied not yours' }, { key: 'd', message: 'The store did not say that it was removed.' }] },
    })
    meet({ kind: 'answer', answer: { status: 200, body } })
    expect(await store.removeAll('b')).toMatchObject({ ...unavailable, message: expect.stringContaining('not yours') })
  })

  it('a content that ends too soon is no content', async () => {
    const store = connect({ limits: { attemptsMax: 1 } })
    await store.put('a', new Uint8Array(200_000))
    const cut: S3Trouble = { kind: 'cut', afterBodyBytes: 100_000 }
    meet(cut)
    expect(await store.read('a')).toMatchObject(unavailable)
    meet(cut)
    const stream = await store.readStream('a')
    if (!stream.ok) throw new Error(stream.message)
    const readAll = async () => {
      for await (const piece of stream.value) expect(piece.byteLength).toBeGreaterThan(0)
    }
    await expect(readAll()).rejects.toThrow(/Could not read 'a'/)
  })

  it('a list that says that there is more, but not after what, is no list', async () => {
    const body = (more: string) => `<?xml version="1.0"?><ListBucketResult><Name>b</Name><MaxKeys>1000</MaxKeys><IsTruncated>true</IsTruncated>${more}</ListBucketResult>`
    for (const more of ['', '<Contents><Key>elsewhere/x</Key><Size>1</Size><LastModified>2026-01-01T00:00:00Z</LastModified></Contents>', '<Contents><Key>p/d/x</Key></Contents>']) {
      meet({ kind: 'answer', answer: { status: 200, body: body(more) } })
      expect(await connect().listPage('d'), more).toMatchObject(unavailable)
    }
  })
})

describe('S3 store, requests', () => {
  it('asks for a thousand at a time, and never for more than it needs', async () => {
    const store = connect()
    for (let index = 0; index < 2_500; index += 1) server.objects.set(`p/d/${index}`, { content: bytes('1'), modifiedMs: 1 })
    let keys: string[] = []
    for (let after: string | undefined, isFirst = true; isFirst || after !== undefined; isFirst = false) {
      const page = await store.listPage('d', after)
      if (!page.ok) throw new Error(page.message)
      keys = [...keys, ...page.value.entries.map((entry) => entry.key)]
      after = page.value.nextStartAfter
    }
    expect(keys).toHaveLength(2_500)
    for (let start = 0; start < keys.length; start += 1_000) expect(await store.removeMany(keys.slice(start, start + 1_000))).toEqual({ ok: true, value: { refused: [] } })
    expect(operations()).toEqual([...Array(3).fill('ListObjectsV2'), ...Array(3).fill('DeleteObjects')])
    expect(server.objects.size).toBe(0)
  })

  it('gives the session token, a checksum with what it writes or removes, and asks for encoded names', async () => {
    const store = connect()
    await store.put('a', bytes('1'))
    await store.removeMany(['a'])
    await store.listPage('')
    const [put, remove, list] = server.calls
    expect(put?.headers).toMatchObject({ 'x-amz-security-token': sessionToken, 'content-md5': expect.any(String) })
    expect(remove?.headers['content-md5']).toBeDefined()
    expect(list?.query.get('encoding-type')).toBe('url')
    expect(put?.name).toBe('p/a')
    expect(list?.query.get('prefix')).toBe('p/')
  })

  it('without a prefix its keys are the names of the bucket', async () => {
    const store = connect({ prefix: '' })
    await store.put('a/b', bytes('1'))
    expect([...server.objects.names('', '')]).toEqual(['a/b'])
    expect(store.uri('a/b')).toBe(`s3://${server.bucket}/a/b`)
    expect(await store.listPage('')).toMatchObject({ ok: true, value: { entries: [{ key: 'a/b' }] } })
  })

  it('knows its URIs however Flink writes the scheme, and no others', () => {
    const store = connect({ prefix: '/p/q/' })
    expect(store.uri('a/b')).toBe(`s3://${server.bucket}/p/q/a/b`)
    for (const scheme of ['s3', 's3a', 's3p']) expect(store.keyOf(`${scheme}://${server.bucket}/p/q/a/b`)).toBe('a/b')
    for (const other of [`s3://${server.bucket}/p/qq/a`, `s3://${server.bucket}/p/q`, `s3://other/p/q/a`, `s3://${server.bucket}/p/q/../a`, '/p/q/a', `file:///p/q/a`]) {
      expect(store.keyOf(other), other).toBeUndefined()
    }
  })

  it('names that S3 does not take are no keys', async () => {
    const store = connect({ prefix: 'x'.repeat(200) })
    const key = Array.from({ length: 5 }, () => 'y'.repeat(200)).join('/')
    expect(await store.put(key, bytes('1'))).toMatchObject({ reason: 'rejected' })
    expect(server.calls).toEqual([])
  })
})

describe('S3 store, copies', () => {
  const limits = { copyWholeMaxBytes: 1_000, copyPartBytes: 1_000, copyPartsAtOnce: 3 }
  const content = Buffer.alloc(10_500, 'abcdefghijklmnopq')

  it('small ones in one request, large ones in parts', async () => {
    const store = connect({ limits })
    await store.put('small', content.subarray(0, 1_000))
    await store.put('large', content)
    expect(await store.copy('small', 'copies/small')).toEqual({ ok: true, value: undefined })
    expect(await store.copy('large', 'copies/large')).toEqual({ ok: true, value: undefined })
    expect(server.objects.get('p/copies/small')?.content).toEqual(content.subarray(0, 1_000))
    expect(Buffer.compare(server.objects.get('p/copies/large')?.content ?? Buffer.alloc(0), content)).toBe(0)
    expect(operations().filter((operation) => operation === 'UploadPartCopy')).toHaveLength(11)
    expect(operations().filter((operation) => operation === 'CopyObject')).toHaveLength(1)
    expect(server.uploads.size).toBe(0)
  })

  it('may take longer than other answers', async () => {
    const store = connect({ limits: { ...limits, attemptsMax: 1, answerTimeoutMs: 300 } })
    await store.put('small', content.subarray(0, 1_000))
    await store.put('large', content)
    server.trouble = (call) => (['CopyObject', 'UploadPartCopy', 'CompleteMultipartUpload', 'ListObjectsV2'].includes(call.operation) ? { kind: 'silence', forMs: 700 } : undefined)
    expect(await store.copy('small', 'copies/small')).toEqual({ ok: true, value: undefined })
    expect(await store.copy('large', 'copies/large')).toEqual({ ok: true, value: undefined })
    expect(await store.listPage('')).toMatchObject({ ...unavailable, message: expect.stringContaining('did not answer in time') })
  })

  it('one that fails on the way leaves what was there, and no parts', async () => {
    const store = connect({ limits: { ...limits, attemptsMax: 1 } })
    await store.put('large', content)
    await store.put('target', bytes('old'))
    server.trouble = (call) => (call.operation === 'UploadPartCopy' && call.query.get('partNumber') === '7' ? answer(403, 'AccessDenied') : undefined)
    expect(await store.copy('large', 'target')).toMatchObject(unavailable)
    expect(server.uploads.size).toBe(0)
    expect(server.objects.get('p/target')?.content.byteLength).toBe(3)
  })

  it('of something that is replaced meanwhile are not made of both', async () => {
    const store = connect({ limits })
    await store.put('large', content)
    server.trouble = (call) => {
      if (call.operation === 'UploadPartCopy' && call.query.get('partNumber') === '5') server.objects.set('p/large', { content: Buffer.from(content).reverse(), modifiedMs: 2 })
      return undefined
    }
    expect(await store.copy('large', 'target')).toMatchObject({ ...unavailable, message: expect.stringContaining('was replaced') })
    expect(server.objects.get('p/target')).toBeUndefined()
  })
})
