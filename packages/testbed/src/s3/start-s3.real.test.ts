import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { Agent } from 'node:https'
import { DeleteObjectsCommand, GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { s3ServerBuildMs } from './resolve-versitygw.ts'
import { startS3, type S3Keys, type TestS3 } from './start-s3.ts'

let s3: TestS3
let secure: TestS3
const clients: S3Client[] = []

beforeAll(async () => {
  s3 = await startS3()
  secure = await startS3({ tls: true, bucket: 'secure-bucket' })
}, s3ServerBuildMs)
afterAll(async () => {
  for (const client of clients) client.destroy()
  await s3?.stop()
  await secure?.stop()
})

function clientOf({ endpoint, region }: TestS3, credentials: S3Keys, ca?: string): S3Client {
  const client = new S3Client({ endpoint, region, credentials, forcePathStyle: true, maxAttempts: 1, ...(ca === undefined ? {} : { requestHandler: { httpsAgent: new Agent({ ca }) } }) })
  clients.push(client)
  return client
}

test('objects go round, and outlive a crash of the server', async () => {
  const client = clientOf(s3, s3.keys)
  await client.send(new PutObjectCommand({ Bucket: s3.bucket, Key: 'a/b', Body: 'content' }))
  const before = s3.pid()
  await s3.kill9()
  await expect(client.send(new GetObjectCommand({ Bucket: s3.bucket, Key: 'a/b' }))).rejects.toThrow('ECONNREFUSED')
  await s3.restart()
  expect(s3.pid()).not.toBe(before)
  expect(existsSync(`/proc/${before}`)).toBe(false)
  const { Body } = await client.send(new GetObjectCommand({ Bucket: s3.bucket, Key: 'a/b' }))
  expect(await Body?.transformToString()).toBe('content')
  expect(await s3.countRequests()).toMatchObject({ PutObject: 1, GetObject: 1 })
})

test('a user may do everything but what is denied', async () => {
  const owner = clientOf(s3, s3.keys)
  const keys = await s3.createUser('worker', { delete: ['kept/*', 'deep/*/kept/*'], write: ['kept/*'], read: ['hidden/*'] })
  await s3.createUser('other')
  const client = clientOf(s3, keys)
  for (const Key of ['kept/a', 'deep/1/kept/a', 'deep/1/free/a', 'free/a', 'hidden/a']) await owner.send(new PutObjectCommand({ Bucket: s3.bucket, Key, Body: '1' }))
  await client.send(new PutObjectCommand({ Bucket: s3.bucket, Key: 'free/b', Body: '1' }))
  await client.send(new PutObjectCommand({ Bucket: s3.bucket, Key: 'deep/1/kept/b', Body: '1' }))
  await expect(client.send(new PutObjectCommand({ Bucket: s3.bucket, Key: 'kept/a', Body: '2' }))).rejects.toThrow(/explicit deny/)
  await expect(client.send(new GetObjectCommand({ Bucket: s3.bucket, Key: 'hidden/a' }))).rejects.toThrow(/explicit deny/)
  const asked = ['kept/a', 'deep/1/kept/a', 'deep/1/free/a', 'free/a', 'free/b']
  const answer = await client.send(new DeleteObjectsCommand({ Bucket: s3.bucket, Delete: { Objects: asked.map((Key) => ({ Key })) } }))
  expect(answer.Errors?.map(({ Key, Code }) => `${Key} ${Code}`)).toEqual(['kept/a AccessDenied', 'deep/1/kept/a AccessDenied'])
  const left = await owner.send(new ListObjectsV2Command({ Bucket: s3.bucket }))
  expect(left.Contents?.map(({ Key }) => Key)).toEqual(['a/b', 'deep/1/kept/a', 'deep/1/kept/b', 'hidden/a', 'kept/a'])
})

test('nobody is let in with a wrong key', async () => {
  await expect(clientOf(s3, { ...s3.keys, secretAccessKey: 'wrong' }).send(new ListObjectsV2Command({ Bucket: s3.bucket }))).rejects.toThrow(/signature/i)
  await expect(clientOf(s3, { accessKeyId: 'stranger', secretAccessKey: 'any' }).send(new ListObjectsV2Command({ Bucket: s3.bucket }))).rejects.toThrow()
})

test('with TLS it is trusted only by who knows its authority', async () => {
  const list = new ListObjectsV2Command({ Bucket: secure.bucket })
  await expect(clientOf(secure, secure.keys).send(list)).rejects.toThrow(/certificate/)
  const { KeyCount } = await clientOf(secure, secure.keys, await readFile(secure.caFile ?? '', 'utf8')).send(list)
  expect(KeyCount).toBe(0)
})
