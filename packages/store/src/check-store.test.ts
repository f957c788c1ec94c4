import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { s3Error, startS3StandIn } from '@headgate/testbed'
import type { S3StandIn } from '@headgate/testbed'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { checkStore } from './check-store.ts'
import { createStore } from './create-store.ts'
import type { S3StoreConfig } from './read-store-config.ts'

let server: S3StandIn
let directory: string
beforeEach(async () => {
  server = await startS3StandIn()
  directory = await mkdtemp(join(tmpdir(), 'headgate-store-'))
})
afterEach(async () => {
  await server.stop()
  await rm(directory, { recursive: true, force: true })
})

const config = (more: Partial<S3StoreConfig> = {}): S3StoreConfig => ({
  kind: 's3', bucket: server.bucket, prefix: 'p', endpoint: server.endpoint, region: 'us-east-1', pathStyle: true, locators: {},
  keys: { accessKeyId: 'ours', secretAccessKey: 'our-secret' }, ...more,
})
const flinkKeys = { accessKeyId: 'flink', secretAccessKey: 'flink-secret' }
const refuse = (who: string, operation: string) => {
  server.trouble = (call) => (call.headers['authorization']?.includes(`${who}/`) === true && call.operation === operation ? { kind: 'answer', answer: s3Error(403, 'AccessDenied') } : undefined)
}

test('a store that does everything passes, and nothing is left in it', async () => {
  expect(await checkStore(config({ flinkKeys }), 'token')).toEqual({ ok: true, value: undefined })
  expect(server.objects.size).toBe(0)
  expect(await checkStore({ kind: 'directory', rootDirectory: directory }, 'token')).toEqual({ ok: true, value: undefined })
  expect((await readdir(directory, { recursive: true, withFileTypes: true })).filter((item) => item.isFile())).toEqual([])
})

test.each(['PutObject', 'GetObject', 'ListObjectsV2', 'DeleteObjects'])('our keys may not %s: it is told', async (operation) => {
  refuse('ours', operation)
  expect(await checkStore(config(), 'token')).toMatchObject({ ok: false, reason: 'unavailable', message: expect.stringContaining('refused') })
})

test("Flink's keys may not write: it is told whose they are; that they may not remove is fine", async () => {
  refuse('flink', 'DeleteObjects')
  expect(await checkStore(config({ flinkKeys }), 'token')).toMatchObject({ ok: true })
  refuse('flink', 'PutObject')
  expect(await checkStore(config({ flinkKeys }), 'token')).toMatchObject({ ok: false, message: expect.stringMatching(/^With the keys of Flink .*refused/) })
  expect(server.objects.size).toBe(0)
})

test('a file of authorities that is none is told at once', async () => {
  const caFile = join(directory, 'ca.pem')
  expect(await createStore(config({ caFile }))).toMatchObject({ ok: false, reason: 'rejected', message: expect.stringContaining('ENOENT') })
  await writeFile(caFile, 'no certificate')
  expect(await createStore(config({ caFile }))).toMatchObject({ ok: false, reason: 'rejected', message: expect.stringContaining('no certificate in PEM') })
})
